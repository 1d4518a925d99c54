"""Values of expressions that are literals, bounded in size."""

from __future__ import annotations

from kohakuengine.config.literals import node_value
from kohakuengine.config.tree import NOT_STATIC

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast

__all__ = ["static_value"]


def static_value(node: ast.expr | None) -> object:
    """Return the value of a literal, containers included, or NOT_STATIC.

    >>> import ast
    >>> static_value(ast.parse("[1, -2.5]", mode="eval").body)
    [1, -2.5]
    >>> static_value(ast.parse("os.getcwd()", mode="eval").body)
    NOT_STATIC
    """
    if node is None:
        return NOT_STATIC
    try:
        return node_value(node)
    except (ValueError, TypeError, RecursionError):
        return NOT_STATIC
