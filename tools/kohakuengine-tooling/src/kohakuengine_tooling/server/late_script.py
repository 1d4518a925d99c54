"""A script that is too large to be read at each keystroke, as a worker has read it last."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.facts import Entrypoint, Option, Parameter, ScriptFacts

__all__ = ["LateScript"]


class LateScript:
    """Answers what `OpenScript` does, from facts that are there.

    Attributes:
        is_described: That they are: always.
    """

    is_described = True

    def __init__(self, facts: ScriptFacts) -> None:
        self._facts = facts
        self._parameters = {one.name: one for one in reversed(facts.parameters)}

    def parameter(self, name: str) -> Parameter | None:
        """Return one parameter, None where there is none of that name."""
        return self._parameters.get(name)

    def each_name(self) -> Iterator[str]:
        """Yield the globals, in the order of the text."""
        return (one.name for one in self._facts.parameters if one.kind == "global")

    def options(self) -> tuple[Option, ...]:
        """Return the options."""
        return self._facts.options

    def entrypoints(self) -> tuple[Entrypoint, ...]:
        """Return the entrypoints."""
        return self._facts.entrypoints

    def facts(self) -> ScriptFacts:
        """Return all that is known."""
        return self._facts
