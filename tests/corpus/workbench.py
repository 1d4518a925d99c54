"""The bench as the command line asks for it, and what lies on it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .environment import build_environment, install_engine
from .folders import HERE, cache_folder
from .ledger import Ledger
from .sdists import Candidate, read_candidate, read_sdists, sdist_of, unpack_sdists
from .trial import Bench

if TYPE_CHECKING:
    import argparse

    from .comparison import Case
    from .lock import Lock
    from .selection import Selected

LOCK = HERE / "lock.json"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what every command takes that works with the corpus."""
    parser.add_argument("-j", "--jobs", type=int, default=1, help="scripts at a time")
    parser.add_argument("--python", type=Path, help="interpreter to build on")
    parser.add_argument("--only", default="", help="only paths with this text in them")


def open_bench(
    options: argparse.Namespace,
    *,
    requirements: str = "requirements.txt",
    with_engine: bool = False,
) -> Bench:
    """Build what is missing: interpreter, libraries, sources, and the engine if asked."""
    cache = cache_folder()
    environment = build_environment(cache, python=options.python, requirements=requirements)
    sources = unpack_sdists(read_sdists(), python=environment.python, cache=cache)
    engine = install_engine(environment) if with_engine else ""
    ledger = Ledger(cache / f"ledger-{environment.key}-{environment.hook.name}.jsonl")
    return Bench(environment=environment, sources=sources, ledger=ledger, engine=engine)


def list_cases(lock: Lock, bench: Bench, only: str) -> list[Case]:
    """List each script of a lock, followed by its pairs.

    Raises:
        ValueError: A script is not the one that was selected.
    """
    cases: list[Case] = []
    sdists = read_sdists()
    for script in lock.scripts:
        if only in script.path:
            found = read_candidate(script.path, sdist_of(script.path, sdists), bench.sources)
            check_unchanged(script, found)
            cases += [(found, None), *((found, pair) for pair in script.pairs)]
    return cases


def check_unchanged(script: Selected, found: Candidate) -> None:
    """Raise ValueError where an unpacked script has another digest than its lock."""
    if script.sha256 != found.sha256:
        raise ValueError(f"{script.path}: sha256 is {found.sha256}, selected {script.sha256}")


class Progress:
    """A counter on stderr."""

    def __init__(self, total: int) -> None:
        """Start at none of `total`."""
        self._total = total
        self._done = 0

    def __call__(self, line: str) -> None:
        """Count one more and show its line."""
        self._done += 1
        print(f"[{self._done}/{self._total}] {line}", file=sys.stderr, flush=True)
