"""After a change, statements begin where a fresh reading finds them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kohakuengine_tooling.resplitting import resplit
from kohakuengine_tooling.splitting import split

PARTS = (
    *("x = 1\n", "def f():\n    ", "class C:\n", "import os\n", "else:\n    pass\n", "@d\n", "# c\n", "\n"),
    *("(", ")", "[", "]", "{", "}", ":", "'", '"', '"""', "f'{a", "\\\n", "    ", "\f", ""),
)
TEXTS = st.lists(st.sampled_from(PARTS), max_size=25).map("".join)
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(PARTS)), min_size=1, max_size=8
)


@settings(max_examples=400, deadline=None)
@given(text=TEXTS, edits=EDITS)
def test_it_is_what_a_fresh_split_says(text: str, edits: list[tuple[float, int, str]]) -> None:
    now = split(text)
    for share, count, added in edits:
        at = int(share * len(text))
        new = text[:at] + added + text[at + count :]
        again = resplit(now, text, new)

        assert again.moved == len(new) - len(text)
        now, text = again.applied_to(now.starts), new
        assert now == split(new)


@pytest.mark.parametrize(
    ("old", "new", "most"),
    [
        ("x50 = 50", "x50 = 500", 4),
        ("x50 = 50", "x50 = f(", 4),
        ("x50 = 50", "x50 = 50\nelse: pass", 4),
        ("x50 = 50", "@d", 4),
        ("x50 = 50", "x50 = 'abc", 4),
        ("x50 = 50", "", 4),
    ],
)
def test_only_statements_around_the_change_are_looked_at(old: str, new: str, most: int) -> None:
    text = "".join(f"x{i} = {i}\ndef f{i}(): pass\n" for i in range(100))

    again = resplit(split(text), text, text.replace(f"{old}\n", f"{new}\n"))

    assert 0 < again.end - again.first <= most


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a = 1\nx = 1\n}'\nb = 1\n", "a = 1\nx = f'{a'b' c\n}'\nb = 1\n"),
        ('a = 1\nx = 1\ny = 2\n"""\nb = 1\n"""\n', 'a = 1\nx = """1\ny = 2\n"""\nb = 1\n"""\n'),
        ("a = 1\nx = 1\n)\nb = 1\n", "a = 1\nx = (1\n)\nb = 1\n"),
        ("a = 1\nx = 1\ny = 2\n", "a = 1\nx = \\\ny = 2\n"),
    ],
)
def test_what_a_change_opens_goes_on_behind_it(old: str, new: str) -> None:
    for before, after in ((old, new), (new, old)):
        known = split(before)
        assert resplit(known, before, after).applied_to(known.starts) == split(after)
