"""Print what `kogine run` costs in CPU, as ratios to plain python; end with 1 where a limit is missed.

python -m tests.bench                   15 pairs each, from wheels in a venv made for it
python -m tests.bench --pairs 31        more of them
python -m tests.bench --python PATH     of an environment that has the distributions installed
python -m tests.bench --no-peer         without the other engine of the field
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from pathlib import Path

from .place import Place, PlaceError, build_place, install, new_venv, place_of
from .rows import Row, rows_of, rows_of_peer
from .scripts import write_scripts
from .share import execution_share
from .table import heading, line, verdict
from .timing import StartError, compare

MAX_SHARE = 0.05
PEER = "kohaku-engine"


def main(words: list[str] | None = None) -> int:
    """Run the benchmark.

    Returns:
        1 where a limit is missed, 2 where nothing could be timed, else 0.
    """
    options = _options(words)
    try:
        return _measure(options)
    except (PlaceError, StartError) as error:
        print(error, file=sys.stderr)
        return 2


def _measure(options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="kohakuengine-bench.") as name:
        folder = Path(name)
        place = place_of(options.python, folder / "work") if options.python else build_place(folder)
        write_scripts(place.folder)
        _introduce(place, options.pairs)
        missed = _show(rows_of(place), place, options.pairs)
        if not options.no_peer:
            _show_peer(folder / "peer", options.pairs)
    return 1 if missed else 0


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument(
        "--pairs", type=int, default=15, help="timed starts of each command (15 or more count)"
    )
    parser.add_argument(
        "--python", type=Path, help="interpreter of an environment to time, instead of a new one"
    )
    parser.add_argument("--no-peer", action="store_true", help="do not install and time the peer")
    return parser.parse_args(words)


def _introduce(place: Place, pairs: int) -> None:
    print(f"CPU (user and system) over plain python, medians of {pairs} alternating pairs")
    print(f"Python {platform.python_version()} on {platform.system()}, {place.kogine}")
    share = execution_share(place)
    print(f"Running the 10,000 lines takes {share:.1%} of compiling them (at most {MAX_SHARE:.0%})\n")
    if share > MAX_SHARE:
        raise SystemExit("the long script computes too much for these figures to mean anything")
    print(heading(), flush=True)


def _show(rows: list[Row], place: Place, pairs: int) -> list[Row]:
    """Time rows and print them as they come; return those that miss their limit."""
    missed = []
    for row in rows:
        figure = compare(row.base, row.ours, place, pairs=pairs, is_first_start=row.is_first_start)
        print(line(row, figure), flush=True)
        if verdict(row, figure) == "miss":
            missed.append(row)
    return missed


def _show_peer(folder: Path, pairs: int) -> None:
    """Time the peer where it can be installed and run."""
    try:
        python = new_venv(folder / "venv")
        install(python, PEER)
        place = place_of(python, folder / "work")
        write_scripts(place.folder)
        _show(rows_of_peer(place), place, pairs)
    except (PlaceError, StartError) as error:
        print(f"peer: {PEER} cannot be timed here: {str(error).strip().splitlines()[-1]}")


if __name__ == "__main__":
    sys.exit(main())
