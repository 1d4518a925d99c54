"""Text in cells and columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kohakuengine_tooling.inspect.cells import fold, pad, printable, shorten, width_of
from kohakuengine_tooling.inspect.columns import GAP, Column, fit_widths, side_by_side

WIDTHS = {"": 0, "lr": 2, "学習率": 6, "e\u0301": 1, "😀": 2, "ﬁ": 1, "한글": 4, "a\u200db": 2}


@pytest.mark.parametrize(("text", "width"), WIDTHS.items(), ids=ascii)
def test_wide_letters_take_two_columns_and_marks_none(text: str, width: int) -> None:
    assert width_of(text) == width
    assert pad(text, 8) == text + " " * (8 - width)


FOLDED = {
    "fits": ("a b", 3, ["a b"]),
    "between words": ("aa bb cc", 5, ["aa bb", "cc"]),
    "a word that is too long": ("abcdef", 4, ["abcd", "ef"]),
    "after a short word": ("a bcdefg", 4, ["a", "bcde", "fg"]),
    "own lines": ("a\nb c", 2, ["a", "b", "c"]),
    "indented": ("    x = 1", 6, ["    x", "= 1"]),
    "wide": ("学習率 層", 4, ["学習", "率", "層"]),
    "a letter wider than all": ("学習", 1, ["学", "習"]),
    "any width": ("a " * 99, None, ["a " * 99]),
    "nothing": ("", 5, [""]),
}


@pytest.mark.parametrize(("text", "width", "lines"), FOLDED.values(), ids=FOLDED)
def test_text_is_folded(text: str, width: int | None, lines: list[str]) -> None:
    assert fold(text, width) == lines


@given(st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" \n")), st.integers(2, 30))
def test_folding_loses_no_letter_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = fold(text, width)

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert max(map(width_of, lines)) <= width


@given(st.text())
def test_what_is_printable_stays_so(text: str) -> None:
    shown = printable(text)

    assert printable(shown) == shown
    assert all(one.isprintable() or one in "\n\u200c\u200d" for one in shown)


@given(st.text(), st.integers(5, 30))
def test_what_is_shortened_is_one_line_that_fits(text: str, width: int) -> None:
    line = shorten(text, width)

    assert width_of(line) <= width
    assert len(line.splitlines()) <= 1


COLUMNS = (Column("NAME", 8), Column("DEFAULT", 6), Column("LINE", 4, is_right=True), Column("ABOUT", 10))


@given(
    st.lists(st.tuples(*[st.text("ab学 \n", max_size=40)] * 4), min_size=1, max_size=4),
    st.one_of(st.none(), st.integers(1, 100)),
)
def test_columns_fit_or_there_is_no_room(rows: list[tuple[str, ...]], width: int | None) -> None:
    widths = fit_widths(COLUMNS, rows, width)

    if widths is None:
        assert width is not None
        floors = [column.floor for column in COLUMNS]
        assert width < sum(floors) + 3 * GAP
        return
    if width is not None:
        assert sum(widths) + 3 * GAP <= width
    for row in rows:
        for line in side_by_side(COLUMNS, row, widths):
            assert [width_of(part) for part in line] == widths


def test_the_widest_column_gives_way_first() -> None:
    rows = [["learning_rate", "0.1", "12", "the peak learning rate of the schedule"]]

    assert fit_widths(COLUMNS, rows, 60) == [13, 7, 4, 30]
    assert fit_widths(COLUMNS, rows, 42) == [12, 7, 4, 13]
    assert fit_widths(COLUMNS, rows, 37) == [10, 7, 4, 10]
