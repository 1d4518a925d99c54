"""The public scripts that facts are judged on: those of the corpus, and more that have options."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.corpus.lock import read_lock
from tests.corpus.sdists import read_candidate, read_sdists
from tests.corpus.workbench import LOCK, list_cases

if TYPE_CHECKING:
    from tests.corpus.sdists import Candidate
    from tests.corpus.trial import Bench

HAS_OPTIONS = re.compile(rb"\.add_argument\(|@click\.option|@app\.command|typer\.run\(|DEFINE_")


def list_scripts(bench: Bench, only: str) -> list[Candidate]:
    """List the scripts whose path has a text in it, in order.

    The corpus takes few files of each sdist. Of the others those that declare options are added: they mostly
    want arguments, so plain python ends them with an error, but not before it has seen the options.
    """
    chosen = [script for script, change in list_cases(read_lock(LOCK), bench, only) if change is None]
    known = {script.path for script in chosen}
    more = (script for script in _with_options(bench) if script.path not in known)
    return chosen + [script for script in more if only in script.path]


def _with_options(bench: Bench) -> list[Candidate]:
    found = []
    for sdist in read_sdists():
        for folder in sdist.folders:
            for path in sorted((bench.sources / sdist.root / folder).rglob("*.py")):
                if HAS_OPTIONS.search(path.read_bytes()):
                    name = path.relative_to(bench.sources).as_posix()
                    found.append(read_candidate(name, sdist, bench.sources))
    return found
