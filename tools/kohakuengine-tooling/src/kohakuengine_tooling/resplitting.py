"""Splitting again: after a change only the statements around it are looked for."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from kohakuengine_tooling.splitting import Split, begins_for_sure, split

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Resplit", "resplit"]

_GROWTH = 4  # of the part that is looked at, where the change reaches further


class Resplit(NamedTuple):
    """What a change has done to the statements of a text.

    Attributes:
        starts: Where those begin in the new text that are not what they were.
        first: How many statements at the beginning are what they were.
        old_end: Index behind the last statement of the old text that is not.
        moved: By how many characters the statements from there on have moved.
        doubtful: As of a `Split` of the new text, like the following.
        is_endless: The same.
        is_open: The same.
        goes_on: The same.
    """

    starts: list[int]
    first: int
    old_end: int
    moved: int
    doubtful: frozenset[int]
    is_endless: bool
    is_open: bool
    goes_on: bool

    @property
    def end(self) -> int:
        """Index behind the last statement of the new text that is not what it was."""
        return self.first + len(self.starts)

    def applied_to(self, before: Sequence[int]) -> Split:
        """Return where all statements of the new text begin; `before` is where those of the old one did."""
        rest = map(self.moved.__add__, before[self.old_end :])
        return self.with_starts([*before[: self.first], *self.starts, *rest])

    def with_starts(self, starts: Sequence[int]) -> Split:
        """Return the split of the new text, whose statements begin at these places."""
        return Split(
            starts=starts,
            doubtful=self.doubtful,
            is_endless=self.is_endless,
            is_open=self.is_open,
            goes_on=self.goes_on,
        )


def resplit(
    before: Split, old: str, text: str, indent: str = "", *, same: tuple[int, int] | None = None
) -> Resplit:
    r"""Find the statements of a text that was another one before.

    A statement begins where it would in a fresh `split`; from the statement before the change on, as many are
    looked at as it takes until one begins where an old one did, whatever stands before it.

    Args:
        before: Of the old text.
        old: The old text.
        text: The new one.
        indent: As for `split`.
        same: How many characters at the beginning and at the end have stayed at least; None to compare.

    >>> old = "a = 1\nb = 2\nc = 3\nd = 4\n"
    >>> again = resplit(split(old), old, old.replace("2", "2\nx = 5"))
    >>> again.starts, again.first, again.old_end, again.end, again.moved
    ([6, 12, 18], 1, 3, 4, 6)
    """
    shorter = min(len(old), len(text))
    start = _common_start(old, text) if same is None else min(same[0], shorter)
    end = _common_end(old, text, start) if same is None else min(same[1], shorter - start)
    first = _first_touched(before, start)
    begin = before.starts[first] if first else 0
    moved = len(text) - len(old)
    last = bisect_right(before.starts, len(old) - end)  # the line end before it is the same, too
    count, step = len(before.starts), 1
    while not before.is_endless:
        is_last = last == count
        behind = len(text) if is_last else before.starts[last] + moved
        part = split(text[begin:behind], indent)
        if is_last and part.is_endless:
            break
        is_sure = not is_last and before.starts[last] not in before.doubtful
        if is_last or (is_sure and _is_apart(part, text, behind + len(indent))):
            return _put_together(before, part, begin, first, last, moved)
        last = min(last + step, count)
        step *= _GROWTH
    whole = split(text, indent)
    flags = whole.doubtful, whole.is_endless, whole.is_open, whole.goes_on
    return Resplit(list(whole.starts), 0, count, moved, *flags)


def _is_apart(part: Split, text: str, behind: int) -> bool:
    """Say whether a statement begins behind a part of the text, whatever stands in the part."""
    if part.is_endless or part.goes_on:
        return False
    return begins_for_sure(text, behind, is_open=part.is_open)


def _first_touched(before: Split, same: int) -> int:
    """Return the statement before the one that a change begins in, one that nothing before it can reach."""
    first = max(0, bisect_right(before.starts, same) - 2)
    while first and before.starts[first] in before.doubtful:
        first -= 1
    return first


def _put_together(before: Split, part: Split, begin: int, first: int, last: int, moved: int) -> Resplit:
    """Put statements in the place of those from `first` up to `last`; `begin` is where they begin."""
    starts = [start + begin for start in part.starts]
    doubtful = {start + begin for start in part.doubtful}
    if before.doubtful:
        doubtful |= {start for start in before.starts[:first] if start in before.doubtful}
        doubtful |= {start + moved for start in before.starts[last:] if start in before.doubtful}
    is_last = last == len(before.starts)
    return Resplit(
        starts=starts,
        first=first,
        old_end=last,
        moved=moved,
        doubtful=frozenset(doubtful),
        is_endless=False,
        is_open=part.is_open if is_last else before.is_open,
        goes_on=part.goes_on if is_last else before.goes_on,
    )


def _common_start(old: str, new: str) -> int:
    """Count the characters at the beginning of two texts that are the same."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(old: str, new: str, behind: int) -> int:
    """Count those at their end, as far as they stand behind the beginning that is the same."""
    low, high = 0, min(len(old), len(new)) - behind
    while low < high:
        middle = (low + high + 1) // 2
        same = old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]
        if same:
            low = middle
        else:
            high = middle - 1
    return low
