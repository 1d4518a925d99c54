"""What is refused, and why: one tree, every error with its fields, its place and what to do now.

The tree (codes in brackets; every class also inherits the builtin that a caller would expect; the
engine adds its own branches in `kohakuengine.engine.errors`)::

    KohakuError
    ├── ParameterError
    │   ├── UnknownParameterError  [KE101]  the script has no such parameter
    │   ├── ProtectedNameError     [KE102]  a name of the interpreter's
    │   ├── AmbiguousNameError     [KE103]  a global and an unrelated option
    │   ├── NotOverridableError    [KE104]  the script has the name, and it is no default
    │   ├── UnknownPathError       [KE105]  a dotted path that leads nowhere
    │   └── InheritedMemberError   [KE106]  a member that a base class declares
    ├── OverrideValueError
    │   ├── ValueFitError          [KE201]  the value does not fit the type
    │   ├── MalformedOverrideError [KE202]  not NAME=VALUE, or a name given twice
    │   └── CarryError             [KE203]  the value cannot travel to a child process
    └── ConfigError
        ├── ConfigNotFoundError    [KE502]  no such config file
        ├── ConfigShapeError       [KE601]  the file is no config, or not of this shape
        ├── ConfigYieldError       [KE602]  the generator yielded something else
        ├── ConfigCycleError       [KE603]  configs that inherit from each other
        ├── ConfigExecutionError   [KE604]  the config file raised
        └── FormatSupportError     [KE605]  the format needs an extra that is not installed

`str(error)` says what, where, and what now::

    train.py:12: no parameter 'lrr' (KE101). Did you mean 'lr'? 'kogine inspect train.py' lists them all.
"""

from __future__ import annotations

import os

from kohakuengine.config.kohaku_error import KohakuError, did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "AmbiguousNameError",
    "CarryError",
    "ConfigCycleError",
    "ConfigError",
    "ConfigExecutionError",
    "ConfigNotFoundError",
    "ConfigShapeError",
    "ConfigYieldError",
    "FormatSupportError",
    "InheritedMemberError",
    "KohakuError",
    "MalformedOverrideError",
    "NotOverridableError",
    "OverrideValueError",
    "ParameterError",
    "ProtectedNameError",
    "UnknownParameterError",
    "UnknownPathError",
    "ValueFitError",
    "nearest",
]


class ParameterError(KohakuError, ValueError):
    """A name that cannot be set in this script.

    Attributes:
        name: As the user wrote it, without prefix, perhaps dotted.
    """

    name: str


class UnknownParameterError(ParameterError):
    """The script has no parameter of this name.

    Attributes:
        candidates: The names that it has.
        hint: What the name is instead, in a full sentence, or "".
        is_listed: Whether `kogine inspect` lists what it is.
    """

    code = "KE101"
    candidates: Sequence[str] = ()
    hint: str = ""
    is_listed: bool = True

    def _what(self) -> str:
        return f"no parameter '{self.name}'"

    def _what_now(self) -> str:
        listing = f"'kogine inspect {self.path}' lists them all." if self.path and self.is_listed else ""
        return " ".join(filter(None, (self._what_now_elsewhere(), listing)))

    def _what_now_elsewhere(self) -> str:
        return self.hint or did_you_mean(self.name, self.candidates)


class ProtectedNameError(ParameterError):
    """A name that belongs to the interpreter: `__name__`, `__file__`, `__builtins__` ..."""

    code = "KE102"

    def _what(self) -> str:
        return f"'{self.name}' cannot be set, it is python's own"


class AmbiguousNameError(ParameterError):
    """A name that is a global and an unrelated option of the same script.

    Attributes:
        option_line: Line (1-based) that declares the option; `line` declares the global.
    """

    code = "KE103"
    option_line: int | None = None

    @property
    def reason(self) -> str:
        """Follows the name."""
        where = f" (line {self.option_line})" if self.option_line else ""
        return f"is a global and an unrelated option{where}"

    def _what(self) -> str:
        return f"'{self.name}' {self.reason}"

    def _what_now(self) -> str:
        return f"Say which: 'global:{self.name}' or 'option:{self.name}'."


class NotOverridableError(ParameterError):
    """The script has the name, and it is no default that could be replaced.

    Attributes:
        reason: Follows "it", as in "is a loop variable".
    """

    code = "KE104"
    reason: str

    def _what(self) -> str:
        return f"'{self.name}' cannot be overridden, it {self.reason}"


class UnknownPathError(ParameterError):
    """A dotted name whose beginning exists and whose end leads nowhere.

    Attributes:
        missing: The part that does not exist.
        owner: What lacks it, as in "cfg.model (dict)".
        candidates: What the owner has instead.
    """

    code = "KE105"
    missing: str
    owner: str
    candidates: Sequence[str] = ()

    def _what(self) -> str:
        return f"'{self.name}' leads nowhere, {self.owner} has no '{self.missing}'"

    def _what_now(self) -> str:
        return did_you_mean(self.missing, self.candidates)


