"""The table against plain python: what a case states of values and lines is what a run of its script binds.

So a mistaken expectation cannot pass, whatever our readers say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .shown import exact
from .truth import run_traced

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .table import Case


def test_the_values_of_the_table_are_those_of_a_run(case: Case, write_case: Callable[[Case], Path]) -> None:
    reason = case.reason_not_to_run()
    if reason is not None:
        pytest.skip(reason)
    declared = [one for one in case.parameters if one.is_overridable and one.kind in ("global", "member")]
    paths = [one for one in case.parameters if one.kind == "path"]

    truth = run_traced(write_case(case), [one.name for one in paths])

    for one in declared:
        found = truth.values.get((one.name, one.lines[0]))
        assert (found is None) is (one.name in case.unreached), f"{one.name} was bound on no such line"
        if one.is_static and found is not None:
            assert exact(one.value) in found, one.name
    for one in paths:
        assert one.name in truth.paths, f"{one.name} reaches nothing"
        if one.is_static:
            assert exact(one.value) == truth.paths[one.name], one.name


def test_the_table_names_all_that_a_run_binds(case: Case, write_case: Callable[[Case], Path]) -> None:
    reason = case.reason_not_to_run()
    if reason is not None:
        pytest.skip(reason)

    truth = run_traced(write_case(case), [])

    public = {name for name in truth.names if "_" not in {part[0] for part in name.split(".")}}
    assert public <= {one.name for one in case.parameters}
