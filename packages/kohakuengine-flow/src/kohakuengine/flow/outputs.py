"""What the scripts of a flow have left, for the configs of others."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from kohakuengine.config import ConfigGenerator
from kohakuengine.engine.errors import OutputUnknownError
from kohakuengine.engine.output import outputs_in, with_outputs
from kohakuengine.flow.drawing import waiting
from kohakuengine.flow.errors import ReferenceCycleError
from kohakuengine.flow.status import RunStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from kohakuengine.config import Config
    from kohakuengine.engine.output import Output
    from kohakuengine.engine.script import Script
    from kohakuengine.flow.run import Run

__all__ = ["Outputs", "SourceFailedError", "filled_in", "has_outputs"]


class SourceFailedError(OutputUnknownError):
    """A script whose output is wanted has failed."""


class _NotYet:
    """Stands for runs of which nothing is known yet."""

    def done(self) -> bool:
        return False


class Outputs:
    """The runs of each script of a flow that others take something of. Thread-safe."""

    def __init__(self, wait: Callable[[Callable[[], bool]], None], notify: Callable[[], None]) -> None:
        """Begin.

        Args:
            wait: Waits for something.
            notify: Has all that wait look again.
        """
        self._wait = wait
        self._notify = notify
        self._runs: dict[int, list[Run]] = {}
        self._scripts: dict[int, Script] = {}
        self._coming: set[int] = set()
        self._waits_for: dict[int, int] = {}

    def announce(self, scripts: list[Script]) -> None:
        """Say that scripts will run while others do: their outputs can be waited for."""
        self._coming |= {id(script) for script in scripts}

    def end(self, script: Script, runs: list[Run]) -> None:
        """Say which runs of a script there are, now that all of them were submitted."""
        self._scripts[id(script)] = script  # so that its id is nobody else's
        self._runs[id(script)] = runs
        self._notify()

    def fetcher(self, taker: Script) -> Callable[[Output], Any]:
        """Return what looks outputs up for the config of a script."""
        return lambda output: self._fetch(output, taker)

    def _fetch(self, output: Output, taker: Script) -> Any:
        source = output.script
        if id(source) in self._coming:
            self._wait_for(source, taker)
        runs = self._runs.get(id(source))
        if runs is None:
            hint = f"Let {source.name} stand before {taker.name}, or use a Graph, which finds the order."
            reason = f"{source.name} has not run when {taker.name} starts"
            raise OutputUnknownError(output=repr(output), reason=reason, hint=hint)
        for run in runs:
            if run.result().status is not RunStatus.COMPLETED:
                raise SourceFailedError(output=repr(output), reason=f"{source.name} failed")
        values = [_value(run, output.name) for run in runs]
        if isinstance(source.config, ConfigGenerator):
            return values
        if not values:
            raise SourceFailedError(output=repr(output), reason=f"{source.name} was not started")
        return values[0]

    def _wait_for(self, source: Script, taker: Script) -> None:
        self._scripts[id(taker)] = taker
        self._scripts[id(source)] = source
        self._waits_for[id(taker)] = id(source)
        self._refuse_cycle(id(taker))
        try:
            with waiting():
                self._wait(lambda: all(run.done() for run in self._runs.get(id(source), [_NotYet()])))
        finally:
            del self._waits_for[id(taker)]

    def _refuse_cycle(self, start: int) -> None:
        way, at = [start], self._waits_for.get(start)
        while at is not None and at not in way:
            way.append(at)
            at = self._waits_for.get(at)
        if at == start:
            names = tuple(self._scripts[one].name for one in [*way, start])
            raise ReferenceCycleError(names=names)


def has_outputs(config: Config | None) -> bool:
    """Say whether a config takes something of other scripts."""
    return config is not None and any(outputs_in([config.globals_dict, config.args, config.kwargs]))


def filled_in(config: Config | None, fetch: Callable[[Output], Any]) -> Config | None:
    """Return a config with the outputs in it replaced; one without any is returned as it is.

    Raises:
        SourceFailedError: A script that it takes something from has failed.
    """
    if config is None or not has_outputs(config):
        return config
    filled = copy.copy(config)
    filled.globals_dict = with_outputs(config.globals_dict, fetch)
    filled.args = with_outputs(config.args, fetch)
    filled.kwargs = with_outputs(config.kwargs, fetch)
    return filled


def _value(run: Run, name: str | None) -> Any:
    result = run.result()
    return result.value if name is None else result.output(name)
