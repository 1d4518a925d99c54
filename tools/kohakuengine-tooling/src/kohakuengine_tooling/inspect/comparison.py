"""What a config sets, beside what a script has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine.config.errors import KohakuError
from kohakuengine.config.overrides import overrides_of
from kohakuengine.config.static import NOT_STATIC
from kohakuengine_tooling.inspect.cells import printable, shorten
from kohakuengine_tooling.inspect.page import Beside
from kohakuengine_tooling.inspect.sheet import AMBIGUOUS, BY_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kohakuengine_tooling.inspect.given_config import GivenConfig, Setting
    from kohakuengine_tooling.inspect.report import Problem
    from kohakuengine_tooling.inspect.sheet import Row, Sheet

__all__ = ["compare"]

_WIDEST_VALUE = 30
_FEW_VALUES = 4


def compare(
    config: GivenConfig, sheet: Sheet, problems: Sequence[Problem] = (), *, is_full: bool = False
) -> Beside:
    """Lay what a config sets beside a script.

    Args:
        config: As read.
        sheet: What is shown of the script.
        problems: What a run would refuse of the config.
        is_full: Whether values are written whole.
    """
    if config.error is not None:
        return Beside(printable(config.path), {}, [], [printable(config.error)], "")
    names = _Names(sheet)
    refused = {one.name for one in problems}
    cells: dict[tuple[str, str], str] = {}
    added: list[tuple[str, str]] = []
    for setting in config.settings:
        place = names.place_of(setting)
        text = _value_text(setting, is_full=is_full)
        if place is not None and place[0] != "":
            cells[place] = text
        elif place is not None and setting.name not in refused:
            added.append((place[1], text))
    wrong = [printable(one.text()) for one in problems]
    note = "" if config.is_complete else f"{config.path} may set more: only running it could tell"
    return Beside(printable(config.path), cells, added, wrong, printable(note))


class _Names:
    """The names of a script."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        rows = {
            kind: [row for one in sheet.groups if one.kind == kind for row in one.rows] for kind in _KINDS
        }
        self._globals = [row.name for row in rows["global"]]
        self._options = [row.name for row in rows["option"]]
        self._arguments = rows["argument"]
        signatures = [one for one in sheet.groups if one.kind == "argument"]
        self._has_signature = bool(signatures)
        self._is_called = bool(sheet.title) and all(one.heading for one in signatures)
        self._reasons = {one.what: one.text for one in sheet.fixed}

    def place_of(self, setting: Setting) -> tuple[str, str] | None:
        """Find the row that a setting belongs to.

        Returns:
            Kind and name; kind "" for one that gets a row of its own; None for what belongs nowhere.
        """
        if setting.kind == "arg":
            return self._place_of_position(int(setting.name))
        if setting.kind == "kwarg":
            return self._place_of_keyword(setting.name)
        try:
            override = overrides_of({setting.name: None})[0]
        except KohakuError:
            return None
        name, scope = override.name, override.scope
        if scope == "new":
            return "", f"+{name}"
        if self._is_ambiguous(name) and scope != "option":
            return ("", override.key) if scope else None
        if scope != "option" and name in self._globals:
            return "global", name
        if scope != "global" and name in self._options:
            return "option", name
        root = name.partition(".")[0]
        return ("", name) if root != name and root in self._globals else None

    def _is_ambiguous(self, name: str) -> bool:
        return self._reasons.get(name, "").startswith(AMBIGUOUS)

    def _place_of_keyword(self, name: str) -> tuple[str, str] | None:
        if any(row.name == name for row in self._arguments):
            return "argument", name
        if name in self._options:
            return "option", name
        is_open = not self._has_signature or any(row.name.startswith("**") for row in self._arguments)
        return ("", f"{name} (keyword)") if is_open and self._is_called else None

    def _place_of_position(self, position: int) -> tuple[str, str] | None:
        firm = [
            row.name for row in self._arguments if not row.about.startswith(BY_NAME) and row.name[:1] != "*"
        ]
        if position < len(firm):
            return "argument", firm[position]
        is_open = not self._has_signature or any(_is_varargs(row) for row in self._arguments)
        return ("", f"argument {position + 1}") if is_open and self._is_called else None


_KINDS = ("global", "option", "argument")


def _is_varargs(row: Row) -> bool:
    return row.name.startswith("*") and not row.name.startswith("**")


def _value_text(setting: Setting, *, is_full: bool) -> str:
    """Write what a config sets; of a sweep the first few values."""
    texts = list(
        dict.fromkeys(
            "not static" if entry.value is NOT_STATIC else printable(repr(entry.value))
            for entry in setting.entries
        )
    )
    if is_full:
        return " | ".join(texts)
    short = [shorten(text, _WIDEST_VALUE) for text in texts[:_FEW_VALUES]]
    return " | ".join([*short, "..."] if len(texts) > _FEW_VALUES else short)
