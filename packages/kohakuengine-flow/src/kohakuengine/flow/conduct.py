"""Conducting a workflow: the store, the launchers, the scheduler and the feeders are put together."""

from __future__ import annotations

import operator
from contextlib import ExitStack, closing
from contextvars import ContextVar
from pathlib import Path

from kohakuengine.config import ConfigGenerator
from kohakuengine.config.later_dataclass import dataclass, replace
from kohakuengine.engine.collecting import release_collector
from kohakuengine.flow.beginning import Beginning
from kohakuengine.flow.bell import Bell
from kohakuengine.flow.carrier import Carrier
from kohakuengine.flow.elements import is_workflow, scripts_in
from kohakuengine.flow.errors import NothingToRunError, WorkflowError
from kohakuengine.flow.feeding import Feeder, Feeding
from kohakuengine.flow.flow_identity import Identity, digests_of, identity_of_program
from kohakuengine.flow.gpus import environments_of
from kohakuengine.flow.intake import Intake
from kohakuengine.flow.launchers import make_launcher
from kohakuengine.flow.observer import Observer
from kohakuengine.flow.outputs import Outputs
from kohakuengine.flow.preflight import Preflight
from kohakuengine.flow.references import check_references
from kohakuengine.flow.results import Results
from kohakuengine.flow.run_specs import spec_of
from kohakuengine.flow.scheduler import FlowStopped, Scheduler
from kohakuengine.flow.stop_signals import StopSignals
from kohakuengine.flow.store.run_store import RunStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import NoReturn

    from kohakuengine.flow.nested import Nested
    from kohakuengine.flow.scope import Scope
    from kohakuengine.flow.store.entered_flow import EnteredFlow
    from kohakuengine.flow.store.entering import Mode
    from kohakuengine.flow.tally import Tally
    from kohakuengine.flow.workflow import ScriptWorkflow

__all__ = ["AMBIENT", "Ambient", "Conducted", "Identity", "check_static", "conduct"]


@dataclass(kw_only=True, slots=True)
class Ambient:
    """What a command line says about the workflows of a program that it runs.

    Attributes:
        observer: Makes what is told of each.
        ended: Is told of each that has run.
        mode: Whether an earlier attempt goes on; None as the workflow says.
        count: How many have run.
    """

    observer: Callable[[ScriptWorkflow], Observer]
    ended: Callable[[Conducted, Observer], object]
    mode: Mode | None = None
    count: int = 0

    def begin(self, workflow: ScriptWorkflow, identity: Identity) -> tuple[Identity, Observer]:
        """Count a workflow that is about to run; return by what it is known, and what is told of it."""
        self.count += 1
        mode = identity.mode if self.mode is None else self.mode
        return replace(identity, mode=mode), self.observer(workflow)


AMBIENT: ContextVar[Ambient | None] = ContextVar("kohakuengine.ambient", default=None)


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
    release_collector()
    workflow.validate()
    ambient = AMBIENT.get()
    identity = identity or identity_of_program(workflow)
    if ambient is not None:
        identity, observer = ambient.begin(workflow, identity)
    observer = observer or Observer()
    folder = Path(workflow.store).absolute() if workflow.store is not None else RunStore.locate()
    with ExitStack() as stack:
        store = stack.enter_context(RunStore(folder))
        preflight = Preflight(store.add_source)
        check_references(workflow)
        check_static(workflow, preflight)
        sources = digests_of(workflow, identity.files)
        flow = stack.enter_context(store.enter(identity.key, sources=sources, mode=identity.mode))
        total = total_of(workflow)
        observer.flow_started(
            flow.id,
            title=identity.key.title,
            beginning=Beginning.of(flow, [str(script.path) for _, script in scripts_in(workflow.scripts)]),
            slots=workflow.slots(),
            total=total,
        )
        try:
            scheduler = _run(workflow, store, flow, preflight, observer)
        finally:
            observer.flow_ended()
        tally = scheduler.tally
        tally.planned = total
        results = Results(
            folder, flow.id, positions=tally.submitted, live=tally.live, unstarted=tally.unstarted
        )
        conducted = Conducted(tally=tally, results=results, flow_id=flow.id, store=folder)
        if scheduler.errors and tally.has_begun:
            observer.flow_broken(conducted)
        _settle(scheduler, flow)
    if ambient is not None:
        ambient.ended(conducted, observer)
    return conducted


def total_of(workflow: ScriptWorkflow) -> int | None:
    """Return how many runs there will be; None where generators do not say."""
    total = 0
    for _, script in scripts_in(workflow.scripts):
        count = operator.length_hint(script.config, -1) if isinstance(script.config, ConfigGenerator) else 1
        if count < 0:
            return None
        total += count
    return total


def check_static(workflow: ScriptWorkflow, preflight: Preflight) -> None:
    """Refuse what can be known to be wrong before anything starts: all configs but those of generators.

    Raises:
        KohakuError: A config does not suit its script.
    """
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
) -> Scheduler:
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
            if not scheduler.tally.is_cut:
                observer.drawing_done(scheduler.tally.submitted)
            scheduler.finish()
        finally:
            scheduler.close()
    return scheduler


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
        outputs=Outputs(
            scheduler.wait, scheduler.notify, [script for _, script in scripts_in(workflow.scripts)]
        ),
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
