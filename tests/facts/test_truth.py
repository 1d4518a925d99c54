"""The table against plain python: what a case states of values, lines and options is what a run of it binds.

So a mistaken expectation cannot pass, whatever our readers say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from .declared_options import Declared, noted_options
from .shown import exact
from .truth import Truth, run_traced

if TYPE_CHECKING:
    from pathlib import Path

    from kohakuengine_tooling import Option

    from .table import Case

NOTED = ("argparse", "click", "absl")
"""Libraries whose options can be asked for after a run."""


@dataclass(frozen=True, slots=True)
class Run:
    """One traced run of a case's script, and the options that it declared."""

    truth: Truth
    options: list[Declared]


@pytest.fixture(scope="session")
def runs() -> dict[str, Run]:
    """The runs so far, by the cases' names: each script runs once."""
    return {}


@pytest.fixture
def run(case: Case, runs: dict[str, Run], tmp_path: Path) -> Run:
    """The run of a case's script."""
    reason = case.reason_not_to_run()
    if reason is not None:
        pytest.skip(reason)
    if case.id not in runs:
        path = tmp_path / "script.py"
        path.write_bytes(case.source)
        with noted_options() as options:
            truth = run_traced(path, [one.name for one in case.parameters if one.kind == "path"])
        runs[case.id] = Run(truth, options)
    return runs[case.id]


def test_the_values_of_the_table_are_those_of_a_run(case: Case, run: Run) -> None:
    for one in case.parameters:
        if not one.is_overridable or one.kind not in ("global", "member"):
            continue
        found = run.truth.values.get((one.name, one.lines[0]))
        assert (found is None) is (one.name in case.unreached), f"{one.name} was bound on no such line"
        if one.is_static and found is not None:
            assert exact(one.value) in found, one.name


def test_the_paths_of_the_table_reach_what_a_run_holds(case: Case, run: Run) -> None:
    for one in case.parameters:
        if one.kind == "path":
            assert one.name in run.truth.paths, f"{one.name} reaches nothing"
            assert not one.is_static or exact(one.value) == run.truth.paths[one.name], one.name


def test_the_table_names_all_that_a_run_binds(case: Case, run: Run) -> None:
    public = {name for name in run.truth.names if "_" not in {part[0] for part in name.split(".")}}
    assert public <= {one.name for one in case.parameters}


def test_the_options_of_the_table_are_those_of_a_run(case: Case, run: Run) -> None:
    stated = [one for one in case.options if one.library in NOTED]
    for one in stated:
        alike = [other for other in run.options if _is_alike(one, other)]
        assert alike, f"{one.name}: {[each for each in run.options if each.name == one.name]}"


def _is_alike(option: Option, declared: Declared) -> bool:
    flags = {part for flag in option.flags for part in _parts(flag)}
    names = option.name == declared.name and option.library == declared.library and flags <= declared.flags
    says = (option.help or "") in (declared.help or "") and option.choices in (None, declared.choices)
    says = says and declared.is_required in (None, option.is_required)
    return names and says and (option.value is None or exact(option.value) == exact(declared.default))


def _parts(flag: str) -> list[str]:
    """Return what can be typed of a flag as it is shown: `--on/--off`, `/-S`, `/debug;/no-debug`."""
    is_slashed = flag.startswith("/") and flag[1:2] != "-"
    return [part.strip() for part in flag.split(";" if is_slashed else "/") if part.strip()]
