"""Workflow: many runs as one thing."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

from kohakuengine.engine.script import Script
from kohakuengine.flow.config_shape import as_config
from kohakuengine.flow.errors import WorkflowShapeError
from kohakuengine.flow.launchers import LAUNCHERS
from kohakuengine.flow.passes import Passes
from kohakuengine.flow.run_specs import RunSpecs
from kohakuengine.flow.scope import Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from kohakuengine.flow.elements import Element, Order
    from kohakuengine.flow.feeding import Feeder
    from kohakuengine.flow.results import Results
    from kohakuengine.flow.run_spec import Position
    from kohakuengine.flow.scope import OnError

__all__ = ["ScriptWorkflow", "Workflow"]


class Workflow(ABC):
    """Many runs as one thing."""

    @abstractmethod
    def run(self) -> Any:
        """Run it."""

    @abstractmethod
    def validate(self) -> bool:
        """Check it.

        Returns:
            True.

        Raises:
            ValueError: It cannot run.
        """


class ScriptWorkflow(Workflow):
    """A workflow of scripts, and of other workflows.

    Attributes:
        scripts: Its elements.
        on_error: "stop": a run that fails is the last one to start; "continue": the others go on.
        retries: How many more attempts a run gets that fails.
        timeout: Seconds that an attempt may take; None for ever.
        launcher: Where runs go: "inprocess", "subprocess" or "fork".
        store: Folder of the run store, None for that of the working directory.
        resume: None goes on with what an earlier attempt left unfinished, True also with one that is finished
            (nothing is left to do then), False begins anew.
        gpus: "auto", a number of them, or their ids.
        gpus_per_run: How many each run gets.
        strict: Whether a value replaced later is an error rather than a warning.
        passes: What was drawn of configs that can be drawn once only.
    """

    needs_elements = True
    default_launcher = "subprocess"
    default_on_error: OnError = "continue"
    order: Order = "none"

    def __init__(
        self,
        scripts: Sequence[Element],
        *,
        on_error: OnError | None = None,
        retries: int | None = None,
        timeout: float | None = None,
        launcher: str | None = None,
        store: str | Path | None = None,
        resume: bool | None = None,
        gpus: str | int | Sequence[int | str] | None = None,
        gpus_per_run: int = 1,
        strict: bool = False,
    ) -> None:
        """Take scripts, and how they run; what is None is as in the workflow around this one.

        Raises:
            WorkflowShapeError: There are no scripts, or it cannot run so (a ValueError).
            TypeError: An element is neither a script nor a workflow.
        """
        if isinstance(scripts, (str, Script)) or not isinstance(scripts, (list, tuple)):
            message = f"a workflow takes a list of scripts, not {type(scripts).__name__}"
            raise TypeError(message)
        if self.needs_elements and not scripts:
            raise WorkflowShapeError(reason="a workflow must have at least one script")
        self.scripts: list[Element] = list(scripts)
        self.on_error: OnError | None = on_error
        self.retries = retries
        self.timeout = timeout
        self.launcher = launcher
        self.store = store
        self.resume = resume
        self.gpus = gpus
        self.gpus_per_run = gpus_per_run
        self.strict = strict
        self.passes = Passes()
        self._results: Results | None = None
        self.validate()

    @property
    def name(self) -> str:
        """What messages call it."""
        return type(self).__name__

    def validate(self) -> bool:
        """Check that all scripts are there, and that all options make sense.

        Returns:
            True.

        Raises:
            WorkflowShapeError: Something is wrong (a ValueError).
            TypeError: An element is neither a script nor a workflow.
        """
        for element in self.scripts:
            if isinstance(element, ScriptWorkflow):
                element.validate()
            elif not isinstance(element, Script):
                message = f"a workflow takes scripts and workflows, not {type(element).__name__}"
                raise TypeError(message)
            elif not Path(element.path).exists():
                raise WorkflowShapeError(path=str(element.path), reason="script not found")
            else:
                element.config = as_config(element.config)
        self._check_options()
        return True

    def plan(self) -> RunSpecs:
        """Return the runs that there would be, drawn when they are looked at; nothing is executed."""
        return RunSpecs(self.scripts, self.passes, is_strict=self.strict)

    def run(self) -> list[Any]:
        """Run everything.

        Returns:
            What the entrypoints returned, in the order of the plan.

        Raises:
            WorkflowError: A run failed; `.results` has what became of each.
            NothingToRunError: There was no run.
            KohakuError: A config does not suit its script: nothing more was started.
            KeyboardInterrupt: It was stopped by SIGINT; the same program goes on where it was.
        """
        from kohakuengine.flow.conduct import conduct

        conducted = conduct(self)
        self._results = conducted.results
        conducted.raise_failure()
        return [result.value for result in conducted.results]

    @property
    def runs(self) -> Results:
        """What became of each run of the last `run()`, in the order of the plan."""
        if self._results is None:
            message = f"{self.name} has not run yet"
            raise RuntimeError(message)
        return self._results

    def scope(self, parent: Scope | None) -> Scope:
        """Return what this workflow is while it runs.

        Args:
            parent: The workflow around it, None for the outermost.
        """
        timeout = self.timeout if self.timeout is not None or parent is None else parent.timeout_s
        retries = self.retries if self.retries is not None or parent is None else parent.retries
        return Scope(
            parent=parent,
            launcher=self.launcher_within(None if parent is None else parent.launcher),
            limit=self.slots(),
            on_error=self.default_on_error if self.on_error is None else self.on_error,
            retries=retries or 0,
            timeout_s=timeout,
        )

    def launcher_within(self, outer: str | None) -> str:
        """Return where its runs go.

        Args:
            outer: Where those of the workflow around it go, None for the outermost.
        """
        if self.launcher is not None:
            return self.launcher
        return self.default_launcher if outer is None or outer == "inprocess" else outer

    @abstractmethod
    def slots(self) -> int:
        """Return how many of its runs go at once at most."""

    @abstractmethod
    def feed(self, feeder: Feeder, position: Position) -> None:
        """Hand its runs to the scheduler, through a feeder.

        Args:
            feeder: Takes elements one by one, or side by side.
            position: Where this workflow stands.
        """

    def _check_options(self) -> None:
        if self.on_error not in (None, "stop", "continue"):
            raise WorkflowShapeError(reason=f"on_error is 'stop' or 'continue', not {self.on_error!r}")
        if self.launcher not in (None, *LAUNCHERS):
            hint = f"There are {', '.join(LAUNCHERS[:-1])} and {LAUNCHERS[-1]}."
            raise WorkflowShapeError(reason=f"no launcher {self.launcher!r}", hint=hint)
        for name in ("retries", "timeout"):
            value = getattr(self, name)
            if value is not None and (not isinstance(value, (int, float)) or value < 0):
                raise WorkflowShapeError(reason=f"{name} is a number from 0, not {value!r}")
        if self.timeout is not None and self.launcher_within(None) == "inprocess":
            hint = "Give a launcher: launcher='subprocess'."
            raise WorkflowShapeError(reason="a run in this process cannot be timed out", hint=hint)
