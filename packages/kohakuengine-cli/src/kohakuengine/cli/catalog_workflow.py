"""The rows of `kogine workflow ...` in the option table."""

from __future__ import annotations

from kohakuengine.cli.rows import Argument, Command, Option
from kohakuengine.flow.launchers import LAUNCHERS

__all__ = ["WORKFLOW_COMMANDS"]

_SCRIPTS = Argument(
    name="scripts",
    metavar="SCRIPT[:FUNC]",
    about="The scripts to run, and the function to call in each.",
    is_repeatable=True,
    completes="target",
)
_CONFIG = Option(
    name="config",
    flags=("-c", "--config"),
    metavar="CONFIG",
    about="Take values from this file; one that yields several configs makes a run of each.",
    completes="config",
)
_SETS = Option(
    name="sets",
    flags=("-s", "--set"),
    metavar="NAME=VALUE",
    about="Set one parameter in every run; repeatable. It wins over the config.",
    is_repeatable=True,
    completes="parameter",
)
_ENTRYPOINT = Option(
    name="entrypoint",
    flags=("-e", "--entrypoint"),
    metavar="NAME",
    about="Call this function instead of what the scripts themselves call.",
    completes="entrypoint",
)
_WORKERS = Option(
    name="workers",
    flags=("-w", "--workers"),
    metavar="N",
    about="How many runs go at once; one for each CPU by default.",
)
_RETRIES = Option(
    name="retries", flags=("--retries",), metavar="N", about="How many more attempts a run gets that fails."
)
_TIMEOUT = Option(
    name="timeout", flags=("--timeout",), metavar="SECONDS", about="End a run that takes longer."
)
_GPUS = Option(
    name="gpus",
    flags=("--gpus",),
    metavar="GPUS",
    about="Share GPUs out to the runs that go at once: auto, how many, or their ids (0,1).",
)
_GPUS_PER_RUN = Option(
    name="gpus_per_run", flags=("--gpus-per-run",), metavar="N", about="How many each run gets.", default="1"
)
_RESUME = Option(
    name="is_resumed",
    flags=("--resume",),
    about="Go on with the last time this was typed, even where that is complete.",
)
_FRESH = Option(
    name="is_fresh", flags=("--fresh",), about="Begin anew, even where the last time was not complete."
)
_STRICT = Option(
    name="is_strict",
    flags=("--strict",),
    about="Fail where only a warning or note would be printed, such as a value that only some scripts have.",
)
_DRY_RUN = Option(
    name="is_dry_run", flags=("--dry-run",), about="Check everything and print which runs there would be."
)
_FORMAT = Option(
    name="output_format",
    flags=("--format",),
    metavar="FORMAT",
    about="How to print what became of the runs: table, on stderr, or json, on stdout.",
    choices=("table", "json"),
    default="table",
    completes="choice",
)
_FOLLOW = Option(
    name="is_following",
    flags=("-f", "--follow"),
    about="Print what the runs write as it comes, whole lines with the number of the run.",
)


def _launcher(default: str) -> Option:
    return Option(
        name="launcher",
        flags=("--mode", "--launcher"),
        metavar="LAUNCHER",
        about="Where runs go: a fresh interpreter each (subprocess), forks of one that has imported what the "
        "script imports (fork, or pool: where that can be), or this process (inprocess).",
        choices=LAUNCHERS,
        default=default,
        completes="choice",
    )


def _on_error(default: str) -> Option:
    return Option(
        name="on_error",
        flags=("--on-error",),
        metavar="WHAT",
        about="After a run that fails: stop starting others, or continue.",
        choices=("stop", "continue"),
        default=default,
        completes="choice",
    )


_SHARED = (
    "Several scripts with one config: each takes what it has, and what it lacks is left out with a note. "
    "What none of them has is an error."
)
_RESUMING = (
    "The same line, typed again after it was interrupted or runs of it failed, runs only what is missing; "
    "after all of it is COMPLETED it begins anew. What became of each run is in the run store: see "
    "'kogine runs list'."
)
_CODES = (
    "Exit code: 0 when all runs completed; 1 when one did not; 2 when the line, the config or an override is "
    "wrong; 130 and 143 after SIGINT and SIGTERM."
)

