"""`kogine workflow sequential|parallel`: from the words of the line to the exit code."""

from __future__ import annotations

import os

from kohakuengine.cli import report
from kohakuengine.cli.count import read_count
from kohakuengine.cli.errors import UsageError
from kohakuengine.cli.flow_ending import end_flow
from kohakuengine.cli.given_config import load_given
from kohakuengine.cli.parallel_display import ParallelDisplay
from kohakuengine.cli.sequential_display import SequentialDisplay
from kohakuengine.cli.stdin import has_input
from kohakuengine.cli.target import read_target
from kohakuengine.cli.told import say_what_is_told
from kohakuengine.config.module import loaded_config_modules
from kohakuengine.config.overrides import parse_sets
from kohakuengine.engine.collecting import collect_seldom
from kohakuengine.flow.conduct import conduct
from kohakuengine.flow.flow_identity import Identity
from kohakuengine.flow.line_script import LineScript, Sharing
from kohakuengine.flow.parallel import Parallel
from kohakuengine.flow.sequential import Sequential
from kohakuengine.flow.store.flow_key import FlowKey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from kohakuengine.cli.flow_display import FlowDisplay
    from kohakuengine.flow.store.entering import Mode
    from kohakuengine.flow.workflow import ScriptWorkflow

__all__ = ["parallel", "sequential"]


def sequential(*, scripts: list[str], **options: Any) -> int:
    """Run scripts one after another; the keywords are the rows of the option table.

    Returns:
        The exit code.

    Raises:
        KohakuError: The line, the config or an override is wrong.
    """
    command = "workflow sequential"
    made = _scripts(command, scripts, options)
    workflow = Sequential([*made], **_settings(command, options))
    is_tailed = options["launcher"] != "inprocess"
    display = SequentialDisplay(names_scripts=len(scripts) > 1, passes_output=is_tailed)
    return _carry_out(command, workflow, display, scripts, options)


def parallel(*, scripts: list[str], workers: str | None, is_following: bool, **options: Any) -> int:
    """Run scripts side by side; otherwise as `sequential`."""
    command = "workflow parallel"
    made = _scripts(command, scripts, options)
    count = None if workers is None else read_count("--workers", workers, command=command)
    workflow = Parallel([*made], max_workers=count, **_settings(command, options))
    display = ParallelDisplay(names_scripts=len(scripts) > 1, is_following=is_following)
    return _carry_out(command, workflow, display, scripts, options)


def _scripts(command: str, targets: Sequence[str], options: dict[str, Any]) -> list[LineScript]:
    """Make the scripts of a line; several of them share what is given."""
    overrides = tuple(parse_sets(options["sets"]))
    if len(targets) > 1 and options["entrypoint"] is None:
        from kohakuengine.cli.stray_config import refuse_stray_configs

        refuse_stray_configs(targets, command=command)
    config = None if options["config"] is None else load_given(options["config"], targets[0])
    made = []
    for target in targets:
        path, entrypoint = read_target(target, None, options["entrypoint"])
        made.append(LineScript(path, config=config, entrypoint=entrypoint, overrides=overrides))
    if len(made) > 1:
        Sharing(made, _say_left_out)
    if options["is_resumed"] and options["is_fresh"]:
        raise UsageError(message="both --resume and --fresh. Leave one.", command=command)
    return made


def _say_left_out(script: str, names: list[str]) -> None:
    report.note(f"{script} goes without {', '.join(names)}: it has no such parameter")


def _settings(command: str, options: dict[str, Any]) -> dict[str, Any]:
    """Return the options of a workflow."""
    return {
        "on_error": options["on_error"],
        "retries": _read_number("--retries", options["retries"], int, command),
        "timeout": _read_number("--timeout", options["timeout"], float, command),
        "launcher": options["launcher"],
        "gpus": int(gpus) if (gpus := options["gpus"]) and gpus.isdecimal() else gpus,
        "gpus_per_run": read_count("--gpus-per-run", options["gpus_per_run"], command=command),
        "strict": options["is_strict"],
    }


def _read_number(flag: str, text: str | None, kind: type[int | float], command: str) -> float | None:
    if text is None:
        return None
    try:
        number = kind(text)
    except ValueError:
        number = -1
    if not 0 <= number < float("inf"):
        what = "a whole number from 0" if kind is int else "a number of seconds"
        raise UsageError(message=f"{flag} takes {what}, not {text!r}.", command=command)
    return number


def _carry_out(
    command: str,
    workflow: ScriptWorkflow,
    display: FlowDisplay,
    targets: Sequence[str],
    options: dict[str, Any],
) -> int:
    say_what_is_told()
    identity = _identity(command, targets, options)
    if options["is_dry_run"]:
        from kohakuengine.cli.workflow_dry_run import show_plan

        return show_plan(workflow, identity, options["output_format"])
    if options["launcher"] != "inprocess":
        collect_seldom()
        if has_input():
            report.note("every run has an empty stdin; what waits on ours is not read")
    done = conduct(workflow, identity=identity, observer=display)
    return end_flow(done, display, options["output_format"])


def _identity(command: str, targets: Sequence[str], options: dict[str, Any]) -> Identity:
    """Return by what the flow of a line is known: all of it that decides which runs there are."""
    words = [*command.split(), *targets]
    words += ["-c", options["config"]] if options["config"] is not None else []
    words += [word for text in options["sets"] for word in ("-s", text)]
    words += ["-e", options["entrypoint"]] if options["entrypoint"] is not None else []
    words += ["--strict"] if options["is_strict"] else []
    mode: Mode = "resume" if options["is_resumed"] else "fresh" if options["is_fresh"] else "auto"
    files = [path for _, path in loaded_config_modules()]
    files += [options["config"]] if options["config"] is not None else []
    key = FlowKey(command=tuple(words), title=" ".join(words[1:]), folder=os.getcwd())
    return Identity(key=key, mode=mode, files=tuple(files))
