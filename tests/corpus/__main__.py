"""Measure fidelity: `python -m tests.corpus select | run | report | sample`."""

from __future__ import annotations

import argparse
import platform
import sys
from typing import TYPE_CHECKING

from .comparison import Comparison, compare_all
from .lock import Lock, read_lock, write_lock
from .report import REQUIRED_PERCENT, format_comparisons, format_selection, percentage
from .sample import LIGHT, SAMPLE, choose_sample
from .sdists import list_candidates, read_sdists
from .selection import Excluded, Selected, select
from .workbench import LOCK, Progress, add_options, list_cases, open_bench

if TYPE_CHECKING:
    from .trial import Bench


def main() -> int:
    """Do what the command line says and return the exit code."""
    options = parse_options()
    return int(options.act(options))


def parse_options() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, act in (
        ("select", act_select),
        ("run", act_run),
        ("report", act_report),
        ("sample", act_sample),
    ):
        command = commands.add_parser(name, help=act.__doc__)
        command.set_defaults(act=act)
        add_options(command)
    return parser.parse_args()


def act_select(options: argparse.Namespace) -> int:
    """Choose scripts and pairs with plain python alone, and write lock.json."""
    bench = open_bench(options)
    found = [c for s in read_sdists() for c in list_candidates(s, bench.sources)]
    candidates = [c for c in found if options.only in c.path]
    verdicts = select(bench, candidates, jobs=options.jobs, progress=Progress(len(candidates)))
    lock = Lock(
        python=version_of(bench),
        scripts=tuple(v for v in verdicts if isinstance(v, Selected)),
        excluded=tuple(v for v in verdicts if isinstance(v, Excluded)),
    )
    if not options.only:
        write_lock(LOCK, lock)
    print(format_selection(lock))
    return 0


def act_run(options: argparse.Namespace) -> int:
    """Compare kogine with python on everything in lock.json."""
    bench = open_bench(options, with_engine=True)
    cases = list_cases(read_lock(LOCK), bench, options.only)
    progress = Progress(len(cases))
    return show(compare_all(bench, cases, jobs=options.jobs, progress=progress))


def act_report(options: argparse.Namespace) -> int:
    """Print what was selected."""
    print(format_selection(read_lock(LOCK)))
    return 0


def act_sample(options: argparse.Namespace) -> int:
    """Choose the few light scripts and pairs that run in CI, and write sample.json."""
    bench = open_bench(options, requirements=LIGHT)
    lock = read_lock(LOCK)
    cases = [case for case in list_cases(lock, bench, "") if case[0].sdist.is_light]
    sample = choose_sample(bench, cases, lock.python)
    write_lock(SAMPLE, sample)
    print(format_selection(sample))
    return 0


def show(comparisons: list[Comparison]) -> int:
    """Print the table; the exit code is 1 where either percentage is too low."""
    print(format_comparisons(comparisons))
    scripts = [c for c in comparisons if c.change is None]
    pairs = [c for c in comparisons if c.change is not None]
    is_enough = min(percentage(scripts), percentage(pairs)) >= REQUIRED_PERCENT
    return 0 if is_enough else 1


def version_of(bench: Bench) -> str:
    """Return the version of the environment's python."""
    lines = (bench.environment.folder / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    values = dict(line.split(" = ", 1) for line in lines if " = " in line)
    return values.get("version", platform.python_version())


if __name__ == "__main__":
    sys.exit(main())
