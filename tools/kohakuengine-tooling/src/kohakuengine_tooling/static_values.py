"""Values of expressions that are static data: evaluated without running anything, bounded in size.

Only operators on plain numbers and strings are carried out, and names where the caller knows their value.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final

from kohakuengine_tooling.expression import (
    NOT_STATIC,
    Chain,
    Constant,
    Expression,
    Formatted,
    Logical,
    Mapping,
    Name,
    Sequence,
    Unary,
)

__all__ = ["static_value"]

_MOST_ELEMENTS: Final = 1000
_LONGEST_TEXT: Final = 10_000
_MOST_BITS: Final = 4096
_DEEPEST: Final = 50
_CHARACTERS: Final = 20  # that count as one element
_CONTAINERS = (str, bytes, list, tuple)
_NUMBERS = (bool, int, float, complex)

Lookup = Callable[[str], Any]


class _NotStaticError(Exception):
    """There is something that only running could tell, or that is too large."""


def static_value(expression: Expression, lookup: Lookup | None = None) -> Any:
    """Return the value of an expression, or NOT_STATIC.

    Args:
        expression: What was read.
        lookup: Gives the value of a global, NOT_STATIC where it cannot be told; None where no name counts.

    >>> static_value(Chain(Constant(2), (("**", Constant(10)),)))
    1024
    >>> static_value(Name("lr")) is NOT_STATIC
    True
    """
    try:
        return _Evaluation(lookup).value(expression, 0)
    except (_NotStaticError, ArithmeticError, TypeError, ValueError, RecursionError):
        return NOT_STATIC


class _Evaluation:
    """One evaluation; it counts the elements that it makes."""

    __slots__ = ("_left", "_lookup")

    def __init__(self, lookup: Lookup | None) -> None:
        self._lookup = lookup
        self._left = _MOST_ELEMENTS

    def value(self, expression: Expression, depth: int) -> Any:
        self._left -= 1
        if self._left < 0 or depth > _DEEPEST:
            raise _NotStaticError
        reader = _EVALUATIONS.get(type(expression))
        if reader is None:
            raise _NotStaticError
        return _bounded(reader(self, expression, depth + 1))

    def constant(self, expression: Constant, _depth: int) -> Any:
        if expression.value is ...:
            raise _NotStaticError
        return expression.value

    def name(self, expression: Name, _depth: int) -> Any:
        value = self._lookup(expression.name) if self._lookup is not None else NOT_STATIC
        if value is NOT_STATIC:
            raise _NotStaticError
        self._left -= _size(value)
        return value

    def sequence(self, expression: Sequence, depth: int) -> Any:
        elements = [self.value(one, depth) for one in expression.elements]
        if expression.kind == "list":
            return elements
        return tuple(elements) if expression.kind == "tuple" else set(elements)

    def mapping(self, expression: Mapping, depth: int) -> Any:
        found = {}
        for key, value in zip(expression.keys, expression.values, strict=True):
            if key is None:
                raise _NotStaticError
            found[self.value(key, depth)] = self.value(value, depth)
        return found

    def unary(self, expression: Unary, depth: int) -> Any:
        value = self.value(expression.operand, depth)
        if expression.operator == "not":
            return not value
        if not isinstance(value, _NUMBERS):
            raise _NotStaticError
        return _UNARY[expression.operator](value)

    def chain(self, expression: Chain, depth: int) -> Any:
        value = self.value(expression.first, depth)
        for sign, operand in expression.rest:
            value = _bounded(_operate(sign, value, self.value(operand, depth)))
        return value

    def formatted(self, expression: Formatted, depth: int) -> Any:
        texts = []
        for part in expression.parts:
            value = part if isinstance(part, str) or part is None else self.value(part, depth)
            if not isinstance(value, (str, int, float)):
                raise _NotStaticError
            texts.append(str(value))
        return "".join(texts)

    def logical(self, expression: Logical, depth: int) -> Any:
        if expression.kind not in ("and", "or"):
            raise _NotStaticError
        value: Any = None
        for operand in expression.operands:
            value = self.value(operand, depth)
            if bool(value) is (expression.kind == "or"):
                break
        return value


def _operate(sign: str, left: Any, right: Any) -> Any:
    function = _BINARY.get(sign)
    if function is None:
        raise _NotStaticError
    if isinstance(left, _NUMBERS) and isinstance(right, _NUMBERS):
        _check_size(sign, left, right)
        result = function(left, right)
        if isinstance(result, complex) and not {type(left), type(right)} & {complex}:
            raise _NotStaticError  # `(-8) ** 0.5`: its type says float
        return result
    if sign == "+" and type(left) is type(right) and isinstance(left, _CONTAINERS):
        if _size(left) + _size(right) > _MOST_ELEMENTS:
            raise _NotStaticError
        return left + right
    if sign == "*" and isinstance(left, _CONTAINERS) and isinstance(right, int):
        if max(_size(left), len(left)) * right > _MOST_ELEMENTS:
            raise _NotStaticError
        return left * right
    raise _NotStaticError


def _size(value: Any) -> int:
    """Count what a value holds, long texts by their length: repeated or written, it is as large."""
    if isinstance(value, (list, tuple, set)):
        return 1 + sum(map(_size, value))
    if isinstance(value, dict):
        return 1 + sum(_size(key) + _size(one) for key, one in value.items())
    return 1 + len(value) // _CHARACTERS if isinstance(value, (str, bytes)) else 1


def _check_size(sign: str, left: Any, right: Any) -> None:
    """Refuse `10 ** 999999999` and `1 << 999999999` before they are computed."""
    if not isinstance(left, int) or not isinstance(right, int):
        return
    is_power = sign == "**" and right > 0 and left.bit_length() * right > _MOST_BITS
    if is_power or (sign == "<<" and right > _MOST_BITS):
        raise _NotStaticError


def _bounded(value: Any) -> Any:
    if type(value) is int and value.bit_length() > _MOST_BITS:
        raise _NotStaticError
    if isinstance(value, (str, bytes)) and len(value) > _LONGEST_TEXT:
        raise _NotStaticError
    return value


def _invert(value: Any) -> Any:
    """Return `~value`; of a bool Python warns, for `~True` is -2."""
    return ~int(value) if isinstance(value, bool) else ~value


_UNARY: dict[str, Callable[[Any], Any]] = {
    "-": operator.neg,
    "+": operator.pos,
    "~": _invert,
}
_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
    "<<": operator.lshift,
    ">>": operator.rshift,
}
_EVALUATIONS: dict[type, Callable[[_Evaluation, Any, int], Any]] = {
    Constant: _Evaluation.constant,
    Name: _Evaluation.name,
    Sequence: _Evaluation.sequence,
    Mapping: _Evaluation.mapping,
    Unary: _Evaluation.unary,
    Chain: _Evaluation.chain,
    Formatted: _Evaluation.formatted,
    Logical: _Evaluation.logical,
}
