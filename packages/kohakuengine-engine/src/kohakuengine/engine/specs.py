"""The type of a parameter, read from its annotation or guessed from its default.

Both give a *type spec* of `kohakuengine.config.fitting`. What only running can resolve (a class of
the script, an alias) becomes ("named", text), and is asked for where the statement runs.
"""

from __future__ import annotations

import _ast

from kohakuengine.config.fitting import ANY, NONE
from kohakuengine.config.tree import (
    NOT_STATIC,
    absolute_imports,
    children,
    dotted_name,
    full_name,
    last_name,
    parse_expression,
    static_constant,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from kohakuengine.config.fitting import Spec

_SCALARS: dict[str, Spec] = {
    **{name: (name,) for name in ("bool", "int", "float", "complex", "str", "bytes")},
    "object": ANY,
    "typing.Any": ANY,
    "typing.Text": ("str",),
    "pathlib.Path": ("path",),
    "pathlib.PosixPath": ("path",),
    "pathlib.PurePath": ("path",),
    "datetime.datetime": ("datetime",),
    "datetime.date": ("date",),
    "datetime.time": ("time",),
    "datetime.timedelta": ("timedelta",),
}
_SEQUENCES = ("Sequence", "MutableSequence", "Collection", "Iterable", "Container", "Reversible")


def _in_both(*names: str) -> list[str]:
    """Return names as typing and as collections.abc have them."""
    return [f"{home}.{name}" for name in names for home in ("typing", "collections.abc")]


_ONE_ARGUMENT = {
    "list": "list",
    "set": "set",
    "frozenset": "frozenset",
    "typing.List": "list",
    "typing.Set": "set",
    "typing.FrozenSet": "frozenset",
    **dict.fromkeys(_in_both(*_SEQUENCES), "sequence"),
}
_TWO_ARGUMENTS = {
    "dict": "dict",
    "typing.Dict": "dict",
    **dict.fromkeys(_in_both("Mapping", "MutableMapping"), "mapping"),
}
_TUPLES = {"tuple", "typing.Tuple"}
_TRANSPARENT = {"typing.Final", "typing.ClassVar", "typing_extensions.Final"}
# Default written as a call of a type: `Path("x")`, `float("inf")`, `dict(a=1)`.
_CALLS: dict[str, Spec] = {
    **_SCALARS,
    "list": ("list", ANY),
    "set": ("set", ANY),
    "frozenset": ("frozenset", ANY),
    "tuple": ("tuple*", ANY),
    "dict": ("dict", ANY, ANY),
}


class Names:
    """What the names of annotations mean in one script, by its module-level imports."""

    __slots__ = ("imported", "rebound")

    def __init__(self, body: Sequence[Any], rebound: set[str]) -> None:
        """Read the imports.

        Args:
            body: Statements of the module.
            rebound: Names that the module binds otherwise; they hide builtins and imports.
        """
        self.imported = absolute_imports(body)
        self.rebound = rebound

    def full_name(self, node: _ast.AST) -> str | None:
        """Return the full name of `Path`, `t.Optional` ..., None for what only running resolves."""
        name = dotted_name(node)
        if not name or name.partition(".")[0] in self.rebound:
            return None
        return full_name(name, self.imported).replace("typing_extensions.", "typing.")


def spec_of_annotation(node: _ast.AST, names: Names) -> Spec | None:
    """Read an annotation.

    Returns:
        The spec, or None where any part of it can only be resolved by running.
    """
    if isinstance(node, _ast.Constant):
        if node.value is None:
            return NONE
        inner = parse_expression(node.value) if isinstance(node.value, str) else None
        return spec_of_annotation(inner, names) if inner is not None else None
    if isinstance(node, _ast.BinOp) and isinstance(node.op, _ast.BitOr):
        sides = [spec_of_annotation(side, names) for side in (node.left, node.right)]
        return _union(sides)
    if isinstance(node, _ast.Subscript):
        return _subscripted(node, names)
    full = names.full_name(node)
    if full is None:
        return None
    if full in _ONE_ARGUMENT:
        return (_ONE_ARGUMENT[full], ANY)
    if full in _TWO_ARGUMENTS:
        return (_TWO_ARGUMENTS[full], ANY, ANY)
    if full in _TUPLES:
        return ("tuple*", ANY)
    return ANY if full in _TRANSPARENT else _SCALARS.get(full)


def is_bare_wrapper(annotation: _ast.AST, names: Names) -> bool:
    """Say whether an annotation names no type: `x: Final = 1` leaves it to the default (PEP 591)."""
    return names.full_name(annotation) in _TRANSPARENT


def can_be_asked_again(annotation: _ast.AST) -> bool:
    """Say whether evaluating an annotation once more does nothing: no call but in `Annotated[...]`."""
    stack = [annotation]
    while stack:
        node = stack.pop()
        if isinstance(node, (_ast.Call, _ast.Await, _ast.NamedExpr, _ast.Yield, _ast.YieldFrom)):
            return False
        is_annotated = isinstance(node, _ast.Subscript) and last_name(node.value) == "Annotated"
        if not is_annotated:
            stack.extend(children(node))
    return True


def _subscripted(node: _ast.Subscript, names: Names) -> Spec | None:
    full = names.full_name(node.value)
    inside: Any = node.slice
    arguments = list(inside.elts) if isinstance(inside, _ast.Tuple) else [inside]
    if full == "typing.Literal":
        values = [static_constant(argument) for argument in arguments]
        return None if any(v is NOT_STATIC for v in values) else ("literal", tuple(values))
    if full == "typing.Annotated":
        return None  # only running knows a FormatArg
    if full in _TUPLES and len(arguments) == 2 and _is_ellipsis(arguments[1]):
        element = spec_of_annotation(arguments[0], names)
        return ("tuple*", element) if element else None
    specs = [spec_of_annotation(argument, names) for argument in arguments]
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


def _is_ellipsis(node: Any) -> bool:
    return isinstance(node, _ast.Constant) and node.value is ...


def spec_of_default(node: _ast.AST, names: Names) -> Spec:
    """Guess a type from the expression of a default, never evaluating it."""
    if isinstance(node, _ast.Constant):
        if node.value is None or node.value is ...:
            return ANY
        return (type(node.value).__name__,)
    if isinstance(node, _ast.JoinedStr):
        return ("str",)
    if isinstance(node, (_ast.List, _ast.Set, _ast.Tuple)):
        return _display(node, names)
    if isinstance(node, _ast.Dict):
        if None in node.keys:  # `{**other}`: only running knows what it brings
            return ("dict", ANY, ANY)
        keys = [spec_of_default(key, names) for key in node.keys if key is not None]
        values = [spec_of_default(value, names) for value in node.values]
        return ("dict", _common(keys), _common(values))
    if isinstance(node, (_ast.UnaryOp, _ast.BinOp)):
        return _operation(node, names)
    if isinstance(node, _ast.Compare):
        return ("bool",)
    if isinstance(node, _ast.Call):
        known = _CALLS.get(names.full_name(node.func) or "")
        # `Price(100)`: the class is asked for its `format_arg`.
        function: Any = node.func
        return known or (("named", function.id) if isinstance(function, _ast.Name) else ANY)
    if isinstance(node, _ast.Attribute) and isinstance(node.value, _ast.Name):
        return ("named", node.value.id)  # `Mode.FAST`: the class is asked whether it is an Enum
    return ANY


def _display(node: Any, names: Names) -> Spec:
    specs = [spec_of_default(element, names) for element in node.elts]
    if isinstance(node, _ast.Tuple):
        return ("tuple*", _common(specs))
    return ("set" if isinstance(node, _ast.Set) else "list", _common(specs))


def _common(specs: list[Spec]) -> Spec:
    """Return the one spec of all elements, any for a mixture: ints among floats stay ints."""
    kinds = set(specs)
    return specs[0] if len(kinds) == 1 and specs[0][0] != "named" else ANY


def _operation(node: Any, names: Names) -> Spec:
    if isinstance(node, _ast.UnaryOp):
        if isinstance(node.op, _ast.Not):
            return ("bool",)
        spec = spec_of_default(node.operand, names)
        return ("int",) if spec == ("bool",) else spec
    left, right = spec_of_default(node.left, names), spec_of_default(node.right, names)
    if {left, right} <= {("int",), ("float",), ("bool",)}:
        if isinstance(node.op, _ast.Div) or ("float",) in (left, right):
            return ("float",)
        if left == right == ("bool",) and isinstance(node.op, (_ast.BitAnd, _ast.BitOr, _ast.BitXor)):
            return ("bool",)
        if isinstance(node.op, _ast.Pow) and not isinstance(node.right, _ast.Constant):
            # `2 ** -3` is a float, `2 ** (3 - n)` may be one.
            is_negative = isinstance(node.right, _ast.UnaryOp) and isinstance(node.right.op, _ast.USub)
            return ("float",) if is_negative else ANY
        return ("int",)
    if left == ("str",) and isinstance(node.op, (_ast.Add, _ast.Mod, _ast.Mult)):
        # `"a" + make()`: only running knows what that is.
        is_sure = right == ("str",) or not isinstance(node.right, _ast.Call)
        return ("str",) if is_sure or not isinstance(node.op, _ast.Add) else ANY
    if left == ("path",) and isinstance(node.op, _ast.Div):
        return ("path",)
    return ANY
