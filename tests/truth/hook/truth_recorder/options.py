"""Options: what the script gives to argparse, click, typer or absl, as these have it then."""

from __future__ import annotations

import sys

from .values import CONTAINERS, plain_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, ModuleType
    from typing import Any

    from .record import Recorder

_OPTIONS_OF = {"absl": "absl.flags"}
"""The part of a library that options are declared with; the rest of it declares some of its own."""


def _line_in_script(library: str) -> int | None:
    """Return the line at which the script is in a call of a library, None where somebody else is."""
    frame: FrameType | None = sys._getframe(1)
    inside = (f"{_OPTIONS_OF.get(library, library)}.", "click.", f"{__name__}.")
    while frame is not None and f"{frame.f_globals.get('__name__')}.".startswith(inside):
        frame = frame.f_back
    is_own = frame is not None and frame.f_globals is vars(sys.modules["__main__"])
    return frame.f_lineno if frame is not None and is_own else None


def _note(recorder: Recorder, library: str, found: dict[str, Any]) -> None:
    """Record an option that the script declares."""
    line = _line_in_script(library)
    if line is not None:
        recorder.write({"option": {"library": library, "line": line, **found}})


def watch_argparse(module: ModuleType, recorder: Recorder) -> None:
    """Note what `add_argument` makes, except `--help` that every parser has."""
    container = module._ActionsContainer
    original = container.add_argument

    def add_argument(self: Any, *args: Any, **kwargs: Any) -> Any:
        action = original(self, *args, **kwargs)
        is_own = type(action).__name__ not in ("_HelpAction", "_VersionAction")
        if is_own and action.option_strings:
            choices = list(action.choices) if isinstance(action.choices, CONTAINERS) else None
            found = {"name": action.dest, "flags": list(action.option_strings), "help": action.help}
            _note(recorder, "argparse", {**found, **_told(action.default, choices)})
        return action

    container.add_argument = add_argument


def watch_click(module: ModuleType, recorder: Recorder) -> None:
    """Note the options of click, and of typer, whose options are click's or have their place."""
    option = getattr(module, "TyperOption", None) or module.Option
    original = option.__init__
    if any(base.__name__ == "Option" for base in option.__mro__[1:]):
        return  # a typer whose options are click's, which are noted already

    def make(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        library = "typer" if type(self).__module__.startswith("typer") else "click"
        choices = getattr(getattr(self, "type", None), "choices", None)
        found = {"name": self.name, "flags": [*self.opts, *self.secondary_opts], "help": self.help}
        told = _told(self.default, list(choices) if choices is not None else None)
        is_own = self.name not in ("help", "install_completion", "show_completion")
        if is_own and getattr(self, "expose_value", True):  # not --version, which the command never sees
            _note(recorder, library, {**found, **told})

    option.__init__ = make


def watch_absl(module: ModuleType, recorder: Recorder) -> None:
    """Note the flags that are defined."""
    original = module.DEFINE_flag

    def define_flag(flag: Any, *args: Any, **kwargs: Any) -> Any:
        holder = original(flag, *args, **kwargs)
        choices = getattr(flag.parser, "enum_values", None)
        found = {"name": flag.name, "flags": [f"--{flag.name}"], "help": flag.help}
        _note(recorder, "absl", {**found, **_told(flag.default, choices)})
        return holder

    module.DEFINE_flag = define_flag  # type: ignore[attr-defined]


def _told(default: Any, choices: list[Any] | None) -> dict[str, Any]:
    return {"default": plain_text(default), "choices": None if choices is None else plain_text(choices)}


WATCHES: dict[str, Callable[[ModuleType, Recorder], None]] = {
    "argparse": watch_argparse,
    "click.core": watch_click,
    "typer.core": watch_click,
    "absl.flags._defines": watch_absl,
}
