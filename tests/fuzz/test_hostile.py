"""Hostile texts hurt nobody: each is read in time, by a process that lives, and its neighbours are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .hostile import BROKEN, HOSTILE, READ, TOO_LARGE, Hostile
from .reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TIMEOUT_S = 60.0  # of a text that takes two seconds where nothing else runs
_SMALL = 1500
_SHARE = 0.1


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """One process for all: a death shows."""
    reader = Reader(_TIMEOUT_S)
    yield reader
    reader.close()


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.id)
def test_a_hostile_text_hides_nothing_but_itself(hostile: Hostile, reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "hostile.py"
    path.write_text(hostile.text(1.0 if hostile.size <= _SMALL else _SHARE), encoding="utf-8")

    reading = reader.read(path)

    assert reading.problem is None
    assert reading.attempts == ()
    assert reading.facts is not None
    values = {parameter.name: parameter.value for parameter in reading.facts.parameters}
    assert (values.get("before"), values.get("after")) == (1, 2)
    said = [(one.code, one.line) for one in reading.facts.diagnostics]
    if hostile.outcome == READ:
        assert said == []
    elif hostile.outcome == BROKEN:
        assert "KE505" in {code for code, _ in said}
    elif hostile.outcome == TOO_LARGE:
        assert {code for code, _ in said} == {"KE506"}
    assert not (said and hostile.line) or said[0][1] == hostile.line


def test_what_pythons_compiler_gives_up_on_may_be_python(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "deep.py"
    path.write_text(f"before = 1\nx = {'-' * 20_000}1\nafter = 2\n", encoding="utf-8")

    reading = reader.read(path)

    assert reading.facts is not None
    assert {(one.code, one.line) for one in reading.facts.diagnostics} == {("KE506", 2)}


def test_a_long_sum_is_ordinary_python(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "sum.py"
    terms = ["a"] + ["1"] * 900
    path.write_text(
        f"a = 0.5\nx = {' + '.join(terms)}\ny = {' + '.join(terms[1:])}\nz = '' + {' + '.join(['b'] * 900)}\n"
    )

    reading = reader.read(path)

    assert reading.facts is not None
    x, y, z = reading.facts.parameters[1:4]
    assert reading.facts.diagnostics == ()
    assert (x.type, x.value, y.type, y.value, z.type) == ("float", 900.5, "int", 900, "str")
