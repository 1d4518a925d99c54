"""Every feature answers in every context, on a buffer that is not saved, half typed, with CRLF and emoji."""

from __future__ import annotations

import pytest

from .contexts import CONTEXTS
from .features import FEATURES
from .matrix import Matrix, ask_all, table

CELLS = [(feature.name, context.id) for feature in FEATURES for context in CONTEXTS]


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    return ask_all()


@pytest.mark.parametrize(("feature", "context"), CELLS, ids=lambda one: one)
def test_what_is_asked_is_answered(matrix: Matrix, feature: str, context: str) -> None:
    verdict = matrix[feature, context]

    assert verdict == "ok" or verdict.startswith("- "), verdict


def test_the_table_has_no_empty_cell(matrix: Matrix) -> None:
    rows = list(table(matrix))[1 : len(CONTEXTS) + 1]

    names = [context.id for context in CONTEXTS]
    cells = [len(row.removeprefix(name).split()) for name, row in zip(names, rows, strict=True)]
    assert cells == [len(FEATURES)] * len(CONTEXTS)


def test_a_cell_that_fails_is_shown_with_what_was_answered() -> None:
    found = dict.fromkeys(CELLS, "ok")
    found["hover", "bare"] = "FAIL: None"

    lines = list(table(found))
    assert lines[1].split() == ["bare", "ok", "ok", "FAIL", *["ok"] * 11]
    assert lines[-1] == "\nhover in bare: FAIL: None"
