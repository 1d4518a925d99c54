"""What a run refuses, and why.

The tree (codes in brackets; every class also inherits the builtin that a caller would expect)::

    KohakuError                      kohakuengine.config.errors, which also has the errors of names and values
    ├── OverrideError
    │   ├── NoEffectError            [KE301] RuntimeError: the assignment was never executed
    │   ├── ReplacedLaterError       [KE302] RuntimeError: something else took the value's place
    │   ├── RelaunchRefusedError     [KE303] RuntimeError: a child command would lose the overrides
    │   └── OptionTwiceError         [KE304] ValueError: an option overridden and typed
    ├── EntrypointError
    │   ├── EntrypointNotFoundError  [KE401] ValueError
    │   ├── ArgumentError            [KE402] TypeError, ValueError: they do not fit the signature
    │   ├── NoReceiverError          [KE403] ValueError: nothing takes them
    │   └── NotCalledError           [KE404] RuntimeError: the script ended without the call
    ├── ScriptError
    │   ├── ScriptNotFoundError      [KE501] FileNotFoundError
    │   ├── ScriptTypeError          [KE503] ValueError: not a Python file
    │   └── SourceError              [KE504] ValueError: cannot be read, or not with these overrides
    └── RunError
        ├── RunInProgressError       [KE701] RuntimeError: two in-process runs at once
        ├── ScriptExitedError        [KE702] RuntimeError: ended by sys.exit with a status
        └── OutputUnknownError       [KE703] LookupError: what another script leaves is not known here
"""

from __future__ import annotations

import os

from kohakuengine.config.kohaku_error import KohakuError, did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ArgumentError",
    "EntrypointError",
    "EntrypointNotFoundError",
    "NoEffectError",
    "NoReceiverError",
    "NotCalledError",
    "OptionTwiceError",
    "OutputUnknownError",
    "OverrideError",
    "RelaunchRefusedError",
    "ReplacedLaterError",
    "RunError",
    "RunInProgressError",
    "ScriptError",
    "ScriptExitedError",
    "ScriptNotFoundError",
    "ScriptTypeError",
    "SourceError",
]


class OverrideError(KohakuError):
    """An override that did not do what it was asked to."""


class NoEffectError(OverrideError, RuntimeError):
    """The script has run, and no assignment of the name was executed.

    Attributes:
        name: The override.
        reason: Which assignments there are.
        hint: What to do, in full sentences, where it is not the usual.
    """

    code = "KE301"
    name: str
    reason: str
    hint: str = ""

    def _what(self) -> str:
        return f"'{self.name}' had no effect: {self.reason}"

    def _what_now(self) -> str:
        return self.hint or f"Set what decides whether it runs, or leave '{self.name}' out."


class ReplacedLaterError(OverrideError, RuntimeError):
    """A value landed, and something that is no computation from it took its place.

    Attributes:
        name: The override.
        how: What replaced it, as in "a loop variable".
    """

    code = "KE302"
    name: str
    how: str

    def _what(self) -> str:
        return f"the value of '{self.name}' was replaced later by {self.how}"

    def _what_now(self) -> str:
        return "What ran before used the override, what ran after did not."


class RelaunchRefusedError(OverrideError, RuntimeError):
    """The script starts itself again in a way that cannot carry the overrides.

    Attributes:
        how: Through what, as in "os.exec".
        command: The command.
    """

    code = "KE303"
    how: str
    command: str

    def _what(self) -> str:
        return (
            f"the script starts itself again through {self.how}, where the overrides would be lost: "
            f"{self.command!r}"
        )

    def _what_now(self) -> str:
        return "Started with a list, as in subprocess.run([sys.executable, __file__]), they travel with it."


class OptionTwiceError(OverrideError, ValueError):
    """An option that is overridden and typed on the script's command line.

    Attributes:
        name: The override.
        flag: The option as it can be typed.
        is_own: Whether the words are those that the script itself wrote into `sys.argv`.
    """

    code = "KE304"
    name: str
    flag: str
    is_own: bool = False

    def _what(self) -> str:
        overridden = f"option '{self.name}' is overridden"
        if self.is_own:
            return f"{overridden}, and the script writes {self.flag} into sys.argv as well"
        return f"{overridden}, and {self.flag} is typed after '--' as well"

    def _what_now(self) -> str:
        return "Leave one of them out."


class EntrypointError(KohakuError):
    """Something is wrong with what is to be called, or with what."""


class EntrypointNotFoundError(EntrypointError, ValueError):
    """The script has no function of that name.

    Attributes:
        name: The function asked for.
        candidates: The functions it has.
    """

    code = "KE401"
    name: str
    candidates: Sequence[str] = ()

    def _what(self) -> str:
        return f"no function '{self.name}' to call"

    def _what_now(self) -> str:
        if not self.candidates:
            return "It defines no function."
        known = f"It has {', '.join(self.candidates[:8])}."
        return " ".join(filter(None, (did_you_mean(self.name, self.candidates), known)))


