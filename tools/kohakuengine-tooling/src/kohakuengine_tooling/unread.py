"""What of a script is not read, because it is too large or too deep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.expression_reading import TOO_LARGE, read_expression
from kohakuengine_tooling.gate import SHORTEST_REFUSED, is_closed
from kohakuengine_tooling.statement_facts import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.script_view import ScriptView
    from kohakuengine_tooling.statement_facts import ClassFacts, ScopeFacts, StatementFacts

__all__ = ["find_unread"]

_DEEP: Final = "this is nested too deeply: names in it are not known"
_LARGE: Final = "this nests or chains too much to be read: its value is not known"


def find_unread(view: ScriptView) -> Iterator[tuple[int, str]]:
    """Yield where something in a script is not read, and why."""
    for piece in view.pieces:
        facts = piece.current
        if facts.cut_at is not None:
            yield piece.start + facts.cut_at, _DEEP
        if facts.is_long and not is_closed():
            for span in dict.fromkeys(_spans(facts)):
                if _is_refused(facts.text[span.start : span.end]):
                    yield piece.start + span.start, _LARGE


def _is_refused(text: str) -> bool:
    if len(text) < SHORTEST_REFUSED:
        return False
    waiting: list[object] = [read_expression(text)]
    while waiting:
        one = waiting.pop()
        if one is TOO_LARGE:
            return True
        if isinstance(one, tuple):  # as all expressions are
            waiting += one
    return False


def _spans(facts: StatementFacts) -> Iterator[Span]:
    """Yield the expressions of a statement that facts are made of."""
    yield from _of_scope(facts.scope)
    for call in facts.calls:
        yield call.value
    for function in facts.functions:
        yield from function.decorators
        for argument in function.arguments:
            yield from (span for span in (argument.annotation, argument.default) if span is not None)


def _of_scope(scope: ScopeFacts) -> Iterator[Span]:
    for binding in scope.bindings:
        span = binding.default or binding.value
        if span is not None:
            yield span
    for _, span, _ in scope.annotations:
        yield span
    for one in scope.classes:
        yield from _of_class(one)


def _of_class(facts: ClassFacts) -> Iterator[Span]:
    yield from facts.bases
    yield from facts.decorators
    yield from _of_scope(facts.body)
    for at, member in facts.members:
        for start, end in _of_scope(member.scope):
            yield Span(start + at, end + at)
