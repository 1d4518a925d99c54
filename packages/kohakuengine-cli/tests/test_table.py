"""Tables on terminals: what gives way, and what stays whole."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest
from kogine_terminal import Terminal

from kohakuengine.cli.table import fit_widths

if TYPE_CHECKING:
    from kogine_process import Kogine

    from kohakuengine.flow.store import RunStore


def on_terminal(kogine: Kogine, columns: int, *words: str) -> str:
    environment = {**kogine.environment, "TERM": "dumb", "COLUMNS": str(columns), "LINES": "40"}
    line = ["sh", "-c", f"{shlex.join(kogine.line(*words))}; echo end-of-it"]
    with Terminal(line, cwd=kogine.folder, environment=environment) as terminal:
        return terminal.wait_for("end-of-it\r\n").replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [60, 70, 80, 100, 200])
def test_status_and_dates_are_not_split(kogine: Kogine, store: RunStore, columns: int) -> None:
    shown = on_terminal(kogine, columns, "runs", "list")

    year, _, time = shown.splitlines()[1].partition("COMPLETED")[2].strip().partition(" ")[0:3]
    assert (shown.count("COMPLETED"), shown.count("FAILED")) == (2, 1)
    assert (len(year), len(time.split()[0])) == (len("2026-11-28"), len("02:07:36"))
    assert "ValueError:" in shown
    assert all(len(line) <= columns for line in shown.splitlines())


def test_without_room_values_and_reason_stand_below(kogine: Kogine, store: RunStore) -> None:
    lines = on_terminal(kogine, 65, "runs", "list").splitlines()

    assert lines[0].split() == ["run", "flow", "script", "status", "started", "took"]
    assert [line.split()[0] for line in lines[1:-1]] == [
        "3",
        "values:",
        "2",
        "values:",
        "reason:",
        "1",
        "values:",
    ]
    assert '  values: lr=0.2 cfg={"depth": 4, "width": 1}' in lines


def test_the_statuses_of_a_comparison_are_not_split(kogine: Kogine, store: RunStore) -> None:
    shown = on_terminal(kogine, 30, "runs", "compare", "1", "3")

    assert shown.count("COMPLETED") == 2


@pytest.mark.parametrize(
    ("width", "widths"),
    [(80, [9, 15, 5]), (25, [9, 7, 5]), (24, None)],
    ids=["all", "one gives way", "no room"],
)
def test_what_gives_way_keeps_its_words(width: int, widths: list[int] | None) -> None:
    columns = [["COMPLETED"], ["lr=0.01 bs=1234"], ["short"]]

    assert fit_widths(columns, giving=[1, 2], width=width) == widths
