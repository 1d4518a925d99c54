"""Options of argparse: the words for them, and typing them when the parser reads the command line."""

from __future__ import annotations

import sys

from kohakuengine.config.fitting import FitError
from kohakuengine.engine.parsers import TYPING, patch
from kohakuengine.engine.words import (
    UntypableError,
    count_of,
    is_none,
    is_nothing,
    is_true,
    items,
    long_flag,
    says,
    single,
    values,
    word,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from kohakuengine.engine.landing import Landing

_MISSING = object()


class Typed:
    """What is typed for one option.

    Attributes:
        uses: The words of each use of it; none where the script has this value already.
        action: The action that takes a number of values of its own, or None.
        count: How many: `--ls 1 2` must not swallow the positionals behind it.
    """

    __slots__ = ("action", "count", "uses")

    def __init__(self, uses: list[list[str]], action: Any = None, count: int = 0) -> None:
        self.uses = uses
        self.action = action
        self.count = count


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
            self.is_reading = is_subcommand or TYPING.is_command_line(args)
            try:
                if not self.is_reading:
                    return original(parser, args, namespace, *rest, **more)
                pending = TYPING.landings if is_subcommand else TYPING.pending(args)
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


def _meet(seen: _Seen) -> None:
    """Note that the parser has met an option: ours come first, any other is typed by somebody else."""
    seen.left -= 1
    if seen.left < 0 and not TYPING.is_relaunched:
        raise TYPING.twice(seen.landing, seen.flag)


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
        by_child = self._look(parse) if TYPING.is_relaunched else []
        options = list(self._options(pending, by_child))
        TYPING.taken = [*TYPING.taken, *(landing for landing, _, _ in options)]
        result = self._parse(options, parse)
        TYPING.landed([landing for landing, _, _ in options])
        TYPING.extras = result[1]
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
                with TYPING.refusing(landing):
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
        return _MISSING


class _WrongWordsError(Exception):
    """The words that were looked at do not fit the parser."""


def _stop(message: str) -> None:
    raise _WrongWordsError(message)


def _stay_silent(message: str) -> None:
    """Take the place of a parser's warning: it comes when the words are read."""


def actions_of(parser: Any, name: str) -> list[Any]:
    """Return the options of a parser with this destination; `--cuda` and `--no-cuda` may share one."""
    hidden = ("_HelpAction", "_VersionAction")
    found = [a for a in parser._actions if a.dest == name and a.option_strings]
    return [a for a in found if type(a).__name__ not in hidden]


def type_option(parser: Any, actions: list[Any], landing: Landing, namespace: Any = None) -> Typed:
    """Return what is to be typed for an option.

    Args:
        parser: The parser that declares it.
        actions: Its actions; the first that can give the value is used.
        landing: The override.
        namespace: What the script gave the parser to fill, or None.

    Raises:
        FitError: It is no value for this option, or one that no words give.
    """
    left = _left_alone(parser, actions, namespace)
    if is_none(landing):
        return _type_nothing(actions, landing, left)
    if _is_switch(actions):
        is_true(landing)  # else it says that this is no bool
    consts = _constants(actions, landing)
    if consts is not None:
        return Typed(consts)
    for action in actions:
        typed = _type_action(parser, action, landing, left)
        if typed is not None:
            return typed
    if left is not _MISSING and says(landing, left):
        return Typed([])
    raise UntypableError(landing, _why_not(actions, left))


def _type_nothing(actions: list[Any], landing: Landing, left: Any) -> Typed:
    is_count = _is_a(actions[0], "_CountAction") and left == 0
    if left is _MISSING or is_nothing(left) or is_count:
        return Typed([])
    raise UntypableError(landing, _why_not(actions, left))


def _left_alone(parser: Any, actions: list[Any], namespace: Any) -> Any:
    """Return the value of an option that nobody types."""
    name = actions[0].dest
    if namespace is not None and hasattr(namespace, name):
        return getattr(namespace, name)
    for action in actions:
        if action.default != "==SUPPRESS==":
            return action.default
    return parser._defaults.get(name, _MISSING)


def _is_switch(actions: list[Any]) -> bool:
    return all(_is_pair(action) or isinstance(action.const, bool) for action in actions) and all(
        action.nargs == 0 for action in actions
    )


def _is_pair(action: Any) -> bool:
    return _is_a(action, "BooleanOptionalAction")


def _is_a(action: Any, name: str) -> bool:
    return any(cls.__name__ == name for cls in type(action).__mro__)


def _why_not(actions: list[Any], left: Any) -> str:
    flags = " or ".join(dict.fromkeys(long_flag(action.option_strings) for action in actions))
    if left is _MISSING:
        return f"and without {flags} the script gives it no value"
    return f"and without {flags} it is {left!r}"


def _constants(actions: list[Any], landing: Landing) -> list[list[str]] | None:
    """Return the uses of options that append constants, None where there are none or one has no option."""
    appending = [action for action in actions if _is_a(action, "_AppendConstAction")]
    if not appending:
        return None
    by_text = {str(action.const): [long_flag(action.option_strings)] for action in reversed(appending)}
    wanted = [str(item) for item in items(landing)]
    if not wanted or any(text not in by_text for text in wanted):
        return None
    return [by_text[text] for text in wanted]


def _type_action(parser: Any, action: Any, landing: Landing, left: Any) -> Typed | None:
    """Return what is to be typed with one action, None where it cannot give this value."""
    flag = long_flag(action.option_strings)
    if _is_pair(action):
        wanted = is_true(landing)
        fitting = [s for s in action.option_strings if s.startswith("--no-") != wanted]
        return Typed([[long_flag(fitting)]]) if fitting else None
    if _is_a(action, "_CountAction"):
        more = count_of(landing) - (left if isinstance(left, int) else 0)
        return Typed([[flag]] * more) if more > 0 else None
    if action.nargs == 0:
        return Typed([[flag]]) if _gives(action, landing) else None
    if action.nargs in (None, "?"):
        return _type_values(action, flag, landing)
    return _type_lists(parser, action, flag, landing)


def _gives(action: Any, landing: Landing) -> bool:
    """Say whether a flag without values gives this value; one of the script's own class is just set off."""
    if _is_a(action, "_AppendConstAction"):
        return False
    if _is_a(action, "_StoreConstAction"):
        return says(landing, action.const)
    return is_true(landing)


def _type_values(action: Any, flag: str, landing: Landing) -> Typed | None:
    if _is_a(action, "_AppendAction"):
        uses = [[f"{flag}={value}"] for value in values(landing)]
        return Typed(uses) if uses else None
    if action.type is bool:  # bool("False") is True: only the empty word is False
        return Typed([[f"{flag}={'True' if is_true(landing) else ''}"]])
    return Typed([[f"{flag}={single(landing, action.type)}"]])


def _type_lists(parser: Any, action: Any, flag: str, landing: Landing) -> Typed | None:
    lists = list(_lists(action, landing))
    if not lists or (not lists[0] and _is_a(action, "_AppendAction")):
        return None
    for one in lists:
        _check_count(action, one, landing)
        for value in one:
            if _is_taken_for_a_flag(parser, value):
                raise UntypableError(landing, f"{value!r} would be taken for an option")
    uses = [[flag, *one] for one in lists]
    if isinstance(action.nargs, int):
        return Typed(uses)
    if len({len(one) for one in lists}) > 1:
        raise UntypableError(landing, "its lists are of different lengths")
    return Typed(uses, action, len(lists[0]))


def _lists(action: Any, landing: Landing) -> Iterator[list[str]]:
    """Yield the values of each use: of several where an option appends lists."""
    found = items(landing)
    is_appending = _is_a(action, "_AppendAction") and not _is_a(action, "_ExtendAction")
    if is_appending and found and all(isinstance(item, (list, tuple)) for item in found):
        for item in found:
            yield [word(value, landing) for value in item]
    else:
        yield values(landing)


def _check_count(action: Any, one: list[str], landing: Landing) -> None:
    from kohakuengine.engine.words import shown

    if isinstance(action.nargs, int) and len(one) != action.nargs:
        raise FitError(f"{action.nargs} values", shown(landing))
    if action.nargs == "+" and not one:
        raise FitError("at least one value", shown(landing))


def _is_taken_for_a_flag(parser: Any, value: str) -> bool:
    if len(value) < 2 or value[0] not in parser.prefix_chars or " " in value:
        return False
    is_number = parser._negative_number_matcher.match(value) is not None
    return not is_number or bool(parser._has_negative_number_optionals)
