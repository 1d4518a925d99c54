"""Many runs of scripts: plans, launchers, run store, workflows."""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from kohakuengine.flow.errors import (
        CannotRerunError,
        EndedTwiceError,
        FilterError,
        FlowError,
        FlowRunningError,
        NothingToRunError,
        RecordDamagedError,
        ReferenceCycleError,
        RunFailedError,
        RunNotFoundError,
        StoreAccessError,
        StoreDamagedError,
        StoreError,
        StoreLockedError,
        StoreNotFoundError,
        StoreVersionError,
        ValueLostError,
        WorkflowError,
        WorkflowShapeError,
    )
    from kohakuengine.flow.graph import Graph
    from kohakuengine.flow.parallel import Parallel
    from kohakuengine.flow.pipeline import Pipeline
    from kohakuengine.flow.results import Results
    from kohakuengine.flow.run import Run
    from kohakuengine.flow.run_result import RunResult
    from kohakuengine.flow.run_spec import RunSpec
    from kohakuengine.flow.run_specs import RunSpecs
    from kohakuengine.flow.sequential import Sequential
    from kohakuengine.flow.status import RunStatus
    from kohakuengine.flow.workflow import ScriptWorkflow, Workflow

__all__ = [
    "CannotRerunError",
    "EndedTwiceError",
    "FilterError",
    "FlowError",
    "FlowRunningError",
    "Graph",
    "NothingToRunError",
    "Parallel",
    "Pipeline",
    "RecordDamagedError",
    "ReferenceCycleError",
    "Results",
    "Run",
    "RunFailedError",
    "RunNotFoundError",
    "RunResult",
    "RunSpec",
    "RunSpecs",
    "RunStatus",
    "ScriptWorkflow",
    "Sequential",
    "StoreAccessError",
    "StoreDamagedError",
    "StoreError",
    "StoreLockedError",
    "StoreNotFoundError",
    "StoreVersionError",
    "ValueLostError",
    "Workflow",
    "WorkflowError",
    "WorkflowShapeError",
]

_ERRORS_HOME = "errors"
_HOMES = {
    "Graph": "graph",
    "Parallel": "parallel",
    "Pipeline": "pipeline",
    "Results": "results",
    "Run": "run",
    "RunResult": "run_result",
    "RunSpec": "run_spec",
    "RunSpecs": "run_specs",
    "RunStatus": "status",
    "ScriptWorkflow": "workflow",
    "Sequential": "sequential",
    "Workflow": "workflow",
}


def __getattr__(name: str) -> object:
    """Fetch a public name from its module; what has no other home is an error."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = f"{__name__}.{_HOMES.get(name, _ERRORS_HOME)}"
    return getattr(__import__(home, fromlist=[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
