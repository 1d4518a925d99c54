"""libcst's trees as expressions; but for `syntax`, nothing else knows libcst.

What is deep to the left (a sum of a thousand terms, `a.b.c`) is walked in loops; the native parser does not
mind it, but a visitor would meet Python's recursion limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import libcst as cst

from kohakuengine_tooling.expression import (
    OPAQUE,
    Attribute,
    Call,
    CallArgument,
    Chain,
    Constant,
    Expression,
    Formatted,
    Logical,
    Mapping,
    Name,
    Opaque,
    Sequence,
    Starred,
    Subscript,
    Unary,
)
from kohakuengine_tooling.string_text import string_value, unescape
from kohakuengine_tooling.token_reading import BROKEN, read_number

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["read_with_libcst"]


def read_with_libcst(text: str) -> Expression:
    """Read an expression that has passed the gate."""
    try:
        tree = cst.parse_expression(f"({text})" if "\n" in text else text)
    except cst.ParserSyntaxError:
        return BROKEN
    except Exception:  # noqa: BLE001 - the native parser raises its own kinds for text that is no Python
        return BROKEN
    try:
        return _read(tree)
    except RecursionError:
        return Opaque("deep")


def _read(node: cst.BaseExpression) -> Expression:
    reader = _READERS.get(type(node))
    return OPAQUE if reader is None else reader(node)


def _name(node: cst.Name) -> str:
    """Return a name as Python reads it (PEP 3131)."""
    return node.value if node.value.isascii() else normalize("NFKC", node.value)


def _number(node: Any) -> Expression:
    return read_number(node.value) or OPAQUE


def _string(node: cst.SimpleString) -> Expression:
    value = string_value(node.value)
    return OPAQUE if value is None else Constant(value)


def _concatenated(node: cst.ConcatenatedString) -> Expression:
    """Join strings that stand side by side: `"a" "b" f"{c}"`."""
    pieces: list[Any] = []
    rest: Any = node
    while isinstance(rest, cst.ConcatenatedString):
        pieces.append(_read(rest.left))
        rest = rest.right
    pieces.append(_read(rest))
    if all(isinstance(piece, Constant) for piece in pieces):
        values = [piece.value for piece in pieces]
        if len({type(value) for value in values}) == 1:
            return Constant(type(values[0])().join(values))
        return OPAQUE
    parts: list[Any] = []
    for piece in pieces:
        if isinstance(piece, Constant) and isinstance(piece.value, str):
            parts.append(piece.value)
        elif isinstance(piece, Formatted):
            parts += piece.parts
        else:
            return OPAQUE
    return Formatted(tuple(parts))


def _formatted(node: cst.FormattedString) -> Expression:
    is_raw = "r" in node.start.lower()
    parts: list[str | Expression | None] = []
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            text = part.value.replace("{{", "{").replace("}}", "}")
            try:
                parts.append(text if is_raw else unescape(text))
            except (KeyError, ValueError):
                return OPAQUE
        elif isinstance(part, cst.FormattedStringExpression):
            is_plain = not (part.conversion or part.format_spec or part.equal)
            parts.append(_read(part.expression) if is_plain else None)
    return Formatted(tuple(parts))


def _trailers(node: Any) -> Expression:
    """Read `a.b(c)[d]` from its beginning on."""
    links: list[Any] = []
    while isinstance(node, (cst.Attribute, cst.Call, cst.Subscript)):
        links.append(node)
        node = node.func if isinstance(node, cst.Call) else node.value
    found = _read(node)
    for link in reversed(links):
        if isinstance(link, cst.Attribute):
            found = Attribute(found, _name(link.attr))
        elif isinstance(link, cst.Call):
            found = Call(found, tuple(_argument(one) for one in link.args))
        else:
            found = Subscript(found, tuple(_item(one.slice) for one in link.slice))
    return found


def _argument(node: cst.Arg) -> CallArgument:
    return CallArgument(_read(node.value), _name(node.keyword) if node.keyword else None, node.star)


def _item(node: Any) -> Expression:
    return _read(node.value) if isinstance(node, cst.Index) else OPAQUE


def _elements(node: Any) -> tuple[Expression, ...]:
    return tuple(
        Starred(_read(one.value)) if isinstance(one, cst.StarredElement) else _read(one.value)
        for one in node.elements
    )


def _mapping(node: cst.Dict) -> Expression:
    keys = [_read(one.key) if isinstance(one, cst.DictElement) else None for one in node.elements]
    return Mapping(tuple(keys), tuple(_read(one.value) for one in node.elements))


def _unary(node: cst.UnaryOperation) -> Expression:
    operators: list[str] = []
    inner: cst.BaseExpression = node
    while isinstance(inner, cst.UnaryOperation):
        operators.append(_UNARY[type(inner.operator)])
        inner = inner.expression
    found = _read(inner)
    for operator in reversed(operators):
        found = Unary(operator, found)
    return found


def _binary(node: cst.BinaryOperation) -> Expression:
    rest: list[tuple[str, Expression]] = []
    left: cst.BaseExpression = node
    while isinstance(left, cst.BinaryOperation) and (left is node or not left.lpar):
        rest.append((_BINARY[type(left.operator)], _read(left.right)))
        left = left.left
    return Chain(_read(left), tuple(reversed(rest)))


def _logical(node: cst.BooleanOperation) -> Expression:
    kind = type(node.operator)
    operands: list[Expression] = []
    left: cst.BaseExpression = node
    while isinstance(left, cst.BooleanOperation) and type(left.operator) is kind:
        operands.append(_read(left.right))
        left = left.left
    return Logical("and" if kind is cst.And else "or", (_read(left), *reversed(operands)))


def _comparison(node: cst.Comparison) -> Expression:
    return Logical("compare", (_read(node.left), *(_read(one.comparator) for one in node.comparisons)))


def _conditional(node: cst.IfExp) -> Expression:
    operands: list[Expression] = []
    last: cst.BaseExpression = node
    while isinstance(last, cst.IfExp):
        operands += [_read(last.test), _read(last.body)]
        last = last.orelse
    return Logical("if", (*operands, _read(last)))


_UNARY: dict[type, str] = {cst.Minus: "-", cst.Plus: "+", cst.BitInvert: "~", cst.Not: "not"}
_BINARY: dict[type, str] = {
    cst.Add: "+",
    cst.Subtract: "-",
    cst.Multiply: "*",
    cst.Divide: "/",
    cst.FloorDivide: "//",
    cst.Modulo: "%",
    cst.Power: "**",
    cst.MatrixMultiply: "@",
    cst.BitAnd: "&",
    cst.BitOr: "|",
    cst.BitXor: "^",
    cst.LeftShift: "<<",
    cst.RightShift: ">>",
}
_NAMES = {"True": Constant(True), "False": Constant(False), "None": Constant(None)}
_READERS: dict[type, Callable[[Any], Expression]] = {
    cst.Name: lambda node: _NAMES.get(node.value) or Name(_name(node)),
    cst.Integer: _number,
    cst.Float: _number,
    cst.Imaginary: _number,
    cst.SimpleString: _string,
    cst.ConcatenatedString: _concatenated,
    cst.FormattedString: _formatted,
    cst.Ellipsis: lambda _node: Constant(...),
    cst.Attribute: _trailers,
    cst.Call: _trailers,
    cst.Subscript: _trailers,
    cst.List: lambda node: Sequence("list", _elements(node)),
    cst.Tuple: lambda node: Sequence("tuple", _elements(node)),
    cst.Set: lambda node: Sequence("set", _elements(node)),
    cst.Dict: _mapping,
    cst.UnaryOperation: _unary,
    cst.BinaryOperation: _binary,
    cst.BooleanOperation: _logical,
    cst.Comparison: _comparison,
    cst.IfExp: _conditional,
}
