"""Warnings: of the script, and of the compiler about it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from .agreement import check_agreement
from .case import Case, possible

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stage import Stage

NOWHERE = "sys:1" if sys.version_info < (3, 13) else "<sys>:0"

WARNINGS = [
    Case(
        id="of-the-module",
        script="""
            import warnings
            x = 1
            warnings.warn(f"own {x}")
        """,
        shows="UserWarning: own 1",
    ),
    Case(
        id="of-a-function-at-its-caller",
        script="""
            import warnings
            x = 1
            def old():
                warnings.warn("old", DeprecationWarning, stacklevel=2)
            old()
        """,
        shows="script.py:5: DeprecationWarning: old",
    ),
    Case(
        id="of-a-library-at-the-script",
        script="import other\nx = 1\nother.old()\n",
        files={
            "other.py": """
                import warnings
                def old():
                    warnings.warn("old", DeprecationWarning, stacklevel=2)
            """
        },
        shows="script.py:3: DeprecationWarning",
    ),
    Case(
        id="of-the-module-at-its-caller",
        script="""
            import warnings
            x = 1
            warnings.warn("above", stacklevel=2)
            print(x)
        """,
        shows=f"{NOWHERE}: UserWarning: above",
    ),
    Case(
        id="of-a-function-at-the-caller-of-the-module",
        script="""
            import warnings
            x = 1
            def f():
                warnings.warn("above", FutureWarning, stacklevel=3)
            f()
        """,
        shows=f"{NOWHERE}: FutureWarning: above",
    ),
    Case(
        id="turned-into-errors",
        script="""
            import warnings
            x = 1
            warnings.warn("own")
        """,
        flags=("-W", "error"),
        exit=1,
        shows="UserWarning: own",
    ),
    Case(
        id="nothing-of-ours-under-w-error",
        script="""
            import sys, warnings
            x = 1
            print(x, sys.warnoptions, len(warnings.filters))
        """,
        flags=("-W", "error"),
        shows="1 ['error']",
    ),
    Case(id="filters", script="import warnings\nx = 1\nprint(warnings.filters)\n", shows="('default', None,"),
    Case(
        id="filters-of-the-environment",
        script="import warnings\nx = 1\nprint(warnings.filters)\n",
        env={"PYTHONWARNINGS": "ignore::UserWarning,default"},
    ),
    Case(
        id="filter-by-module-main",
        script="""
            import warnings
            x = 1
            warnings.warn("own")
        """,
        flags=("-W", "error::UserWarning:__main__"),
        exit=1,
        shows="UserWarning: own",
    ),
    Case(
        id="once-for-each-place",
        script="""
            import warnings
            x = 1
            for _ in range(3):
                warnings.warn("own")
            print(sorted(k for k in globals() if "warn" in k), len(__warningregistry__))
        """,
        shows="__warningregistry__",
    ),
    Case(
        id="resource-warning",
        script="""
            x = 1
            open(__file__)
            print(x)
        """,
        flags=("-X", "dev"),
        shows="ResourceWarning",
    ),
    Case(id="syntax-warning", script="x = 1\nif x is 1:\n    print(x)\n", shows="SyntaxWarning"),
    Case(
        id="syntax-warnings-in-order",
        script="x = 1\ny = x is 1\ndef f():\n    return (1)(2)\nassert (x, 'always')\n",
        shows="assertion is always true",
    ),
    Case(id="syntax-warning-ignored", script="x = 1\nprint(x is 1)\n", flags=("-W", "ignore")),
    Case(
        id="syntax-warning-as-an-error",
        script="x = 1\nprint(x is 1)\n",
        flags=("-W", "error"),
        exit=1,
        shows="SyntaxError",
    ),
    Case(
        id="syntax-warning-under-always",
        script="x = 1\nprint(x is 1, x is 1)\n",
        flags=("-W", "always"),
        shows="SyntaxWarning",
    ),
    Case(id="invalid-escape", script="x = 1\nprint('\\d', x)\n", shows="1"),
    Case(
        id="invalid-escape-shown",
        script="x = 1\nprint('\\d', x)\n",
        flags=("-W", "default"),
        shows="invalid escape sequence",
    ),
    Case(
        id="invalid-escape-as-an-error",
        script="x = 1\nprint('\\d', x)\n",
        flags=("-W", "error"),
        exit=1,
        shows="SyntaxError",
    ),
    Case(
        id="invalid-escapes-of-many-lines",
        script="x = 1\na = '\\d'\nb = '''\n\n\\s\n'''\nc = b'\\q'\n",
        flags=("-W", "always"),
        shows="invalid escape sequence",
    ),
    Case(
        id="number-before-a-word",
        script="x = 1\nprint(1or x)\n",
        flags=("-W", "default"),
        since=12,
        shows="SyntaxWarning",
    ),
    Case(
        id="syntax-warning-under-m",
        script="x = 1\nprint(x is 1)\n",
        name="mod.py",
        words=("-m", "mod"),
        shows="SyntaxWarning",
    ),
]


@pytest.mark.parametrize("case", possible(WARNINGS), ids=lambda case: case.id)
def test_warnings_are_shown_as_by_python(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))
