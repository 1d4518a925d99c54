"""Options that are the fields of a class or the arguments of a function: tyro and simple-parsing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.annotated_doc import annotated_doc
from kohakuengine_tooling.call_text import CallText, find_calls
from kohakuengine_tooling.expression import NOT_STATIC, called_name, dotted_name
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.facts import Option
from kohakuengine_tooling.options.found_option import FoundOption
from kohakuengine_tooling.parameter_types import choices_of, type_of
from kohakuengine_tooling.record_fields import RecordField, record_of
from kohakuengine_tooling.static_values import static_value
from kohakuengine_tooling.type_specs import field_default, is_field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.docs import Docs
    from kohakuengine_tooling.facts import Library
    from kohakuengine_tooling.piece import Piece
    from kohakuengine_tooling.script_view import ScriptView
    from kohakuengine_tooling.statement_facts import FunctionFacts

__all__ = ["simple_parsing_options", "tyro_options"]

_DEEPEST: Final = 4


def tyro_options(view: ScriptView, docs: Docs) -> Iterator[FoundOption]:
    """List the options of what `tyro.cli` is given; those of nested records are dotted."""
    for call in _calls(view, "cli", "tyro"):
        yield from _of_target(view, docs, call, "tyro")


def simple_parsing_options(view: ScriptView, docs: Docs) -> Iterator[FoundOption]:
    """List the fields of what `simple_parsing.parse` or `parser.add_arguments` is given."""
    for call in (*_calls(view, "parse", "simple_parsing"), *_calls(view, "add_arguments", "")):
        yield from _of_target(view, docs, call, "simple-parsing")


def _calls(view: ScriptView, last: str, library: str) -> Iterator[CallText]:
    """Yield the calls of a function of a library; of any object's method where the library is ""."""
    for piece in view.pieces:
        if last in piece.facts.text:
            for call in find_calls(piece.facts.text, lambda name: name == last):
                full = view.meanings.called(read_expression(call.function)) if call.function else ""
                if not library or full == f"{library}.{last}":
                    yield call


def _of_target(view: ScriptView, docs: Docs, call: CallText, library: Library) -> Iterator[FoundOption]:
    parts = [part for part in call.arguments if part.name in (None, "f", "config_class", "dataclass")]
    name = dotted_name(parts[0].read()) if parts else ""
    function = view.function(name)
    if function is not None:
        yield from _of_function(view, docs, *function, library)
    else:
        yield from _of_record(view, docs, name, "", library, _DEEPEST)


def _of_function(
    view: ScriptView, docs: Docs, function: FunctionFacts, piece: Piece, library: Library
) -> Iterator[FoundOption]:
    text = piece.facts.text
    for argument in function.arguments:
        if argument.kind not in ("positional", "keyword"):
            continue
        spans = (argument.annotation, argument.default)
        annotation, default = (None if span is None else text[span.start : span.end] for span in spans)
        at = piece.start + argument.at
        last = argument.default or argument.annotation
        end = at + len(argument.name) if last is None else piece.start + last.end
        field = RecordField(argument.name, annotation, default, at, end)
        yield from _of_field(view, docs, field, "", library, _DEEPEST)


def _of_record(
    view: ScriptView, docs: Docs, name: str, prefix: str, library: Library, depth: int
) -> Iterator[FoundOption]:
    for field in record_of(view, name).every:
        if not field.is_given or field.name.startswith("_"):
            continue
        yield from _of_field(view, docs, field, prefix, library, depth)


def _of_field(
    view: ScriptView, docs: Docs, field: RecordField, prefix: str, library: Library, depth: int
) -> Iterator[FoundOption]:
    inner = called_name(read_expression(field.annotation)) if field.annotation else ""
    if depth > 0 and inner in view.module.classes and record_of(view, inner).every:
        # simple-parsing gives nested fields their plain names.
        nested = f"{prefix}{field.name}." if library == "tyro" else ""
        yield from _of_record(view, docs, inner, nested, library, depth - 1)
        return
    expression = None if field.default is None else read_expression(field.default)
    default = expression and (field_default(expression) or expression)
    is_known = default is not None and not is_field(default)
    value = static_value(default) if default is not None and is_known else NOT_STATIC
    name = prefix + field.name
    option = Option(
        name=name,
        flags=(f"--{name.replace('_', '-') if library == 'tyro' else name}",),
        type=type_of(view, field.annotation, expression),
        default=field.default,
        value=None if value is NOT_STATIC else value,
        help=docs.doc(field.at, field.end) or annotated_doc(field.annotation),
        choices=choices_of(view, field.annotation, expression, is_flag=True),
        line=view.line(field.at),
        library=library,
        is_required=field.default is None,
    )
    yield FoundOption(option, None)
