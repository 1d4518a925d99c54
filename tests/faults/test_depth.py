"""How deep a script may go: calls, the limit that it reads and sets, and its own source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .agreement import check_agreement
from .case import Case, possible

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stage import Stage

_DIVE = """import sys
x = 1
def dive(depth=0):
    try:
        return dive(depth + 1)
    except RecursionError:
        return depth
"""

DEPTH = [
    Case(
        id="recursion-without-end",
        script="""
            x = 1
            def dive(n):
                return dive(n + x)
            dive(0)
        """,
        exit=1,
        shows="RecursionError",
    ),
    Case(
        id="recursion-of-two",
        script="""
            x = 1
            def ping(n): return pong(n)
            def pong(n): return ping(n)
            ping(x)
        """,
        exit=1,
        shows="RecursionError",
    ),
    Case(
        id="recursion-through-c",
        script="""
            x = 1
            class Deep:
                def __repr__(self):
                    return repr(self)
            try:
                repr(Deep())
            except RecursionError as error:
                print(error, x)
        """,
        shows="maximum recursion depth exceeded",
    ),
    Case(
        id="depth-that-is-reached",
        script="""
            x = 1
            def dive(depth=0):
                try:
                    return dive(depth + 1)
                except RecursionError:
                    return depth
            print(dive(), x)
        """,
    ),
    Case(
        id="limit-set-by-the-script",
        script="""
            import sys
            x = 1
            sys.setrecursionlimit(3000)
            def dive(n):
                return n and 1 + dive(n - 1)
            print(dive(2500), sys.getrecursionlimit(), x)
        """,
        shows="2500 3000 1",
    ),
    Case(
        id="limit-that-is-looked-at",
        script="""
            import sys
            x = 1
            print(sys.getrecursionlimit(), x)
            sys.setrecursionlimit(sys.getrecursionlimit() * 2)
            print(sys.getrecursionlimit(), type(sys.getrecursionlimit()))
        """,
        shows="1000 1",
    ),
    Case(
        id="limit-is-asked-of-a-builtin-function",
        script="import inspect, sys\nx = 1\n"
        "print(inspect.isbuiltin(sys.getrecursionlimit), inspect.signature(sys.getrecursionlimit), x)\n",
        shows="True () 1",
    ),
    Case(
        id="depth-that-is-reached-under-a-limit-of-the-script",
        script=_DIVE + "sys.setrecursionlimit(200 * x)\nprint(dive(), sys.getrecursionlimit(), x)\n",
        shows=" 200 1",
    ),
    Case(
        id="depth-that-is-reached-in-a-module",
        script=_DIVE + "print(dive(), sys.getrecursionlimit(), x)\n",
        words=("-m", "script"),
        shows=" 1000 1",
    ),
    Case(
        id="depth-that-is-reached-in-a-module-under-a-limit",
        script=_DIVE + "sys.setrecursionlimit(200 * x)\nprint(dive(), sys.getrecursionlimit(), x)\n",
        words=("-m", "script"),
        shows=" 200 1",
    ),
    Case(
        id="limit-that-is-no-number",
        script="import sys\nx = 1\nsys.setrecursionlimit(1000.0)\n",
        exit=1,
        shows="'float' object cannot be interpreted as an integer",
    ),
    Case(
        id="limit-that-is-far-too-large",
        script="import sys\nx = 1\nsys.setrecursionlimit(2**40)\n",
        exit=1,
        shows="OverflowError",
    ),
    Case(
        id="limit-of-a-numpy-number",
        script="import sys\nimport numpy\nx = 1\nsys.setrecursionlimit(numpy.int64(1500))\n"
        "print(sys.getrecursionlimit(), x)\n",
        shows="1500 1",
    ),
    Case(
        id="limit-set-in-a-traced-script",
        script="""
            import sys
            x = 1
            seen = []
            def trace(frame, event, arg):
                seen.append(frame.f_code.co_name)
            def main():
                sys.setrecursionlimit(500)
                return sys.getrecursionlimit()
            sys.settrace(trace)
            main()
            sys.settrace(None)
            print(seen, x)
        """,
        shows="['main'] 1",
    ),
    Case(
        id="sum-of-900-terms",
        script="x = 1\nprint(" + " + ".join(["x"] * 900) + ")\n",
        shows="900",
    ),
    Case(
        id="chain-of-900-elifs",
        script="x = 1\nif x == 0:\n    pass\n"
        + "".join(f"elif x == -{n}:\n    pass\n" for n in range(900))
        + "else:\n    print('last', x)\n",
        shows="last 1",
    ),
]


@pytest.mark.parametrize("case", possible(DEPTH), ids=lambda case: case.id)
def test_a_script_goes_as_deep_as_under_python(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))
