"""What the file itself can be: encodings, line ends, syntax errors, futures, depth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .agreement import check_agreement
from .case import Case, possible

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stage import Stage

_BOM = b"\xef\xbb\xbf"
_LATIN = "x = 1\nname = 'größe'\nprint(name, len(name), x)\n".encode("latin-1")
_FAILS = "def größe():\n    raise ValueError('zu groß', x)\nx = 1\ngröße()\n"

ENCODINGS = [
    Case(id="latin-1", script=b"# -*- coding: latin-1 -*-\n" + _LATIN, shows="größe 5 1"),
    Case(
        id="latin-1-on-the-second-line",
        script=b"#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\n" + _LATIN,
    ),
    Case(
        id="latin-1-in-a-traceback",
        script=b"# coding: latin-1\n" + _FAILS.encode("latin-1"),
        exit=1,
        shows="in größe",
    ),
    Case(id="cp1252", script="# coding: cp1252\nx = 1\nprint('€', x)\n".encode("cp1252"), shows="€ 1"),
    Case(
        id="shift-jis",
        script="# coding: shift_jis\nx = 1\nprint('字 ソ', x)\n".encode("shift_jis"),
        shows="字 ソ 1",
    ),
    Case(
        id="gbk-in-a-traceback",
        script="# coding: gbk\nx = 1\nraise ValueError('字', x)\n".encode("gbk"),
        exit=1,
    ),
    Case(id="utf-8-with-cookie", script="# coding: utf-8\nx = 1\nprint('größe 字 😀', x)\n", shows="😀"),
    Case(id="byte-order-mark", script=_BOM + "x = 1\nprint('größe', x)\n".encode(), shows="größe 1"),
    Case(
        id="byte-order-mark-and-an-error",
        script=_BOM + b"x = 1\nraise ValueError(x)\n",
        exit=1,
        shows="ValueError",
    ),
    Case(id="byte-order-mark-and-cookie", script=_BOM + b"# coding: utf-8\nx = 1\nprint(x)\n"),
    Case(
        id="byte-order-mark-against-cookie",
        script=_BOM + b"# coding: latin-1\nx = 1\nprint(x)\n",
        exit=1,
        shows="SyntaxError",
    ),
    Case(id="utf-8-sig-cookie", script=_BOM + b"# coding: utf-8-sig\nx = 1\nprint(x)\n"),
    Case(id="utf-7", script=b"# coding: utf-7\nx = 1\nprint('gr+APYA3w-e', x)\n", shows="größe 1"),
    Case(id="rot13-is-no-text-encoding", script=b"# coding: rot13\nx = 1\n", exit=1, shows="SyntaxError"),
    Case(id="unknown-cookie", script=b"# coding: foo\nx = 1\n", exit=1, shows="SyntaxError"),
    Case(
        id="no-cookie-and-not-utf-8", script=b"x = 1\n\nname = 'gr\xf6\xdfe'\n", exit=1, shows="SyntaxError"
    ),
    Case(
        id="not-utf-8-in-a-comment", script=b"x = 1\nprint(x)\n# gr\xf6\xdfe\n", exit=1, shows="SyntaxError"
    ),
    Case(
        id="not-of-the-cookies-encoding",
        script=b"# coding: ascii\nx = 1\nname = 'gr\xf6\xdfe'\n",
        exit=1,
        shows="SyntaxError",
    ),
    # The tokenizer of 3.10 lets surrogates through to the parser, and ends a line at a null byte.
    Case(
        id="surrogate-in-utf-8",
        script=b"x = 1\nname = '\xed\xa0\x80'\n",
        exit=1,
        shows="SyntaxError",
        since=11,
    ),
    Case(id="null-byte", script=b"x = 1\nname = 'a\0b'\n", exit=1, shows="SyntaxError", since=11),
    Case(
        id="null-byte-in-a-comment",
        script=b"x = 1\n# a\0b\nprint(x)\n",
        exit=1,
        shows="SyntaxError",
        since=11,
    ),
    Case(
        id="names-beyond-ascii",
        script="x = 1\ngröße = x\nﬁn = 2\nprint(größe, fin, sorted(globals())[-3:])\n",
    ),
]

LINES = [
    Case(id="crlf", script=b"x = 1\r\ntext = '''a\r\nb'''\r\nprint(repr(text), x)\r\n", shows=r"'a\nb' 1"),
    Case(id="crlf-and-an-error", script=b"x = 1\r\ndef f():\r\n    raise ValueError(x)\r\nf()\r\n", exit=1),
    Case(id="cr-alone", script=b"x = 1\rprint(x)\r", shows="1"),
    Case(
        id="line-ends-of-all-kinds", script=b"x = 1\r\nprint(x)\rprint(x + 1)\nraise ValueError(x)\r", exit=1
    ),
    Case(id="no-line-end", script=b"x = 1\nprint(x)"),
    Case(id="no-line-end-after-an-indent", script=b"x = 1\nif x:\n    print(x)"),
    Case(id="only-the-assignment", script=b"x = 1"),
    Case(id="form-feed", script=b"x = 1\n\x0c\nprint(x)\n\x0c1 / 0\n", exit=1),
    Case(id="continued-lines", script=b"x = 1\nprint(x, \\\n  'two')\nassert x == \\\n  9, 'odd'\n", exit=1),
    Case(id="tabs-and-spaces-that-agree", script=b"x = 1\nif x:\n\tif x:\n\t\tprint(x)\n"),
    Case(id="ctrl-z", script=b"x = 1\nprint(x)\n\x1a", exit=1, shows="SyntaxError"),
    Case(
        id="line-separator-in-text", script="x = 1\ntext = 'a\u2028b'\nprint(repr(text), x)\n1 / 0\n", exit=1
    ),
    Case(
        id="a-million-characters-in-a-line",
        script=b"x = 1\nprint(len('" + b"a" * 1_000_000 + b"'), x)\n",
        shows="1000000 1",
    ),
    Case(id="docstring", script=b'"""What it is."""\nx = 1\nprint(__doc__, x)\n', shows="What it is. 1"),
    Case(
        id="docstring-under-oo",
        script=b'"""What it is."""\nx = 1\nprint(__doc__, x)\n',
        flags=("-OO",),
        shows="None 1",
    ),
]

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

FUTURES = [
    Case(
        id="annotations-stay-text",
        script="""
            from __future__ import annotations
            x = 1
            y: undefined = x
            def f(a: undefined) -> also.undefined: ...
            print(__annotations__, f.__annotations__, y, x)
        """,
        shows="{'y': 'undefined'}",
    ),
    Case(
        id="annotations-are-evaluated",
        script="""
            x = 1
            y: print("evaluated") = x
            print(y)
        """,
    ),
    Case(
        id="after-a-docstring",
        script='''
            """Doc."""
            from __future__ import annotations, division
            x = 1
            print(__doc__, annotations.compiler_flag, x)
        ''',
    ),
    Case(
        id="flags-of-the-code",
        script="""
            from __future__ import annotations
            x = 1
            import sys
            print(sys._getframe().f_code.co_flags, (lambda: 0).__code__.co_flags, x)
            exec("y: undefined = 1")
        """,
    ),
    Case(
        id="none-leaks-into-exec",
        script="""
            x = 1
            try:
                exec("y: undefined = 1")
            except NameError as error:
                print(error, x)
        """,
    ),
]

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

_TABLE = [*ENCODINGS, *LINES, *FUTURES, *DEPTH]


@pytest.mark.parametrize("case", possible(_TABLE), ids=lambda case: case.id)
def test_the_file_is_read_as_python_reads_it(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))


@pytest.mark.parametrize("case", possible(SYNTAX_ERRORS), ids=lambda case: case.id)
def test_a_syntax_error_is_pythons_own(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))
