"""The shapes of the option table: one row per command, option and argument.

Plain classes, because every `kogine run` imports them: a dataclass would triple its start.
"""

from __future__ import annotations

__all__ = ["Argument", "Command", "Option"]


class Option:
    """One option of a command.

    Attributes:
        name: Its keyword in the function that carries the command out.
        flags: Everything it may be typed as, short forms first.
        metavar: What its value is called; None for a flag that takes none.
        about: One sentence for `--help`.
        is_repeatable: Whether it may be given more than once, its values collected.
        choices: All values it takes, or () for any.
        default: The value of an option that was not given.
        completes: What shell completion offers for its value: "config", "module", "parameter",
            "entrypoint", "script", "file", "choice", "run" (a number in the store) or "" for nothing.
    """

    __slots__ = ("about", "choices", "completes", "default", "flags", "is_repeatable", "metavar", "name")

    def __init__(
        self,
        *,
        name: str,
        flags: tuple[str, ...],
        about: str,
        metavar: str | None = None,
        is_repeatable: bool = False,
        choices: tuple[str, ...] = (),
        default: str | None = None,
        completes: str = "",
    ) -> None:
        self.name = name
        self.flags = flags
        self.metavar = metavar
        self.about = about
        self.is_repeatable = is_repeatable
        self.choices = choices
        self.default = default
        self.completes = completes


class Argument:
    """One positional argument of a command.

    Attributes:
        name: Its keyword in the function that carries the command out.
        metavar: What it is called in usage lines and errors.
        about: One sentence for `--help`.
        is_required: Whether the command refuses to run without it.
        is_repeatable: Whether it takes all that follow; only the last argument may.
        choices: All values it takes, or () for any.
        completes: As for `Option`, and "target" (a script, then `:FUNC`) and "command".
    """

    __slots__ = ("about", "choices", "completes", "is_repeatable", "is_required", "metavar", "name")

    def __init__(
        self,
        *,
        name: str,
        metavar: str,
        about: str,
        is_required: bool = True,
        is_repeatable: bool = False,
        choices: tuple[str, ...] = (),
        completes: str = "",
    ) -> None:
        self.name = name
        self.metavar = metavar
        self.about = about
        self.is_required = is_required
        self.is_repeatable = is_repeatable
        self.choices = choices
        self.completes = completes


class Command:
    """One command.

    Attributes:
        path: The words that name it: `("config", "show")`.
        summary: One line for the list of commands.
        usage: What follows the command's name in its usage line.
        details: Paragraphs for its `--help`.
        arguments: Its positional arguments, in order.
        options: Its options, in the order of `--help`; `--help` itself belongs to every command.
        examples: Pairs of a command line and what it does.
        target: `module:function` that carries it out: keyword arguments in, exit code out.
        has_script_args: Whether what follows `--` belongs to the script (keyword `argv`).
    """

    __slots__ = (
        "arguments",
        "details",
        "examples",
        "has_script_args",
        "options",
        "path",
        "summary",
        "target",
        "usage",
    )

    def __init__(
        self,
        *,
        path: tuple[str, ...],
        summary: str,
        usage: str,
        target: str,
        details: tuple[str, ...] = (),
        arguments: tuple[Argument, ...] = (),
        options: tuple[Option, ...] = (),
        examples: tuple[tuple[str, str], ...] = (),
        has_script_args: bool = False,
    ) -> None:
        self.path = path
        self.summary = summary
        self.usage = usage
        self.target = target
        self.details = details
        self.arguments = arguments
        self.options = options
        self.examples = examples
        self.has_script_args = has_script_args

    @property
    def name(self) -> str:
        """The words that name it, as typed after `kogine`."""
        return " ".join(self.path)
