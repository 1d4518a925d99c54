"""What the file itself can be: encodings, line ends, futures."""

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

_TABLE = [*ENCODINGS, *LINES, *FUTURES]


@pytest.mark.parametrize("case", possible(_TABLE), ids=lambda case: case.id)
def test_the_file_is_read_as_python_reads_it(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))
