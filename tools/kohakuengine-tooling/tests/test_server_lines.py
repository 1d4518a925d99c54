"""The line table of a document: whatever is changed, text and positions are those of a plain reading."""

from __future__ import annotations

import re
from typing import NamedTuple
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol.types import Position, Range

from kohakuengine_tooling.server import lines as server_lines
from kohakuengine_tooling.server.lines import Lines

_ENCODINGS = ("utf-8", "utf-16", "utf-32")
_UNITS = {"utf-8": 1, "utf-16": 2, "utf-32": 4}
_pieces = st.sampled_from(
    (
        "a",
        "bb",
        "\t",
        " ",
        "é",
        "中",
        "\U0001f600",
        "\n",
        "\r",
        "\r\n",
        "\x0c",
        "\x0b",
        "\x1c",
        "\x85",
        "\u2028",
    )
)
_texts = st.lists(_pieces, max_size=14).map("".join)
_ends = st.lists(st.sampled_from(("a", "\n", "\r", "\r\n")), max_size=8).map("".join)
_ascii = st.lists(st.sampled_from(("a", "bb", "\n", "\r\n", "\x0c", "\x1e")), max_size=14).map("".join)


class _Reference(NamedTuple):
    """A text that is split anew for each question."""

    text: str
    encoding: str

    def lines(self) -> list[str]:
        """Split as the protocol says: `\\n`, `\\r\\n` and `\\r` end a line."""
        return re.split(r"\r\n|\n|\r", self.text)

    def starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer(r"\r\n|\n|\r", self.text))]

    def units(self, text: str) -> int:
        name = self.encoding if self.encoding == "utf-8" else f"{self.encoding}-le"
        return len(text.encode(name)) // _UNITS[self.encoding]

    def offset(self, line: int, character: int) -> int:
        """Return where a position is; behind the end of a line is its end, in a character behind that."""
        lines = self.lines()
        if line >= len(lines):
            return len(self.text)
        ends = (
            count for count in range(len(lines[line]) + 1) if self.units(lines[line][:count]) >= character
        )
        return self.starts()[line] + next(ends, len(lines[line]))

    def positions(self) -> list[Position]:
        """List the position of each place between two characters of a line."""
        return [
            Position(number, self.units(line[:count]))
            for number, line in enumerate(self.lines())
            for count in range(len(line) + 1)
        ]


