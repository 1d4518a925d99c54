"""`python -m tests.kills`: kill a sweep at many moments, and print what became of each."""

from __future__ import annotations

import argparse
import random
import sys
from typing import TYPE_CHECKING

from .strike import Strike, strike_once

if TYPE_CHECKING:
    from collections.abc import Iterator

_VICTIMS = {
    "subprocess": ("supervisor", "keeper", "run"),
    "fork": ("supervisor", "fork parent", "keeper", "run"),
    "inprocess": (),
}
_CALLS = ("pwrite64", "sendto", "mkdir", "openat", "vfork")


def main() -> int:
    """Strike, print, and return 0 where nothing was lost."""
    arguments = _arguments()
    chance = random.Random(arguments.seed)
    print(f"seed {arguments.seed}; a sweep of 24 runs, two at once")
    failed = struck = repeated = 0
    for number, strike in enumerate(_strikes(chance, arguments), start=1):
        outcome = strike_once(strike)
        struck += outcome.has_struck
        failed += bool(outcome.faults)
        repeated += len(outcome.repeated)
        verdict = "; ".join(outcome.faults) or "completed, nothing lost, no survivor"
        again = f", again: {outcome.repeated}" if outcome.repeated else ""
        print(
            f"{number:3} {strike} | exit {outcome.exit_code}, {outcome.alive} grandchildren alive, "
            f"{outcome.kept} results on disk{again} | {verdict}",
            flush=True,
        )
    print(f"{struck} kill points struck, {failed} with faults, {repeated} runs went to their end twice")
    return 1 if failed else 0


def _strikes(chance: random.Random, arguments: argparse.Namespace) -> Iterator[Strike]:
    for mode in arguments.modes:
        for signal in ("SIGKILL", "SIGINT", "SIGTERM"):
            for _ in range(arguments.moments):
                yield _at_moment(chance, mode, "orchestrator", signal)
        for victim in _VICTIMS[mode]:
            for _ in range(arguments.moments):
                yield _at_moment(chance, mode, victim, "SIGKILL")
        for call in _CALLS if arguments.system_calls else ():
            for _ in range(arguments.system_calls):
                yield Strike(mode=mode, system_call=call, count=chance.randrange(1, 40))


def _at_moment(chance: random.Random, mode: str, victim: str, signal: str) -> Strike:
    after, delay_s = chance.randrange(18), chance.random() * 0.1
    return Strike(mode=mode, victim=victim, signal=signal, after=after, delay_s=delay_s)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--modes", nargs="+", default=["subprocess", "fork", "inprocess"])
    parser.add_argument("--moments", type=int, default=4, help="random moments for each victim and signal")
    parser.add_argument("--system-calls", type=int, default=2, help="points at each system call")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
