"""CPU of child processes, in alternating pairs."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .place import Place
    from .rows import Row

_DEVNULL = subprocess.DEVNULL


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What pairs of starts gave.

    Attributes:
        ratio: Median of the pairs' ratios.
        low: Lower quartile of the ratios.
        high: Upper quartile.
        base_ms: Median CPU of the command compared against, in milliseconds.
        ours_ms: Median CPU of the command itself, in milliseconds.
    """

    ratio: float
    low: float
    high: float
    base_ms: float
    ours_ms: float


class StartError(RuntimeError):
    """A timed command failed, so that its time means nothing."""


def cpu_s(words: list[str], place: Place) -> float:
    """Return the CPU of one command in seconds, user and system, children that it awaited included.

    Raises:
        StartError: It did not end with 0.
    """
    child = subprocess.Popen(
        words, cwd=place.folder, env=place.environment(), stdin=_DEVNULL, stdout=_DEVNULL, stderr=_DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)  # it is waited for
    if child.returncode:
        raise StartError(f"exit code {child.returncode}: {' '.join(words)}")
    return usage.ru_utime + usage.ru_stime


def compare(row: Row, place: Place, *, pairs: int) -> Figure:
    """Time two commands A B A B.

    Args:
        row: The commands: what a user would start instead, and ours.
        place: Where both run.
        pairs: How often each is timed, after one start of each that is not.
    """
    times: list[tuple[float, float]] = []
    for _ in range(pairs + 1):
        base_s = cpu_s(row.base, place) * row.times
        if row.is_first_start:
            shutil.rmtree(place.cache, ignore_errors=True)
        times.append((base_s, cpu_s(row.ours, place)))
    return _figure(times[1:])


def _figure(times: list[tuple[float, float]]) -> Figure:
    ratios = [ours / base for base, ours in times]
    low, _, high = statistics.quantiles(ratios, n=4, method="inclusive")
    return Figure(
        ratio=statistics.median(ratios),
        low=low,
        high=high,
        base_ms=1000 * statistics.median(base for base, _ in times),
        ours_ms=1000 * statistics.median(ours for _, ours in times),
    )
