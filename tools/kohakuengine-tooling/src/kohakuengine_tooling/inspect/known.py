"""What is known of a script: from the index, else read."""

from __future__ import annotations

from kohakuengine_tooling.inspect.index import source_stamp
from kohakuengine_tooling.inspect.sheet import Sheet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kohakuengine_tooling.facts import ScriptFacts
    from kohakuengine_tooling.inspect.index import Index

__all__ = ["Known", "know_script", "known_of_facts"]

_NO_PYTHON = "KE505"


class Known:
    """What is known of a script, ready to be shown.

    Attributes:
        json: Its facts as a line of JSON.
        sheet: What a table shows of it.
        error: Why it could not be read, or not whole; None where it was.
    """

    __slots__ = ("error", "json", "sheet")

    def __init__(self, json: str, sheet: Sheet, error: str | None = None) -> None:
        self.json = json
        self.sheet = sheet
        self.error = error


def know_script(path: str, index: Index, read: Callable[[str], ScriptFacts] | None = None) -> Known:
    """Look a script up in the index, or read it and put it there.

    Args:
        path: As asked for; messages show it so.
        index: The index.
        read: The reader; `read_script` where None.
    """
    source = source_stamp(path)
    data = None if source is None else index.look_up(path, source)
    if data is not None:
        return Known(data[0], Sheet.from_data(data[1]))
    facts = (read or _reader())(path)
    known = known_of_facts(facts)
    if source is not None and _is_whole(facts) and source_stamp(path) == source:
        index.put(path, source, (known.json, known.sheet.to_data()))
    return known


def known_of_facts(facts: ScriptFacts) -> Known:
    """Make of facts what is shown of them; nothing of what is not called Python, and is none."""
    from kohakuengine_tooling.inspect.json_line import json_line
    from kohakuengine_tooling.inspect.sheet_of_facts import sheet_of_facts

    sheet = sheet_of_facts(facts)
    broken = next((one for one in facts.diagnostics if one.code == _NO_PYTHON), None)
    if broken is None:
        return Known(json_line(facts), sheet, facts.error)
    if facts.script.endswith((".py", ".pyw")):
        return Known(json_line(facts), sheet, f"{facts.error} ({_NO_PYTHON})")
    error = f"{facts.script}:{broken.line}: {broken.message}: is it Python? ({_NO_PYTHON})"
    return Known(json_line(facts), Sheet(sheet.script, [], [], [], []), error)


def _reader() -> Callable[[str], ScriptFacts]:
    from kohakuengine_tooling.script_reading import read_script

    return read_script


def _is_whole(facts: ScriptFacts) -> bool:
    """Say whether nothing hindered the reading: what did, such as a limit of time, may not do so again."""
    return facts.error is None and all(one.severity != "error" for one in facts.diagnostics)
