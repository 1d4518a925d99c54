"""Conducting a workflow: the store, the launchers, the scheduler and the feeders are put together."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kohakuengine.flow.bell import Bell
from kohakuengine.flow.carrier import Carrier
from kohakuengine.flow.elements import is_workflow, scripts_in
from kohakuengine.flow.errors import NothingToRunError, WorkflowError
from kohakuengine.flow.feeding import Feeder, Feeding
from kohakuengine.flow.gpus import environments_of
from kohakuengine.flow.identity import next_ordinal, program_file
from kohakuengine.flow.intake import Intake
from kohakuengine.flow.launchers import make_launcher
from kohakuengine.flow.observer import Observer
from kohakuengine.flow.outputs import Outputs
from kohakuengine.flow.preflight import Preflight
from kohakuengine.flow.references import check_references
from kohakuengine.flow.results import Results
from kohakuengine.flow.scheduler import FlowStopped, Scheduler
from kohakuengine.flow.stop_signals import StopSignals
from kohakuengine.flow.store.flow_key import FlowKey
from kohakuengine.flow.store.run_store import RunStore
from kohakuengine.flow.store.sources import digest_of_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kohakuengine.flow.elements import Nested
    from kohakuengine.flow.scope import Scope
    from kohakuengine.flow.store.entered_flow import EnteredFlow
    from kohakuengine.flow.store.entering import Mode
    from kohakuengine.flow.tally import Tally
    from kohakuengine.flow.workflow import ScriptWorkflow

__all__ = ["Conducted", "Identity", "conduct"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """By what a flow is known again.

    Attributes:
        key: Of the flow.
        mode: Whether an earlier attempt goes on.
        files: Paths of what its runs are made of, beside their scripts.
    """

    key: FlowKey
    mode: Mode
    files: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Conducted:
    """A workflow that has run.

    Attributes:
        tally: What has become of its runs, in numbers.
        results: What has become of each.
        flow_id: Its number in the store.
        store: Folder of the store.
    """

    tally: Tally
    results: Results
    flow_id: int
    store: Path

    def raise_failure(self) -> None:
        """Raise what a run of a workflow by a program raises.

        Raises:
            WorkflowError: A run failed.
            KeyboardInterrupt: It was stopped by SIGINT.
            SystemExit: It was stopped by SIGTERM.
        """
        tally = self.tally
        if tally.stopped_by is not None:
            _raise_stop(tally.stopped_by)
        if tally.is_complete:
            return
        first = tally.first_failure or next(iter(tally.unstarted), None)
        error = WorkflowError(
            failed=tally.submitted - tally.completed,
            total=tally.submitted,
            first="" if first is None else f"{first.name}: {first.reason}",
            results=self.results,
        )
        raise error from tally.first_error or _as_cause(first.traceback if first is not None else None)


def conduct(
    workflow: ScriptWorkflow, *, identity: Identity | None = None, observer: Observer | None = None
) -> Conducted:
    """Run a workflow.

    Args:
        workflow: What to run.
        identity: By what it is known again; None for a program that calls us.
        observer: Is told what happens.

    Raises:
        NothingToRunError: There was no run.
        KohakuError: A config does not suit its script, or the store cannot be used.
        Exception: Whatever a generator of configs raises.
    """
    workflow.validate()
    observer = observer or Observer()
    folder = Path(workflow.store).absolute() if workflow.store is not None else RunStore.locate()
    with ExitStack() as stack:
        store = stack.enter_context(RunStore(folder))
        preflight = Preflight(store.add_source)
        check_references(workflow)
        check_static(workflow, preflight)
        known = identity or _identity_of_program(workflow)
        flow = store.enter(known.key, sources=_digests(workflow, known.files), mode=known.mode)
        stack.enter_context(flow)
        slots = workflow.slots()
        observer.flow_started(flow.id, is_resumed=flow.is_resumed, changed=flow.changed, slots=slots)
        tally = _run(workflow, store, flow, preflight, observer)
        results = Results(
            folder, flow.id, positions=tally.submitted, live=tally.live, unstarted=tally.unstarted
        )
        return Conducted(tally=tally, results=results, flow_id=flow.id, store=folder)


def check_static(workflow: ScriptWorkflow, preflight: Preflight) -> None:
    """Refuse what can be known to be wrong before anything starts: all configs but those of generators.

    Raises:
        KohakuError: A config does not suit its script.
    """
    from kohakuengine.config import ConfigGenerator
    from kohakuengine.flow.run_specs import spec_of

    for position, script in scripts_in(workflow.scripts):
        config = None if isinstance(script.config, ConfigGenerator) else script.config
        spec = spec_of(script, config, position, is_strict=workflow.strict)
        preflight.check(spec.request(), run_as_main=spec.run_as_main)


def _run(
    workflow: ScriptWorkflow,
    store: RunStore,
    flow: EnteredFlow,
    preflight: Preflight,
    observer: Observer,
) -> Tally:
    scope, bell = workflow.scope(None), Bell()
    with closing(bell), StopSignals(bell.ring) as signals:
        scheduler = Scheduler(
            root=scope,
            flow=flow,
            carriers=_carriers(workflow, scope, flow, store),
            intake=Intake(flow, preflight),
            observer=observer,
            environments=environments_of(workflow.slots(), workflow.gpus, workflow.gpus_per_run),
            bell=bell,
            signals=signals,
        )
        try:
            _feed(workflow, scheduler, scope, signals)
            scheduler.finish()
        finally:
            scheduler.close()
    _settle(scheduler, flow)
    return scheduler.tally


def _settle(scheduler: Scheduler, flow: EnteredFlow) -> None:
    """Raise what ended the flow; else mark it where every run is COMPLETED: its very last act."""
    if scheduler.errors:
        raise scheduler.errors[0]
    if not scheduler.tally.submitted and scheduler.tally.stopped_by is None:
        raise NothingToRunError
    if scheduler.tally.is_complete and scheduler.tally.stopped_by is None:
        flow.complete()


def _feed(workflow: ScriptWorkflow, scheduler: Scheduler, scope: Scope, signals: StopSignals) -> None:
    feeding = Feeding(
        scheduler=scheduler,
        outputs=Outputs(scheduler.wait, scheduler.notify),
        passes=workflow.passes,
        signals=signals,
        is_strict=workflow.strict,
    )
    try:
        workflow.feed(Feeder(feeding, scope), ())
    except FlowStopped:
        return
    except BaseException as error:  # noqa: BLE001 - it is raised when all that runs has ended
        scheduler.fail(error)


def _carriers(
    workflow: ScriptWorkflow, scope: Scope, flow: EnteredFlow, store: RunStore
) -> dict[str, Carrier]:
    names = {scope.launcher, *_launchers(workflow, scope.launcher)}
    log = store.folder / "launcher.log"
    return {
        name: Carrier(make_launcher(name, lock_fd=flow.lock_fd, log=log), workflow.slots()) for name in names
    }


def _launchers(workflow: Nested, launcher: str) -> Iterable[str]:
    for element in workflow.scripts:
        if is_workflow(element):
            inner = element.launcher_within(launcher)
            yield inner
            yield from _launchers(element, inner)


def _digests(workflow: ScriptWorkflow, files: Iterable[str]) -> dict[str, str]:
    """Return the digests of all that the runs are made of, by absolute path."""
    paths = [*files]
    for _, script in scripts_in(workflow.scripts):
        paths.append(str(script.path))
        source = getattr(script.config, "_source", None)
        state = getattr(script.config, "_state", None)
        paths += [source[0]] if source is not None else []
        paths += [state.file] if state is not None else []
    digests = {os.path.abspath(path): digest_of_file(path) for path in paths}
    return {path: digest for path, digest in digests.items() if digest is not None}


def _identity_of_program(workflow: ScriptWorkflow) -> Identity:
    ordinal = str(next_ordinal())
    program = program_file()
    modes: dict[bool | None, Mode] = {None: "auto", True: "resume", False: "fresh"}
    within, folder = os.environ.get("KOGINE_RUN_ID", ""), str(Path.cwd())
    if program is None:
        command = ("python", str(os.getpid()), ordinal)
        key = FlowKey(command=command, title=workflow.name, folder=folder)
        return Identity(key=key, mode="fresh" if workflow.resume is None else modes[workflow.resume])
    words = ("python", program, *sys.argv[1:], ordinal, within)
    title = f"{os.path.basename(program)}: {workflow.name}"
    key = FlowKey(command=words, title=title, folder=folder)
    return Identity(key=key, mode=modes[workflow.resume], files=(program,))


class _ScriptError(Exception):
    """What a script raised in another process: its traceback."""

    def __str__(self) -> str:
        return "\n" + str(self.args[0])


def _as_cause(traceback: str | None) -> BaseException | None:
    return None if traceback is None else _ScriptError(traceback)


def _raise_stop(signum: int) -> NoReturn:
    import signal

    if signum == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + signum)
