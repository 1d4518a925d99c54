"""The rows of `kogine runs ...` in the option table."""

from __future__ import annotations

from kohakuengine.cli.rows import Argument, Command, Option

__all__ = ["RUNS_COMMANDS", "STATUSES"]

STATUSES = ("RUNNING", "COMPLETED", "FAILED", "CANCELLED", "TIMED_OUT", "LOST")

_CONDITIONS = (
    "A word is the number of a run, or a condition on a value: lr=0.1, or one of != < <= > >= in quotes: "
    "'lr<0.1', 'cfg.depth>=4'; or on what was returned: 'returned<0.5', 'returned.loss<0.5'. All conditions "
    "and options must hold. AGE is 30m, 2h, 7d or 2w, or a date such as 2026-01-31."
)
_STORE = (
    "Reads the run store: the nearest folder .kogine in or above the working directory, or what KOGINE_STORE "
    "names."
)
_NOTHING = "Exit code: 0; 1 where there is no such run; 2 when the line is wrong or the store is damaged."


def _words(about: str = "Numbers of runs, and conditions on their values.") -> Argument:
    return Argument(
        name="words", metavar="RUN", about=about, is_required=False, is_repeatable=True, completes="run"
    )


def _formats(*formats: str, default: str | None = None) -> Option:
    return Option(
        name="output_format",
        flags=("--format",),
        metavar="FORMAT",
        about=f"How to print it: {', '.join(formats[:-1])} or {formats[-1]}.",
        choices=formats,
        default=default or formats[0],
        completes="choice",
    )


_SORT = Option(
    name="sort",
    flags=("--sort",),
    metavar="NAME",
    about="Sort by a value, or a column of the export such as returned.loss; -NAME: the greatest first.",
)

_ONE = Argument(name="run", metavar="RUN", about="The number of the run.", completes="run")

_CHOOSING = (
    Option(
        name="statuses",
        flags=("--status",),
        metavar="STATUS",
        about="What became of them; repeatable.",
        is_repeatable=True,
        choices=STATUSES,
        completes="choice",
    ),
    Option(name="since", flags=("--since",), metavar="AGE", about="Started at most so long ago."),
    Option(name="until", flags=("--until",), metavar="AGE", about="Started longer ago than that."),
    Option(name="flow", flags=("--flow",), metavar="N", about="Runs of the flow with this number."),
    Option(
        name="script",
        flags=("--script",),
        metavar="SCRIPT",
        about="Runs of this script: its path, the end of it, or its name.",
        completes="script",
    ),
)

_LIST = Command(
    path=("runs", "list"),
    summary="List what became of each run, the newest first",
    usage="[RUN]... [--status STATUS]... [--since AGE] [--sort NAME] [--limit N] [--format table|json|csv]",
    target="kohakuengine.cli.runs_list:list_runs",
    details=(_STORE, _CONDITIONS, _NOTHING),
    arguments=(_words(),),
    options=(
        *_CHOOSING,
        _SORT,
        Option(name="limit", flags=("--limit",), metavar="N", about="Show at most so many.", default="50"),
        _formats("table", "json", "csv"),
    ),
    examples=(
        ("kogine runs list", "the newest 50"),
        ("kogine runs list --status FAILED --since 2h", "what failed in the last two hours"),
        ("kogine runs list --sort returned.loss --limit 5", "the best, where {'loss': ...} was returned"),
        ("kogine runs list 'lr<0.1' cfg.depth=4 --format json", "by values, for programs"),
    ),
)

_SHOW = Command(
    path=("runs", "show"),
    summary="Show all that is known of one run",
    usage="RUN [--format table|json]",
    target="kohakuengine.cli.runs_show:show",
    details=("Its values, how it ended, its traceback, and whether its script has changed since.", _NOTHING),
    arguments=(_ONE,),
    options=(_formats("table", "json"),),
    examples=(("kogine runs show 12", "values, status, times, folder, traceback"),),
)

