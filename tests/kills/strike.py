"""One kill point: a sweep is started, struck once, and started again."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .call import attach, wait_until_held, was_held
from .processes import is_dead, processes_of, victims
from .project import Project
from .verdict import faults_of, why_none_can_live

if TYPE_CHECKING:
    from .call import Call

_PATIENCE_S = 120


@dataclass(frozen=True, kw_only=True)
class Strike:
    """Whom to strike, and when.

    Attributes:
        mode: "subprocess", "fork" or "inprocess".
        victim: Role of the process, see `victims`.
        signal: Name of the signal.
        after: How many runs must be done before.
        delay_s: How long to wait after that.
        call: The system call, from that moment on, at which it is struck; None for that moment itself.
    """

    mode: str
    victim: str = "orchestrator"
    signal: str = "SIGKILL"
    after: int = 0
    delay_s: float = 0.0
    call: Call | None = None

    def __str__(self) -> str:
        when = f"{self.after:2} done + {self.delay_s * 1000:3.0f} ms"
        if self.call is not None:
            when = str(self.call) if self.call.is_first else f"{when}, {self.call}"
        return f"{self.mode:10} {self.signal:7} {self.victim:12} at {when}"


@dataclass(kw_only=True)
class Outcome:
    """What became of it.

    Attributes:
        strike: The kill point.
        has_struck: Whether the victim was there, and was seen to have ended or to have taken the signal.
        alive: How many grandchildren of runs were alive at that time.
        exit_code: Of the command that was struck.
        kept: Ids of the runs whose results were on disk after it had ended.
        had: How many runs had gone to their end by then.
        again: Exit code of the same command, None where there was nothing left to do.
        repeated: Numbers whose script went to its end more than once.
        faults: What must not be, in words.
        folder: Where it happened; kept where there are faults.
    """

    strike: Strike
    folder: Path
    has_struck: bool = False
    alive: int = 0
    exit_code: int | None = None
    kept: set[int] = field(default_factory=set)
    had: int = 0
    again: int | None = None
    repeated: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def strike_once(strike: Strike) -> Outcome:
    """Make a sweep, strike it, start it again at once, and look at everything."""
    folder = Path(tempfile.mkdtemp(prefix="sweep-"))
    project = Project.make(folder / "project", mode=strike.mode, token=f"{os.getpid()}-{random.random()}")
    outcome = Outcome(strike=strike, folder=folder)
    try:
        _strike(project, outcome)
        outcome.kept = project.results()
        outcome.had = len(project.marked("done"))
        if not project.is_complete():
            outcome.again = _started(project, "second.log").wait(_PATIENCE_S)
        outcome.faults = faults_of(project, outcome)
        outcome.repeated = [number for number, runs in project.marked("done").items() if len(runs) > 1]
    finally:
        _end_survivors(project)
        if not outcome.faults:
            shutil.rmtree(folder)
    return outcome


def _strike(project: Project, outcome: Outcome) -> None:
    strike = outcome.strike
    call = strike.call
    if call is not None and call.is_first:
        process = _started(project, "first.log", [*call.tracer(project.folder), "-D"])
        if wait_until_held(call, process.pid):
            outcome.alive = _count_grandchildren(project)
            _send(process.pid, outcome)
            outcome.has_struck = was_held(call, project.folder)
    else:
        process = _started(project, "first.log")
        while not outcome.has_struck:
            victim = _choose_victim(project, process, strike)
            if victim is None:
                break
            if call is None:
                outcome.alive = _count_grandchildren(project)
                if outcome.alive:  # none may be left of those that were seen
                    _send(victim, outcome)
            else:
                _strike_at_call(project, call, victim, outcome)
    outcome.exit_code = process.wait(_PATIENCE_S)


def _started(project: Project, log: str, before: list[str] | None = None) -> subprocess.Popen[bytes]:
    with open(project.folder / log, "wb") as file:
        return subprocess.Popen(
            [*(before or []), *project.command],
            cwd=project.folder,
            env=project.environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        )


def _choose_victim(project: Project, process: subprocess.Popen[bytes], strike: Strike) -> int | None:
    """Wait for the moment, and for a grandchild that is alive; None where the command ends before."""
    marks = project.folder / "marks"
    while process.poll() is None and len(list(marks.glob("done-*"))) < strike.after:
        time.sleep(0.002)
    time.sleep(strike.delay_s)
    while process.poll() is None:
        processes = processes_of(project.token)
        found = victims(processes, process.pid, strike.mode, strike.victim)
        if found and any(one.is_grandchild for one in processes):
            return random.choice(found)
        time.sleep(0.002)
    return None


def _strike_at_call(project: Project, call: Call, victim: int, outcome: Outcome) -> None:
    """Strike at a call of a running process; where no grandchild is alive at it, at a later one."""
    needs_alive = not why_none_can_live(outcome.strike)
    while not is_dead(victim):
        tracer = attach(call, victim, project.folder)
        if wait_until_held(call, victim):
            outcome.alive = _count_grandchildren(project)
            if outcome.alive or not needs_alive:
                _send(victim, outcome)
        tracer.terminate()
        tracer.wait()
    outcome.has_struck = outcome.has_struck and was_held(call, project.folder)


def _send(victim: int, outcome: Outcome) -> None:
    """Send the signal, and see that it has ended the victim."""
    try:
        os.kill(victim, getattr(signal, outcome.strike.signal))
    except ProcessLookupError:
        return
    deadline = time.monotonic() + _PATIENCE_S
    while not (outcome.has_struck or time.monotonic() > deadline):
        time.sleep(0.0005)
        outcome.has_struck = is_dead(victim)


def _count_grandchildren(project: Project) -> int:
    return sum(one.is_grandchild for one in processes_of(project.token))


def _end_survivors(project: Project) -> None:
    """Leave nothing behind, whatever the verdict was."""
    for one in processes_of(project.token):
        with contextlib.suppress(ProcessLookupError):
            os.kill(one.pid, signal.SIGKILL)
