"""`kogine workflow run FLOW`: a program that makes workflows."""

from __future__ import annotations

import os
import sys
from functools import partial

from kohakuengine.cli import report
from kohakuengine.cli.errors import UsageError
from kohakuengine.cli.failure import report_failure
from kohakuengine.cli.flow_ending import end_flow
from kohakuengine.cli.parallel_display import ParallelDisplay
from kohakuengine.cli.sequential_display import SequentialDisplay
from kohakuengine.cli.told import say_what_is_told
from kohakuengine.config.kohaku_error import KohakuError
from kohakuengine.engine.launch import run_as_main
from kohakuengine.engine.request import RunRequest
from kohakuengine.flow.conduct import AMBIENT, Ambient, conduct
from kohakuengine.flow.elements import scripts_in
from kohakuengine.flow.errors import WorkflowError
from kohakuengine.flow.flow_identity import identity_of_program
from kohakuengine.flow.workflow import ScriptWorkflow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kohakuengine.cli.flow_display import FlowDisplay
    from kohakuengine.flow.store.entering import Mode

__all__ = ["run_flow"]


def run_flow(
    *, flow: str, is_resumed: bool, is_fresh: bool, is_following: bool, argv: list[str]
) -> Callable[[], int]:
    """Prepare to execute a flow file as python would; the keywords are the rows of the option table.

    Returns:
        What executes it and shows its workflows, and returns the exit code.

    Raises:
        UsageError: The line is wrong.
    """
    if is_resumed and is_fresh:
        raise UsageError(message="both --resume and --fresh. Leave one.", command="workflow run")
    mode: Mode | None = "resume" if is_resumed else "fresh" if is_fresh else None
    return partial(_execute, flow, argv, mode, is_following=is_following)


def _execute(flow: str, argv: list[str], mode: Mode | None, *, is_following: bool) -> int:
    """Execute a flow file; what it raises by itself passes through, as under python."""
    say_what_is_told()
    codes: list[int] = []
    ambient = Ambient(
        observer=lambda workflow: _display(workflow, is_following=is_following),
        ended=lambda done, display: codes.append(end_flow(done, display, "table")),  # type: ignore[arg-type]
        mode=mode,
    )
    AMBIENT.set(ambient)
    try:
        run_as_main(RunRequest(script=flow, argv=argv), report=report.say)
        return 0 if ambient.count else _run_what_it_made(flow)
    except WorkflowError as error:
        report.error(str(error))
        return 1
    except KohakuError as error:
        return report_failure(error)
    except KeyboardInterrupt:
        if codes and codes[-1] > 1:  # a workflow was stopped by it, and has said so
            return codes[-1]
        raise


def _run_what_it_made(flow: str) -> int:
    """Run the one workflow that a file has made and not run."""
    made = {id(one): one for one in vars(sys.modules["__main__"]).values() if isinstance(one, ScriptWorkflow)}
    inner = {id(one) for workflow in made.values() for one in workflow.scripts}
    outer = [one for key, one in made.items() if key not in inner]
    if len(outer) != 1:
        found = "makes none" if not outer else f"makes {len(outer)}"
        message = f"{flow} runs no workflow, and {found}. Let it call run() of one."
        raise UsageError(message=message, command="workflow run")
    identity = identity_of_program(outer[0], os.path.abspath(flow))
    tally = conduct(outer[0], identity=identity).tally
    if tally.stopped_by is not None:
        return 128 + tally.stopped_by
    return 0 if tally.is_complete else 1


def _display(workflow: ScriptWorkflow, *, is_following: bool) -> FlowDisplay:
    names_scripts = len({str(script.path) for _, script in scripts_in(workflow.scripts)}) > 1
    if workflow.slots() == 1 and not is_following:
        passes_output = workflow.launcher_within(None) != "inprocess"
        return SequentialDisplay(names_scripts=names_scripts, passes_output=passes_output)
    return ParallelDisplay(names_scripts=names_scripts, is_following=is_following)
