"""The table at the end of a measurement."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from .comparison import Comparison, stderr_difference

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .lock import Lock
    from .selection import Excluded

REQUIRED_PERCENT = 98.0


def percentage(comparisons: Sequence[Comparison]) -> float:
    """Return the percentage of equal ones (100 for none)."""
    equal = sum(c.cause is None for c in comparisons)
    return 100.0 * equal / len(comparisons) if comparisons else 100.0


def format_selection(lock: Lock) -> str:
    """Show what was selected and what was not, by reason."""
    pairs = sum(len(script.pairs) for script in lock.scripts)
    with_pairs = sum(bool(script.pairs) for script in lock.scripts)
    lines = [
        f"selected: {len(lock.scripts)} scripts, {pairs} pairs in {with_pairs} of them "
        f"(python {lock.python})",
        *_by_sdist(script.path for script in lock.scripts),
        f"excluded: {len(lock.excluded)} candidates",
        *_by_reason(lock.excluded),
    ]
    return "\n".join(lines)


def format_comparisons(comparisons: Sequence[Comparison]) -> str:
    """Show the figures, then every miss with its cause, then what differs on stderr."""
    scripts = [c for c in comparisons if c.change is None]
    pairs = [c for c in comparisons if c.change is not None]
    lines = [_summary("scripts", scripts), _summary("pairs", pairs)]
    for miss in (c for c in comparisons if c.cause is not None):
        lines.append(f"  miss {miss.name[:200]!r}\n       {miss.cause}")
    return "\n".join([*lines, *_information(comparisons)])


def _summary(label: str, comparisons: Sequence[Comparison]) -> str:
    equal = sum(c.cause is None for c in comparisons)
    figures = sum(len(c.python.figures) for c in comparisons)
    return (
        f"{label}: {equal} of {len(comparisons)} equal, {percentage(comparisons):.2f} % "
        f"({figures} figures, {sum(bool(c.python.stdout) for c in comparisons)} print something)"
    )


def _information(comparisons: Sequence[Comparison]) -> list[str]:
    differences = [(c, stderr_difference(c)) for c in comparisons]
    other = [(c, text) for c, text in differences if text is not None and c.cause is None]
    files = [c for c in comparisons if c.python.files != c.kogine.files]
    lines = [
        f"for information: stderr differs in {len(other)} of the equal ones, "
        f"the names of files written in {len(files)}"
    ]
    lines += [f"  stderr {c.name[:120]!r}\n       {text[:300]}" for c, text in other]
    lines += [f"  files {c.name[:120]!r}: {c.python.files} became {c.kogine.files}" for c in files]
    return lines


def _by_sdist(paths: Iterable[str]) -> list[str]:
    counts = Counter(path.split("/", 1)[0] for path in paths)
    return [f"  {count:4} {name}" for name, count in sorted(counts.items())]


def _by_reason(excluded: Sequence[Excluded]) -> list[str]:
    lines = []
    for reason, count in Counter(e.reason for e in excluded).most_common():
        lines.append(f"  {count:4} {reason}")
        lines += [f"         {e.path}" for e in excluded if e.reason == reason]
    return lines
