"""What is read: random bytes, soups of tokens, drawn programs, and real files with mistakes in them."""

from __future__ import annotations

import sysconfig
import tokenize
from functools import cache
from io import StringIO
from pathlib import Path

from hypothesis import strategies as st

from .material import LEAVES, PLACES, TOKENS, WRAPPERS

__all__ = ["Mutated", "drawn_programs", "mutated_files", "random_bytes", "token_soups"]

_STANDARD_LIBRARY = Path(sysconfig.get_path("stdlib"))


def random_bytes() -> st.SearchStrategy[bytes]:
    """Draw bytes of any kind, and texts of any kind."""
    cookies = st.sampled_from(
        [
            b"",
            b"# coding: latin-1\n",
            b"# coding: utf-7\n",
            b"\xef\xbb\xbf",
            b"# coding: unicode_escape\n",
            b"#coding:x\n",
        ]
    )
    return st.builds(
        lambda first, rest: first + rest,
        cookies,
        st.one_of(st.binary(max_size=2000), st.text(max_size=500).map(_encoded)),
    )


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def token_soups() -> st.SearchStrategy[bytes]:
    """Draw tokens in any order."""
    separators = st.sampled_from(["", " "])
    soup = st.lists(st.sampled_from(TOKENS), max_size=120)
    return st.builds(
        lambda between, tokens: between.join(tokens).encode("utf-8", "surrogatepass"), separators, soup
    )


def drawn_programs() -> st.SearchStrategy[bytes]:
    """Draw programs of which any part may be nested deeply; `before` and `after` are globals of all."""
    count = st.sampled_from([1, 1, 2, 3, 10, 40, 90, 130, 300, 1200])
    layers = st.lists(
        st.tuples(st.lists(st.sampled_from(WRAPPERS), min_size=1, max_size=3), count), max_size=2
    )
    expressions = st.builds(_wrapped, st.sampled_from(LEAVES), layers)
    statements = st.builds(_placed, st.sampled_from(PLACES), st.lists(expressions, min_size=1, max_size=4))
    bodies = st.lists(
        st.one_of(statements, st.builds(_indented, statements, st.integers(1, 110))), max_size=3
    )
    return bodies.map(lambda parts: "\n".join(["before = 1", *parts, "", "after = 2", ""]).encode())


def _wrapped(leaf: str, layers: list[tuple[list[str], int]]) -> str:
    for wrappers, count in layers:
        for wrapper in wrappers * count:
            if len(leaf) > 30_000:
                return leaf
            leaf = wrapper.format(leaf)
    return leaf


def _placed(place: str, expressions: list[str]) -> str:
    given = (expressions * 4)[: place.count("{}")]
    return place.format(*given)


def _indented(statement: str, levels: int) -> str:
    headers = ["if a:", "def f():", "class C:", "try:", "with a:"]
    lines = [" " * level + headers[level % len(headers)] for level in range(levels)]
    return "\n".join([*lines, *(" " * levels + line for line in statement.split("\n"))])


class Mutated:
    """A real file with a mistake in one of its statements.

    Attributes:
        data: Its bytes.
        kept: Texts of statements that are far from the mistake.
    """

    def __init__(self, data: bytes, kept: list[str]) -> None:
        self.data = data
        self.kept = kept

    def __repr__(self) -> str:
        return f"Mutated({self.data!r:.500})"


def mutated_files() -> st.SearchStrategy[Mutated]:
    """Draw files of the standard library with tokens deleted, doubled or swapped in one statement."""
    return st.builds(
        _mutate,
        st.integers(0, len(_files()) - 1),
        st.floats(0, 1, exclude_max=True),
        st.lists(
            st.tuples(
                st.sampled_from(["delete", "double", "swap", "cut", "insert"]),
                st.floats(0, 1, exclude_max=True),
            ),
            min_size=1,
            max_size=3,
        ),
        st.sampled_from(TOKENS),
    )


@cache
def _files() -> list[Path]:
    return sorted(path for path in _STANDARD_LIBRARY.glob("*.py") if 1000 < path.stat().st_size < 30_000)


@cache
def _statements(index: int) -> tuple[list[str], list[list[str]]]:
    """Return the statements of a file, with what stands behind each, and their tokens."""
    import ast

    text = _files()[index].read_text(encoding="utf-8").replace("\r\n", "\n")
    lines = text.splitlines(keepends=True)
    starts = sorted({_first_line(node) for node in ast.parse(text).body})
    ends = [*starts[1:], len(lines)]
    statements = ["".join(lines[start:end]) for start, end in zip(starts, ends, strict=True)]
    return ["".join(lines[: starts[0]]), *statements], [[], *map(_tokens, statements)]


def _first_line(node: object) -> int:
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])  # type: ignore[attr-defined]
    return int(first) - 1


def _tokens(text: str) -> list[str]:
    """Cut a statement into its tokens, with the white space before each."""
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    pieces, at = [], 0
    for token in tokenize.generate_tokens(StringIO(text).readline):
        end = starts[token.end[0] - 1] + token.end[1] if token.end[0] <= len(lines) else len(text)
        if end > at:
            pieces.append(text[at:end])
            at = end
    return [*pieces, text[at:]]


def _mutate(index: int, where: float, changes: list[tuple[str, float]], word: str) -> Mutated:
    statements, tokens = _statements(index)
    at = 1 + int(where * (len(statements) - 1))
    changed = list(tokens[at])
    for change, share in changes:
        place = int(share * len(changed))
        if place >= len(changed) - 1 or '"""' in changed[place] or "'''" in changed[place]:
            continue
        if change == "delete":
            del changed[place]
        elif change == "double":
            changed.insert(place, changed[place])
        elif change == "swap":
            changed[place], changed[place + 1] = changed[place + 1], changed[place]
        elif change == "cut":
            del changed[place : place + 5]
        elif not set(word) & set("\"'\\f"):
            changed.insert(place, word)
    text = "".join([*statements[:at], "".join(changed), *statements[at + 1 :]])
    far = [*statements[1 : max(1, at - 1)], *statements[at + 3 :]]
    return Mutated(text.encode("utf-8"), [one.rstrip() for one in far])
