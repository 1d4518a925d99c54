"""The few light scripts and pairs of the corpus that CI runs."""

from __future__ import annotations

import ast
from itertools import chain, zip_longest
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
PAIRS = 12
SCRIPTS_ALONE = 4
LIMIT_S = 1.5


def choose_sample(bench: Bench, cases: list[Case], version: str) -> Lock:
    """Take scripts and pairs among those that are quick with light libraries.

    Light means that plain python ends within LIMIT_S seconds in an environment of
    pure Python libraries. PAIRS pairs are taken by turns from the types of value,
    evenly spaced within a type; each script of theirs runs without them too, and so do
    SCRIPTS_ALONE scripts that have no pair.
    """
    quick = [case for case in cases if _is_quick(bench, *case)]
    pairs = _choose_pairs([(s, change) for s, change in quick if change is not None])
    has_pair = {script.path for script, change in cases if change is not None}
    alone = _spread([s for s, _ in quick if s.path not in has_pair], SCRIPTS_ALONE)
    scripts = {script.path: script for script in (*(s for s, _ in pairs), *alone)}
    return Lock(
        python=version,
        scripts=tuple(_select(script, pairs) for _, script in sorted(scripts.items())),
        excluded=(),
    )


def _is_quick(bench: Bench, script: Candidate, change: Change | None) -> bool:
    outcome = try_python(bench, script, change, repeat=0)
    is_ended = outcome.exit_code == 0 or (change is not None and outcome.exit_code is not None)
    return is_ended and outcome.seconds <= LIMIT_S


def _choose_pairs(pairs: list[tuple[Candidate, Change]]) -> list[tuple[Candidate, Change]]:
    by_type: dict[type, list[tuple[Candidate, Change]]] = {}
    for pair in pairs:
        by_type.setdefault(type(ast.literal_eval(pair[1].text)), []).append(pair)
    turns = zip_longest(*(_spread(group, PAIRS) for group in by_type.values()))
    return [pair for pair in chain.from_iterable(turns) if pair is not None][:PAIRS]


def _select(script: Candidate, pairs: list[tuple[Candidate, Change]]) -> Selected:
    own = tuple(change for other, change in pairs if other.path == script.path)
    return Selected(path=script.path, sha256=script.sha256, pairs=own)


def _spread(items: list[Item], count: int) -> list[Item]:
    count = min(count, len(items))
    return [items[i * len(items) // count] for i in range(count)]
