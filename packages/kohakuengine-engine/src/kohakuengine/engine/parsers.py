"""Typing options for the script: an override of an option has the effect of typing it.

The words are put before those of the command line when the script's own parser reads it, so that
type, choices, nargs, required and exclusion are the parser's; `sys.argv` stays as it is.
"""

from __future__ import annotations

import contextlib
import sys

from kohakuengine.engine.words import absl_words, argparse_words, click_words, is_typed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from kohakuengine.engine.arguments import MisfitError
    from kohakuengine.engine.landing import Landing
    from kohakuengine.engine.proof import Proof


class _Typing:
    """The options to type in one process, and what was patched to type them."""

    __slots__ = ("depth", "extras", "has_explicit_parse", "landings", "patched", "proof", "taken")

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything: nothing is to be typed."""
        self.landings: list[Landing] = []
        self.proof: Proof | None = None
        self.has_explicit_parse = False
        self.depth = 0
        self.extras: Any = None
        self.taken: list[Landing] = []
        self.patched: list[tuple[Any, str, Any]] = []

    def is_command_line(self, words: Any) -> bool:
        """Say whether a parser is given the command line, or a list of the script's own."""
        if words is None or self.depth:
            return True
        if self.has_explicit_parse and not sys.argv[1:]:
            return False
        words = list(words)
        return words == sys.argv[1:] or (self.extras is not None and words == self.extras)

    def pending(self, words: Any) -> list[Landing]:
        """Return the options to type now: all of them, but those that were typed before these words.

        A subcommand is given what its parent left over, and so is a second parser that is given the
        first one's extras.
        """
        if self.depth == 0 and (words is None or words != self.extras):
            self.taken = []
        return [landing for landing in self.landings if landing not in self.taken]

    def refuse_twice(self, landing: Landing, flags: list[str], words: list[str]) -> None:
        """Refuse an option that is overridden and typed as well."""
        if not is_typed(flags, words):
            return
        from kohakuengine.engine.errors import OptionTwiceError

        path = self.proof.path if self.proof else ""
        error = OptionTwiceError(name=landing.target.key, path=path, flag=flags[-1])
        raise self.proof.broken(error) if self.proof else error


_TYPING = _Typing()


def install(landings: list[Landing], proof: Proof, has_explicit_parse: bool) -> None:
    """Let the parsers of the libraries that declare these options type them."""
    uninstall()
    _TYPING.landings = landings
    _TYPING.proof = proof
    _TYPING.has_explicit_parse = has_explicit_parse
    for library in {landing.target.library for landing in landings}:
        with contextlib.suppress(ImportError):  # the script's own import of it says so
            _PATCHES[library]()


def uninstall() -> None:
    """Give the parsers back as they were."""
    for owner, name, original in reversed(_TYPING.patched):
        setattr(owner, name, original)
    _TYPING.clear()


