"""The public scripts that facts are judged on: those of the corpus, and more that have options."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.corpus.lock import read_lock
from tests.corpus.sdists import read_candidate, read_sdists, unpack_sdists
from tests.corpus.workbench import LOCK, list_cases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.corpus.sdists import Candidate, Sdist
    from tests.corpus.trial import Bench

MORE = Path(__file__).resolve().parent / "sdists.json"
HAS_OPTIONS = re.compile(rb"\.add_argument\(|@click\.option|@app\.command|typer\.run\(|DEFINE_")


def list_scripts(bench: Bench, only: str) -> list[Candidate]:
    """List all scripts whose path has a text in it: those that run, then others that have options.

    The corpus takes few files of each sdist. Of the others, and of a few sdists more, those with options are
    added: they mostly want arguments, and plain python ends them with an error, but sees the options before.
    """
    more = read_sdists(MORE)
    unpack_sdists(more, python=bench.environment.python, cache=bench.environment.cache)
    chosen = list_running(bench, only)
    known = {script.path for script in chosen}
    found = [script for sdist in (*read_sdists(), *more) for script in _with_options(sdist, bench)]
    return chosen + [script for script in found if only in script.path and script.path not in known]


def list_running(bench: Bench, only: str) -> list[Candidate]:
    """List the scripts of the corpus: python runs them to the end without arguments."""
    return [script for script, change in list_cases(read_lock(LOCK), bench, only) if change is None]


def _with_options(sdist: Sdist, bench: Bench) -> Iterator[Candidate]:
    for folder in sdist.folders:
        for path in sorted((bench.sources / sdist.root / folder).rglob("*.py")):
            if HAS_OPTIONS.search(path.read_bytes()):
                name = path.relative_to(bench.sources).as_posix()
                yield read_candidate(name, sdist, bench.sources)
