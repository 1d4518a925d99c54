"""Documentation: what a script says of `x`, and never what it says of something else."""

from __future__ import annotations

import pytest

from kohakuengine_tooling import comments
from kohakuengine_tooling.description import read_here
from kohakuengine_tooling.script_reading import read_script_text

DOCS: dict[str, tuple[str, str | None]] = {
    "behind": ("x = 1  # of x\n", "of x"),
    "behind, marked": ("x = 1  #: of x\n", "of x"),
    "behind, of several lines": ("x = [\n    1,  # of 1\n]  # of x\n", "of x"),
    "behind, for tools": ("x = 1  # noqa: E501\n", None),
    "behind, empty": ("x = 1  #\n", None),
    "inside of the value": ("x = [  # of the list\n    1,\n]\n", None),
    "a hash in the value": ("x = '# no comment'\n", None),
    "behind a semicolon": ("x = 1;  # of x\n", "of x"),
    "below a semicolon": ("x = 1;\n'of x'\n", "of x"),
    "marked above": ("#: of\n#: x\nx = 1\n", "of x"),
    "marked above, apart": ("#: lonely\n\nx = 1\n", None),
    "above": ("# of x\nx = 1\n", "of x"),
    "above, two lines": ("# of\n# x\nx = 1\n", "of x"),
    "above, apart": ("# far away\n\nx = 1\n", None),
    "above, of several": ("# about both\nx = 1\ny = 2\n", None),
    "above, indented otherwise": ("if y:\n    pass\n    # of nothing\nx = 1\n", None),
    "above, a rule": ("# -----\nx = 1\n", None),
    "above, a banner": ("# --- part ---\nx = 1\n", None),
    "above, a cell": ("# %% cell\nx = 1\n", None),
    "below": ("x = 1\n'''of\n\nx'''\n", "of x"),
    "below, behind a comment for tools": ("x = 1  # noqa\n'of x'\n", "of x"),
    "below, apart": ("x = 1\n\n'of nothing'\n", None),
    "below, formatted": ("x = 1\nf'of {x}'\n", None),
    "below, bytes": ("x = 1\nb'of x'\n", None),
    "below, part of an expression": ("x = 1\n'a'.join([])\n", None),
    "below, concatenated": ("x = 1\n'a' 'b'\n", None),
    "annotated": ("from typing import Annotated\nx: Annotated[int, 'of x'] = 1\n", "of x"),
    "annotated, in quotes": ("x: \"Annotated[int, 'of x']\" = 1\n", "of x"),
    "annotated, a Doc": ("x: Annotated[int, Doc('of x')] = 1\n", "of x"),
    "annotated, no text": ("x: Annotated[int, 3] = 1\n", None),
    "of the statement before": ("y = 0  # of y\nx = 1\n", None),
    "of the statement behind": ("x = 1\n#: of y\ny = 2\n", None),
    "string of the statement before": ("y = 0\n'of y'\nx = 1\n", None),
    "a string that holds a comment": ("y = '''\n# of nothing\n'''\nx = 1\n", None),
    "the head of the file": ("#!/usr/bin/env python\n# -*- coding: utf-8 -*-\nx = 1\n", None),
    "a cookie": ("# -*- coding: utf-8 -*-\nx = 1\n", None),
    "last on its line": ("y = 1; x = 2  # of x\n", "of x"),
    "first on its line": ("x = 1; y = 2  # of y\n", None),
    "behind before above": ("# above\nx = 1  # behind\n", "behind"),
    "behind before below": ("x = 1  # behind\n'below'\n", "behind"),
    "marked before below": ("#: marked\nx = 1\n'below'\n", "marked"),
}
SECTIONS: dict[str, tuple[str, str | None]] = {
    "over several": ("# Part\nx = 1\ny = 2\n", "Part"),
    "over several, with a colon": ("# Part:\nx = 1\ny = 2\n", "Part"),
    "ends at a blank line": ("# Part\ny = 1\nz = 2\n\nx = 3\n", None),
    "a banner goes on": ("# --- Part ---\ny = 1\n\nx = 3\n", "Part"),
    "a banner of three lines": ("# ====\n# Part\n# ====\nx = 1\n", "Part"),
    "the nearest banner": ("# === One ===\ny = 1\n# === Two ===\nx = 1\n", "Two"),
    "a cell": ("# %% Part\ny = 1\n\nx = 2\n", "Part"),
    "a cell without a title ends it": ("# %% Part\ny = 1\n# %%\nx = 2\n", None),
    "a cell of another kind": ("# %% [markdown] Part\nx = 2\n", "Part"),
    "a cookie is none": ("# -*- coding: utf-8 -*-\ny = 1\nx = 2\n", None),
    "of a class it is not": ("class C:\n    # --- Part ---\n    y = 1\nx = 2\n", None),
    "of a string it is not": ("y = '''\n# --- Part ---\n'''\nx = 2\n", None),
}


def test_what_a_path_reaches_stands_under_the_heading_of_its_global_or_its_own() -> None:
    text = "# --- Part ---\nx = {\n    'a': 1,\n    # --- Other ---\n    'b': {'c': 2},\n}\ny = dict(a=1)\n"
    facts = read_script_text(text, "script.py")

    assert {one.name: one.section for one in facts.parameters} == {
        "x": "Part",
        "x.a": "Part",
        "x.b": "Other",
        "x.b.c": "Other",
        "y": "Part",
        "y.a": "Part",
    }


@pytest.mark.parametrize(("text", "doc"), DOCS.values(), ids=DOCS)
def test_what_is_said_of_a_name(text: str, doc: str | None) -> None:
    facts = read_script_text(text, "script.py")

    assert {one.name: one.doc for one in facts.parameters}["x"] == doc


@pytest.mark.parametrize(("text", "section"), SECTIONS.values(), ids=SECTIONS)
def test_under_which_heading_a_name_stands(text: str, section: str | None) -> None:
    facts = read_script_text(text, "script.py")

    assert {one.name: one.section for one in facts.parameters}["x"] == section


@pytest.mark.parametrize("block", range(1, 24))
@pytest.mark.parametrize(("text", "section"), SECTIONS.values(), ids=SECTIONS)
def test_a_heading_is_found_however_far_above_it_stands(
    text: str, section: str | None, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comments, "_BLOCK", block)

    facts = read_here(text, "script.py")

    assert {one.name: one.section for one in facts.parameters}["x"] == section


@pytest.mark.parametrize("block", range(1, 24))
def test_a_heading_in_a_class_is_found_too(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comments, "_BLOCK", block)

    facts = read_here("class C:\n    # --- Part ---\n    x = 1\n\n    y = 2\n", "script.py")

    assert [(one.name, one.section) for one in facts.parameters] == [("C.x", "Part"), ("C.y", "Part")]
