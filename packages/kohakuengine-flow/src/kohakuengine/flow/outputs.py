"""What the scripts of a flow have left, for the configs of others."""

from __future__ import annotations

from kohakuengine.config import ConfigGenerator
from kohakuengine.engine.errors import OutputUnknownError
from kohakuengine.engine.output import is_referred_to, outputs_in, with_outputs
from kohakuengine.flow.drawing import waiting
from kohakuengine.flow.errors import ReferenceCycleError
from kohakuengine.flow.line_script import LineScript
from kohakuengine.flow.status import RunStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

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
    """The runs of each script of a flow that others take something of, or may. Thread-safe."""

    def __init__(
        self,
        wait: Callable[[Callable[[], bool]], None],
        notify: Callable[[], None],
        scripts: Iterable[Script] = (),
    ) -> None:
        """Begin.

        Args:
            wait: Waits for something.
            notify: Has all that wait look again.
            scripts: All scripts of the flow.
        """
        self._asking = [one for one in scripts if _may_ask(one)]
        self._wait = wait
        self._notify = notify
        self._runs: dict[int, list[Run]] = {}
        self._scripts: dict[int, Script] = {}
        self._coming: set[int] = set()
        self._broken: set[int] = set()
        self._waits_for: dict[int, int] = {}

    def announce(self, scripts: list[Script]) -> None:
        """Say that scripts will run while others do: their outputs can be waited for."""
        self._coming |= {id(script) for script in scripts}

    def is_kept(self, script: Script) -> bool:
        """Say whether somebody may take something of a script: a generator says so only once it is drawn."""
        return is_referred_to(script) or any(one is not script for one in self._asking)

    def end(self, script: Script, runs: list[Run], *, is_whole: bool = True) -> None:
        """Say which runs of a script there are.

        Args:
            script: The script.
            runs: Those that were submitted.
            is_whole: Whether these are all of them; else its output is never known.
        """
        self._scripts[id(script)] = script  # so that its id is nobody else's
        self._runs[id(script)] = runs
        if not is_whole:
            self._broken.add(id(script))
        self._notify()

    def break_off(self, scripts: list[Script]) -> None:
        """Say that of these scripts no more runs are started."""
        for script in scripts:
            if id(script) not in self._runs:
                self.end(script, [], is_whole=False)

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
            result = run.result()
            if result.status is not RunStatus.COMPLETED:
                what = "failed" if result.run_id is not None else "was not started"
                raise SourceFailedError(output=repr(output), reason=f"{source.name} {what}")
        if id(source) in self._broken:
            reason = (
                f"not all runs of {source.name} were started" if runs else f"{source.name} was not started"
            )
            raise SourceFailedError(output=repr(output), reason=reason)
        values = [_value(run, output.name) for run in runs]
        if isinstance(source.config, ConfigGenerator):
            return values
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


def _may_ask(script: Script) -> bool:
    """Say whether the config of a script may refer to others that nobody has referred to before.

    One of the command line comes from a file, which knows no scripts.
    """
    return isinstance(script.config, ConfigGenerator) and not isinstance(script, LineScript)


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
    from copy import copy

    filled = copy(config)
    filled.globals_dict = with_outputs(config.globals_dict, fetch)
    filled.args = with_outputs(config.args, fetch)
    filled.kwargs = with_outputs(config.kwargs, fetch)
    return filled


def _value(run: Run, name: str | None) -> Any:
    result = run.result()
    return result.value if name is None else result.output(name)
