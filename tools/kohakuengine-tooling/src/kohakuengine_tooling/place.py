"""Where a statement of the module level stands, as far as the rules of declarations and entrypoints ask."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Place"]


class Place(NamedTuple):
    """What surrounds a statement.

    Attributes:
        is_in_loop: Whether it stands in the body of a `for` or `while`.
        guard: Where the `if __name__ == "__main__"` around it begins, or None.
        is_of_guards: Whether an `if` here can be such a guard: below `if`, `with` and `try` alone.
        is_of_definitions: Whether a function defined here is the module's: there, and in `except` too.
        is_of_calls: Whether a call here can be the entrypoint's: not in `except` or `match`.
    """

    is_in_loop: bool = False
    guard: int | None = None
    is_of_guards: bool = True
    is_of_definitions: bool = True
    is_of_calls: bool = True

    def in_loop(self) -> Place:
        """Return the place of the body of a loop that stands here."""
        return self._replace(is_in_loop=True, is_of_guards=False, is_of_definitions=False)

    def behind_loop(self) -> Place:
        """Return the place of the `else` of a loop that stands here."""
        return self._replace(is_of_guards=False, is_of_definitions=False)

    def in_guard(self, at: int) -> Place:
        """Return the place of the body of a guard that begins at an offset."""
        return self._replace(guard=at, is_of_guards=False)

    def behind_guard(self) -> Place:
        """Return the place of the `elif` and `else` of a guard: no other is looked for, nothing is called."""
        return self._replace(is_of_guards=False, is_of_calls=self.guard is not None and self.is_of_calls)

    def in_handler(self) -> Place:
        """Return the place of an `except` of a `try` that stands here."""
        return self._replace(is_of_guards=False, is_of_calls=False)

    def in_case(self) -> Place:
        """Return the place of a `case` of a `match` that stands here."""
        return self._replace(is_of_guards=False, is_of_definitions=False, is_of_calls=False)

    def in_class(self) -> Place:
        """Return the place of the body of a class."""
        return Place(is_of_guards=False, is_of_definitions=False, is_of_calls=False)
