"""The benchmark itself works; what it measures is no test's business."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from . import editing_rows
from .facts_rows import ROWS
from .inspect_rows import inspect_rows_of, write_inspect_scripts
from .place import place_of
from .rows import Row, rows_of
from .scripts import LINES, SMALL, long_script
from .table import verdict
from .timing import Figure

ROOT = Path(__file__).resolve().parents[2]


def lines_of(*words: str) -> list[str]:
    """Run the benchmark with this interpreter; return what it prints."""
    line = [sys.executable, "-m", "tests.bench", *words, "--python", sys.executable]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode in (0, 1), done.stderr
    assert done.stderr == ""
    return done.stdout.splitlines()


def printed(name: str, lines: list[str]) -> str:
    """Return the one line of a row."""
    [found] = [line for line in lines if line.startswith(f"{name}  ")]
    return found


def test_every_row_is_printed() -> None:
    lines = lines_of("--pairs", "2", "--no-peer")

    for row in rows_of(place_of(Path(sys.executable), ROOT)):
        assert " ms " in printed(row.name, lines)
        assert row.limit is None or printed(row.name, lines).endswith(("pass, aim", "pass", "miss"))


def test_every_row_of_inspect_is_printed() -> None:
    lines = lines_of("inspect", "--pairs", "2")

    for row in inspect_rows_of(place_of(Path(sys.executable), ROOT)):
        assert " ms " in printed(row.name, lines)
        assert row.limit is None or printed(row.name, lines).endswith(("pass, aim", "pass", "miss"))


def test_every_row_of_facts_is_printed() -> None:
    lines = lines_of("facts", "--pairs", "1", "--files", "20")

    for row in ROWS:
        assert printed(row.name, lines).endswith(("pass", "pass, aim", "miss"))


def test_every_row_of_editing_is_printed() -> None:
    lines = lines_of("editing", "--pairs", "1")

    for row in editing_rows.ROWS:
        assert printed(row.name, lines).endswith(("pass", "miss", "told"))


def test_every_row_of_the_editor_is_printed() -> None:
    lines = lines_of("editor")

    verdicts = [line.rsplit(None, 1)[1] for line in lines[4:]]
    assert len(verdicts) == 9
    assert set(verdicts) <= {"pass", "miss"}


def test_scripts_to_inspect_have_a_thousand_lines(tmp_path: Path) -> None:
    write_inspect_scripts(tmp_path)

    sources = {path.stem: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert {name: source.count("\n") for name, source in sources.items()} == {"mixed": 1000, "flat": 1000}
    assert {name: source.count("def ") for name, source in sources.items()} == {"mixed": 50, "flat": 0}
    for source in sources.values():
        compile(source, "script.py", "exec")


def test_the_long_script_is_half_functions() -> None:
    source = long_script()
    tree = ast.parse(source)

    lines = source.splitlines()
    inside = sum(
        (node.end_lineno or 0) - node.lineno + 1 for node in tree.body if isinstance(node, ast.FunctionDef)
    )
    assert len(lines) == LINES
    assert 0.4 <= inside / LINES <= 0.6
    assert not any(
        isinstance(node, ast.Call) and ast.unparse(node.func).startswith("compute") for node in ast.walk(tree)
    )


def test_the_small_script_has_four_lines() -> None:
    assert len(SMALL.splitlines()) == 4


def test_a_ratio_above_the_limit_is_a_miss() -> None:
    row = Row(name="one", base=[], ours=[], limit=1.5, aim=1.1)

    assert [verdict(row, _figure(ratio)) for ratio in (1.0, 1.1, 1.2, 1.5, 1.6)] == [
        "pass, aim",
        "pass, aim",
        "pass",
        "pass",
        "miss",
    ]


def _figure(ratio: float) -> Figure:
    return Figure(ratio=ratio, low=ratio, high=ratio, base_ms=10.0, ours_ms=10.0 * ratio)