def _normal(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _check(lines: Lines, reference: _Reference) -> None:
    """Compare all that a table answers with the reference."""
    text = _normal(reference.text)
    assert (lines.raw, lines.text) == (reference.text, text)
    assert [lines.position(offset) for offset in range(len(text) + 1)] == reference.positions()
    assert [lines.offset(one) for one in reference.positions()] == list(range(len(text) + 1))
    split = reference.lines()
    assert [lines.line(number) for number in range(-1, len(split) + 1)] == ["", *split, ""]
    starts = [len(_normal(reference.text[:start])) for start in reference.starts()]
    assert [lines.start(number) for number in range(len(split))] == starts


@st.composite
def _changes(draw: st.DrawFn, reference: _Reference) -> Range:
    """Draw a range of a text; it may end behind the end of a line or of the text."""
    places = []
    for _ in range(2):
        line = draw(st.integers(0, len(reference.lines()) + 1))
        width = reference.units(reference.lines()[line]) if line < len(reference.lines()) else 0
        places.append(Position(line, draw(st.integers(0, width + 2))))
    return Range(*sorted(places, key=lambda one: (one.line, one.character)))


@settings(max_examples=300, deadline=None)
@given(
    data=st.data(),
    text=st.one_of(_texts, _ascii, _ends),
    encoding=st.sampled_from(_ENCODINGS),
    count=st.integers(0, 4),
    block=st.sampled_from((1, 2, 128)),
)
def test_changes_leave_the_lines_of_the_text_that_they_make(
    data: st.DataObject, text: str, encoding: str, count: int, block: int
) -> None:
    with patch.object(server_lines, "_BLOCK", block):
        _change_at_random(data, text, encoding, count)


def _change_at_random(data: st.DataObject, text: str, encoding: str, count: int) -> None:
    reference = _Reference(text, encoding)
    lines = Lines(text, encoding)
    _check(lines, reference)
    taken, _nobody_knows = lines.text, lines.take_same()

    for _ in range(count):
        place = data.draw(_changes(reference))
        new = data.draw(st.one_of(_texts, _ends))
        start = reference.offset(place.start.line, place.start.character)
        end = reference.offset(place.end.line, place.end.character)
        reference = reference._replace(text=reference.text[:start] + new + reference.text[end:])
        lines.change(place, new)
        _check(lines, reference)
        if data.draw(st.booleans()):
            _check_same(lines.take_same(), taken, lines.text)
            taken = lines.text
    _check_same(lines.take_same(), taken, lines.text)


def _check_same(same: tuple[int, int] | None, before: str, now: str) -> None:
    """Check that what is said to have stayed has."""
    assert same is not None
    start, end = (min(count, len(before), len(now)) for count in same)
    assert before[:start] == now[:start]
    assert before[len(before) - end :] == now[len(now) - end :]


def test_a_changed_line_is_all_that_may_have_changed() -> None:
    lines = Lines("a = 1\nb = 2\nc = 3\n")

    assert lines.take_same() is None
    lines.change(Range(Position(1, 4), Position(1, 5)), "22")
    assert lines.take_same() == (6, 7)
    lines.replace("b = 2\n")
    assert lines.take_same() is None


@pytest.mark.parametrize(
    ("text", "place", "new", "expected"),
    [
        ("a\rb", Range(Position(1, 0), Position(1, 0)), "\n", ["a\r\n", "b"]),
        ("a\r\nb", Range(Position(0, 1), Position(1, 0)), "", ["ab"]),
        ("a\nb\nc", Range(Position(0, 0), Position(1, 0)), "", ["b\n", "c"]),
        ("a\nb", Range(Position(0, 1), Position(0, 1)), "\r", ["a\r\n", "b"]),
        ("", Range(Position(0, 0), Position(9, 9)), "x", ["x"]),
    ],
    ids=["a line feed behind a return", "an end", "a line", "a return before a line feed", "nothing"],
)
def test_lines_are_joined_and_cut_where_their_ends_change(
    text: str, place: Range, new: str, expected: list[str]
) -> None:
    lines = Lines(text)

    lines.change(place, new)

    assert lines.raw == "".join(expected)
    assert [lines.line(number) for number in range(len(expected))] == [one.rstrip("\r\n") for one in expected]
    assert lines.position(len(lines.text)) == Lines(lines.raw).position(len(lines.text))


@settings(max_examples=100, deadline=None)
@given(before=_texts, text=_texts, encoding=st.sampled_from(_ENCODINGS))
def test_a_text_that_is_replaced_is_gone(before: str, text: str, encoding: str) -> None:
    lines = Lines(before, encoding)
    lines.position(0)

    lines.replace(text)

    _check(lines, _Reference(text, encoding))


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 6), ("utf-16", 3), ("utf-32", 2)], ids=_ENCODINGS)
def test_columns_count_the_units_that_were_agreed_on(encoding: str, column: int) -> None:
    lines = Lines("\U0001f600é1\n", encoding)

    assert lines.position(2) == Position(0, column)
    assert lines.offset(Position(0, column)) == 2


def test_a_text_of_form_feeds_and_other_separators_is_one_line() -> None:
    assert Lines("a\x0cb\x0bc\x1cd\x85e\u2028f").position(11) == Position(0, 11)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\r\nb\n", "x\r\ny\r\n"), ("a\nb\r\n", "x\ny\n"), ("a\rb", "x\ry\r"), ("", "x\ny\n")],
    ids=["crlf", "lf", "cr", "none"],
)
def test_what_is_written_has_the_line_ends_of_the_text(text: str, expected: str) -> None:
    assert Lines(text).with_own_ends("x\ny\n") == expected


def test_a_range_is_that_of_its_offsets() -> None:
    assert Lines("ab\r\ncd\r\n").range((1, 5)) == Range(Position(0, 1), Position(1, 2))
