"""What the names of a script mean: its imports, and what it binds itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling.expression import Expression, called_name, dotted_name

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["Meanings"]


class Meanings:
    """What names of annotations and calls mean in one script.

    Attributes:
        imported: Names that imports of the module level bind, with the full names of what they mean; of
            relative imports, which depend on the package, none.
        rebound: Names that the module binds otherwise; they hide builtins and imports.
    """

    __slots__ = ("imported", "rebound")

    def __init__(self, imported: dict[str, str], rebound: Container[str] = ()) -> None:
        self.imported = imported
        self.rebound = rebound

    def full_name(self, expression: Expression | None) -> str | None:
        """Return the full name of `Path`, `t.Optional` ..., None for what only running resolves."""
        name = dotted_name(expression)
        if not name or name.partition(".")[0] in self.rebound:
            return None
        return self._resolve(name).replace("typing_extensions.", "typing.")

    def called(self, expression: Expression | None) -> str:
        """Return the full name of what is called: `run` may be `asyncio.run`; "" for what has no name."""
        return self._resolve(called_name(expression))

    def _resolve(self, name: str) -> str:
        first, dot, rest = name.partition(".")
        return self.imported.get(first, first) + dot + rest
