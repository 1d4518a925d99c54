"""Feeding: the configs of a workflow are drawn, and become runs of the scheduler."""

from __future__ import annotations

import itertools
import threading
from contextlib import nullcontext

from kohakuengine.config import ConfigGenerator
from kohakuengine.flow.elements import is_workflow, scripts_in
from kohakuengine.flow.outputs import SourceFailedError, has_outputs
from kohakuengine.flow.run_specs import spec_of
from kohakuengine.flow.scheduler import FlowStopped
from kohakuengine.flow.scope import Lane, Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kohakuengine.engine.script import Script
    from kohakuengine.flow.elements import Element
    from kohakuengine.flow.nested import Nested
    from kohakuengine.flow.outputs import Outputs
    from kohakuengine.flow.passes import ConfigPass, Passes
    from kohakuengine.flow.run import Run
    from kohakuengine.flow.run_spec import Position, RunSpec
    from kohakuengine.flow.scheduler import Scheduler
    from kohakuengine.flow.stop_signals import StopSignals

__all__ = ["Feeder", "Feeding"]

_MOST_AHEAD = 8  # a generator is drawn ahead by no more runs than this


class Feeding:
    """What all feeders of a flow share.

    Attributes:
        scheduler: Takes the runs.
        outputs: What scripts have left.
        passes: Gives each script the configs that are its own.
        signals: Let go of while code of the user's runs in the scheduler's thread.
        is_strict: Whether a value replaced later is an error.
    """

    __slots__ = ("is_strict", "outputs", "passes", "scheduler", "signals")

    def __init__(
        self,
        *,
        scheduler: Scheduler,
        outputs: Outputs,
        passes: Passes,
        signals: StopSignals,
        is_strict: bool,
    ) -> None:
        self.scheduler = scheduler
        self.outputs = outputs
        self.passes = passes
        self.signals = signals
        self.is_strict = is_strict


class Feeder:
    """Feeds the runs of one workflow; those of a workflow inside of it have a feeder of their own.

    Attributes:
        scope: The workflow while it runs.
    """

    def __init__(self, feeding: Feeding, scope: Scope) -> None:
        """Prepare.

        Args:
            feeding: What it shares with others.
            scope: The workflow while it runs.
        """
        self.scope = scope
        self._feeding = feeding
        self._scheduler = feeding.scheduler

    def one_by_one(self, elements: Sequence[Element], position: Position) -> None:
        """Run each element to its end before the next, and each config of it.

        Raises:
            FlowStopped: Nothing more is started.
        """
        for index, element in enumerate(elements):
            self._feed(element, (*position, index), is_one_by_one=True)

    def side_by_side(self, elements: Sequence[Element], position: Position) -> None:
        """Run all elements and configs side by side, as far as there are slots.

        Raises:
            FlowStopped: Nothing more is started.
        """
        lane, threads = self._lane(), []
        for index, element in enumerate(elements):
            place = (*position, index)
            if is_workflow(element) or _may_wait(element):
                threads.append(self._start(element, place))
            else:
                self._feed_script(element, place, lane, is_one_by_one=False)
        # Where nothing more is started, a generator that sleeps is not waited for.
        self._scheduler.wait(
            lambda: self.scope.stopped_by is not None or all(thread.is_over for thread in threads)
        )
        for thread in threads:
            if thread.is_over:
                thread.join()
        if self.scope.stopped_by is not None:
            raise FlowStopped

    def as_planned(self, specs: Iterable[RunSpec]) -> None:
        """Run what is planned already, side by side as far as there are slots.

        Raises:
            FlowStopped: Nothing more is started.
        """
        lane = self._lane()
        for spec in specs:
            self._scheduler.check(self.scope)
            self._scheduler.submit(spec, self.scope, lane)

    def announce(self, scripts: list[Script]) -> None:
        """Say that these scripts find their order by themselves: their outputs can be waited for."""
        self._feeding.outputs.announce(scripts)

    def _lane(self) -> Lane:
        return Lane(1 if self.scope.limit == 1 else _MOST_AHEAD)

    def _start(self, element: Element, position: Position) -> _Thread:
        thread = _Thread(self._scheduler, lambda: self._feed(element, position, is_one_by_one=False))
        thread.start()
        return thread

    def _feed(self, element: Element, position: Position, *, is_one_by_one: bool) -> None:
        if is_workflow(element):
            self._feed_workflow(element, position)
        else:
            self._feed_script(element, position, self._lane(), is_one_by_one=is_one_by_one)

    def _feed_workflow(self, workflow: Nested, position: Position) -> None:
        """Feed a workflow inside of this one, which stops with it only where it is told to."""
        scope = workflow.scope(self.scope)
        try:
            workflow.feed(Feeder(self._feeding, scope), position)
        except FlowStopped:
            self._feeding.outputs.break_off([script for _, script in scripts_in(workflow.scripts)])
            if self.scope.stopped_by is not None:
                raise
        finally:
            self._scheduler.wait(lambda: not scope.open)
            if scope.failed:
                self.scope.fail(workflow.name)
        if self.scope.stopped_by is not None:
            raise FlowStopped

    def _feed_script(self, script: Script, position: Position, lane: Lane, *, is_one_by_one: bool) -> None:
        outputs = self._feeding.outputs
        runs: list[Run] = []
        is_kept, is_whole = outputs.is_kept(script), False
        configs = self._feeding.passes.begin(script, is_plan=False)
        run: Run | None = None
        index = 0
        try:
            for index in itertools.count():
                self._scheduler.check(self.scope)
                spec = self._next(script, configs, run, (*position, index))
                if spec is None:
                    break
                run = self._scheduler.submit(spec, self.scope, lane)
                if is_kept:
                    runs.append(run)
                if is_one_by_one:
                    self._scheduler.wait(run.done)
            is_whole = is_kept
        except SourceFailedError as error:
            spec = spec_of(script, None, (*position, index), is_strict=self._feeding.is_strict)
            self._scheduler.refuse(spec, self.scope, lane, error.reason)
        except BaseException:
            self._scheduler.tally.is_cut = True
            raise
        finally:
            configs.close()
            outputs.end(script, runs, is_whole=is_whole)

    def _next(
        self, script: Script, configs: ConfigPass, run: Run | None, position: Position
    ) -> RunSpec | None:
        fetch = self._feeding.outputs.fetcher(script)
        runs_code_here = isinstance(script.config, ConfigGenerator) and self._scheduler.is_at_home
        with self._feeding.signals.not_ours() if runs_code_here else nullcontext():
            try:
                config = configs.next(run, fetch)
            except StopIteration:
                return None
        return spec_of(script, config, position, is_strict=self._feeding.is_strict)


class _Thread(threading.Thread):
    """Feeds one element; what it raises ends the flow, and is raised where that was started."""

    def __init__(self, scheduler: Scheduler, feed: Callable[[], None]) -> None:
        super().__init__(name="kogine-feeder", daemon=True)
        self._scheduler = scheduler
        self._feed = feed
        self.is_over = False

    def run(self) -> None:
        try:
            self._feed()
        except FlowStopped:
            pass
        except BaseException as error:  # noqa: BLE001 - whatever a generator raises
            self._scheduler.fail(error)
        finally:
            self.is_over = True
            self._scheduler.notify()


def _may_wait(script: Script) -> bool:
    """Say whether a script may wait for results before all of its runs are submitted."""
    return isinstance(script.config, ConfigGenerator) or has_outputs(script.config)
