"""Every feature in every context: asked once, and shown as a table."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from .contexts import CONTEXTS
from .features import FEATURES, Cell, lay_out
from .session import PULLING, PUSHED, Session

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ask_all", "print_matrix", "table"]

Matrix = dict[tuple[str, str], str]
"""By feature and context what was found: `ok`, `- REASON` where there is nothing to say, or `FAIL: WHAT`."""


def ask_all() -> Matrix:
    """Ask for every cell, of one server for both kinds of client, over stdio."""
    with tempfile.TemporaryDirectory(prefix="matrix.") as name:
        root = Path(name).resolve()
        folders = [root / f"{number:02}" for number, _ in enumerate(CONTEXTS)]
        for folder, context in zip(folders, CONTEXTS, strict=True):
            lay_out(folder, context)
        with Session(root, capabilities=PULLING) as session, Session(root, capabilities=PUSHED) as pushed:
            return {
                (feature.name, context.id): feature.verdict(Cell(session, pushed, folder, context))
                for folder, context in zip(folders, CONTEXTS, strict=True)
                for feature in FEATURES
            }


def print_matrix() -> int:
    """Print the matrix; return 1 where a cell has failed or is missing, else 0."""
    found = ask_all()
    print(*table(found), sep="\n")
    return int(any(verdict.startswith("FAIL") for verdict in found.values()))


def table(found: Matrix) -> Iterator[str]:
    """Yield the lines of the matrix: a column for each feature, and below it why a cell says nothing."""
    reasons: dict[str, int] = {}
    names = [feature.name for feature in FEATURES]
    yield f"{'':<16} " + " ".join(f"{number:>4}" for number, _ in enumerate(names, 1))
    for context in CONTEXTS:
        row = [_short(found[name, context.id], reasons) for name in names]
        yield f"{context.id:<16} " + " ".join(f"{one:>4}" for one in row)
    yield ""
    yield from (f"{number:>3} {name}" for number, name in enumerate(names, 1))
    yield ""
    yield from (f" ({number}) nothing to say: {reason}" for reason, number in reasons.items())
    for (feature, context_id), verdict in found.items():
        if verdict.startswith("FAIL"):
            yield f"\n{feature} in {context_id}: {verdict}"


def _short(verdict: str, reasons: dict[str, int]) -> str:
    if verdict.startswith("- "):
        return f"({reasons.setdefault(verdict[2:], len(reasons) + 1)})"
    return "FAIL" if verdict.startswith("FAIL") else verdict
