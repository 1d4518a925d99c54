"""RunSpecs: the runs of a plan, drawn when they are looked at."""

from __future__ import annotations

from kohakuengine.engine.output import wanted_globals
from kohakuengine.flow.elements import scripts_in
from kohakuengine.flow.line_script import LineScript
from kohakuengine.flow.run import Run
from kohakuengine.flow.run_spec import RunSpec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import NoReturn

    from kohakuengine.config import Config
    from kohakuengine.engine.output import Output
    from kohakuengine.engine.script import Script
    from kohakuengine.flow.elements import Element
    from kohakuengine.flow.passes import Passes
    from kohakuengine.flow.run_spec import Position

__all__ = ["RunSpecs", "spec_of"]


class RunSpecs:
    """The runs of a workflow in order, before any of them has happened.

    Each iteration draws anew. Of a generator that reads the result of a run, those are drawn that come
    before.

    Attributes:
        is_open: Whether there will be more once there are results; known after an iteration.
    """

    def __init__(self, elements: Sequence[Element], passes: Passes, *, is_strict: bool = False) -> None:
        """Prepare; nothing is drawn yet.

        Args:
            elements: Of the workflow.
            passes: Gives each script the configs that are its own.
            is_strict: Whether a value replaced later is an error.
        """
        self.is_open = False
        self._elements = elements
        self._passes = passes
        self._is_strict = is_strict

    def __iter__(self) -> Iterator[RunSpec]:
        """Draw the runs, one at a time."""
        self.is_open = False
        for position, script in scripts_in(self._elements):
            yield from self._of_script(script, position)

    def __repr__(self) -> str:
        """Say what they are of."""
        return f"<RunSpecs of {sum(1 for _ in scripts_in(self._elements))} scripts>"

    def _of_script(self, script: Script, position: Position) -> Iterator[RunSpec]:
        configs = self._passes.begin(script, is_plan=True)
        run: Run | None = None
        index = 0
        try:
            while True:
                try:
                    config = configs.next(run, _ask, is_plan=True)
                except StopIteration:
                    return
                except _ResultAskedForError:
                    self.is_open = True
                    self._passes.break_off(script)
                    return
                spec = spec_of(script, config, (*position, index), is_strict=self._is_strict)
                yield spec
                run = _PlannedRun(spec)
                index += 1
        finally:
            configs.close()


def spec_of(script: Script, config: Config | None, position: Position, *, is_strict: bool) -> RunSpec:
    """Return the spec of one run of a script."""
    line = script if isinstance(script, LineScript) else None
    sharing = None if line is None or is_strict else line.sharing
    return RunSpec(
        position=position,
        script=str(script.path),
        config=config,
        overrides=line.overrides if line is not None else (),
        entrypoint=script.entrypoint,
        is_strict=is_strict,
        run_as_main=script.run_as_main,
        wanted=wanted_globals(script),
        left_out=sharing.left_out(line, config) if line and sharing else frozenset(),
    )


class _ResultAskedForError(BaseException):
    """A generator asks for a result, and there is none while runs are only planned."""


def _ask(output: Output) -> NoReturn:  # noqa: ARG001 - what looks outputs up has this signature
    raise _ResultAskedForError


class _PlannedRun(Run):
    """What a generator receives while its runs are only planned."""

    def result(self, timeout: float | None = None) -> NoReturn:  # noqa: ARG002 - as of every run
        raise _ResultAskedForError
