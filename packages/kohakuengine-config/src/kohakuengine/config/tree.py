"""The syntax tree of a Python file: parsing it, walking it, the names in it, and cutting its text.

What the readers of configs and of scripts share. Nothing is executed, and `ast` is not imported, which
takes 2 to 11 ms: its node classes are those of `_ast`.
"""

from __future__ import annotations

import _ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

__all__ = [
    "COMPREHENSIONS",
    "FUNCTIONS",
    "LOOPS",
    "NOT_STATIC",
    "TRIES",
    "WITHS",
    "absolute_imports",
    "called_name",
    "children",
    "decode",
    "dotted_name",
    "full_name",
    "imported_names",
    "last_name",
    "parse",
    "parse_expression",
    "source_segment",
    "static_constant",
    "target_names",
    "walk",
]

FUNCTIONS = (_ast.FunctionDef, _ast.AsyncFunctionDef)
LOOPS = (_ast.For, _ast.AsyncFor, _ast.While)
WITHS = (_ast.With, _ast.AsyncWith)
TRIES: Any = tuple(cls for cls in (_ast.Try, getattr(_ast, "TryStar", None)) if cls is not None)  # 3.11
COMPREHENSIONS = (_ast.ListComp, _ast.SetComp, _ast.DictComp, _ast.GeneratorExp)

_ONLY_AST = 0x400  # ast.PyCF_ONLY_AST


class _NotStatic:
    """The value of an expression that only running could tell."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NOT_STATIC"

    def __reduce__(self) -> str:
        return "NOT_STATIC"


NOT_STATIC: object = _NotStatic()


def parse(source: bytes | str, path: str) -> _ast.Module:
    """Parse a file.

    Raises:
        SyntaxError: As `python` would report it.
    """
    tree: Any = compile(source, path, "exec", _ONLY_AST, dont_inherit=True)
    return tree  # type: ignore[no-any-return]


def parse_expression(text: str) -> _ast.expr | None:
    """Parse one expression.

    Returns:
        None where the text is none.

    >>> parse_expression("a +") is None
    True
    """
    try:
        tree: Any = compile(text, "<expression>", "eval", _ONLY_AST, dont_inherit=True)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    return tree.body  # type: ignore[no-any-return]


def children(node: _ast.AST) -> Iterator[_ast.AST]:
    """Yield the nodes directly below one, in the order of its fields."""
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(value, list):
            for item in value:
                if isinstance(item, _ast.AST):
                    yield item
        elif isinstance(value, _ast.AST):
            yield value


def walk(node: _ast.AST) -> Iterator[_ast.AST]:
    """Yield a node and everything below it in source order, without recursion."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        below = list(children(node))
        below.reverse()
        stack.extend(below)


def target_names(target: _ast.expr) -> list[_ast.Name]:
    """Return the plain names in an assignment target, left to right; `a.b` and `a[0]` bind none.

    >>> [name.id for name in target_names(parse("a, (b.c, *d) = x", "s.py").body[0].targets[0])]
    ['a', 'd']
    """
    found: list[_ast.Name] = []
    stack = [target]
    while stack:
        node = stack.pop()
        if isinstance(node, _ast.Name):
            found.append(node)
        elif isinstance(node, (_ast.Tuple, _ast.List)):
            stack.extend(reversed(node.elts))
        elif isinstance(node, _ast.Starred):
            stack.append(node.value)
    return found


def imported_names(nodes: Iterable[_ast.AST]) -> dict[str, str]:
    """Map the names that imports bind to what they mean, as far as the file says.

    Args:
        nodes: Statements, of which the imports count; the later win. Of a relative import the dots
            are left out.

    >>> imported_names(parse("import a.b, c.d as e; from f import g as h", "s.py").body)
    {'a': 'a', 'e': 'c.d', 'h': 'f.g'}
    """
    found: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, _ast.Import):
            for alias in node.names:
                short = alias.asname or alias.name.partition(".")[0]
                found[short] = alias.name if alias.asname else short
        elif isinstance(node, _ast.ImportFrom):
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module or ''}.{alias.name}"
    return found


def absolute_imports(body: Iterable[_ast.AST]) -> dict[str, str]:
    """Map names as `imported_names` does, but for relative imports: these depend on the package.

    >>> absolute_imports(parse("import a.b; from .c import d", "s.py").body)
    {'a': 'a'}
    """
    return imported_names(node for node in body if not getattr(node, "level", 0))


def full_name(name: str, imported: dict[str, str]) -> str:
    """Return what a dotted name means, its first part looked up among the imports.

    >>> full_name("np.load", {"np": "numpy"}), full_name("print", {})
    ('numpy.load', 'print')
    """
    first, dot, rest = name.partition(".")
    return imported.get(first, first) + dot + rest


def dotted_name(node: _ast.AST) -> str:
    """Return `a.b.c` for a chain of attributes on a name, "" for anything else.

    >>> dotted_name(parse_expression("os.path.join")), dotted_name(parse_expression("f().x"))
    ('os.path.join', '')
    """
    parts: list[str] = []
    while isinstance(node, _ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, _ast.Name) else ""


def last_name(node: Any) -> str | None:
    """Return the last name of `dataclasses.field`, None for what is no name.

    >>> last_name(parse_expression("dataclasses.field")), last_name(parse_expression("1"))
    ('field', None)
    """
    return getattr(node, "attr", None) or getattr(node, "id", None)


def called_name(node: _ast.AST) -> str:
    """Return the dotted name of what a call calls; calls inside the chain are left out.

    >>> called_name(parse_expression("asyncio.get_event_loop().run_until_complete"))
    'asyncio.get_event_loop.run_until_complete'
    """
    parts: list[str] = []
    while isinstance(node, (_ast.Attribute, _ast.Call)):
        if isinstance(node, _ast.Call):
            node = node.func
            continue
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, _ast.Name) else ""


def static_constant(node: Any) -> Any:
    """Return the value of a constant, signs included, or NOT_STATIC; containers are none.

    >>> static_constant(parse_expression("-1")), static_constant(parse_expression("[1]"))
    (-1, NOT_STATIC)
    """
    if isinstance(node, _ast.Constant):
        return node.value
    if isinstance(node, _ast.UnaryOp) and isinstance(node.op, (_ast.USub, _ast.UAdd)):
        value = static_constant(node.operand)
        if type(value) in (int, float, complex):
            return -value if isinstance(node.op, _ast.USub) else value
    return NOT_STATIC


def decode(source: bytes) -> str:
    """Decode a file by its byte order mark and cookie (PEP 263).

    Raises:
        SyntaxError: The cookie names no encoding.
        UnicodeDecodeError: The bytes are not of that encoding.
    """
    import io
    from tokenize import detect_encoding

    encoding, _ = detect_encoding(io.BytesIO(source).readline)
    return source.decode(encoding)


def source_segment(source: bytes | str, node: _ast.expr) -> str:
    """Cut the text of an expression out of its source.

    Args:
        source: The whole file. Columns of the tree count UTF-8 bytes, whatever the file's encoding.
        node: An expression of the tree that was parsed from it.
    """
    text = source if isinstance(source, str) else decode(source)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    if first == last:
        return lines[first].encode()[node.col_offset : node.end_col_offset].decode()
    middle = lines[first + 1 : last]
    head = lines[first].encode()[node.col_offset :].decode()
    tail = lines[last].encode()[: node.end_col_offset].decode()
    return "\n".join([head, *middle, tail])
