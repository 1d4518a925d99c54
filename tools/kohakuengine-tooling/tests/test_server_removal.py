"""Taking an entry out of a config: what is left is what a person would have left, and still Python."""

from __future__ import annotations

import ast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kohakuengine_tooling.outline.reading import read_outline
from kohakuengine_tooling.server.removal import removal_of

HEAD = "from kohakuengine import Config\n"


def removed(text: str, number: int = 0) -> str | None:
    """Take an entry out of a text; None where it cannot go alone."""
    span = removal_of(text, read_outline(text).entries[number])
    return None if span is None else text[: span.start] + text[span.end :]


# A text, the number of an entry, and what is left.
STATEMENTS = {
    "a line": ("lr = 1\nwd = 2\n", 0, "wd = 2\n"),
    "the last line": ("lr = 1\nwd = 2\n", 1, "lr = 1\n"),
    "the last line without an end": ("lr = 1\nwd = 2", 1, "lr = 1\n"),
    "with its comment": ("lr = 1  # rate\nwd = 2\n", 0, "wd = 2\n"),
    "the comment above stays": ("# rate\nlr = 1\nwd = 2\n", 0, "# rate\nwd = 2\n"),
    "over lines": ("lr = [\n    1,\n]\nwd = 2\n", 0, "wd = 2\n"),
    "in a block": ("if x:\n    lr = 1\n    wd = 2\n", 0, "if x:\n    wd = 2\n"),
    "below in a block": ("if x:\n    lr = 1\n    wd = 2\n", 1, "if x:\n    lr = 1\n"),
    "alone in a block": ("if x:\n    lr = 1\nwd = 2\n", 0, None),
    "alone in a block beside a comment": ("if x:\n    # rate\n    lr = 1\nwd = 2\n", 0, None),
    "behind a blank line in a block": ("if x:\n    a()\n\n    lr = 1\n", 0, None),
    "beside a statement": ("lr = 1; wd = 2\n", 0, None),
    "behind a statement": ("lr = 1; wd = 2\n", 1, None),
    "alone below a header of two lines": ("if (x and\n    y):\n    lr = 1\n", 0, None),
    "alone below such a header and its comment": ("if (x and\n    y):  # z\n    lr = 1\n", 0, None),
    "annotated": ("lr: dict[str, int] = {}\nwd = 2\n", 0, "wd = 2\n"),
    "in brackets": ("lr = (\n    1\n)\nwd = 2\n", 0, "wd = 2\n"),
    "a walrus": ("print(lr := 1)\n", 0, None),
    "chained, the second": ("lr = wd = 1\n", 1, None),
    "an item beside another": ("_kwargs = {}\n_kwargs['lr'] = _kwargs['wd'] = 1\n", 0, None),
    "chained": ("lr = wd = 1\n", 0, None),
    "unpacked": ("lr, wd = 1, 2\n", 0, None),
    "a definition": ("def f(): pass\n", 0, None),
    "an item": ("_kwargs = {}\n_kwargs['lr'] = 1\nwd = 1\n", 1, "_kwargs = {}\nwd = 1\n"),
}
ITEMS = {
    "the first": ("{'lr': 1, 'wd': 2}", 0, "{'wd': 2}"),
    "the last": ("{'lr': 1, 'wd': 2}", 1, "{'lr': 1}"),
    "the last with a comma": ("{'lr': 1, 'wd': 2, }", 1, "{'lr': 1, }"),
    "the only one": ("{'lr': 1}", 0, "{}"),
    "the only one with a comma": ("{'lr': 1,}", 0, "{}"),
    "on a line of its own": ("{\n    'lr': 1,\n    'wd': 2,\n}", 0, "{\n    'wd': 2,\n}"),
    "the last line": ("{\n    'lr': 1,\n    'wd': 2,\n}", 1, "{\n    'lr': 1,\n}"),
    "the last line without a comma": ("{\n    'lr': 1,\n    'wd': 2\n}", 1, "{\n    'lr': 1,\n}"),
    "with its comment": ("{\n    'lr': 1,  # rate\n    'wd': 2,\n}", 0, "{\n    'wd': 2,\n}"),
    "the last line with its comment": (
        "{\n    'lr': 1,\n    'wd': 2  # decay\n}",
        1,
        "{\n    'lr': 1,\n}",
    ),
    "behind a comment": (
        "{\n    'lr': 1,  # rate, and more\n    'wd': 2\n}",
        1,
        "{\n    'lr': 1,  # rate, and more\n}",
    ),
    "a keyword": ("dict(lr=1, wd=2)", 0, "dict(wd=2)"),
    "between others": ("{'a': 1, 'lr': [1, 2], 'wd': 2}", 1, "{'a': 1, 'wd': 2}"),
    "a value with a comma": ("{'lr': (1, 2), 'wd': 2}", 0, "{'wd': 2}"),
    "a line that others share": ("{'a': 1,\n 'lr': 1, 'wd': 2}", 1, "{'a': 1,\n 'wd': 2}"),
}


