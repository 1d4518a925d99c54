"""`python -m tests.kills`: kill a sweep at many moments, and print what became of each.

python -m tests.kills                         all of them (some minutes)
python -m tests.kills --quick                 a handful of each mode
python -m tests.kills --modes fork --seed 7   those of one mode, once more
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import time

from .points import MODES, points_of
from .strike import strike_once
from .verdict import why_none_can_live

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .strike import Outcome


def main() -> int:
    """Strike, print, and return 0 where nothing was lost."""
    arguments = _arguments()
    chance = random.Random(arguments.seed)
    counts = {"moments": 3, "others": 1} if arguments.quick else {"moments": 21, "others": 4}
    signal.signal(signal.SIGINT, signal.default_int_handler)  # jobs in the background ignore it
    began = time.monotonic()
    print(f"seed {arguments.seed}; a sweep of 24 runs, two at once, each with two grandchildren")
    outcomes = []
    for mode in arguments.modes:
        for strike in points_of(mode, chance, **counts):
            outcomes.append(strike_once(strike))
            print(f"{len(outcomes):3} {line_of(outcomes[-1])}", flush=True)
    _sum_up(outcomes, time.monotonic() - began)
    return 1 if any(outcome.faults for outcome in outcomes) else 0


def line_of(outcome: Outcome) -> str:
    """Say in one line what became of a kill point."""
    verdict = "; ".join(outcome.faults)
    if verdict:
        verdict = f"FAULT: {verdict} ({outcome.folder})"
    alive = f"{outcome.alive} grandchildren alive"
    if not outcome.alive:
        alive += f" ({why_none_can_live(outcome.strike)})"
    again = f", repeated {outcome.repeated}" if outcome.repeated else ""
    return (
        f"{outcome.strike} | {alive}, exit {outcome.exit_code}, {outcome.had} done, "
        f"{len(outcome.kept)} results on disk{again} | {verdict or 'completed'}"
    )


def _sum_up(outcomes: list[Outcome], wall_s: float) -> None:
    alive = sum(outcome.alive > 0 for outcome in outcomes)
    faults = sum(bool(outcome.faults) for outcome in outcomes)
    repeated = sum(len(outcome.repeated) for outcome in outcomes)
    print(
        f"{len(outcomes)} kill points, {alive} of them with grandchildren alive; {faults} with faults; "
        f"{repeated} runs went to their end twice, none of them with a result on disk; {wall_s:.0f} s"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description="Kill a sweep, and look.")
    parser.add_argument("--modes", nargs="+", choices=MODES, default=MODES)
    parser.add_argument("--quick", action="store_true", help="a handful of moments, and the system calls")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
