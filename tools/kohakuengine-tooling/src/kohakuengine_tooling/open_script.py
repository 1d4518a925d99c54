"""A script that is being edited: its facts after every change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling.description import Description
from kohakuengine_tooling.script_view import ScriptView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.facts import Entrypoint, Option, Parameter, ScriptFacts

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
    >>> script.parameter("lr").default, script.parameter("lrr"), script.options(), script.entrypoints()
    ('1e-3', None, (), ())
    """

    def __init__(self, script: str) -> None:
        self.script = script
        self._description = Description(ScriptView(""), script)

    def update(self, text: str, same: tuple[int, int] | None = None) -> None:
        r"""Take the text as it is now: what a change has not touched is not read again.

        Args:
            text: Line ends as `\n`.
            same: How many characters at its beginning and end are those of the text before, at least; None to
                compare the two.
        """
        before = self._description
        self._description = Description(ScriptView(""), self.script)  # one that fails is used up, too
        view = ScriptView(text, before=before.view if before.view.pieces else None, same=same)
        self._description = Description(view, self.script, before)

    @property
    def view(self) -> ScriptView:
        """What is known of its statements; the next update uses it up."""
        return self._description.view

    @property
    def is_described(self) -> bool:
        """Whether `facts` has been asked for since the last update, and costs nothing now."""
        return "facts" in self._description.__dict__

    def names(self) -> list[str]:
        """List the globals that the script declares, in the order of its text, without describing them."""
        return self._description.view.module.names()

    def each_name(self) -> Iterator[str]:
        """Yield the same names in any order: who needs a few does not wait until all are put in order."""
        return self._description.view.module.each_name()

    def parameter(self, name: str) -> Parameter | None:
        """Describe one parameter of the script as it is now, None where it has none of that name.

        It is the one of `facts`, and costs no more than itself; what is left out there because there is too
        much of it is described here.
        """
        return self._description.parameters.one(name)

    def options(self) -> tuple[Option, ...]:
        """Describe the options of the script as it is now, as `facts` does."""
        return self._description.options.every

    def entrypoints(self) -> tuple[Entrypoint, ...]:
        """Describe the entrypoints of the script as it is now, as `facts` does."""
        return self._description.entrypoints

    def facts(self) -> ScriptFacts:
        """Describe all that is known of the script as it is now."""
        return self._description.facts
