"""One command-line option of a script, as it is declared."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from kohakuengine.config.fitting import Spec

    Library = Literal["argparse", "click", "typer", "absl"]


class Option:
    """One option of a script.

    Attributes:
        name: Destination (`learning_rate` of `--learning-rate`).
        flags: As typed, in the order of the source.
        spec: Type spec, ANY where it is not static.
        default: Source text of the default, or None.
        help: Help text, or None.
        choices: Allowed values, or None where any.
        checked: Type spec that every word typed must fit, ANY where only the parser can tell.
        off_flags: Those of the flags that mean no: `--no-cuda`.
        line: 1-based.
        library: argparse, click, typer or absl.
    """

    __slots__ = (
        "checked",
        "choices",
        "default",
        "flags",
        "help",
        "library",
        "line",
        "name",
        "off_flags",
        "spec",
    )

    def __init__(
        self,
        *,
        name: str,
        flags: list[str],
        spec: Spec,
        default: str | None,
        help: str | None,  # noqa: A002 - what argparse and click call it
        choices: list[Any] | None,
        line: int,
        library: Library,
        checked: Spec | None = None,
        off_flags: list[str] | None = None,
    ) -> None:
        self.name = name
        self.flags = flags
        self.spec = spec
        self.default = default
        self.help = help
        self.choices = choices
        self.line = line
        self.library: Library = library
        self.checked = spec if checked is None else checked
        self.off_flags = off_flags or []
