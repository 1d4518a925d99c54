"""A class that is read member by member is what it is when it is read at once."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kohakuengine_tooling import OpenScript, ScriptFacts, large_class, statement_reading
from kohakuengine_tooling.description import read_here
from kohakuengine_tooling.script_view import ScriptView
from tests.conformance.programs import programs

from .apart import mistaken_apart
from .edits import EDITS, typed
from .laws import laws
from .sweep import sampled_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .edits import Edit
    from .table import Case

SAMPLE = 150
SEED = 21
CLASSES = """\
import attr
@attr.s(auto_attribs=True)
class C(Base):
    # --- data ---
    '''Doc.'''
    lr: float = 1e-3  # the rate
    base, (wd, k) = 1, (lr, [lr for _ in range(lr)])
    tags: list[str] = attr.Factory(list)
    @tags.default
    def _tags(self):
        return self.lr, lr, wd, OTHER
    class Inner:
        depth = 4
    if lr:
        depth = 4
    else:
        depth = 5
    def __init__(self, a=lr, *, b: Size = depth):
        global made
        made = a
    text = f"{lr}" + '''
col 0
'''
    table = {
"a": 1,
}
c = C(lr=2)
"""


@contextmanager
def all_classes_large(*, are_large: bool) -> Iterator[None]:
    """Read every class as a large one, or none."""
    size = 1 if are_large else 10**9
    statement_reading._read_short.cache_clear()
    with patch.object(large_class, "_LARGE", size), patch.object(statement_reading, "_LONGEST_KEPT", 0):
        yield
    statement_reading._read_short.cache_clear()


def large_ones(view: ScriptView) -> int:
    """Count the classes of a script that were read member by member."""
    return sum(piece.facts.large_class is not None for piece in view.pieces)


def both(text: str) -> tuple[ScriptFacts, ScriptFacts]:
    """Read a text both ways."""
    with all_classes_large(are_large=True):
        large = read_here(text, "x.py")
    with all_classes_large(are_large=False):
        return large, read_here(text, "x.py")


def test_classes_are_read_member_by_member() -> None:
    with all_classes_large(are_large=True):
        assert large_ones(ScriptView(CLASSES)) == 1
    with all_classes_large(are_large=False):
        assert large_ones(ScriptView(CLASSES)) == 0


def test_a_case_of_the_table_is_the_same(case: Case) -> None:
    large, whole = both(case.script)

    assert large == whole


@pytest.mark.parametrize(
    "text",
    [
        CLASSES,
        CLASSES.replace("    depth = 5", "    depth = 5 = 6"),
        CLASSES.replace("    depth = 5", "   depth = 5"),
        CLASSES.replace('"a": 1,', '"a": 1'),
        CLASSES.replace("def __init__(self", "def __init__(("),
        CLASSES.replace("class C(Base):", "class C[T: Base](Base):"),
        CLASSES.replace("    lr: float", "    global lr\n    lr: float"),
        CLASSES.replace("    lr: float", "    return\n    lr: float"),
        CLASSES.replace("    ", "\t"),
        CLASSES.replace("class C(Base):", "class C(\n  Base,\n):  # base:"),
        CLASSES.replace("def __init__(self", "def __init__(__a, _C__a"),
        CLASSES.replace("    class Inner", "    \fclass Inner"),
        "from __future__ import annotations\n" + CLASSES.replace("lr: float", "lr: (yield)"),
    ],
)
def test_a_hard_class_is_the_same(text: str) -> None:
    large, whole = both(text)

    assert [one.line for one in large.diagnostics] == [one.line for one in whole.diagnostics]
    if not whole.error:  # what stands behind a bracket that is not closed is known of a large class alone
        assert large == whole


def test_the_standard_library_is_the_same() -> None:
    count = 0
    for path in sampled_files(SAMPLE, seed=SEED):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        large, whole = both(text)
        count += 1
        assert large.parameters == whole.parameters, path
        assert large.options == whole.options, path

    assert count > SAMPLE // 2


@settings(laws, max_examples=60)
@given(source=programs(), edits=EDITS, data=st.data())
def test_edits_leave_what_a_fresh_reading_says(source: str, edits: list[Edit], data: st.DataObject) -> None:
    with all_classes_large(are_large=True):
        script = OpenScript("x.py")
        texts = typed(script, source + CLASSES, edits, data)
        text = data.draw(st.sampled_from(texts))
        script.update(text)
        wanted = read_here(text, "x.py")
        mistaken = [] if wanted.error else mistaken_apart(script, wanted)
        edited = script.facts()
    with all_classes_large(are_large=False):
        fresh = read_here(text, "x.py")

    assert mistaken == []
    assert bool(edited.error) == bool(fresh.error)
    if not fresh.error:
        assert edited == fresh
