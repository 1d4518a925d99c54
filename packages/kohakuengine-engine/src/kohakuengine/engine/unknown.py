"""What a name that no override can land on may have meant: the sentence behind KE101."""

from __future__ import annotations

import _ast

from kohakuengine.config.tree import called_name, static_constant, walk
from kohakuengine.engine.options import LIBRARIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from kohakuengine.engine.entry import Entry
    from kohakuengine.engine.option import Option
    from kohakuengine.engine.reading import Reading


def explain(reading: Reading, name: str, entry: Entry | None) -> tuple[int, str, bool] | None:
    """Say what a name is in a script that has no such parameter.

    Args:
        reading: The script.
        name: As the user wrote it, without prefix.
        entry: What the run calls, or None.

    Returns:
        Its line (1-based), what to do in a full sentence, and whether it is listed with the parameters;
        None where it is nothing.
    """
    flag = _flag(reading, name) if reading.cell is None else None
    positional = None if flag else _positional(reading, name)
    found = flag or positional or _argument(name, entry)
    return None if found is None else (*found, positional is None)


def _flag(reading: Reading, name: str) -> tuple[int, str] | None:
    """Recognise an option by one of its flags: `--lr` of `--learning-rate`, `--no-cuda` of `cuda`."""
    if reading.option(name) is not None:
        return None
    for option in reading.options:
        for flag in option.off_flags:
            if _plain(flag) == name:
                return option.line, f"{flag} is '{option.name}=false'."
    for option in reading.options:
        for flag in _spellings(option):
            if _plain(flag) == name:
                return option.line, f"Did you mean '{option.name}' ({flag})?"
    return None


def _spellings(option: Option) -> Iterator[str]:
    for flag in option.flags:
        for part in flag.split("/"):
            yield part.strip()


def _plain(flag: str) -> str:
    return flag.lstrip("-+").replace("-", "_")


def _positional(reading: Reading, name: str) -> tuple[int, str] | None:
    if not any(library in reading.source for library in LIBRARIES):
        return None
    for node in walk(reading.tree):
        if isinstance(node, _ast.Call) and _declares_positional(node, name):
            return node.lineno, "It is a positional argument of the script: type it after '--'."
    return None


def _declares_positional(call: _ast.Call, name: str) -> bool:
    function = called_name(call.func).rpartition(".")[2]
    if function not in ("add_argument", "argument"):
        return False
    texts = [static_constant(argument) for argument in call.args]
    dest = next((static_constant(k.value) for k in call.keywords if k.arg == "dest"), None)
    names = [text for text in [*texts, dest] if isinstance(text, str)]
    is_option = any(text[:1] in ("-", "+") for text in names)
    return not is_option and any(_plain(text) == name for text in names)


def _argument(name: str, entry: Entry | None) -> tuple[int, str] | None:
    """Recognise an argument of the function that the run calls."""
    definition: Any = entry.definition if entry is not None else None
    if entry is None or definition is None or definition.decorator_list:
        return None
    arguments = definition.args
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    if name not in names:
        return None
    how = f"_args = [...{name}...]" if name in [a.arg for a in arguments.posonlyargs] else ""
    how = how or f"_kwargs = {{'{name}': ...}}"
    return entry.line, f"It is an argument of {entry.name}(): a config gives it, {how}."
