"""Which flows are timed, against what a user would type, and what they may cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .rows import Row

if TYPE_CHECKING:
    from .place import Place

PACKAGES = {"science": ("numpy", "scipy", "pandas", "scikit-learn"), "torched": ("torch",)}
"""What the scripts of some rows import, by the script's name."""


def flow_rows_of(place: Place) -> list[Row]:
    """Return the rows; those whose script imports packages come last."""
    python = str(place.python)
    rows = [
        Row(
            name="200 trivial runs, fork, over xargs -P2",
            base=_xargs(place, 200),
            ours=_parallel(place, "trivial", 200, "fork"),
            limit=0.30,
            aim=0.20,
        ),
        Row(
            name="200 trivial runs, subprocess, over xargs",
            base=_xargs(place, 200),
            ours=_parallel(place, "trivial", 200, "subprocess"),
            limit=1.6,
            aim=1.1,
        ),
    ]
    for script, limit, aim in (("science", 0.08, 0.04), ("torched", 0.12, 0.05)):
        row = Row(
            name=f"40 runs of {script}.py, fork, over 40 python",
            base=[python, f"{script}.py"],
            ours=_parallel(place, script, 40, "fork"),
            limit=limit,
            aim=aim,
            times=40,
        )
        rows.append(row)
    return rows


def _xargs(place: Place, count: int) -> list[str]:
    return ["sh", "-c", f"seq {count} | xargs -P2 -n1 {place.python} trivial.py"]


def _parallel(place: Place, script: str, count: int, mode: str) -> list[str]:
    flow = [str(place.kogine), "workflow", "parallel", f"{script}.py", "-c", f"sweep_{count}.py"]
    return [*flow, "--mode", mode, "-w", "2", "--fresh"]