def _patch(owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    original = getattr(owner, name)
    _TYPING.patched.append((owner, name, original))
    setattr(owner, name, make(original))


def _patch_argparse() -> None:
    import argparse

    def make(original: Any) -> Any:
        def parse_known_args(self: Any, args: Any = None, namespace: Any = None, **more: Any) -> Any:
            if not _TYPING.is_command_line(args):
                return original(self, args, namespace, **more)
            words = list(sys.argv[1:] if args is None else args)
            pending = _TYPING.pending(args)
            return _parse(original, self, words, namespace, pending, more)

        return parse_known_args

    _patch(argparse.ArgumentParser, "parse_known_args", make)


def _parse(
    original: Any, parser: Any, words: list[str], namespace: Any, pending: list[Landing], more: Any
) -> Any:
    front: list[str] = []
    taken: list[Landing] = []
    counts: list[tuple[Any, Any]] = []
    for landing in pending:
        action = _action(parser, landing.target.name)
        if action is None:
            continue
        _TYPING.refuse_twice(landing, action.option_strings, words)
        typed, count = argparse_words(action, landing)
        if count is not None:  # `--ls 1 2` must not swallow the positionals behind it
            counts.append((action, action.nargs))
            action.nargs = count
        front += typed
        taken.append(landing)
    _TYPING.taken += taken
    _TYPING.depth += 1
    try:
        result = original(parser, front + words, namespace, **more)
    finally:
        _TYPING.depth -= 1
        for action, nargs in counts:
            action.nargs = nargs
    for landing in taken:
        next(landing.counter)
    _TYPING.extras = result[1]
    return result


def _action(parser: Any, name: str) -> Any:
    return next((a for a in parser._actions if a.dest == name and a.option_strings), None)


def _patch_click() -> None:
    import click

    _patch_command(click.Command)


def _patch_typer() -> None:
    import typer.core

    for own in (typer.core.TyperCommand, typer.core.TyperGroup):
        for cls in own.__mro__:
            if cls.__name__ == "Command":  # click's own, or the copy that typer brings
                _patch_command(cls)
            elif "main" in vars(cls):
                _patch(cls, "main", _typing_main)


def _patch_command(command: Any) -> None:
    if any(owner is command for owner, _, _ in _TYPING.patched):
        return
    _patch(command, "main", _typing_main)
    _patch(command, "parse_args", _typing_parse)


def _typing_main(original: Any) -> Any:
    """Wrap a command's `main`: while it runs without words of its own, options are typed."""

    def main(self: Any, args: Any = None, *rest: Any, **more: Any) -> Any:
        if not _TYPING.is_command_line(args):
            return original(self, args, *rest, **more)
        if not _TYPING.depth:
            _TYPING.taken = []
        _TYPING.depth += 1
        try:
            return original(self, args, *rest, **more)
        finally:
            _TYPING.depth -= 1

    return main


def _typing_parse(original: Any) -> Any:
    """Wrap a command's `parse_args`: its own options come before the words it is given."""

    def parse_args(self: Any, ctx: Any, args: Any) -> Any:
        if not _TYPING.depth or ctx.resilient_parsing:
            return original(self, ctx, args)
        words = list(args)
        front, taken = _click_front(self, words)
        result = original(self, ctx, [*front, *words])
        for landing in taken:
            next(landing.counter)
        return result

    return parse_args


def _click_front(command: Any, words: list[str]) -> tuple[list[str], list[Landing]]:
    front: list[str] = []
    taken: list[Landing] = []
    for landing in _TYPING.landings:
        if landing in _TYPING.taken:
            continue
        for parameter in command.params:
            if parameter.name == landing.target.name and parameter.param_type_name == "option":
                flags = [*parameter.opts, *parameter.secondary_opts]
                _TYPING.refuse_twice(landing, flags, words)
                front += click_words(parameter, landing)
                taken.append(landing)
    _TYPING.taken += taken
    return front, taken


def type_click_options(
    command: Any,
    args: list[Any] | None,
    kwargs: dict[str, Any],
    refuse: Callable[[str, MisfitError], Exception],
) -> None:
    """Give a config's kwargs to a click or typer command as its options.

    Args:
        command: The command that the script calls.
        args: Refused: a command takes words, not positional values.
        kwargs: Option (or argument) name to value.
        refuse: Makes the user's error.

    Raises:
        ArgumentError: The command has no such option.
    """
    from kohakuengine.engine.arguments import MisfitError

    known = [p.name for p in command.params if p.param_type_name == "option"]
    name = command.name or "the command"
    if args is not None:
        raise refuse(name, MisfitError("it is a click command: give its options in kwargs", "", known))
    for key in kwargs:
        if key not in known:
            raise refuse(name, MisfitError(f"it has no option '{key}'", key, known))
    _TYPING.landings = [*_TYPING.landings, *(_argument_landing(k, v) for k, v in kwargs.items())]
    for cls in type(command).__mro__:
        if cls.__name__ == "Command":
            _patch_command(cls)


def _argument_landing(name: str, value: Any) -> Landing:
    from kohakuengine.engine.landing import Landing
    from kohakuengine.engine.record import OPTION, CompiledTarget

    return Landing(CompiledTarget(key=name, name=name, kind=OPTION, library="click"), value, None)


def _patch_absl() -> None:
    from absl import flags

    def make(original: Any) -> Any:
        def parse(self: Any, argv: Any, known_only: bool = False) -> Any:
            words = list(argv)
            if words[1:] != sys.argv[1:]:
                return original(self, argv, known_only)
            front: list[str] = []
            taken = [one for one in _TYPING.landings if one.target.name in self]
            for landing in taken:
                flag = self[landing.target.name]
                _TYPING.refuse_twice(landing, [f"--{flag.name}", f"-{flag.name}"], words[1:])
                front += absl_words(flag, landing)
            result = original(self, [*words[:1], *front, *words[1:]], known_only)
            for landing in taken:
                next(landing.counter)
            return result

        return parse

    _patch(flags.FlagValues, "__call__", make)


_PATCHES: dict[str, Callable[[], None]] = {
    "argparse": _patch_argparse,
    "click": _patch_click,
    "typer": _patch_typer,
    "absl": _patch_absl,
}
