"""Measure fidelity: `python -m tests.corpus select | run | report | sample`."""

from __future__ import annotations

import argparse
import platform
import sys
from pathlib import Path

from .comparison import Case, Comparison, compare_all
from .environment import build_environment, install_engine
from .folders import HERE, cache_folder
from .ledger import Ledger
from .lock import Lock, read_lock, write_lock
from .report import REQUIRED_PERCENT, format_comparisons, format_selection, percentage
from .sample import LIGHT, SAMPLE, choose_sample
from .sdists import Candidate, list_candidates, read_candidate, read_sdists, sdist_of, unpack_sdists
from .selection import Excluded, Selected, select
from .trial import Bench

LOCK = HERE / "lock.json"


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
        command.add_argument("-j", "--jobs", type=int, default=1, help="scripts at a time")
        command.add_argument("--python", type=Path, help="interpreter to build on")
        command.add_argument("--only", default="", help="only paths with this text in them")
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


if __name__ == "__main__":
    sys.exit(main())
