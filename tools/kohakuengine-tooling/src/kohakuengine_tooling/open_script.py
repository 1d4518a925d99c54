"""A script that is being edited: its facts after every change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling.description import describe
from kohakuengine_tooling.script_view import ScriptView

if TYPE_CHECKING:
    from kohakuengine_tooling.facts import ScriptFacts

__all__ = ["OpenScript"]


class OpenScript:
    r"""What is known of a text that changes. To be used by one thread at a time.

    A statement that is no Python now keeps the facts that it had before, and costs the others nothing.

    Attributes:
        script: Its path, as messages show it.

    >>> script = OpenScript("train.py")
    >>> script.update("lr = 1e-3\nepochs = 3\n")
    >>> script.update("lr = 1e-\nepochs = 3\n")
    >>> script.names(), script.facts().diagnostics[0].line
    (['lr', 'epochs'], 1)
    """

    def __init__(self, script: str) -> None:
        self.script = script
        self._view = ScriptView("")
        self._facts: ScriptFacts | None = None

    def update(self, text: str) -> None:
        r"""Take the text as it is now: what a change has not touched is not read again.

        Args:
            text: Line ends as `\n`.
        """
        before, self._view, self._facts = self._view, ScriptView(""), None  # one that fails is used up, too
        self._view = ScriptView(text, before=before if before.pieces else None)

    def names(self) -> list[str]:
        """List the globals that the script declares, in the order of its text, without describing them."""
        return self._view.module.names()

    def facts(self) -> ScriptFacts:
        """Describe all that is known of the script as it is now."""
        if self._facts is None:
            self._facts = describe(self._view, self.script)
        return self._facts
