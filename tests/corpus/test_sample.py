"""`kogine run` equals python on a few public scripts, from wheels of this checkout.

The whole corpus is measured by `python -m tests.corpus run`.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from .environment import build_environment, install_engine
from .folders import cache_folder
from .ledger import Ledger
from .lock import read_lock
from .sample import LIGHT, SAMPLE
from .sdists import Candidate, read_candidate, read_sdists, sdist_of, unpack_sdists
from .trial import Bench, Outcome, try_kogine, try_python

if TYPE_CHECKING:
    from .editor import Change
    from .selection import Selected

SELECTED = read_lock(SAMPLE).scripts
PAIRS = [(script, pair) for script in SELECTED for pair in script.pairs]
SDISTS = read_sdists()


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Build the small environment; nothing measured before counts, no compile cache is warm."""
    cache = cache_folder()
    environment = build_environment(cache, requirements=LIGHT)
    used = {sdist_of(script.path, SDISTS).name for script in SELECTED}
    wanted = [sdist for sdist in SDISTS if sdist.name in used]
    sources = unpack_sdists(wanted, python=environment.python, cache=cache)
    engine = install_engine(environment)
    own = tmp_path_factory.mktemp("corpus")
    return Bench(
        environment=dataclasses.replace(environment, cache=own),
        sources=sources,
        ledger=Ledger(own / "ledger.jsonl"),
        engine=engine,
    )


def find(bench: Bench, selected: Selected) -> Candidate:
    """Find a selected script among the unpacked sources, and check that it is the same."""
    found = read_candidate(selected.path, sdist_of(selected.path, SDISTS), bench.sources)
    assert found.sha256 == selected.sha256
    return found


def assert_equal(expected: Outcome, actual: Outcome) -> None:
    """Compare what the user sees, the readable part first."""
    assert actual.exit_code == expected.exit_code, actual.stderr
    assert actual.stdout == expected.stdout
    assert actual.compared == expected.compared


def test_the_sample_is_large_enough() -> None:
    assert len(SELECTED) >= 12
    assert len(PAIRS) >= 12


@pytest.mark.parametrize("selected", SELECTED, ids=lambda s: s.path)
def test_a_script_runs_as_under_python(bench: Bench, selected: Selected) -> None:
    script = find(bench, selected)
    expected = try_python(bench, script, None, repeat=0)

    first = try_kogine(bench, script, None, repeat=0)
    from_the_cache = try_kogine(bench, script, None, repeat=1)

    assert_equal(expected, first)
    assert_equal(expected, from_the_cache)


@pytest.mark.parametrize(
    ("selected", "change"), PAIRS, ids=[f"{s.path}-{p.name}={p.text[:20]}" for s, p in PAIRS]
)
def test_an_override_equals_the_edited_source(bench: Bench, selected: Selected, change: Change) -> None:
    script = find(bench, selected)
    edited = try_python(bench, script, change, repeat=0)
    assert edited.compared != try_python(bench, script, None, repeat=0).compared

    first = try_kogine(bench, script, change, repeat=0)
    from_the_cache = try_kogine(bench, script, change, repeat=1)

    assert_equal(edited, first)
    assert_equal(edited, from_the_cache)
