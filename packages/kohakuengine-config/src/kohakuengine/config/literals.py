"""Python literals, read without importing `ast` (it costs as much as half an interpreter start)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["NOT_LITERAL", "literal_value"]

NOT_LITERAL: Any = type("NotLiteral", (), {"__repr__": lambda _self: "NOT_LITERAL"})()

_ONLY_AST = 0x400  # ast.PyCF_ONLY_AST
# A word that begins like a name is a literal only where it begins like one of these.
_NAMES = ("True", "False", "None", "set(")
# `1if x else 2` and "\d" make the parser warn, on the stderr that belongs to the script.
_WARNED = ("\\", "and", "else", "for", "if", "in", "is", "or", "not")


def literal_value(text: str) -> Any:
    r"""Return the value that text means as a Python literal, or NOT_LITERAL.

    Agrees with `ast.literal_eval`, except that `...` is no literal.

    >>> literal_value("{'a': (1, -2.5), 'b': {3}}")
    {'a': (1, -2.5), 'b': {3}}
    >>> literal_value("[a]")
    NOT_LITERAL
    """
    if _begins_like_a_name(text) and not text.startswith(_NAMES) and not _is_prefixed_string(text):
        return NOT_LITERAL
    try:
        return node_value(_parse(text))
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):
        return NOT_LITERAL


def _begins_like_a_name(text: str) -> bool:
    """Say whether text cannot be a literal by its first letter; paths begin with the others."""
    return text[:1].isalpha() or text[:1] in "_/~$@"


def _is_prefixed_string(text: str) -> bool:
    start = text[:3].lower().lstrip("bru")
    return start[:1] in ("'", '"')


def _parse(text: str) -> Any:
    if not any(word in text for word in _WARNED):
        return compile(text, "<value>", "eval", _ONLY_AST, dont_inherit=True)
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return compile(text, "<value>", "eval", _ONLY_AST, dont_inherit=True)


def node_value(node: Any) -> Any:
    """Return the value of a syntax tree that is a literal.

    Raises:
        ValueError: It is none.
        TypeError: A set element or a key that cannot be hashed.
    """
    read = _NODES.get(type(node).__name__)
    if read is None:
        raise ValueError("not a literal")
    return read(node)


def _constant(node: Any) -> Any:
    if node.value is ...:
        raise ValueError("not a literal")
    return node.value


def _dict(node: Any) -> dict[Any, Any]:
    keys = [node_value(key) for key in node.keys]
    return dict(zip(keys, map(node_value, node.values), strict=True))


def _signed(node: Any) -> Any:
    value = _number(node.operand)
    sign = type(node.op).__name__
    if sign not in ("USub", "UAdd"):
        raise ValueError("not a literal")
    return -value if sign == "USub" else +value


def _complex(node: Any) -> Any:
    left = _signed(node.left) if type(node.left).__name__ == "UnaryOp" else _number(node.left)
    right = _number(node.right)
    sign = type(node.op).__name__
    if type(left) is complex or type(right) is not complex or sign not in ("Add", "Sub"):
        raise ValueError("not a literal")
    return left + right if sign == "Add" else left - right


def _number(node: Any) -> Any:
    value = _constant(node) if type(node).__name__ == "Constant" else None
    if type(value) not in (int, float, complex):
        raise ValueError("not a literal")
    return value


def _call(node: Any) -> set[Any]:
    name = getattr(node.func, "id", None)
    if name != "set" or node.args or node.keywords:
        raise ValueError("not a literal")
    return set()


_NODES: dict[str, Callable[[Any], Any]] = {
    "Expression": lambda node: node_value(node.body),
    "Constant": _constant,
    "List": lambda node: [node_value(element) for element in node.elts],
    "Tuple": lambda node: tuple([node_value(element) for element in node.elts]),
    "Set": lambda node: {node_value(element) for element in node.elts},
    "Dict": _dict,
    "UnaryOp": _signed,
    "BinOp": _complex,
    "Call": _call,
}
