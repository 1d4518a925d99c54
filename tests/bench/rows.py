"""What is timed, and what it may cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One comparison.

    Attributes:
        name: What is compared with `python SCRIPT` (or a bare start).
        base: The command compared against.
        ours: The command.
        limit: Ratio above which the row is a miss; None where it is shown for information.
        aim: Ratio that is hoped for.
        is_first_start: Whether the compile cache is emptied before each start.
        times: How often `base` counts: it is one of so many runs.
    """

    name: str
    base: list[str]
    ours: list[str]
    limit: float | None = None
    aim: float | None = None
    is_first_start: bool = False
    times: int = 1


def rows_of(place: Place) -> list[Row]:
    """Return the rows of the distributions of this checkout."""
    python, kogine = str(place.python), str(place.kogine)
    small, long, bare = [python, "small.py"], [python, "long.py"], [python, "-c", "pass"]
    set_lr = ["--set", "lr=0.5"]
    guarded, run_guarded = [python, "guarded.py"], [kogine, "run", "guarded.py", *set_lr]
    run_small, run_long = [kogine, "run", "small.py"], [kogine, "run", "long.py"]
    return [
        Row(name="small script", base=small, ours=run_small, limit=1.5, aim=1.15),
        Row(name="small script, --set", base=small, ours=[*run_small, *set_lr], limit=1.5, aim=1.15),
        Row(name="script with main(), --set", base=guarded, ours=run_guarded, limit=1.5, aim=1.15),
        Row(name="small script, --config", base=small, ours=[*run_small, "--config", "config.py"]),
        Row(
            name="small script, --set, first start",
            base=small,
            ours=[*run_small, *set_lr],
            is_first_start=True,
        ),
        Row(
            name="10,000 lines, --set, first start",
            base=long,
            ours=[*run_long, *set_lr],
            limit=2.2,
            aim=2.0,
            is_first_start=True,
        ),
        Row(
            name="10,000 lines, --set, second start",
            base=long,
            ours=[*run_long, *set_lr],
            limit=0.35,
            aim=0.2,
        ),
        Row(
            name="10,000 lines, first start",
            base=long,
            ours=run_long,
            limit=2.2,
            aim=2.0,
            is_first_start=True,
        ),
        Row(name="10,000 lines, second start", base=long, ours=run_long, limit=0.35, aim=0.2),
        Row(
            name="import kohakuengine.config",
            base=bare,
            ours=[python, "-c", "import kohakuengine.config"],
            limit=1.3,
            aim=1.1,
        ),
        Row(
            name="from kohakuengine.config import Config",
            base=bare,
            ours=[python, "-c", "from kohakuengine.config import Config"],
        ),
    ]


def rows_of_peer(place: Place) -> list[Row]:
    """Return the rows of the peer: what it can do of the same."""
    python, kogine = str(place.python), str(place.kogine)
    guarded, bare = [python, "guarded.py"], [python, "-c", "pass"]
    run_guarded = [kogine, "run", "guarded.py"]
    return [
        Row(name="peer: script with main(), --set", base=guarded, ours=[*run_guarded, "--set", "lr=0.5"]),
        Row(name="peer: script with main(), --config", base=guarded, ours=[*run_guarded, "-c", "config.py"]),
        Row(
            name="peer: import kohakuengine.config",
            base=bare,
            ours=[python, "-c", "import kohakuengine.config"],
        ),
    ]
