"""There is one way to run: every statement is executed exactly as often as under python."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from .instrument import RECORD, count_statements, instrument
from .table import Case, all_cases

if TYPE_CHECKING:
    from .session import Sessions

_SECTIONS = (
    "declarations",
    "dotted",
    "entry_args",
    "entrypoint",
    "guard_off",
    "members",
    "not_declarations",
    "proof",
    "reads",
    "transformations",
    "unpacking",
)


def _is_countable(case: Case) -> bool:
    """Whether the edited script has the statements of the original, so that their counts can be compared."""
    if case.section not in _SECTIONS or case.script is None or case.reason_to_skip() is not None:
        return False  # a script of a newer Python cannot even be parsed by this one
    if "os._exit" in case.script:
        return False  # the counts are written when the interpreter ends
    if case.expectation == "same_as_python":
        return True
    return case.edited is not None and count_statements(case.script) == count_statements(case.edited)


_COUNTABLE = [case for case in all_cases() if _is_countable(case)]


def test_instrumenting_counts_each_statement() -> None:
    source = '"""Doc."""\nfrom __future__ import annotations\nif x:\n    y = 1\nelif z:\n    pass\n'

    assert count_statements(source) == 3
    assert "elif" in instrument(source)


def test_most_of_the_table_is_counted() -> None:
    assert len(_COUNTABLE) > 150


@pytest.mark.parametrize("case", _COUNTABLE, ids=lambda case: f"{case.section}/{case.id}")
def test_every_statement_runs_as_often_as_under_python(case: Case, sessions: Sessions) -> None:
    reason = case.reason_to_skip()
    if reason is not None:
        pytest.skip(reason)
    counted = _counted(case)
    truth = sessions.plain(counted) if case.edited is None else sessions.edited(counted)

    outcome = sessions.kogine(counted)

    assert outcome.files.get(RECORD) == truth.files[RECORD], outcome.stderr.decode()
    assert outcome.stdout == truth.stdout


def _counted(case: Case) -> Case:
    assert case.script is not None
    edited = None if case.edited is None else instrument(case.edited)
    return replace(case, id=f"{case.id}-counted", script=instrument(case.script), edited=edited)
