"""Plant every mutant of the table and say which test noticed it; end with 1 where one survived.

python -m tests.mutants                   all of them (some minutes)
python -m tests.mutants proof-off cache   those whose ids begin so
python -m tests.mutants --list            what they take away
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from .hunt import hunt
from .mutant import Mutant, MutantError, load_mutants
from .overlay import Overlay


def main(words: list[str] | None = None) -> int:
    """Hunt the mutants asked for.

    Returns:
        1 where one survived, 2 where one could not be planted, else 0.
    """
    options = _options(words)
    wanted = [mutant for mutant in load_mutants() if _is_wanted(mutant, options.ids)]
    if options.list:
        for mutant in wanted:
            print(f"{mutant.id:<40} {mutant.protects}")
        return 0
    with tempfile.TemporaryDirectory(prefix="kohakuengine-mutants.") as folder:
        overlay = Overlay(Path(folder))
        outcomes = [_hunt(mutant, overlay) for mutant in wanted]
    return _sum_up(outcomes)


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutants", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("ids", nargs="*", help="beginnings of ids; all mutants without")
    parser.add_argument("--list", action="store_true", help="only say what the mutants take away")
    return parser.parse_args(words)


def _is_wanted(mutant: Mutant, ids: list[str]) -> bool:
    return not ids or mutant.id.startswith(tuple(ids))


def _hunt(mutant: Mutant, overlay: Overlay) -> str:
    """Hunt one mutant, print what became of it, and return that as one word."""
    started = time.monotonic()
    try:
        by = hunt(mutant, overlay).by
    except MutantError as error:
        print(f"cannot be planted: {error}", flush=True)
        return "error"
    word = "survived" if by is None else "killed"
    detail = mutant.protects if by is None else f"by {by}"
    print(f"{word:<9} {mutant.id:<40} {time.monotonic() - started:>4.0f} s  {detail}", flush=True)
    return word


def _sum_up(outcomes: list[str]) -> int:
    print(f"{outcomes.count('killed')} of {len(outcomes)} killed")
    if "error" in outcomes:
        return 2
    return 1 if "survived" in outcomes else 0


if __name__ == "__main__":
    sys.exit(main())
