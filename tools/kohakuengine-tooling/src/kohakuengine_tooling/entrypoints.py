"""The entrypoints of a script, as its facts describe them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.facts import Argument, Entrypoint
from kohakuengine_tooling.parameter_types import type_of

if TYPE_CHECKING:
    from kohakuengine_tooling.entry_calls import Entry
    from kohakuengine_tooling.piece import Piece
    from kohakuengine_tooling.script_view import ScriptView
    from kohakuengine_tooling.statement_facts import ArgumentText, FunctionFacts

__all__ = ["arguments_of", "find_entrypoints"]


def find_entrypoints(view: ScriptView) -> tuple[Entrypoint, ...]:
    """Describe the entrypoints of a script, best first."""
    return tuple(_entrypoint(view, entry) for entry in view.entries)


def _entrypoint(view: ScriptView, entry: Entry) -> Entrypoint:
    call_line = None if entry.call is None else view.line(entry.call.at)
    block = entry.block
    line = call_line or (1 if block is None else view.line(block.start + block.facts.guards[0]))
    arguments: tuple[Argument, ...] = ()
    is_async = False
    known = view.function(entry.name)
    if known is not None:
        function, piece = known
        line = view.line(piece.start + function.at)
        arguments = arguments_of(view, function, piece)
        is_async = function.is_async
    return Entrypoint(
        name=entry.name,
        kind=entry.kind,
        line=line,
        call_line=call_line,
        reason=entry.reason,
        is_async=is_async,
        parameters=arguments,
    )


def arguments_of(view: ScriptView, function: FunctionFacts, piece: Piece) -> tuple[Argument, ...]:
    """Describe what a function takes, in the order of its head."""
    return tuple(_argument(view, one, piece) for one in function.arguments)


def _argument(view: ScriptView, argument: ArgumentText, piece: Piece) -> Argument:
    text = piece.facts.text
    annotation = default = None
    if argument.annotation is not None:
        annotation = text[argument.annotation.start : argument.annotation.end]
    if argument.default is not None:
        default = text[argument.default.start : argument.default.end]
    return Argument(
        name=argument.name,
        type=type_of(view, annotation, None if default is None else read_expression(default)),
        default=default,
        kind=argument.kind,
    )
