"""The table at the end: every figure, what it must be, and a line for all that was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import agreement, verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .tally import Tallies

REQUIRED_TRUTH = {
    verdict.LITERALS: 1.0,
    verdict.RECALL: 0.99,
    verdict.PRECISION: 0.99,
    verdict.VALUES: 0.99,
    verdict.UNKNOWN: 1.0,
}
REQUIRED_AGREEMENT = dict.fromkeys(agreement.FIGURES, 1.0)
"""Of the engine nothing may differ."""


def format_tallies(tallies: Tallies, required: Mapping[str, float]) -> str:
    """Show the figures as a table, then what was wrong, figure by figure."""
    rows = [("figure", "right", "of", "share", "required")]
    for figure, tally in tallies:
        wanted = f"{required[figure]:.2f}" if figure in required else ""
        rows.append((figure, str(tally.right), str(tally.compared), f"{tally.share:.4f}", wanted))
    width = max(len(row[0]) for row in rows)
    lines = [f"{row[0]:<{width}}  {row[1]:>6} {row[2]:>6} {row[3]:>8} {row[4]:>9}" for row in rows]
    for figure, tally in tallies:
        if tally.wrong:
            lines += ["", f"{figure}: {len(tally.wrong)} wrong", *(f"  {line}" for line in tally.wrong)]
    return "\n".join(lines)


def is_enough(tallies: Tallies, required: Mapping[str, float]) -> bool:
    """Tell whether every figure that is required is reached, with something compared in each."""
    return all(
        tallies[figure].compared and tallies[figure].share >= share for figure, share in required.items()
    )
