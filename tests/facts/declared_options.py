"""The options that a running script declares, as its own libraries have them afterwards."""

from __future__ import annotations

import argparse
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One option, as its library has it.

    Attributes:
        name: Destination.
        flags: All that can be typed.
        default: Its value.
        help: Help text, or None.
        choices: Allowed values, or None.
        library: argparse, click or absl.
        is_required: Whether it has to be typed; None where the library does not tell.
    """

    name: str
    flags: frozenset[str]
    default: Any
    help: str | None
    choices: tuple[Any, ...] | None
    library: str
    is_required: bool | None


@contextmanager
def noted_options() -> Iterator[list[Declared]]:
    """Note the options that are declared meanwhile; those of absl are taken back afterwards."""
    found: list[Declared] = []
    with pytest.MonkeyPatch.context() as patch:
        _note_argparse(patch, found)
        _note_click(patch, found)
        yield found
    found += _take_absl()


def _note_argparse(patch: pytest.MonkeyPatch, found: list[Declared]) -> None:
    add = argparse.ArgumentParser.add_argument

    def noted(self: Any, *args: Any, **kwargs: Any) -> Any:
        action: Any = add(self, *args, **kwargs)
        choices = None if action.choices is None else tuple(action.choices)
        flags = action.option_strings
        shown = action.help and action.help.replace("%%", "%")  # as its help page does
        declared = _declared(action.dest, flags, action.default, shown, choices, "argparse", action.required)
        found.append(declared)
        return action

    patch.setattr(argparse._ActionsContainer, "add_argument", noted)


def _note_click(patch: pytest.MonkeyPatch, found: list[Declared]) -> None:
    click = pytest.importorskip("click")
    make = click.Option.__init__

    def noted(self: Any, *args: Any, **kwargs: Any) -> None:
        make(self, *args, **kwargs)
        choices = getattr(self.type, "choices", None)
        flags = [*self.opts, *self.secondary_opts]
        is_given = "default" in kwargs or not self.is_flag  # of a flag click 8.3 has a mark in its place
        default = self.default if is_given else False
        must_be = self.required and "default" not in kwargs
        found.append(
            _declared(self.name, flags, default, self.help, choices and tuple(choices), "click", must_be)
        )

    patch.setattr(click.Option, "__init__", noted)


def _take_absl() -> list[Declared]:
    """Return the flags of scripts, and forget them; those of libraries stay."""
    flags = sys.modules.get("absl.flags")
    if flags is None:
        return []
    found = []
    for path, of_module in list(flags.FLAGS.flags_by_module_dict().items()):
        for flag in list(of_module) if path == "__main__" or path.endswith("script.py") else ():
            choices = getattr(flag.parser, "enum_values", None)
            found.append(_declared(flag.name, [f"--{flag.name}"], flag.default, flag.help, choices, "absl"))
            delattr(flags.FLAGS, flag.name)
    return found


def _declared(
    name: str,
    flags: Any,
    default: Any,
    help_text: str | None,
    choices: Any,
    library: str,
    is_required: bool | None = None,
) -> Declared:
    return Declared(
        name=name,
        flags=frozenset(flags),
        default=default,
        help=help_text,
        choices=None if choices is None else tuple(map(_typed, choices)),
        library=library,
        is_required=is_required,
    )


def _typed(choice: Any) -> Any:
    """Return what is typed for a choice: of a member of an Enum its value."""
    return choice.value if isinstance(choice, Enum) else choice
