"""A script that is being edited: its facts after every change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling.description import describe
from kohakuengine_tooling.script_view import ScriptView

if TYPE_CHECKING:
    from kohakuengine_tooling.facts import ScriptFacts

__all__ = ["OpenScript"]


class OpenScript:
    r"""The facts of a text that changes. To be used by one thread at a time.

    A statement that is no Python now keeps the facts that it had before, and costs the others nothing.

    Attributes:
        script: Its path, as messages show it.

    >>> script = OpenScript("train.py")
    >>> _ = script.update("lr = 1e-3\nepochs = 3\n")
    >>> facts = script.update("lr = 1e-\nepochs = 3\n")
    >>> [(one.name, one.value) for one in facts.parameters], facts.diagnostics[0].line
    ([('lr', 0.001), ('epochs', 3)], 1)
    """

    def __init__(self, script: str) -> None:
        self.script = script
        self._view: ScriptView | None = None

    def update(self, text: str) -> ScriptFacts:
        r"""Read the script as it is now.

        Args:
            text: Line ends as `\n`.
        """
        self._view = ScriptView(text, before=self._view)
        return describe(self._view, self.script)
