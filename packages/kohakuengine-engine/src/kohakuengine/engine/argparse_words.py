"""The words for an option of argparse, as a person would type them."""

from __future__ import annotations

from kohakuengine.config.fitting import FitError
from kohakuengine.engine.words import (
    UntypableError,
    count_of,
    is_none,
    is_nothing,
    is_true,
    items,
    long_flag,
    says,
    shown,
    single,
    values,
    word,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from kohakuengine.engine.landing import Landing

MISSING: Any = object()  # the value of an option that has none


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
    if left is not MISSING and says(landing, left):
        return Typed([])
    raise UntypableError(landing, _why_not(actions, left))


def _type_nothing(actions: list[Any], landing: Landing, left: Any) -> Typed:
    is_count = _is_a(actions[0], "_CountAction") and left == 0
    if left is MISSING or is_nothing(left) or is_count:
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
    return parser._defaults.get(name, MISSING)


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
    if left is MISSING:
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
    if isinstance(action.nargs, int) and len(one) != action.nargs:
        raise FitError(f"{action.nargs} values", shown(landing))
    if action.nargs == "+" and not one:
        raise FitError("at least one value", shown(landing))


def _is_taken_for_a_flag(parser: Any, value: str) -> bool:
    if len(value) < 2 or value[0] not in parser.prefix_chars or " " in value:
        return False
    is_number = parser._negative_number_matcher.match(value) is not None
    return not is_number or bool(parser._has_negative_number_optionals)
