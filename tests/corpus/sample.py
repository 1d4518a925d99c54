"""The few light scripts and pairs of the corpus that CI runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from .folders import HERE
from .lock import Lock
from .selection import Selected
from .trial import Bench, try_python

if TYPE_CHECKING:
    from .comparison import Case
    from .editor import Change
    from .sdists import Candidate

Item = TypeVar("Item")
SAMPLE = HERE / "sample.json"
LIGHT = "requirements-sample.txt"
SCRIPTS = 12
PAIRS = 12
LIMIT_S = 1.5


def choose_sample(bench: Bench, cases: list[Case], version: str) -> Lock:
    """Take evenly spaced scripts and pairs among those that are quick with light libraries.

    Light means that plain python ends well within LIMIT_S seconds in an
    environment of pure Python libraries. A script that has a pair is taken with it,
    so one list of scripts serves both; the first pair of each is enough.
    """
    quick = [case for case in cases if _is_quick(bench, *case)]
    paired = {script.path: change for script, change in reversed(quick) if change is not None}
    scripts = [script for script, change in quick if change is None]
    chosen = _spread([s for s in scripts if s.path in paired], PAIRS)
    chosen += _spread([s for s in scripts if s.path not in paired], max(0, SCRIPTS - len(chosen)))
    return Lock(
        python=version,
        scripts=tuple(
            Selected(
                path=script.path,
                sha256=script.sha256,
                pairs=(paired[script.path],) if script.path in paired else (),
            )
            for script in chosen
        ),
        excluded=(),
    )


def _is_quick(bench: Bench, script: Candidate, change: Change | None) -> bool:
    outcome = try_python(bench, script, change, repeat=0)
    is_ended = outcome.exit_code == 0 or (change is not None and outcome.exit_code is not None)
    return is_ended and outcome.seconds <= LIMIT_S


def _spread(items: list[Item], count: int) -> list[Item]:
    count = min(count, len(items))
    return [items[i * len(items) // count] for i in range(count)]
