"""A file that is no Python: python itself says so, in its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .agreement import check_agreement
from .case import Case, possible

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stage import Stage

_SYNTAX = {
    "bad-expression": "print(x +)\n",
    "unclosed-bracket": "print((x)\n",
    "wrong-bracket": "print((x])\n",
    "unclosed-text": "text = 'abc\n",
    "unclosed-triple-quotes": "text = '''abc\ndef\n",
    "unclosed-f-string": "text = f'{x'\n",
    "missing-colon": "if x\n    pass\n",
    "indent-expected": "if x:\nprint(x)\n",
    "indent-unexpected": "    print(x)\n",
    "dedent-of-no-level": "if x:\n        print(x)\n    print(x)\n",
    "tabs-against-spaces": "if x:\n        print(x)\n\tprint(x)\n",
    "return-outside": "return x\n",
    "await-outside": "await x\n",
    "yield-outside": "yield x\n",
    "break-outside": "break\n",
    "nonlocal-at-module-level": "nonlocal x\n",
    "global-after-use": "def f():\n    print(x)\n    global x\n",
    "assignment-to-a-call": "f() = 1\n",
    "walrus-at-statement-level": "y := 1\n",
    "keyword-as-name": "class = 1\n",
    "print-statement": "print 'old'\n",
    "octal-of-old": "y = 0777\n",
    "non-ascii-digit": "y = \uff13\n",
    "invalid-character": "y = 1 \u2013 2\n",
    "invisible-character": "y = 1\u00a0+ 2\n",
    "starred-alone": "*y\n",
    "duplicate-argument": "def f(a, a): pass\n",
    "default-before-none": "def f(a=1, b): pass\n",
    "late-future": "from __future__ import annotations\n",
    "unknown-future": "from __future__ import braces\n",
    "del-of-a-literal": "del 1\n",
    "unicode-escape": "text = '\\N{no such name}'\n",
    "bytes-beyond-ascii": "text = b'größe'\n",
    "too-many-brackets": "y = " + "(" * 300 + ")" * 300 + "\n",
    "too-deep-indentation": "".join(" " * n + "if x:\n" for n in range(101)) + " " * 101 + "pass\n",
    "except-star-mixed": "try:\n    pass\nexcept ValueError:\n    pass\nexcept* KeyError:\n    pass\n",
    "match-with-unreachable-case": "match x:\n    case y:\n        pass\n    case 2:\n        pass\n",
    "number-too-long": f"y = {'9' * 5000}\n",
    "beyond-the-end-of-a-block": "def f():\n",
    "dot-in-target": "import a.b as c.d\n",
}

SYNTAX_ERRORS = [
    Case(id=name, script=("x = 1\nprint('never')\n" + text).encode(), exit=1, shows="Error")
    for name, text in _SYNTAX.items()
] + [
    Case(
        id="in-an-imported-module",
        script="x = 1\nimport other\n",
        files={"other.py": "y = (\n"},
        exit=1,
        shows="SyntaxError",
    ),
    Case(id="in-exec", script="x = 1\nexec('y = (')\n", exit=1, shows="SyntaxError"),
    Case(
        id="raised-by-hand",
        script="x = 1\nraise SyntaxError('own', ('file.py', 3, 1, 'text', 3, 4))\n",
        exit=1,
    ),
    Case(id="on-the-first-line", script=b"(\nx = 1\n", exit=1, shows="SyntaxError"),
    Case(
        id="caught",
        script="x = 1\ntry:\n    compile('(', 'n', 'exec')\nexcept SyntaxError as e:\n    print(e)\n",
    ),
]


@pytest.mark.parametrize("case", possible(SYNTAX_ERRORS), ids=lambda case: case.id)
def test_a_syntax_error_is_pythons_own(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))
