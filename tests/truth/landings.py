"""Real runs of `kogine run --set` on a sample: what facts list lands, and what they refuse is refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tests.corpus.editor import Change
from tests.corpus.trial import try_kogine, try_python

from .agreement import RUN_LANDS, RUN_REFUSES
from .tally import Tallies
from .verdict import SHOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kohakuengine_tooling import Parameter, ScriptFacts
    from tests.corpus.sdists import Candidate
    from tests.corpus.trial import Bench

QUICK_S = 4.0


def try_landings(
    bench: Bench,
    scripts: Sequence[Candidate],
    read: Callable[[str], ScriptFacts],
    *,
    count: int,
    jobs: int,
) -> Tallies:
    """Run some scripts with each of a few names set.

    A literal global is set to the value that facts say it has: the run must be python's own. A run whose
    override lands nowhere ends with exit code 2.

    Args:
        bench: With the engine on it.
        scripts: Of which `count` are taken, evenly spaced; none that python ends slowly or with an error.
        read: Gives the facts of a script.
        count: How many scripts.
        jobs: How many at a time.
    """
    tallies = Tallies()
    if not count:
        return tallies
    tried = scripts[:: max(1, len(scripts) // count)]
    facts = [read(str(bench.sources / script.path)) for script in tried]
    with ThreadPoolExecutor(jobs) as pool:
        for found in pool.map(lambda one, said: _try(bench, one, said), tried, facts):
            tallies.add(found)
    return tallies


def _try(bench: Bench, script: Candidate, facts: ScriptFacts) -> Tallies:
    tallies = Tallies()
    plain = try_python(bench, script, None, repeat=0)
    if plain.exit_code != 0 or plain.seconds > QUICK_S:
        return tallies
    for parameter in _settable(facts)[:2]:
        outcome = try_kogine(bench, script, _change(parameter, parameter.value), repeat=0)
        wrong = _last_line(outcome.stderr) if outcome.exit_code != 0 else None
        if wrong is None and outcome.stdout_sha256 != plain.stdout_sha256:
            wrong = "stdout is not that of python"
        _count(tallies, RUN_LANDS, script, parameter, wrong)
    for parameter in [one for one in facts.parameters if not one.is_overridable][:2]:
        outcome = try_kogine(bench, script, _change(parameter, 1), repeat=0)
        is_right = outcome.exit_code == 2 and (parameter.reason or "") in outcome.stderr
        wrong = None if is_right else f"exit code {outcome.exit_code}, {_last_line(outcome.stderr)}"
        _count(tallies, RUN_REFUSES, script, parameter, wrong)
    return tallies


def _settable(facts: ScriptFacts) -> list[Parameter]:
    """Return globals whose one value is written out, the last first: likelier to stand in a branch."""
    return [
        one
        for one in reversed(facts.parameters)
        if one.is_overridable and one.kind == "global" and len(one.lines) == 1
        if isinstance(one.value, (int, float, str)) and "\0" not in str(one.value)
    ]


def _change(parameter: Parameter, value: object) -> Change:
    return Change(name=parameter.name, text=repr(value), lines=parameter.lines)


def _count(tallies: Tallies, figure: str, script: Candidate, parameter: Parameter, wrong: str | None) -> None:
    tallies.count(figure, wrong and f"{script.path}:{parameter.line} {parameter.name}: {wrong}")


def _last_line(stderr: str) -> str:
    lines = [line for line in stderr.splitlines() if line.strip()] or ["nothing on stderr"]
    ours = [line for line in lines if line.startswith("kogine: error")]
    return f"{(ours or lines)[-1]:.{SHOWN * 2}}"
