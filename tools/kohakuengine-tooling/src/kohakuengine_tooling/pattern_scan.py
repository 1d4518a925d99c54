"""The pattern of a `case`: which names it captures and which it reads."""

from __future__ import annotations

from kohakuengine_tooling.lexing import NAME, Tokens

__all__ = ["capture_names"]


def capture_names(tokens: Tokens, first: int, last: int) -> tuple[list[int], list[int]]:
    """Find the names of a pattern.

    A plain name is captured; one with a dot or a bracket behind it (`Color.RED`, `Point(...)`) is read, and
    `_` is neither (the Python language reference, 8.6.4).

    Returns:
        The tokens of those that it captures, and of those that it reads.
    """
    kinds, words = tokens.kinds, tokens.words
    captures: list[int] = []
    reads: list[int] = []
    for index in range(first, last):
        if kinds[index] != NAME or words[index - 1] == ".":
            continue
        follower = words[index + 1] if index + 1 < last else ""
        if follower in (".", "("):
            reads.append(index)
        elif follower != "=" and words[index] != "_":
            captures.append(index)
    return captures, reads
