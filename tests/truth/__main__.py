"""Judge static facts on public scripts: `python -m tests.truth run | agree`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import kohakuengine_tooling
from tests.corpus.workbench import add_options, open_bench

from .agreement import agree
from .hard_cases import write_hard_cases
from .landings import try_landings
from .light_facts import read_light_facts
from .report import REQUIRED_AGREEMENT, REQUIRED_TRUTH, format_tallies, is_enough
from .scripts import list_running, list_scripts
from .tally import Tallies
from .tracing import Tracer, trace_all
from .verdict import judge

if TYPE_CHECKING:
    from collections.abc import Callable

    from kohakuengine_tooling import ScriptFacts

READERS: dict[str, Callable[[str], ScriptFacts]] = {
    "tooling": kohakuengine_tooling.read_script,
    "engine": read_light_facts,
}


def main() -> int:
    """Do what the command line says and return the exit code."""
    warnings.simplefilter("ignore")  # those of the scripts' sources
    options = parse_options()
    return int(options.act(options))


def parse_options() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.truth", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, act in (("run", act_run), ("agree", act_agree)):
        command = commands.add_parser(name, help=act.__doc__)
        command.set_defaults(act=act)
        add_options(command)
        command.add_argument(
            "--facts", choices=READERS, default="tooling", help="whose facts are judged (default: tooling)"
        )
    commands.choices["agree"].add_argument(
        "--sample", type=int, default=12, help="scripts that kogine really runs (default: 12)"
    )
    return parser.parse_args()


def act_run(options: argparse.Namespace) -> int:
    """Compare facts with what plain python did."""
    bench = open_bench(options)
    scripts = list_scripts(bench, options.only)
    traces = trace_all(Tracer(bench), scripts, jobs=options.jobs)
    total = Tallies()
    for script, trace in zip(scripts, traces, strict=True):
        path = bench.sources / script.path
        facts = READERS[options.facts](str(path))
        total.add(judge(script.path, path.read_bytes(), facts, trace))
    whole = sum(trace.exit_code == 0 for trace in traces)
    print(f"{len(scripts)} scripts, {whole} of them ended by python with exit code 0; facts: {options.facts}")
    print(format_tallies(total, REQUIRED_TRUTH))
    return 0 if is_enough(total, REQUIRED_TRUTH) else 1


def act_agree(options: argparse.Namespace) -> int:
    """Compare facts with what the engine does."""
    bench = open_bench(options, with_engine=options.sample > 0)
    read = READERS[options.facts]
    running = list_running(bench, options.only)
    public = [(script.path, bench.sources / script.path) for script in list_scripts(bench, options.only)]
    total = Tallies()
    with tempfile.TemporaryDirectory() as folder:
        hard = list(write_hard_cases(Path(folder), options.only))
        for name, path in (*public, *hard):
            total.add(agree(name, path, read(str(path))))
    total.add(try_landings(bench, running, read, count=options.sample, jobs=options.jobs))
    print(f"{len(public)} public scripts and {len(hard)} of conformance; facts: {options.facts}")
    print(format_tallies(total, REQUIRED_AGREEMENT))
    return 0 if is_enough(total, REQUIRED_AGREEMENT) else 1


if __name__ == "__main__":
    sys.exit(main())