class ArgumentError(EntrypointError, TypeError, ValueError):
    """args or kwargs of the config do not fit the entrypoint's signature.

    Attributes:
        function: What is called.
        reason: What does not fit.
        name: The argument that is not known, or "".
        candidates: The parameters it has.
    """

    code = "KE402"
    function: str
    reason: str
    name: str = ""
    candidates: Sequence[str] = ()

    def _what(self) -> str:
        return f"{self.function}() cannot be called like this: {self.reason}"

    def _what_now(self) -> str:
        known = f"It takes {', '.join(self.candidates[:8])}." if self.candidates else ""
        return did_you_mean(self.name, self.candidates) or known


class NoReceiverError(EntrypointError, ValueError):
    """args or kwargs are given, and nothing in the script takes them.

    Attributes:
        given: What the config gives, as in "kwargs (device, seed)".
    """

    code = "KE403"
    given: str

    def _what(self) -> str:
        return f"the config gives {self.given}, and the script calls no function that could take them"

    def _what_now(self) -> str:
        return "Values of globals belong in globals_dict."


class NotCalledError(EntrypointError, RuntimeError):
    """The script has ended, and the function that was to be called, or given something, was not.

    Attributes:
        function: What was to be called.
        given: What the config gives it, as in "kwargs (device, seed)", or "".
    """

    code = "KE404"
    function: str
    given: str = ""

    def _what(self) -> str:
        lost = f", so the config's {self.given} reached nothing" if self.given else ""
        return f"{self.function}() was never called{lost}"

    def _what_now(self) -> str:
        return "The script ended before the call; set what decides whether it comes that far."


class ScriptError(KohakuError):
    """The script's file cannot be used."""


class ScriptNotFoundError(ScriptError, FileNotFoundError):
    """There is no such script.

    Attributes:
        script: As typed.
        is_module: Whether it is the name of a module.
        is_package: Whether it is a package, which has no `__main__`.
        candidates: Scripts in the folder that was named.
        module: Dotted name of the module that was probably meant, or "".
    """

    code = "KE501"
    script: str
    is_module: bool = False
    is_package: bool = False
    candidates: Sequence[str] = ()
    module: str = ""

    def _what(self) -> str:
        if self.is_package:
            return f"No module named {self.script}.__main__; '{self.script}' is a package"
        return f"No module named {self.script}" if self.is_module else "no such script"

    def _what_now(self) -> str:
        if self.is_module:
            if self.module:
                return f"-m takes a module: {self.module}."
            return "It is looked up from the working directory, as python -m does."
        if self.module:
            return f"Did you mean -m {self.module}?"
        return self._near_scripts() or "Paths are relative to the working directory."

    def _near_scripts(self) -> str:
        by_stem = {_stem(candidate): candidate for candidate in self.candidates}
        found = " or ".join(f"'{by_stem[stem]}'" for stem in nearest(_stem(self.script), by_stem))
        return f"Did you mean {found}?" if found else ""

    def where(self) -> str:
        """Say the place: the file that is not there; a module has none."""
        return "" if self.is_module else self.script


def _stem(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]


class ScriptTypeError(ScriptError, ValueError):
    """The script is not a Python file.

    Attributes:
        reason: What it is instead, as in "not .txt".
    """

    code = "KE503"
    reason: str

    def _what(self) -> str:
        return f"a script must be a .py file, {self.reason}"


class SourceError(ScriptError, ValueError):
    """The script cannot be read, or not be compiled with these overrides.

    Attributes:
        reason: Why.
    """

    code = "KE504"
    reason: str

    def _what(self) -> str:
        return self.reason


class RunError(KohakuError):
    """An in-process run that could not start or did not end well."""


class RunInProgressError(RunError, RuntimeError):
    """Another in-process run has not ended: there is one `__main__` in a process."""

    code = "KE701"

    def _what(self) -> str:
        return "another script is running in this process"

    def _what_now(self) -> str:
        return "Wait for it, or run them in processes of their own, as a workflow does."


class ScriptExitedError(RunError, RuntimeError):
    """The script ended by `sys.exit`.

    Attributes:
        exit_code: The very value it gave, which may be a text.
    """

    code = "KE702"
    exit_code: object

    def _what(self) -> str:
        return f"the script exited with {self.exit_code!r}"


class OutputUnknownError(RunError, LookupError):
    """What another script leaves is not known where it is needed.

    Attributes:
        output: The reference, as in "prep.output('folder')".
        reason: Why not.
        hint: What to do, in full sentences, where it is not the usual.
    """

    code = "KE703"
    output: str
    reason: str
    hint: str = ""

    def _what(self) -> str:
        return f"{self.output} is not known: {self.reason}"

    def _what_now(self) -> str:
        return self.hint or "A Pipeline runs the scripts in order and fills it in; a Graph finds the order."
