"""Peak memory of an orchestrator, and how long its store takes to list."""

from __future__ import annotations

import statistics
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from .timing import StartError

if TYPE_CHECKING:
    from .place import Place

MAX_GROWTH = 1.2
MAX_LIST_S = 0.5


def peak_kib(place: Place, count: int) -> int:
    """Return the peak of resident memory (VmHWM) of the process that carries so many runs, in KiB.

    Its own alone: `ru_maxrss` would mix in what its children took.
    """
    words = [str(place.kogine), "workflow", "parallel", "trivial.py", "-c", f"sweep_{count}.py"]
    process = subprocess.Popen(
        [*words, "--mode", "fork", "-w", "2", "--fresh"],
        cwd=place.folder,
        env=place.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, _high_water_kib(process.pid))
        time.sleep(0.02)
    if process.returncode:
        raise StartError(f"exit code {process.returncode}: {' '.join(words)}")
    return peak


def _high_water_kib(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:  # it has ended
        return 0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(found[0]) if found else 0


def list_s(place: Place, tries: int) -> float:
    """Return the median of the wall time of `kogine runs list`, in seconds."""
    words = [str(place.kogine), "runs", "list"]
    times = []
    for _ in range(tries):
        start = time.monotonic()
        done = subprocess.run(
            words, cwd=place.folder, env=place.environment(), capture_output=True, check=False
        )
        times.append(time.monotonic() - start)
        if done.returncode:
            raise StartError(f"exit code {done.returncode}: {' '.join(words)}")
    return statistics.median(times)
