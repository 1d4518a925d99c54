"""Expressions as facts keep them: small immutable records, of which any part may be `Opaque`.

They are made by `kohakuengine_tooling.expression_reading`, and outlive what they were read from: a libcst
tree is fifty times as large.
"""

from __future__ import annotations

from typing import Any, Final, Literal, NamedTuple

__all__ = [
    "OPAQUE",
    "Attribute",
    "Call",
    "CallArgument",
    "Chain",
    "Constant",
    "Expression",
    "Formatted",
    "Logical",
    "Mapping",
    "Name",
    "Opaque",
    "Sequence",
    "Starred",
    "Subscript",
    "Unary",
    "called_name",
    "dotted_name",
    "last_name",
    "static_constant",
]


class Constant(NamedTuple):
    """A literal: None, bool, int, float, complex, str, bytes or `...`."""

    value: Any


class Name(NamedTuple):
    """A plain name."""

    name: str


class Attribute(NamedTuple):
    """`value.name`."""

    value: Expression
    name: str


class Subscript(NamedTuple):
    """`value[items]`; a slice is opaque."""

    value: Expression
    items: tuple[Expression, ...]


class CallArgument(NamedTuple):
    """One argument of a call: `value`, `name=value`, `*value` or `**value`."""

    value: Expression
    name: str | None = None
    stars: str = ""


class Call(NamedTuple):
    """`function(arguments)`."""

    function: Expression
    arguments: tuple[CallArgument, ...]

    def positional(self) -> list[Expression]:
        """Return the plain positional arguments up to the first star."""
        found = []
        for argument in self.arguments:
            if argument.stars or argument.name is not None:
                break
            found.append(argument.value)
        return found

    def keyword(self, name: str) -> Expression | None:
        """Return the value of a keyword argument, None where it is not given."""
        return next((one.value for one in self.arguments if one.name == name), None)


class Sequence(NamedTuple):
    """`[...]`, `(...)` or `{...}` without colons."""

    kind: Literal["list", "tuple", "set"]
    elements: tuple[Expression, ...]


class Mapping(NamedTuple):
    """`{key: value}`; the key of `**value` is None."""

    keys: tuple[Expression | None, ...]
    values: tuple[Expression, ...]


class Unary(NamedTuple):
    """`-x`, `+x`, `~x` or `not x`."""

    operator: str
    operand: Expression


class Chain(NamedTuple):
    """`first op x op y`, of operators that bind equally: a sum of a thousand terms is not deep."""

    first: Expression
    rest: tuple[tuple[str, Expression], ...]


class Logical(NamedTuple):
    """`and`, `or`, a comparison or `x if c else y`."""

    kind: Literal["and", "or", "compare", "if"]
    operands: tuple[Expression, ...]


class Formatted(NamedTuple):
    """An f-string. A part is text, or the expression of a field; None is a field with a format of its own."""

    parts: tuple[str | Expression | None, ...]


class Starred(NamedTuple):
    """`*value` in a display."""

    value: Expression


class Opaque(NamedTuple):
    """Anything else: a lambda, a comprehension, `await x`, what was too deep to be read."""

    kind: str = ""


Expression = (
    Constant
    | Name
    | Attribute
    | Subscript
    | Call
    | Sequence
    | Mapping
    | Unary
    | Chain
    | Logical
    | Formatted
    | Starred
    | Opaque
)
OPAQUE: Final = Opaque()
NOT_STATIC: Final = Opaque("not static")


def dotted_name(expression: Expression | None) -> str:
    """Return `a.b.c` as written, "" for anything but names and attributes.

    >>> dotted_name(Attribute(Name("np"), "load"))
    'np.load'
    """
    parts = []
    while isinstance(expression, Attribute):
        parts.append(expression.name)
        expression = expression.value
    if not isinstance(expression, Name):
        return ""
    return ".".join([expression.name, *reversed(parts)])


def called_name(expression: Expression | None) -> str:
    """Return the dotted name of what is called, calls within it left out: `a.b().c` is `a.b.c`."""
    parts = []
    while isinstance(expression, (Attribute, Call)):
        if isinstance(expression, Attribute):
            parts.append(expression.name)
            expression = expression.value
        else:
            expression = expression.function
    if not isinstance(expression, Name):
        return ""
    return ".".join([expression.name, *reversed(parts)])


def last_name(expression: Expression | None) -> str | None:
    """Return `c` of `a.b.c` and of `c`, whatever stands before it; None for anything else."""
    if isinstance(expression, Attribute):
        return expression.name
    return expression.name if isinstance(expression, Name) else None


def static_constant(expression: Expression | None) -> Any:
    """Return the value of a constant, signs included, or NOT_STATIC; containers are none."""
    if isinstance(expression, Constant):
        return expression.value
    if isinstance(expression, Unary) and expression.operator in ("-", "+"):
        value = static_constant(expression.operand)
        if type(value) in (int, float, complex):
            return -value if expression.operator == "-" else value
    return NOT_STATIC
