"""The facts of a script, put together from what its statements say; each kind when it is asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.docs import Docs
from kohakuengine_tooling.entrypoints import find_entrypoints
from kohakuengine_tooling.facts import Diagnostic, ScriptFacts
from kohakuengine_tooling.options import find_options, keep_options
from kohakuengine_tooling.parameters import Parameters
from kohakuengine_tooling.script_view import ScriptView
from kohakuengine_tooling.unread import find_unread

if TYPE_CHECKING:
    from kohakuengine_tooling.facts import Entrypoint
    from kohakuengine_tooling.options import Options

__all__ = ["TOO_LARGE", "Description", "describe", "read_here"]

_NO_PYTHON: Final = "KE505"
TOO_LARGE: Final = "KE506"


def read_here(text: str, script: str) -> ScriptFacts:
    r"""Read the text of a script in this process, for as long as it takes.

    Args:
        text: Line ends as `\n`.
        script: Its path, as messages show it.
    """
    return describe(ScriptView(text), script)


def describe(view: ScriptView, script: str) -> ScriptFacts:
    """Describe what is known of a script; `script` is its path, as messages show it."""
    return Description(view, script).facts


class Description:
    """What is known of one script, as it is now.

    Attributes:
        view: The script.
    """

    def __init__(self, view: ScriptView, script: str, before: Description | None = None) -> None:
        """Take a script.

        Args:
            view: The script.
            script: Its path, as messages show it.
            before: Its description before the last change; what that has not touched is taken over.
        """
        self.view = view
        self._script = script
        known = None if before is None else before.__dict__.get("options")
        options = None if known is None else keep_options(view, known)
        if options is not None:
            self.__dict__["options"] = options

    @cached_property
    def _docs(self) -> Docs:
        return Docs(self.view)

    @cached_property
    def options(self) -> Options:
        """Its options."""
        return find_options(self.view, self._docs)

    @cached_property
    def entrypoints(self) -> tuple[Entrypoint, ...]:
        """Its entrypoints, best first."""
        return find_entrypoints(self.view)

    @cached_property
    def parameters(self) -> Parameters:
        """Its parameters."""
        typed = tuple(option for option in self.options.every if option.is_overridable)
        return Parameters(self.view, self._docs, typed)

    @cached_property
    def facts(self) -> ScriptFacts:
        """All of it."""
        parameters = self.parameters.every()
        diagnostics = self._diagnostics()
        broken = next((one for one in diagnostics if one.code == _NO_PYTHON), None)
        return ScriptFacts(
            script=self._script,
            error=None if broken is None else f"{self._script}:{broken.line}: {broken.message}",
            parameters=parameters,
            options=self.options.every,
            entrypoints=self.entrypoints,
            diagnostics=tuple(diagnostics),
        )

    def _diagnostics(self) -> list[Diagnostic]:
        """Say what is no Python, what was not read, and what is not listed."""
        found = [
            self._too_large(at, message) if is_limit else self._no_python(at, message)
            for at, message, is_limit in self.view.problems
        ]
        unlisted = (*self.options.unlisted, *self.parameters.unlisted)
        found += [self._too_large(at, message) for at, message in (*unlisted, *find_unread(self.view))]
        return sorted(found, key=lambda diagnostic: diagnostic.line)

    def _no_python(self, at: int, message: str) -> Diagnostic:
        return Diagnostic(code=_NO_PYTHON, severity="error", line=self.view.line(at), message=message)

    def _too_large(self, at: int, message: str) -> Diagnostic:
        return Diagnostic(code=TOO_LARGE, severity="warning", line=self.view.line(at), message=message)
