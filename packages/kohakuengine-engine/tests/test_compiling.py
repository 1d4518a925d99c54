"""The process after a compilation is as it was before."""

from __future__ import annotations

import gc
import sys
import warnings

import pytest

from kohakuengine.engine.compiler import compile_script
from kohakuengine.engine.compiling import DeepRecursion, SyntaxWarnings
from kohakuengine.engine.record import CompileKey


@pytest.mark.parametrize("is_enabled", [True, False])
def test_the_collector_is_as_it_was(is_enabled: bool) -> None:
    was_enabled = gc.isenabled()
    (gc.enable if is_enabled else gc.disable)()
    try:
        compile_script("/s/script.py", b"x = 1", CompileKey(), shown="script.py")
        with pytest.raises(SyntaxError):
            compile_script("/s/script.py", b"x = (", CompileKey(), shown="script.py")
        assert gc.isenabled() == is_enabled
    finally:
        (gc.enable if was_enabled else gc.disable)()


def test_the_recursion_limit_is_raised_for_the_block_alone() -> None:
    before = sys.getrecursionlimit()

    with DeepRecursion():
        inside = sys.getrecursionlimit()

    assert (inside >= 20_000, sys.getrecursionlimit()) == (True, before)


def test_warnings_are_taken_once_and_shown_to_nobody() -> None:
    with SyntaxWarnings() as collected:
        warnings.warn_explicit("odd", SyntaxWarning, "s.py", 3)
        taken = [collected.taken(), collected.taken()]

    assert taken == [[("SyntaxWarning", "odd", 3)], []]
