"""Rehearsal: what every forked run does is done some times before the first fork.

Python works out how its code runs best while it runs, and notes that beside the code (PEP 659), and where it
has found the attributes of types. Each fork would do so anew, on pages that are copied for it.
"""

from __future__ import annotations

import gc
import os
import sys

from kohakuengine.config.overrides import override_of
from kohakuengine.engine import hooks, process
from kohakuengine.engine.landing import Landing
from kohakuengine.engine.prepare import PreparedRun
from kohakuengine.engine.record import GLOBAL, CompiledTarget, Record
from kohakuengine.engine.request import RunRequest
from kohakuengine.flow.launch.channel import Channel
from kohakuengine.flow.launch.dispositions import ChildSignals
from kohakuengine.flow.launch.execution import Execution
from kohakuengine.flow.launch.forked_run import ForkedRuns
from kohakuengine.flow.launch.leaving import rehearse_leaving
from kohakuengine.flow.run_folder import Assignment, write_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType

__all__ = ["rehearse"]

_TIMES = 10  # Python 3.11 begins after eight
_NOWHERE = "/nowhere"
_OF_SYS = (
    "argv",
    "excepthook",
    "stdin",
    "stdout",
    "stderr",
    "last_type",
    "last_value",
    "last_traceback",
    "last_exc",
)


def rehearse(times: int = _TIMES) -> None:
    """Execute a script of one assignment some times; nothing is written.

    Nothing is left of it but for signals: it puts back what a process of ours has set.
    """
    modules = dict(sys.modules)
    of_sys = {name: sys.__dict__[name] for name in _OF_SYS if name in sys.__dict__}
    limit = sys.getrecursionlimit()
    functions = sys.getrecursionlimit, sys.setrecursionlimit
    code = compile("x = 1\nprint(end='')", _NOWHERE, "exec")
    gc.freeze()  # each collects what a run has made
    for _ in range(times):
        _rehearse_once(_run_of(code))
        sys.getrecursionlimit, sys.setrecursionlimit = functions
        sys.setrecursionlimit(limit)
        modules |= sys.modules
        sys.modules.clear()  # the order counts: what a run imports comes after the last one
        sys.modules.update(modules)
        sys.__dict__.update(of_sys)
    hooks.let_go()
    process.begin(None)


def _rehearse_once(run: PreparedRun) -> None:
    channel, other = Channel.pair()
    os.close(other)
    execution = Execution(_NOWHERE, (Assignment(request=run.request), run), None)
    ForkedRuns(channel, (), (b"", b""), has_path=True).begin(execution, ChildSignals())
    rehearse_leaving(execution.report, execution.execute)
    write_file(os.devnull, b"x")


def _run_of(code: CodeType) -> PreparedRun:
    """Return a run of which everything has landed."""
    landing = Landing(CompiledTarget(key="x", name="x", kind=GLOBAL, is_watched=True), 1, None)
    next(landing.iterator())
    run = PreparedRun(
        request=RunRequest(script=_NOWHERE, overrides=[override_of("x", value=1)]),
        path=_NOWHERE,
        source=b"",
        record=Record(code=code),
        landings=[landing],
        keeps_result=True,
    )
    run.has_path = True
    return run
