"""`kogine run -c SWEEP.py`: every config of a generator, one fresh interpreter after another."""

from __future__ import annotations

import copy
import operator
import signal

from kohakuengine.cli import report
from kohakuengine.cli.count import counted
from kohakuengine.cli.failure import INTERRUPTED
from kohakuengine.cli.given_config import nothing_drawn
from kohakuengine.cli.run_title import run_title
from kohakuengine.cli.stdin import has_input
from kohakuengine.engine.child import run_in_child

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.config import ConfigGenerator
    from kohakuengine.engine.child import ChildEnd
    from kohakuengine.engine.request import RunRequest

__all__ = ["run_each"]


def run_each(request: RunRequest, path: str, generator: ConfigGenerator) -> int:
    """Run every config of a generator in a fresh interpreter, up to the first that fails.

    Args:
        request: What the line asks for; every run gets a copy, completed by its config.
        path: The config file.
        generator: Its configs; none is drawn before the run of the one before has ended.

    Returns:
        0, or the exit code of the run that failed, as a shell would give it.

    Raises:
        KohakuError: The config file raised or yielded nothing, or one of its configs does not suit the
            script.
    """
    if has_input():
        report.note("every run of a generator config has an empty stdin; what waits on ours is not read")
    count = 0
    try:
        for count, config in enumerate(generator, start=1):
            own = copy.copy(request)
            own.take_config(config)
            report.heading(f"run {count}: {run_title(own)}")
            end = run_in_child(own)
            if end.exit_code != 0 or end.stop is not None:
                report.error(_explain_stop(count, end, generator))
                return _exit_code(end)
    except KeyboardInterrupt:
        report.error(f"interrupted after {counted(count, 'run')}, while the next config was made")
        return INTERRUPTED
    finally:
        generator.close()
    if count == 0:
        raise nothing_drawn(path, "so nothing was run")
    return 0


def _exit_code(end: ChildEnd) -> int:
    """Return what a shell would give: of the signal that stopped us, else of the run."""
    if end.stop is not None:
        return 128 + end.stop
    return end.exit_code if end.exit_code > 0 else 128 - end.exit_code


def _explain_stop(count: int, end: ChildEnd, generator: ConfigGenerator) -> str:
    """Say why the runs stop, and how many are not started because of it, where that can be known."""
    left = operator.length_hint(generator, -1)
    if left < 0:
        rest = "the runs after it were not started."
    elif left == 0:
        rest = "it was the last."
    else:
        rest = f"{left} after it {'was' if left == 1 else 'were'} not started."
    return f"run {count} {_how_it_ended(end)}; {rest}"


def _how_it_ended(end: ChildEnd) -> str:
    code = end.exit_code
    if code == -signal.SIGINT:
        return "was interrupted"
    if code == 0 and end.stop is not None:
        return f"went to its end when {signal.Signals(end.stop).name} came"
    if code > 0:
        return f"failed with exit code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"