_LOGS = Command(
    path=("runs", "logs"),
    summary="Print what a run wrote",
    usage="RUN [--stdout | --stderr] [--tail N] [--follow]",
    target="kohakuengine.cli.runs_logs:logs",
    details=(
        (
            "Byte for byte: what it wrote to its stdout goes to stdout, what it wrote to its stderr to "
            "stderr. With --stdout or --stderr only that one is printed, on stdout."
        ),
        _NOTHING,
    ),
    arguments=(_ONE,),
    options=(
        Option(name="is_stdout", flags=("--stdout",), about="Only its stdout."),
        Option(name="is_stderr", flags=("--stderr",), about="Only its stderr."),
        Option(name="tail", flags=("--tail",), metavar="N", about="Only the last N lines."),
        Option(name="is_following", flags=("-f", "--follow"), about="Go on until the run has ended."),
    ),
    examples=(
        ("kogine runs logs 12", "all of it"),
        ("kogine runs logs 12 --stderr --tail 20", "the end of its stderr"),
        ("kogine runs logs 12 --follow", "as it comes"),
    ),
)

_COMPARE = Command(
    path=("runs", "compare"),
    summary="Show in which values runs differ, and what came of it",
    usage="RUN RUN... [--format table|json|csv]",
    target="kohakuengine.cli.runs_compare:compare",
    details=(_CONDITIONS, _NOTHING),
    arguments=(_words(),),
    options=(*_CHOOSING, _formats("table", "json", "csv")),
    examples=(
        ("kogine runs compare 12 15", "two runs"),
        ("kogine runs compare --flow 3 --status COMPLETED", "all that a flow completed"),
    ),
)

_RERUN = Command(
    path=("runs", "rerun"),
    summary="Run recorded runs once more, as they were recorded",
    usage="RUN... [-w N]",
    target="kohakuengine.cli.runs_rerun:rerun",
    details=(
        (
            "With the recorded values, and with the source that the script had then; what it imports is "
            "taken as it is now. Each is a new run in a new flow."
        ),
        (
            "Exit code: 0 when all of them completed; 1 when one did not, or is not there; 2 when the line "
            "is wrong, or a run cannot be made again; 130 on Ctrl-C."
        ),
    ),
    arguments=(
        Argument(
            name="runs", metavar="RUN", about="The numbers of the runs.", is_repeatable=True, completes="run"
        ),
    ),
    options=(
        Option(
            name="workers",
            flags=("-w", "--workers"),
            metavar="N",
            about="How many go at once.",
            default="1",
        ),
    ),
    examples=(("kogine runs rerun 12", "one run"), ("kogine runs rerun 12 15 -w 2", "two, side by side")),
)

_RM = Command(
    path=("runs", "rm"),
    summary="Remove runs, with their logs and results",
    usage="RUN... | --status STATUS | --until AGE | --all [--yes]",
    target="kohakuengine.cli.runs_rm:remove",
    details=(
        "Asks first. Runs that are running stay. A flow that is gone on with runs again what was removed.",
        _CONDITIONS,
        _NOTHING,
    ),
    arguments=(_words(),),
    options=(
        *_CHOOSING,
        Option(name="is_all", flags=("--all",), about="All runs that no other option leaves out."),
        Option(name="is_sure", flags=("-y", "--yes"), about="Do not ask."),
    ),
    examples=(
        ("kogine runs rm 12 13", "two runs"),
        ("kogine runs rm --status FAILED --until 7d --yes", "what failed more than a week ago"),
    ),
)

_EXPORT = Command(
    path=("runs", "export"),
    summary="Print runs for other programs",
    usage="[RUN]... [--sort NAME] [--format csv|json]",
    target="kohakuengine.cli.runs_export:export",
    details=(
        (
            "All that the store knows, a column for each value and each key of a result: for pandas, R or a "
            "spreadsheet."
        ),
        _CONDITIONS,
        _NOTHING,
    ),
    arguments=(_words(),),
    options=(*_CHOOSING, _SORT, _formats("csv", "json")),
    examples=(
        ("kogine runs export > runs.csv", "every run"),
        ("kogine runs export --flow 3 --format json", "one flow"),
    ),
)

RUNS_COMMANDS = (_LIST, _SHOW, _LOGS, _COMPARE, _RERUN, _RM, _EXPORT)
