"""Where in a command line the cursor stands."""

from __future__ import annotations

from kohakuengine.cli.catalog import COMMANDS, GROUPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.cli.rows import Argument, Command, Option

__all__ = ["Place", "find_place"]


class Place:
    """What the word under the cursor is.

    Attributes:
        command: The command it belongs to, or None where that is still to be typed.
        parents: The words before it, where `command` is None.
        slot: The option whose value it is, or the argument; None where it is a flag or a command.
        head: What precedes the value in the same word (`--set=`).
        text: What has been typed of it, without `head`.
        is_flag: Whether it begins with a dash.
        is_script_arg: Whether it stands behind `--` and is the script's; or belongs to a plugin's command.
        values: What the words before it gave, by option and argument name.
    """

    __slots__ = ("command", "head", "is_flag", "is_script_arg", "parents", "slot", "text", "values")

    def __init__(self, command: Command | None, text: str, parents: tuple[str, ...] = ()) -> None:
        self.command = command
        self.parents = parents
        self.slot: Option | Argument | None = None
        self.head = ""
        self.text = text
        self.is_flag = False
        self.is_script_arg = False
        self.values: dict[str, list[str]] = {}


def find_place(words: list[str], current: str) -> Place | None:
    """Find out what the word under the cursor is.

    Args:
        words: The complete words before it, after `kogine`.
        current: What has been typed of it, possibly nothing.

    Returns:
        The place, or None where the word is not ours to complete.

    >>> place = find_place(["run", "train.py"], "--set=lr=")
    >>> place.slot.name, place.head, place.text, place.values
    ('sets', '--set=', 'lr=', {'script': ['train.py']})
    """
    parents = tuple(words[:1]) if words[:1] and words[0] in GROUPS else ()
    path = (*parents, *words[len(parents) : len(parents) + 1])
    if len(path) == len(parents):
        return Place(None, current, parents)
    command = next((row for row in COMMANDS if row.path == path), None)
    if command is None:
        return _of_plugin(path[0], current) if not parents else None
    rest = words[len(path) :]
    if command.has_script_args and "--" in rest:
        place = Place(command, current)
        place.is_script_arg = True
        return place
    return _within(command, rest, current)


def _of_plugin(name: str, current: str) -> Place | None:
    """Return the place after a command of another distribution, None where none brings it."""
    from kohakuengine.cli.installed_points import COMMAND_GROUP, find_points

    if not find_points(COMMAND_GROUP, name):
        return None
    place = Place(None, current)
    place.is_script_arg = True
    return place


def _within(command: Command, words: list[str], current: str) -> Place:
    """Find the place after a command's name."""
    place = Place(command, current)
    options = {flag: option for option in command.options for flag in option.flags}
    awaited: Option | None = None
    positionals = 0
    for word in words:
        if awaited is not None:
            place.values.setdefault(awaited.name, []).append(word)
            awaited = None
        elif word.startswith("-") and word != "-":
            option, text = _attached(options, word)
            if option is not None and text is None and option.metavar:
                awaited = option
            elif option is not None:
                place.values.setdefault(option.name, []).append(text or "")
        else:
            argument = _argument(command, positionals)
            positionals += 1
            if argument is not None:
                place.values.setdefault(argument.name, []).append(word)
    if awaited is not None:
        place.slot = awaited
    elif current.startswith("-"):
        _enter_flag(place, options)
    else:
        place.slot = _argument(command, positionals)
    return place


def _enter_flag(place: Place, options: dict[str, Option]) -> None:
    """The word begins with a dash: a flag, or a flag with its value attached."""
    option, text = _attached(options, place.text)
    if option is None or text is None or not option.metavar:
        place.is_flag = True
        return
    place.slot = option
    place.head = place.text[: len(place.text) - len(text)]
    place.text = text


def _attached(options: dict[str, Option], word: str) -> tuple[Option | None, str | None]:
    """Return the option that a word names, and the value attached to it or None."""
    if word.startswith("--"):
        flag, equals, text = word.partition("=")
        return options.get(flag), text if equals else None
    return options.get(word[:2]), word[2:] or None


def _argument(command: Command, index: int) -> Argument | None:
    arguments = command.arguments
    if index < len(arguments):
        return arguments[index]
    return arguments[-1] if arguments and arguments[-1].is_repeatable else None
