"""A default of a script, as a config file can state it."""

from __future__ import annotations

import ast

from kohakuengine.cli.value_text import short_text

__all__ = ["commented_setting"]

_PLAIN_CALLS = frozenset(
    (
        *("bool", "bytes", "complex", "float", "int", "str"),
        *("dict", "frozenset", "list", "set", "tuple", "range", "slice"),
        *("abs", "divmod", "len", "max", "min", "pow", "round", "sorted", "sum"),
    )
)


def commented_setting(head: str, default: str | None, tail: str = "") -> list[str]:
    """Write `head default tail`, commented out, one string a line.

    Where nothing is known that could stand there, what follows is no Python until a value is written.

    Args:
        head: Up to the value, as in `lr =`.
        default: Source of the default, None where there is none.
        tail: What follows the value.

    >>> commented_setting("lr =", "0.1"), commented_setting("warmup =", "int(epochs * 0.1)")
    (['# lr = 0.1'], ['# warmup =   #: computed: int(epochs * 0.1); write a value'])
    """
    if default is None:
        return [f"# {head} {tail}  #: no default that can be read"]
    source = _as_expression(default)
    if source is None:
        return [f"# {head} {tail}  #: computed: {short_text(default)}; write a value"]
    return [f"# {line}".rstrip() for line in f"{head} {source}{tail}".split("\n")]


def _as_expression(default: str) -> str | None:
    """Return a default so that it can stand in another file, None where it needs names of its script."""
    is_bare = _parse(default) is not None
    tree = _parse(default if is_bare else f"({default})")
    if tree is None:
        return None
    nodes = list(ast.walk(tree))
    bound = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    read = {node.id for node in nodes if isinstance(node, ast.Name)} - bound
    if not read <= _PLAIN_CALLS:
        return None
    return default if is_bare else f"({default})"


def _parse(source: str) -> ast.Expression | None:
    try:
        return ast.parse(source, mode="eval")
    except (SyntaxError, ValueError, RecursionError):
        return None
