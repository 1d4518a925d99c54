"""Assignments: which names a statement binds, and which part of its value is each one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kohakuengine_tooling.lexing import BRACKET, NAME, Tokens
from kohakuengine_tooling.scope import MODULE

if TYPE_CHECKING:
    from kohakuengine_tooling.expression_scan import ExpressionScan
    from kohakuengine_tooling.scope import Scope

__all__ = ["Assigned", "Assignment", "AssignmentScan"]

_AUGMENTED: Final = frozenset(
    ("+=", "-=", "*=", "/=", "//=", "%=", "@=", "&=", "|=", "^=", "<<=", ">>=", "**=")
)
_SIGNS: Final = _AUGMENTED | {"=", ":"}
_EQUALS: Final = frozenset("=")

Range = tuple[int, int]


class Assigned(NamedTuple):
    """One name of an assignment.

    Attributes:
        token: That of the name.
        is_computed: Whether the value of the statement reads it.
        value: Tokens of what is assigned to the target that it stands in.
        default: Those of its own part, None where only unpacking tells.
    """

    token: int
    is_computed: bool
    value: Range | None
    default: Range | None


class Assignment(NamedTuple):
    """What an assignment, or a plain expression, holds.

    Attributes:
        names: Those that it binds, in the order of the source.
        value: Tokens of its right side or of the expression, None where it has none.
        annotated: The token of the name that it annotates, or None.
        annotation: Tokens of the annotation, or None.
        is_chained: Whether there is more than one target (`a = b = 1`).
    """

    names: list[Assigned]
    value: Range | None
    annotated: int | None = None
    annotation: Range | None = None
    is_chained: bool = False


class AssignmentScan:
    """Reads simple statements that no keyword begins."""

    __slots__ = ("_expressions", "_tokens")

    def __init__(self, expressions: ExpressionScan, tokens: Tokens) -> None:
        self._expressions = expressions
        self._tokens = tokens

    def read(self, first: int, last: int, scope: Scope) -> Assignment:
        """Read the tokens from `first` up to `last`; what they read is noted in the scope."""
        sign = self._expressions.find(first, last, _SIGNS)
        if sign == last:
            self._expressions.read(first, last, scope)
            return Assignment([], (first, last))
        word = self._tokens.words[sign]
        if word == ":":
            return self._annotated(first, sign, last, scope)
        if word != "=":
            return self._augmented(first, sign, last, scope)
        return self._plain(first, sign, last, scope)

    def _annotated(self, first: int, colon: int, last: int, scope: Scope) -> Assignment:
        expressions = self._expressions
        equals = expressions.find(colon + 1, last, _EQUALS)
        names = expressions.target_names(first, colon, scope)
        if colon + 1 < equals:
            expressions.read_annotation(colon + 1, equals, scope)
        annotated = names[0] if len(names) == 1 else None
        annotation = (colon + 1, equals) if colon + 1 < equals else None
        if equals + 1 >= last:
            if annotated == first == colon - 1 and scope.kind != MODULE:
                scope.bind(self._tokens.words[first])  # `x: int` makes x local, `(x): int` does not
            return Assignment([], None, annotated, annotation)
        value = (equals + 1, last)
        reads = expressions.read_apart(*value, scope)
        assigned = [Assigned(i, self._tokens.words[i] in reads, value, value) for i in names]
        return Assignment(assigned, value, annotated, annotation)

    def _augmented(self, first: int, sign: int, last: int, scope: Scope) -> Assignment:
        names = self._expressions.target_names(first, sign, scope)
        self._expressions.read(sign + 1, last, scope)
        value = (sign + 1, last) if sign + 1 < last else None
        return Assignment([Assigned(index, True, value, None) for index in names], None)

    def _plain(self, first: int, sign: int, last: int, scope: Scope) -> Assignment:
        expressions = self._expressions
        targets = []
        while sign < last:
            targets.append((first, sign))
            first = sign + 1
            sign = expressions.find(first, last, _EQUALS)
        value = (first, last) if first < last else None  # `lr = ` is being typed
        reads = expressions.read_apart(first, last, scope)
        pairs: list[tuple[Range, Range | None]] = [(target, value) for target in targets]
        if len(targets) == 1 and value is not None:
            pairs = self._pairs(targets[0], value)
        names: list[Assigned] = []
        for target, own in pairs:
            for index in expressions.target_names(*target, scope):
                is_whole = self._is_name(target)
                is_computed = self._tokens.words[index] in reads
                names.append(Assigned(index, is_computed, own, own if is_whole else None))
        return Assignment(names, value, is_chained=len(targets) > 1)

    def _is_name(self, target: Range) -> bool:
        """Say whether a target is one plain name, perhaps in brackets of its own."""
        first, last = target
        tokens = self._tokens
        while tokens.words[first] == "(" and tokens.partners.get(first) == last - 1:
            first, last = first + 1, last - 1
        return last - first == 1 and tokens.kinds[first] == NAME

    def _pairs(self, target: Range, value: Range) -> list[tuple[Range, Range | None]]:
        """Pair the parts of a target with the parts of a display on the right, where they match.

        `a, (b, c) = 1, f()` gives `a` with `1` and `(b, c)` with `f()`; whatever cannot be paired
        (a call, a star) stays whole.
        """
        found: list[tuple[Range, Range | None]] = []
        stack = [(target, value)]
        while stack:
            left, right = stack.pop()
            targets = self._expressions.elements(*left) if self._is_display(left) else None
            values = self._expressions.elements(*right) if targets is not None else None
            if targets is not None and values is not None and len(targets) == len(values):
                stack.extend(reversed(list(zip(targets, values, strict=True))))
            else:
                found.append((left, right))
        return found

    def _is_display(self, target: Range) -> bool:
        """Say whether a target can be a tuple or list: most are one name."""
        first, last = target
        return last - first > 1 and (self._tokens.kinds[first] == BRACKET or self._has_comma(first, last))

    def _has_comma(self, first: int, last: int) -> bool:
        return self._expressions.find(first, last, frozenset(",")) < last
