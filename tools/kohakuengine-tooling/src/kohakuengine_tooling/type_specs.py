"""The type of a parameter, read from its annotation or guessed from its default.

Both give a *type spec* of `kohakuengine.config.fitting`; what only running can resolve is ("named", text).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kohakuengine.config.fitting import ANY, NONE
from kohakuengine_tooling.expression import (
    NOT_STATIC,
    Attribute,
    Call,
    Chain,
    Constant,
    Expression,
    Formatted,
    Logical,
    Mapping,
    Name,
    Sequence,
    Subscript,
    Unary,
    static_constant,
)
from kohakuengine_tooling.expression_reading import read_expression

if TYPE_CHECKING:
    from kohakuengine.config.fitting import Spec
    from kohakuengine_tooling.meanings import Meanings

__all__ = ["field_default", "is_bare_wrapper", "is_field", "spec_of_annotation", "spec_of_default"]

_SCALARS: Final[dict[str, Spec]] = {
    **{name: (name,) for name in ("bool", "int", "float", "complex", "str", "bytes")},
    "object": ANY,
    "typing.Any": ANY,
    "typing.Text": ("str",),
    "pathlib.Path": ("path",),
    "pathlib.PosixPath": ("path",),
    "pathlib.PurePath": ("path",),
    **{f"datetime.{name}": (name,) for name in ("datetime", "date", "time", "timedelta")},
}
_ABSTRACT: Final = [f"{home}." for home in ("typing", "collections.abc")]
_SEQUENCES: Final = ("Sequence", "MutableSequence", "Collection", "Iterable", "Container", "Reversible")
_ONE_ARGUMENT: Final = {
    **{name: name for name in ("list", "set", "frozenset")},
    "typing.List": "list",
    "typing.Set": "set",
    "typing.FrozenSet": "frozenset",
    **{home + name: "sequence" for home in _ABSTRACT for name in _SEQUENCES},
}
_TWO_ARGUMENTS: Final = {
    "dict": "dict",
    "typing.Dict": "dict",
    **{home + name: "mapping" for home in _ABSTRACT for name in ("Mapping", "MutableMapping")},
}
_TUPLES: Final = ("tuple", "typing.Tuple")
_TRANSPARENT: Final = ("typing.Final", "typing.ClassVar")
_CALLS: Final[dict[str, Spec]] = {
    **_SCALARS,
    "list": ("list", ANY),
    "set": ("set", ANY),
    "frozenset": ("frozenset", ANY),
    "tuple": ("tuple*", ANY),
    "dict": ("dict", ANY, ANY),
}
_FIELDS: Final = ("field", "Field", "ib", "attrib", "mapped_field")


def spec_of_annotation(expression: Expression, meanings: Meanings) -> Spec | None:
    """Read an annotation.

    Returns:
        The spec, None where any part of it can only be resolved by running.
    """
    if isinstance(expression, Constant):
        if expression.value is None:
            return NONE
        text = expression.value
        return spec_of_annotation(read_expression(text), meanings) if isinstance(text, str) else None
    if isinstance(expression, Chain):
        if any(sign != "|" for sign, _ in expression.rest):
            return None
        sides = [expression.first, *(operand for _, operand in expression.rest)]
        return _union([spec_of_annotation(side, meanings) for side in sides])
    if isinstance(expression, Subscript):
        return _subscripted(expression, meanings)
    full = meanings.full_name(expression)
    if full is None:
        return None
    if full in _ONE_ARGUMENT:
        return (_ONE_ARGUMENT[full], ANY)
    if full in _TWO_ARGUMENTS:
        return (_TWO_ARGUMENTS[full], ANY, ANY)
    if full in _TUPLES:
        return ("tuple*", ANY)
    return ANY if full in _TRANSPARENT else _SCALARS.get(full)


def is_bare_wrapper(expression: Expression, meanings: Meanings) -> bool:
    """Say whether an annotation names no type: `x: Final = 1` leaves it to the default (PEP 591)."""
    return meanings.full_name(expression) in _TRANSPARENT


def _subscripted(expression: Subscript, meanings: Meanings) -> Spec | None:
    full = meanings.full_name(expression.value)
    items = expression.items
    if len(items) == 1 and isinstance(items[0], Sequence) and items[0].kind == "tuple":
        items = items[0].elements
    if full == "typing.Literal":
        values = [static_constant(item) for item in items]
        return None if NOT_STATIC in values else ("literal", tuple(values))
    if full == "typing.Annotated":
        return None  # only running knows a FormatArg
    if full in _TUPLES and len(items) == 2 and items[1] == Constant(...):
        element = spec_of_annotation(items[0], meanings)
        return ("tuple*", element) if element else None
    specs = [spec_of_annotation(item, meanings) for item in items]
    if full == "typing.Optional":
        return _union([*specs, NONE])
    if full == "typing.Union":
        return _union(specs)
    if any(spec is None for spec in specs):
        return None
    if full in _ONE_ARGUMENT and len(specs) == 1:
        return (_ONE_ARGUMENT[full], specs[0])
    if full in _TWO_ARGUMENTS and len(specs) == 2:
        return (_TWO_ARGUMENTS[full], *specs)
    if full in _TUPLES:
        return ("tuple", tuple(specs))
    return specs[0] if full in _TRANSPARENT else None


def _union(specs: list[Spec | None]) -> Spec | None:
    members: list[Spec] = []
    for spec in specs:
        if spec is None:
            return None
        members += spec[1] if spec[0] == "union" else [spec]
    return ("union", tuple(members))


def spec_of_default(expression: Expression, meanings: Meanings) -> Spec:
    """Guess a type from the expression of a default, never evaluating it."""
    if isinstance(expression, Constant):
        is_silent = expression.value is None or expression.value is ...
        return ANY if is_silent else (type(expression.value).__name__,)
    if isinstance(expression, Formatted):
        return ("str",)
    if isinstance(expression, Sequence):
        element = _common([spec_of_default(one, meanings) for one in expression.elements])
        return ("tuple*" if expression.kind == "tuple" else expression.kind, element)
    if isinstance(expression, Mapping):
        keys = [spec_of_default(key, meanings) for key in expression.keys if key is not None]
        if len(keys) < len(expression.keys):  # `{**other}`: only running knows what it brings
            return ("dict", ANY, ANY)
        return ("dict", _common(keys), _common([spec_of_default(one, meanings) for one in expression.values]))
    if isinstance(expression, Unary):
        if expression.operator == "not":
            return ("bool",)
        spec = spec_of_default(expression.operand, meanings)
        return ("int",) if spec == ("bool",) else spec
    if isinstance(expression, Chain):
        return _chain(expression, meanings)
    if isinstance(expression, Logical):
        return ("bool",) if expression.kind == "compare" else ANY
    return _named(expression, meanings)


def _named(expression: Expression, meanings: Meanings) -> Spec:
    if isinstance(expression, Call):
        known = _CALLS.get(meanings.full_name(expression.function) or "")
        # `Price(100)`: the class is asked for its `format_arg`.
        function = expression.function
        return known or (("named", function.name) if isinstance(function, Name) else ANY)
    if isinstance(expression, Attribute) and isinstance(expression.value, Name):
        return ("named", expression.value.name)  # `Mode.FAST`: the class is asked whether it is an Enum
    return ANY


def _common(specs: list[Spec]) -> Spec:
    """Return the one spec of all elements, any for a mixture: ints among floats stay ints."""
    kinds = set(specs)
    return specs[0] if len(kinds) == 1 and specs[0][0] != "named" else ANY


def _chain(expression: Chain, meanings: Meanings) -> Spec:
    spec = spec_of_default(expression.first, meanings)
    for sign, operand in expression.rest:
        spec = _operation(sign, spec, operand, spec_of_default(operand, meanings))
    return spec


def _operation(sign: str, left: Spec, operand: Expression, right: Spec) -> Spec:
    if {left, right} <= {("int",), ("float",), ("bool",)}:
        if sign == "/" or ("float",) in (left, right):
            return ("float",)
        if left == right == ("bool",) and sign in ("&", "|", "^"):
            return ("bool",)
        if sign == "**" and not isinstance(operand, Constant):
            # `2 ** -3` is a float, `2 ** (3 - n)` may be one.
            return ("float",) if isinstance(operand, Unary) and operand.operator == "-" else ANY
        return ("int",)
    if left == ("str",) and sign in ("+", "%", "*"):
        # `"a" + make()`: only running knows what that is.
        is_sure = right == ("str",) or sign != "+" or not isinstance(operand, Call)
        return ("str",) if is_sure else ANY
    if left == ("path",) and sign == "/":
        return ("path",)
    return ANY


def is_field(expression: Expression | None) -> bool:
    """Say whether an expression is `field(...)`, `Field(...)`, `attr.ib(...)` or the like."""
    if not isinstance(expression, Call):
        return False
    function = expression.function
    return isinstance(function, (Name, Attribute)) and function.name in _FIELDS


def field_default(expression: Expression) -> Expression | None:
    """Return the default inside `field(default=1)`, None where the value is no such call."""
    if not isinstance(expression, Call) or not is_field(expression):
        return None
    named = expression.keyword("default")
    if named is not None:
        return named
    positional = expression.positional()
    return positional[0] if positional else None
