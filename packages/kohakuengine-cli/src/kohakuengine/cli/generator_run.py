"""`kogine run -c SWEEP.py`: every config of a generator, one fresh interpreter after another."""

from __future__ import annotations

import copy

from kohakuengine.cli import report
from kohakuengine.cli.errors import UsageError
from kohakuengine.cli.failure import INTERRUPTED
from kohakuengine.cli.loading import draw
from kohakuengine.cli.run_title import run_title
from kohakuengine.cli.stdin import has_input
from kohakuengine.engine.launch import run_in_child

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.config import ConfigGenerator
    from kohakuengine.engine.request import RunRequest

__all__ = ["run_each"]


def run_each(request: RunRequest, path: str, generator: ConfigGenerator) -> int:
    """Run every config of a generator in a fresh interpreter, up to the first that fails."""
    if has_input():
        report.note("the runs of a generator config get an empty stdin each; what waits on ours is not read")
    count = 0
    for config in draw(path, generator):
        count += 1
        own = copy.copy(request)
        own.take_config(config)
        report.heading(f"run {count}: {run_title(own, config)}")
        code = _run_one(own)
        if code != 0:
            report.error(_explain_stop(count, code, generator))
            return code
    if count == 0:
        raise UsageError(message=f"{path}: the generator yielded no config, so nothing was run.")
    return 0


def _run_one(request: RunRequest) -> int:
    """Run one and return its exit code as a shell would give it."""
    try:
        code = run_in_child(request)
    except KeyboardInterrupt:
        return INTERRUPTED
    return code if code >= 0 else 128 - code


def _explain_stop(count: int, code: int, generator: ConfigGenerator) -> str:
    """Say that a run failed, and how many were not run because of it."""
    how = "was interrupted" if code == INTERRUPTED else f"failed with exit code {code}"
    left = generator.__length_hint__() if hasattr(generator, "__length_hint__") else None
    if left is None:
        return f"run {count} {how}; the runs after it were not started."
    if left == 0:
        return f"run {count} {how}; it was the last."
    return f"run {count} {how}; {left} after it {'was' if left == 1 else 'were'} not started."