_SEQUENTIAL = Command(
    path=("workflow", "sequential"),
    summary="Run scripts one after another, and every config of each",
    usage="SCRIPT... [-c CONFIG] [-s NAME=VALUE]... [--on-error stop|continue] [--dry-run]",
    target="kohakuengine.cli.workflow_line:sequential",
    details=(
        "What the runs write is passed on as it comes. A config is made when the run before it has ended.",
        _SHARED,
        _RESUMING,
        _CODES,
    ),
    arguments=(_SCRIPTS,),
    options=(
        _CONFIG,
        _SETS,
        _ENTRYPOINT,
        _launcher("subprocess"),
        _on_error("stop"),
        _RETRIES,
        _TIMEOUT,
        _GPUS,
        _GPUS_PER_RUN,
        _RESUME,
        _FRESH,
        _STRICT,
        _DRY_RUN,
        _FORMAT,
    ),
    examples=(
        ("kogine workflow sequential prepare.py train.py -c pipeline.py", "two scripts with one config"),
        ("kogine workflow sequential train.py -c sweep.py", "every config of a sweep, one after another"),
        ("kogine workflow sequential train.py -c sweep.py --dry-run", "which runs there would be"),
    ),
)

_PARALLEL = Command(
    path=("workflow", "parallel"),
    summary="Run scripts side by side, and every config of each",
    usage="SCRIPT... [-c CONFIG] [-s NAME=VALUE]... [-w N] [--mode MODE] [--retries N] [--dry-run]",
    target="kohakuengine.cli.workflow_line:parallel",
    details=(
        (
            "Each run is a process of its own, and what it writes goes to its log; of one that fails the end "
            "is shown. Nothing of a run outlives it, or this command."
        ),
        _SHARED,
        _RESUMING,
        _CODES,
    ),
    arguments=(_SCRIPTS,),
    options=(
        _CONFIG,
        _SETS,
        _ENTRYPOINT,
        _WORKERS,
        _launcher("subprocess"),
        _on_error("continue"),
        _RETRIES,
        _TIMEOUT,
        _GPUS,
        _GPUS_PER_RUN,
        _RESUME,
        _FRESH,
        _STRICT,
        _DRY_RUN,
        _FOLLOW,
        _FORMAT,
    ),
    examples=(
        ("kogine workflow parallel train.py -c sweep.py -w 4", "a sweep, four runs at once"),
        ("kogine workflow parallel train.py -c sweep.py --mode fork", "started like function calls"),
        (
            "kogine workflow parallel train.py -c sweep.py --gpus auto",
            "with a GPU each, as many as there are",
        ),
        ("kogine workflow parallel a.py b.py --retries 2 --timeout 600", "two scripts"),
    ),
)

_RUN = Command(
    path=("workflow", "run"),
    summary="Run a program that makes workflows, and show how they get on",
    usage="FLOW [--resume | --fresh] [--follow] [-- ARGS...]",
    target="kohakuengine.cli.workflow_run:run_flow",
    details=(
        (
            "Executes the file as python would; the workflows that it runs are shown, and gone on with when "
            "it is run again. One that runs none and makes exactly one has that one run."
        ),
        _CODES,
    ),
    arguments=(
        Argument(name="flow", metavar="FLOW", about="The Python file of the workflow.", completes="script"),
    ),
    options=(_RESUME, _FRESH, _FOLLOW),
    examples=(
        ("kogine workflow run flow.py", "its workflows, with progress"),
        (
            "kogine workflow run flow.py --fresh -- --rounds 3",
            "anew; '--rounds 3' is the file's",
        ),
    ),
    has_script_args=True,
)

WORKFLOW_COMMANDS = (_SEQUENTIAL, _PARALLEL, _RUN)
