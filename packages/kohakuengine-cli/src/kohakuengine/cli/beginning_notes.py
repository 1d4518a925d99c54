"""What is said where a flow begins: which runs are kept, which go again, and why."""

from __future__ import annotations

from kohakuengine.cli.value_text import from_here

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine.flow.beginning import Beginning

__all__ = ["beginning_notes"]


def beginning_notes(beginning: Beginning) -> Iterator[str]:
    """Yield what there is to say, a line each.

    >>> from kohakuengine.flow.beginning import Beginning
    >>> list(beginning_notes(Beginning(is_resumed=True, scripts=("train.py",), is_any_as_before=False)))
    ['train.py has changed: its runs go again']
    """
    if beginning.is_anew:
        yield "the last time is complete: begins anew; --resume runs only what is new"
    for path in beginning.scripts:
        yield f"{from_here(path)} has changed: its runs go again"
    for path in beginning.files:
        kept = ": runs whose values are the same are kept" if beginning.is_any_as_before else ", too"
        yield f"{from_here(path)} has changed{kept}"
    if beginning.is_resumed and not beginning.scripts and not beginning.files:
        yield "goes on with the last time: runs that are COMPLETED are not run again"
    if beginning.imports and beginning.is_any_as_before:
        names, have = ", ".join(map(from_here, beginning.imports)), _have(len(beginning.imports))
        yield f"finished runs are kept though {names} {have} changed; --fresh runs all again"


def _have(count: int) -> str:
    return "has" if count == 1 else "have"