class InheritedMemberError(ParameterError):
    """A member that the named class only inherits.

    Attributes:
        base: The class that declares it.
    """

    code = "KE106"
    base: str

    def _what(self) -> str:
        return f"'{self.name}' is declared by the base class {self.base}"

    def _what_now(self) -> str:
        return f"Set '{self.base}.{self.name.rpartition('.')[2]}'."


class OverrideValueError(KohakuError):
    """A value that cannot be used."""


class ValueFitError(OverrideValueError, ValueError, TypeError):
    """A value that does not fit the type of its parameter.

    Attributes:
        name: The parameter.
        reason: What was expected and what came, the text of a `FitError`.
        expected: The type, as in "list[int]".
        default: Source text of the default, or None.
        is_guided: The type was guessed from the default, not annotated.
    """

    code = "KE201"
    name: str
    reason: str
    expected: str = ""
    default: str | None = None
    is_guided: bool = False

    def _what(self) -> str:
        return f"the value of '{self.name}' does not fit: {self.reason}"

    def _what_now(self) -> str:
        return f"Its default is {self.default}." if self.default is not None else ""


class MalformedOverrideError(OverrideValueError, ValueError):
    """Text that is not `NAME=VALUE`, a key that is not a name, or a name given twice.

    Attributes:
        text: What the user wrote.
        reason: What is wrong with it.
        meant: What was probably meant, or "".
    """

    code = "KE202"
    text: str
    reason: str
    meant: str = ""

    def _what(self) -> str:
        return f"'{self.text}' is not an override: {self.reason}"

    def _what_now(self) -> str:
        if self.meant:
            return f"Write '{self.meant}'."
        return "Write NAME=VALUE, as in 'lr=0.1', 'model.depth=4' or '+new_name=1'."


class CarryError(OverrideValueError, RuntimeError):
    """A value that cannot travel to a child process.

    Attributes:
        name: The parameter.
        reason: Why, as pickle or cloudpickle said it.
    """

    code = "KE203"
    name: str
    reason: str

    def _what(self) -> str:
        return f"the value of '{self.name}' cannot travel to a child process: {self.reason}"

    def _what_now(self) -> str:
        return (
            "Install cloudpickle, or set it in a config file, which the child can read again, "
            "to the same value each time."
        )


class ConfigError(KohakuError):
    """A config file that gives no Config."""


class ConfigNotFoundError(ConfigError, FileNotFoundError):
    """There is no config file at this path.

    Attributes:
        candidates: Config files in the same folder.
        used: What a config file gave to `use_config`, `path` and `line` being that file's; "" where
            `path` itself is missing.
    """

    code = "KE502"
    candidates: Sequence[str] = ()
    used: str = ""

    def _what(self) -> str:
        return f"use_config: no such config file '{self.used}'" if self.used else "no such config file"

    def _what_now(self) -> str:
        by_stem = {_stem(candidate): candidate for candidate in self.candidates}
        stem = _stem(self.used or self.path or "")
        found = " or ".join(f"'{by_stem[near]}'" for near in nearest(stem, by_stem))
        return f"Did you mean {found}?" if found else ""


def _stem(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]


class ConfigShapeError(ConfigError, ValueError):
    """A file that is no config, or not of a shape that gives one.

    Attributes:
        reason: What is wrong.
        hint: What to write instead, in full sentences, or "".
    """

    code = "KE601"
    reason: str
    hint: str = ""

    def _what(self) -> str:
        return self.reason

    def _what_now(self) -> str:
        return self.hint


# What `kogine config check` says too, without drawing from the generator.
MUST_YIELD = "Generator must yield Config objects"
YIELD_HINT = "Write 'yield Config(globals_dict={...})'."


class ConfigYieldError(ConfigError, TypeError):
    """A config generator yielded something that is no Config.

    Attributes:
        got: Type of what it yielded.
    """

    code = "KE602"
    got: str

    def _what(self) -> str:
        return f"{MUST_YIELD}, got {self.got}"

    def _what_now(self) -> str:
        return YIELD_HINT


class ConfigCycleError(ConfigError, ValueError):
    """Configs that inherit from each other.

    Attributes:
        chain: The files, each inheriting from the next; the last is the first again.
    """

    code = "KE603"
    chain: Sequence[str]

    def _what(self) -> str:
        return f"configs inherit in a circle: {' -> '.join(self.chain)}"


class ConfigExecutionError(ConfigError, RuntimeError):
    """A config file raised an exception; `__cause__` is that exception.

    Attributes:
        reason: Type and message of the exception.
    """

    code = "KE604"
    reason: str

    def _what(self) -> str:
        return f"the config raised {self.reason}"


class FormatSupportError(ConfigError, ImportError, ValueError):
    """A format whose reader is not installed.

    Attributes:
        format: "TOML" or "YAML".
        extra: The extra of kohakuengine-config that brings the reader.
    """

    code = "KE605"
    format: str
    extra: str

    def _what(self) -> str:
        return f"no reader for {self.format} is installed"

    def _what_now(self) -> str:
        return f"Install it: pip install 'kohakuengine-config[{self.extra}]'."
