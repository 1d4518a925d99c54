"""Which kill points are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .call import Call, can_trace
from .strike import Strike

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

MODES = ("subprocess", "fork", "inprocess")
_SIGNALS = ("SIGKILL", "SIGINT", "SIGTERM")
_OTHERS = {
    "subprocess": ("supervisor", "keeper", "run"),
    "fork": ("supervisor", "fork parent", "keeper", "run"),
    "inprocess": ("supervisor",),
}
_FOLDER = ".kogine/runs/000000/{number}"
_MARK = Call(name="openat", path="marks/done-{number}")
_RESULT = Call(name="openat", path=f"{_FOLDER}/result.json")
_CALLS_BELOW: dict[str, dict[str, list[Call]]] = {
    "subprocess": {"keeper": [Call(name="sendto"), Call(name="clone")], "run": [_MARK, _RESULT]},
    "fork": {"keeper": [Call(name="sendto"), Call(name="clone")], "run": [_MARK, _RESULT]},
    "inprocess": {},
}


def points_of(mode: str, chance: random.Random, *, moments: int, others: int) -> Iterator[Strike]:
    """Yield the kill points of one mode, each another time when `chance` is another.

    Args:
        mode: One of `MODES`.
        chance: Draws moments and counts.
        moments: Of the orchestrator, over the three signals.
        others: Of each other process.
    """
    for number in range(moments):
        yield _at(chance, mode, "orchestrator", signal=_SIGNALS[number % 3])
    for victim in _OTHERS[mode]:
        for _ in range(others):
            yield _at(chance, mode, victim)
    if can_trace():
        yield from _calls(mode, chance)


def _calls(mode: str, chance: random.Random) -> Iterator[Strike]:
    """Yield system calls: what writes the store, what talks, what makes folders, files and processes.

    `rename` is called once, for the snapshot of a script; `unlink` by SQLite, at both ends of a flow.
    """
    during = [
        Call(name="pwrite64", count=chance.randrange(1, 5)),
        Call(name="pwrite64", count=chance.randrange(5, 12)),
        Call(name="mkdir"),
        Call(name="openat", path=f"{_FOLDER}/parcel"),
        Call(name="sendto"),
        Call(name="sendto", count=2),
    ]
    during += [_MARK, _RESULT, Call(name="fork")] if mode == "inprocess" else []
    for call in during:
        yield _at(chance, mode, "orchestrator", call=call)
    for victim, calls in _CALLS_BELOW[mode].items():
        for call in calls:
            yield _at(chance, mode, victim, call=call)
    firsts = [
        Call(name="mkdir", is_first=True),
        Call(name="openat", path=".kogine/runs.sqlite-wal", is_first=True),
        Call(name="pwrite64", count=chance.randrange(1, 60), is_first=True),
        Call(name="rename", is_first=True),
        Call(name="clone", is_first=True),
        Call(name="unlink", is_first=True),
        Call(name="unlink", path=".kogine/runs.sqlite-wal", is_first=True),
    ]
    for call in firsts:
        yield Strike(mode=mode, call=call)


def _at(
    chance: random.Random,
    mode: str,
    victim: str,
    *,
    signal: str = "SIGKILL",
    call: Call | None = None,
) -> Strike:
    after = chance.randrange(20 if call is None else 12)
    return Strike(
        mode=mode, victim=victim, signal=signal, after=after, delay_s=chance.random() * 0.1, call=call
    )