@pytest.mark.parametrize(("text", "number", "expected"), STATEMENTS.values(), ids=STATEMENTS.keys())
def test_a_statement_goes_with_its_line(text: str, number: int, expected: str | None) -> None:
    assert removed(text, number) == expected


@pytest.mark.parametrize(("text", "number", "expected"), ITEMS.values(), ids=ITEMS.keys())
def test_an_item_goes_with_its_comma(text: str, number: int, expected: str) -> None:
    head, tail = f"{HEAD}CONFIG = Config(", ")\n"

    assert removed(f"{head}{text}{tail}", number) == f"{head}{expected}{tail}"


_space = st.sampled_from(("", " ", "\n    ", "  # it, too\n    "))
_value = st.sampled_from(("1", "(1, 2)", "[1,\n 2]", "'a, b'", "{'x': 1, 'y': 2}", "f(a=1,)"))


@st.composite
def _dicts(draw: st.DrawFn) -> str:
    """Draw a display, or a call of dict, with white space and comments in all places."""
    is_call = draw(st.booleans())
    text = "dict(" if is_call else "{"
    names = ("a", "b", "c")[: draw(st.integers(1, 3))]
    for name in names:
        key = f"{name}=" if is_call else f"'{name}': "
        comma = "," if name != names[-1] or draw(st.booleans()) else ""
        text += draw(_space) + key + draw(_value) + draw(_space) + comma + draw(_space)
    return text + (")" if is_call else "}")


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(written=_dicts())
def test_what_is_left_of_a_dict_is_the_others(written: str) -> None:
    text = f"{HEAD}CONFIG = Config({written})\n"
    entries = read_outline(text).entries

    for number, entry in enumerate(entries):
        left = removed(text, number)
        assert left is not None
        others = [(one.name, text[slice(*one.value or (0, 0))]) for one in entries if one is not entry]
        assert [(one.name, left[slice(*one.value or (0, 0))]) for one in read_outline(left).entries] == others
        ast.parse(left)


_line = st.sampled_from(
    ("lr = 1", "wd = [\n  1]", "a = 1; b = 2", "c = d = 1", "# a comment", "", "e: int = 1  # five", "pass")
)


@st.composite
def _files(draw: st.DrawFn) -> str:
    lines = draw(st.lists(_line, max_size=4))
    block = [f"    {line}" for line in draw(st.lists(_line.filter(lambda one: "\n" not in one), max_size=3))]
    ends = draw(st.sampled_from(("\n", "")))
    return (
        "\n".join([*lines, "if x:", *block, "    pass" if draw(st.booleans()) else "    f = 1", *lines])
        + ends
    )


@settings(max_examples=200, deadline=None)
@given(text=_files())
def test_what_is_left_of_a_bare_file_is_the_others(text: str) -> None:
    entries = read_outline(text).entries

    for number, entry in enumerate(entries):
        left = removed(text, number)
        if left is not None:
            others = [one.name for one in entries if one is not entry]
            assert [one.name for one in read_outline(left).entries] == others
            ast.parse(left)
