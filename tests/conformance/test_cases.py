"""Every case of the table, run through the installed command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .judge import judge
from .table import Case, all_cases

if TYPE_CHECKING:
    from .session import Sessions


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: f"{case.section}/{case.id}")
def test_kogine_does_what_the_table_says(case: Case, sessions: Sessions) -> None:
    reason = case.reason_to_skip()
    if reason is not None:
        pytest.skip(reason)
    run = sessions.kogine if case.host is None else sessions.host

    complaints = judge(case, sessions, run(case))
    assert not complaints, "\n".join(complaints)

    if case.twice and not case.is_failing:
        complaints = judge(case, sessions, run(case))
        assert not complaints, "\n".join(["the second run, from the compile cache:", *complaints])
