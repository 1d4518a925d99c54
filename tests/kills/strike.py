"""One kill point: a sweep is started, struck once, and started again."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from .processes import processes_of, roles
from .project import RUNS, Project

_PATIENCE_S = 120


@dataclass(frozen=True, kw_only=True)
class Strike:
    """Whom to strike, and when.

    Attributes:
        mode: "subprocess", "fork" or "inprocess".
        victim: Role of the process, see `roles`.
        signal: Name of the signal.
        after: How many runs must be done before, when it is a moment.
        delay_s: How long to wait after that.
        system_call: Name of the system call at which strace strikes the orchestrator, "" for a moment.
        count: At which of them.
    """

    mode: str
    victim: str = "orchestrator"
    signal: str = "SIGKILL"
    after: int = 0
    delay_s: float = 0.0
    system_call: str = ""
    count: int = 0

    def __str__(self) -> str:
        when = (
            f"{self.system_call} {self.count}"
            if self.system_call
            else f"{self.after} done + {self.delay_s * 1000:.0f} ms"
        )
        return f"{self.mode:10} {self.signal:7} {self.victim:12} at {when}"


@dataclass(kw_only=True)
class Outcome:
    """What became of it.

    Attributes:
        strike: The kill point.
        has_struck: Whether the victim was seen to die of it.
        alive: How many grandchildren of runs were alive at that time.
        exit_code: Of the command that was struck.
        kept: How many results were on disk after it had ended.
        repeated: Numbers whose script went to its end more than once.
        faults: What must not be, in words.
    """

    strike: Strike
    has_struck: bool = False
    alive: int = 0
    exit_code: int | None = None
    kept: int = 0
    repeated: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def command(mode: str) -> list[str]:
    """Return what a user types."""
    flow = "sequential" if mode == "inprocess" else "parallel"
    workers = [] if mode == "inprocess" else ["-w", "2"]
    kogine = [sys.executable, "-m", "kohakuengine.cli"]
    return [*kogine, "workflow", flow, "train.py", "-c", "sweep.py", "--mode", mode, *workers]


def strike_once(strike: Strike) -> Outcome:
    """Make a sweep, strike it, start it again, and look at everything."""
    folder = Path(tempfile.mkdtemp(prefix="sweep-"))
    project = Project.make(folder / "project", token=f"{os.getpid()}-{random.random()}")
    outcome = Outcome(strike=strike)
    try:
        _strike(project, strike, outcome)
        kept = project.results()
        outcome.kept = len(kept)
        if outcome.exit_code != 0:
            again = _run_to_end(project, strike.mode)
            if again != 0:
                outcome.faults.append(f"the same command ended with {again}")
        _examine(project, kept, outcome)
    finally:
        _end_survivors(project)
        if not outcome.faults:
            shutil.rmtree(folder)
    return outcome


def _strike(project: Project, strike: Strike, outcome: Outcome) -> None:
    words = command(strike.mode)
    if strike.system_call:
        inject = f"inject={strike.system_call}:signal={strike.signal}:when={strike.count}"
        words = ["strace", "-o", "/dev/null", "-e", f"trace={strike.system_call}", "-e", inject, *words]
    with open(project.folder / "first.log", "wb") as log:
        process = subprocess.Popen(
            words,
            cwd=project.folder,
            env=project.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    if strike.system_call:
        _watch(project, process, outcome)
        outcome.has_struck = process.returncode in (
            -getattr(signal, strike.signal),
            128 + getattr(signal, strike.signal),
        )
    else:
        _strike_at_moment(project, strike, process, outcome)
    outcome.exit_code = process.wait(_PATIENCE_S)


def _watch(project: Project, process: subprocess.Popen[bytes], outcome: Outcome) -> None:
    """Count the grandchildren until the command is dead."""
    while process.poll() is None:
        alive = sum(one.is_sleeper for one in processes_of(project.token))
        outcome.alive = alive or outcome.alive
        time.sleep(0.01)


def _strike_at_moment(
    project: Project, strike: Strike, process: subprocess.Popen[bytes], outcome: Outcome
) -> None:
    marks = project.folder / "marks"
    while process.poll() is None and len(list(marks.glob("done-*"))) < strike.after:
        time.sleep(0.002)
    time.sleep(strike.delay_s)
    for _ in range(500):
        processes = processes_of(project.token)
        outcome.alive = sum(one.is_sleeper for one in processes)
        victims = roles(processes, process.pid, strike.mode).get(strike.victim)
        if victims and outcome.alive:
            break
        if process.poll() is not None:
            return
        time.sleep(0.002)
    else:
        return
    victim = random.choice(victims)
    os.kill(victim, getattr(signal, strike.signal))
    outcome.has_struck = _is_gone(process, victim, strike)


def _is_gone(process: subprocess.Popen[bytes], victim: int, strike: Strike) -> bool:
    """Wait until the victim has ended, or, where it may take its time, until the signal has reached it."""
    if victim == process.pid:
        process.wait(_PATIENCE_S)
        return True
    for _ in range(5000):
        try:
            state = Path(f"/proc/{victim}/stat").read_bytes().rpartition(b")")[2].split()[0]
        except OSError:
            return True
        if state in (b"Z", b"X"):
            return True
        time.sleep(0.001)
    return False


def _run_to_end(project: Project, mode: str) -> int:
    with open(project.folder / "second.log", "wb") as log:
        return subprocess.run(
            command(mode),
            cwd=project.folder,
            env=project.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            timeout=_PATIENCE_S,
            check=False,
        ).returncode


def _examine(project: Project, kept: set[int], outcome: Outcome) -> None:
    completed, attempts = project.completed(), project.attempts()
    faults = outcome.faults
    if not outcome.has_struck:
        faults.append("it was not struck")
    if outcome.has_struck and not outcome.alive:
        faults.append("no grandchild was alive then")
    missing = [number for number in range(RUNS) if len(completed.get(number, [])) != 1]
    if missing:
        faults.append(f"not COMPLETED exactly once: {missing}")
    for number, ids in attempts.items():
        with_result = [one for one in ids if one in kept]
        if with_result and ids[-1] != with_result[-1]:
            faults.append(f"{number} ran again though its result was on disk")
    if project.unended():
        faults.append(f"{project.unended()} runs are RUNNING for ever")
    survivors = processes_of(project.token)
    if survivors:
        faults.append(f"{len(survivors)} processes survive: {survivors[:3]}")
    for number in range(RUNS):
        mark = project.folder / "marks" / f"done-{number}"
        times = len(mark.read_text(encoding="utf-8").split()) if mark.exists() else 0
        if times == 0:
            faults.append(f"{number} never ran")
        if times > 1:
            outcome.repeated.append(number)


def _end_survivors(project: Project) -> None:
    """Leave nothing behind, whatever the verdict was."""
    for one in processes_of(project.token):
        try:
            os.kill(one.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
