"""The table itself: well formed, without the readers."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from .table import load_table

if TYPE_CHECKING:
    from .table import Case


def test_case_ids_are_unique() -> None:
    twice = [name for name, count in Counter(case.id for case in load_table()).items() if count > 1]
    assert twice == []


def test_no_script_stands_twice() -> None:
    twice = [text for text, count in Counter(case.source for case in load_table()).items() if count > 1]
    assert twice == []


def test_every_place_of_a_case_is_where_its_name_stands(case: Case) -> None:
    if case.is_unreadable:
        return
    lines = case.script.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").split("\n")
    for one in case.parameters:
        word = one.name.rpartition(".")[2]
        rest = unicodedata.normalize("NFKC", lines[one.line - 1][one.column :])
        # `except E as e`, `global x`: where the statement begins
        is_header = one.reason is not None and word in unicodedata.normalize("NFKC", lines[one.line - 1])
        default = (one.default or "").partition("\n")[0]
        is_value = one.kind == "path" and bool(default) and rest.startswith(default)
        assert rest.startswith((word, f'"{word}"', f"'{word}'")) or is_header or is_value, one.name
