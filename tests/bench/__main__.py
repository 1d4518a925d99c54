"""Print what `kogine` costs in CPU, as ratios to plain python; end with 1 where a limit is missed.

python -m tests.bench                   one run; 15 pairs each, from wheels in a venv made for it
python -m tests.bench inspect           looking at scripts, over a bare start of python
python -m tests.bench facts             reading what scripts say, over ast.parse of the same files
python -m tests.bench editing           a keystroke in a large script, in ms
python -m tests.bench editor            the language server, as an editor waits for it, in ms
python -m tests.bench flows             many runs, over what a user would type; memory, and listing the store
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

from . import editing_rows, editor_rows, facts_rows
from .flow_memory import MAX_GROWTH, MAX_LIST_S, list_s, peak_kib
from .flow_rows import PACKAGES, flow_rows_of
from .flow_scripts import write_flow_scripts
from .inspect_rows import inspect_rows_of, write_inspect_scripts
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
        if options.python:
            place = place_of(options.python, folder / "work")
        else:
            place = build_place(folder, has_tooling=options.what in ("inspect", "facts", "editing", "editor"))
        if options.what == "flows":
            return 1 if _measure_flows(place, options) else 0
        if options.what == "inspect":
            return 1 if _measure_inspect(place, options) else 0
        if options.what == "facts":
            return 1 if _measure_facts(place, options) else 0
        if options.what == "editing":
            return 1 if _measure_editing(place, options) else 0
        if options.what == "editor":
            return 1 if _measure_editor(place) else 0
        write_scripts(place.folder)
        _introduce(place, options.pairs)
        missed = _show(rows_of(place), place, options.pairs)
        if not options.no_peer:
            _show_peer(folder / "peer", options.pairs)
    return 1 if missed else 0


def _measure_flows(place: Place, options: argparse.Namespace) -> bool:
    """Time flows; return whether a limit is missed."""
    write_flow_scripts(place.folder)
    print(f"CPU (user and system) over what a user would type, medians of {options.pairs} alternating pairs")
    print(f"Python {platform.python_version()} on {platform.system()}, {place.kogine}\n")
    print(heading(), flush=True)
    rows = flow_rows_of(place)
    for packages in PACKAGES.values() if options.with_packages else ():
        install(place.python, *packages)
    wanted = [row for row in rows if options.with_packages or row.times == 1]
    missed = bool(_show(wanted, place, options.pairs))
    few, many = peak_kib(place, 100), peak_kib(place, 10_000)
    growth = many / few
    print(f"peak memory of 10,000 runs over 100: {growth:.2f} ({many} over {few} KiB; at most {MAX_GROWTH})")
    took_s = list_s(place, 5)
    print(f"kogine runs list on that store: {took_s:.2f} s (under {MAX_LIST_S})")
    return missed or growth > MAX_GROWTH or took_s >= MAX_LIST_S


def _measure_inspect(place: Place, options: argparse.Namespace) -> bool:
    """Time `kogine inspect`; return whether a limit is missed."""
    write_inspect_scripts(place.folder)
    print(f"CPU (user and system) over 'python -c pass', medians of {options.pairs} alternating pairs")
    print(
        f"Scripts of 1,000 lines; Python {platform.python_version()} on {platform.system()}, {place.kogine}\n"
    )
    print(heading(), flush=True)
    return bool(_show(inspect_rows_of(place), place, options.pairs))


def _measure_facts(place: Place, options: argparse.Namespace) -> bool:
    """Time the reading of facts; return whether a limit is missed."""
    place.folder.mkdir(exist_ok=True)
    processes = min(options.pairs, 5)
    print(f"CPU over ast.parse, file by file in alternation, medians of {processes} processes")
    print(f"Python {platform.python_version()} on {platform.system()}, {place.python}\n")
    print(f"{'':<40} {'limit':>6} {'aim':>6} {'ratio':>7}", flush=True)
    missed = False
    for row in facts_rows.ROWS:
        figure = facts_rows.measure(row, place, processes=processes, files=options.files)
        print(facts_rows.line(row, figure), flush=True)
        missed = missed or figure.ratio > row.limit
    return missed


def _measure_editing(place: Place, options: argparse.Namespace) -> bool:
    """Time keystrokes; return whether a limit is missed."""
    place.folder.mkdir(exist_ok=True)
    processes = min(options.pairs, 5)
    print(f"CPU of a keystroke and of listing all names, in ms, medians of {processes} processes")
    print(f"Python {platform.python_version()} on {platform.system()}, {place.python}\n")
    print(f"{'':<40} {'limit':>6} {'p50':>7} {'p95':>7}", flush=True)
    missed = False
    for row in editing_rows.ROWS:
        half_ms, most_ms = editing_rows.measure(row, place, processes=processes)
        print(editing_rows.line(row, half_ms, most_ms), flush=True)
        missed = missed or editing_rows.is_missed(row, half_ms)
    return missed


def _measure_editor(place: Place) -> bool:
    """Time the language server; return whether a limit is missed."""
    print("What an editor waits for, through the protocol over stdio, and the CPU of the server for it")
    print(f"Python {platform.python_version()} on {platform.system()}, {place.python}\n")
    print(editor_rows.heading(), flush=True)
    missed = False
    for row in editor_rows.measure(place):
        print(editor_rows.line(row), flush=True)
        missed = missed or row.is_missed
    return missed


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument(
        "what",
        nargs="?",
        choices=("run", "flows", "inspect", "facts", "editing", "editor"),
        default="run",
        help="what is timed",
    )
    parser.add_argument(
        "--pairs", type=int, default=15, help="timed starts of each command (15 or more count)"
    )
    parser.add_argument(
        "--python", type=Path, help="interpreter of an environment to time, instead of a new one"
    )
    parser.add_argument(
        "--files", type=int, default=facts_rows.FILES, help="facts: how many files of the library count"
    )
    parser.add_argument("--no-peer", action="store_true", help="do not install and time the peer")
    parser.add_argument(
        "--with-packages", action="store_true", help="flows: also of scripts that import numpy ... and torch"
    )
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
        figure = compare(row, place, pairs=pairs)
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
