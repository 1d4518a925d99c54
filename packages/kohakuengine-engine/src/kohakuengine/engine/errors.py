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
    │   └── NoReceiverError          [KE403] ValueError: nothing takes them
    ├── ScriptError
    │   ├── ScriptNotFoundError      [KE501] FileNotFoundError
    │   ├── ScriptTypeError          [KE503] ValueError: not a Python file
    │   └── SourceError              [KE504] ValueError: cannot be read, or not with these overrides
    └── RunError
        ├── RunInProgressError       [KE701] RuntimeError: two in-process runs at once
        └── ScriptExitedError        [KE702] RuntimeError: ended by sys.exit with a status
"""

from __future__ import annotations

from kohakuengine.config.errors import KohakuError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "ArgumentError",
    "EntrypointError",
    "EntrypointNotFoundError",
    "NoEffectError",
    "NoReceiverError",
    "OptionTwiceError",
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
    """The script has run, and no assignment of the name was executed."""

    code = "KE301"

    def __init__(self, *, name: str, path: str, line: int, reason: str) -> None:
        self.name, self.path, self.line, self.reason = name, path, line, reason
        super().__init__(
            f"{path}:{line}: '{name}' had no effect: {reason} ({self.code}). "
            f"Set what decides whether it runs, or leave '{name}' out."
        )


class ReplacedLaterError(OverrideError, RuntimeError):
    """A value landed, and something that is no computation from it took its place."""

    code = "KE302"

    def __init__(self, *, name: str, path: str, line: int | None, how: str) -> None:
        self.name, self.path, self.line, self.how = name, path, line, how
        where = f"{path}:{line}" if line else path
        super().__init__(
            f"{where}: the value of '{name}' was replaced later by {how} ({self.code}). "
            "What ran before used the override, what ran after did not."
        )


class RelaunchRefusedError(OverrideError, RuntimeError):
    """The script starts itself again in a way that cannot carry the overrides."""

    code = "KE303"

    def __init__(self, *, path: str, how: str, command: str) -> None:
        self.path, self.how, self.command = path, how, command
        super().__init__(
            f"{path}: the script starts itself again through {how}, where the overrides would be lost "
            f"({self.code}): {command!r}. Start it with a list, as in "
            "subprocess.run([sys.executable, __file__]), and they travel with it."
        )


class OptionTwiceError(OverrideError, ValueError):
    """An option that is overridden and typed on the script's command line."""

    code = "KE304"

    def __init__(self, *, name: str, path: str, flag: str) -> None:
        self.name, self.path, self.flag = name, path, flag
        super().__init__(
            f"{path}: option '{name}' is overridden and {flag} is typed after '--' as well "
            f"({self.code}). Leave one of them out."
        )


class EntrypointError(KohakuError):
    """Something is wrong with what is to be called, or with what."""


class EntrypointNotFoundError(EntrypointError, ValueError):
    """The script has no function of that name; `candidates` lists those it has."""

    code = "KE401"

    def __init__(self, *, name: str, path: str, candidates: list[str]) -> None:
        self.name, self.path, self.candidates = name, path, candidates
        known = f" It has {', '.join(candidates[:8])}." if candidates else " It defines no function."
        hint = _did_you_mean(name, candidates)
        super().__init__(f"{path}: no function '{name}' to call ({self.code}).{hint or known}")


class ArgumentError(EntrypointError, TypeError, ValueError):
    """args or kwargs of the config do not fit the entrypoint's signature."""

    code = "KE402"

    def __init__(
        self,
        *,
        function: str,
        path: str,
        line: int,
        reason: str,
        name: str = "",
        candidates: list[str] | None = None,
    ) -> None:
        self.function, self.path, self.line, self.reason = function, path, line, reason
        self.name, self.candidates = name, candidates or []
        hint = _did_you_mean(name, self.candidates)
        if not hint and self.candidates:
            hint = f" It takes {', '.join(self.candidates[:8])}."
        super().__init__(
            f"{path}:{line}: {function}() cannot be called like this: {reason} ({self.code}).{hint}"
        )


class NoReceiverError(EntrypointError, ValueError):
    """args or kwargs are given, and nothing in the script takes them."""

    code = "KE403"

    def __init__(self, *, path: str, args: list[Any] | None, kwargs: dict[str, Any]) -> None:
        self.path, self.args_given, self.kwargs = path, args or [], kwargs
        given = ["args"] if args else []
        given += [f"kwargs ({', '.join(kwargs)})"] if kwargs else []
        super().__init__(
            f"{path}: the config gives {' and '.join(given)}, and the script calls no function that "
            f"could take them ({self.code}). Values of globals belong in globals_dict."
        )


class ScriptError(KohakuError):
    """The script's file cannot be used."""


class ScriptNotFoundError(ScriptError, FileNotFoundError):
    """There is no such script or module."""

    code = "KE501"

    def __init__(self, *, path: str, is_module: bool = False) -> None:
        self.path, self.is_module = path, is_module
        what = "no module named" if is_module else "Script not found:"
        now = (
            "It is looked up from the working directory, as python -m does."
            if is_module
            else "Paths are relative to the working directory."
        )
        super().__init__(f"{what} {path} ({self.code}). {now}")


class ScriptTypeError(ScriptError, ValueError):
    """The script is not a Python file."""

    code = "KE503"

    def __init__(self, *, path: str, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"Script must be a Python file: {path} {reason} ({self.code}).")


class SourceError(ScriptError, ValueError):
    """The script cannot be read, or not be compiled with these overrides."""

    code = "KE504"

    def __init__(self, *, path: str, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason} ({self.code}).")


class RunError(KohakuError):
    """An in-process run that could not start or did not end well."""


class RunInProgressError(RunError, RuntimeError):
    """Another in-process run has not ended: there is one `__main__` in a process."""

    code = "KE701"

    def __init__(self, *, path: str) -> None:
        self.path = path
        super().__init__(
            f"{path}: another script is running in this process ({self.code}). "
            "Wait for it, or run them in processes of their own (a workflow does)."
        )


class ScriptExitedError(RunError, RuntimeError):
    """The script ended by `sys.exit` with something other than 0; `exit_code` is that very value."""

    code = "KE702"

    def __init__(self, *, path: str, exit_code: object) -> None:
        self.path, self.exit_code = path, exit_code
        super().__init__(f"{path}: the script exited with {exit_code!r} ({self.code}).")


def _did_you_mean(name: str, candidates: list[str]) -> str:
    from difflib import get_close_matches

    nearest = get_close_matches(name, candidates, n=1) if name else []
    return f" Did you mean '{nearest[0]}'?" if nearest else ""
