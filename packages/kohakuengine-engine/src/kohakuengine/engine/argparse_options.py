"""Options of argparse, typed when a parser reads the command line."""

from __future__ import annotations

import sys

from kohakuengine.engine.argparse_words import MISSING, Typed, actions_of, type_option
from kohakuengine.engine.parsers import TYPED_OPTIONS, patch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from kohakuengine.engine.landing import Landing


class _Seen:
    """How often an option of the running parse was met, and how often we typed it."""

    __slots__ = ("flag", "landing", "left")

    def __init__(self, landing: Landing, flag: str, left: int) -> None:
        self.landing = landing
        self.flag = flag
        self.left = left


class _State:
    """What the parsers are at, and what takes the place of their methods.

    Attributes:
        is_reading: Whether the innermost parse is one of the command line.
        is_subcommand: Whether the next parse is that of its subcommand.
        seen: By id of the action, the options that were typed in the parses at work.
        met: The actions met so far where words are only looked at, else None.
    """

    __slots__ = ("is_reading", "is_subcommand", "met", "seen")

    def __init__(self) -> None:
        self.is_reading = False
        self.is_subcommand = False
        self.seen: dict[int, _Seen] = {}
        self.met: list[Any] | None = None

    def make_values(self, original: Any) -> Any:
        """Wrap `_get_values`, which is asked once for every option and positional that is met."""
        from argparse import SUPPRESS

        def _get_values(parser: Any, action: Any, arg_strings: Any) -> Any:
            if self.met is not None:
                self.met.append(action)
                return SUPPRESS  # then the action has no turn
            if id(action) in self.seen:
                _meet(self.seen[id(action)])
            return original(parser, action, arg_strings)

        return _get_values

    def make_subcommand(self, original: Any) -> Any:
        """Wrap the call of a subcommand: its parse is one of the command line where its parent's is."""

        def __call__(*args: Any, **more: Any) -> Any:  # noqa: N807 - what it stands for
            self.is_subcommand = self.is_reading
            try:
                return original(*args, **more)
            finally:
                self.is_subcommand = False

        return __call__

    def make_parse(self, original: Any) -> Any:
        """Wrap the method that every parse goes through."""

        def parse(parser: Any, args: Any = None, namespace: Any = None, *rest: Any, **more: Any) -> Any:
            is_subcommand, self.is_subcommand = self.is_subcommand, False
            was_reading = self.is_reading
            self.is_reading = is_subcommand or TYPED_OPTIONS.is_command_line(args)
            try:
                if not self.is_reading:
                    return original(parser, args, namespace, *rest, **more)
                pending = TYPED_OPTIONS.landings if is_subcommand else _pending(args)
                call = _Parse(parser, args, namespace, self)
                return call.run(pending, lambda line, into: original(parser, line, into, *rest, **more))
            finally:
                self.is_reading = was_reading

        return parse


def install() -> None:
    """Let every parser type the options."""
    import argparse

    state = _State()
    parser: Any = argparse.ArgumentParser
    # Through it go parse_intermixed_args too, where python has it (3.12.8, 3.13.1).
    low = "_parse_known_args2" if hasattr(parser, "_parse_known_args2") else "parse_known_args"
    patch(parser, low, state.make_parse)
    patch(parser, "_get_values", state.make_values)
    patch(argparse._SubParsersAction, "__call__", state.make_subcommand)


def _pending(words: Any) -> list[Landing]:
    """Return the options to type now: all of them, but those that were typed before these words.

    A second parser that is given what the first one left over is not given them again.
    """
    if words is None or words != TYPED_OPTIONS.extras:
        TYPED_OPTIONS.taken = []
    return [landing for landing in TYPED_OPTIONS.landings if landing not in TYPED_OPTIONS.taken]


def _meet(seen: _Seen) -> None:
    """Note that the parser has met an option: ours come first, any other is typed by somebody else."""
    seen.left -= 1
    if seen.left < 0 and not TYPED_OPTIONS.is_relaunched:
        raise TYPED_OPTIONS.twice(seen.landing, seen.flag)


class _Parse:
    """One call of one parser that reads the command line, or what a parent left of it for a subcommand."""

    def __init__(self, parser: Any, args: Any, namespace: Any, state: _State) -> None:
        self.parser = parser
        self.words = list(sys.argv[1:] if args is None else args)
        self.namespace = namespace
        self.state = state

    def run(self, pending: list[Landing], parse: Callable[[list[str], Any], Any]) -> Any:
        """Parse, with the options typed before the words that are there.

        A subcommand is given all of them: what it makes of an option takes the place of its parent's.
        """
        by_child = self._look(parse) if TYPED_OPTIONS.is_relaunched else []
        options = list(self._options(pending, by_child))
        TYPED_OPTIONS.taken = [*TYPED_OPTIONS.taken, *(landing for landing, _, _ in options)]
        result = self._parse(options, parse)
        TYPED_OPTIONS.landed([landing for landing, _, _ in options])
        TYPED_OPTIONS.extras = result[1]
        return result

    def _look(self, parse: Callable[[list[str], Any], Any]) -> list[Any]:
        """Return the actions that the words meet. No action, type or default of the script has its turn."""
        shadows = {"error": _stop, "_warning": _stay_silent, "_mutually_exclusive_groups": []}
        own = vars(self.parser)
        before = {name: own[name] for name in shadows if name in own}
        met: list[Any] = []
        self.state.met = met
        own.update(shadows)
        try:
            parse(list(self.words), _Anything())
        except Exception:  # noqa: BLE001 - wrong words: the parser says so itself
            pass
        finally:
            self.state.met = None
            for name in shadows:
                del own[name]
            own.update(before)
        return met

    def _options(
        self, pending: list[Landing], by_child: list[Any]
    ) -> Iterator[tuple[Landing, list[Any], Typed]]:
        """Yield the options that this parser has, with their actions and what is to be typed.

        Nothing is where the script has typed the option for its own child: that counts.
        """
        for landing in pending:
            actions = actions_of(self.parser, landing.target.name)
            if any(action is one for action in actions for one in by_child):
                yield landing, actions, Typed([])
            elif actions:
                with TYPED_OPTIONS.refusing(landing):
                    yield landing, actions, type_option(self.parser, actions, landing, self.namespace)

    def _parse(self, options: list[tuple[Landing, list[Any], Typed]], parse: Any) -> Any:
        front: list[str] = []
        numbers: list[tuple[Any, Any]] = []
        outer = dict(self.state.seen)
        for landing, actions, typed in options:
            front += [word for use in typed.uses for word in use]
            one = _Seen(landing, actions[0].option_strings[-1], len(typed.uses))
            self.state.seen.update((id(action), one) for action in actions)
            if typed.action is not None:
                numbers.append((typed.action, typed.action.nargs))
                typed.action.nargs = typed.count
        try:
            return parse(front + self.words, self.namespace)
        finally:
            for action, number in numbers:
                action.nargs = number
            self.state.seen.clear()
            self.state.seen.update(outer)


class _Anything:
    """A namespace that has every value already: a parser puts no default into it."""

    def __getattr__(self, name: str) -> Any:
        if name == "_unrecognized_args":
            raise AttributeError(name)
        return MISSING


class _WrongWordsError(Exception):
    """The words that were looked at do not fit the parser."""


def _stop(message: str) -> None:
    raise _WrongWordsError(message)


def _stay_silent(message: str) -> None:
    """Take the place of a parser's warning: it comes when the words are read."""
