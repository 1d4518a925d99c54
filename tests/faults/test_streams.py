"""Standard streams that are closed, full, broken, redirected or read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .agreement import check_agreement
from .case import Case, possible

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stage import Stage

_PRINTS = """
    x = 1
    print("said", x)
"""

OUTPUT = [
    Case(id="stdout-closed", script=_PRINTS, shell='exec "$@" >&-'),
    Case(
        id="stdout-closed-and-seen",
        script="""
            import sys
            x = 1
            sys.stderr.write(f"{sys.stdout} {sys.__stdout__} {x}\\n")
        """,
        shell='exec "$@" >&-',
        shows="None None 1",
    ),
    Case(id="stderr-closed", script=_PRINTS, shell='exec "$@" 2>&-', shows="said 1"),
    Case(
        id="stderr-closed-and-an-error",
        script=_PRINTS + "    raise ValueError(x)\n",
        shell='exec "$@" 2>&-',
        exit=1,
    ),
    Case(id="all-closed", script=_PRINTS, shell='exec "$@" <&- >&- 2>&-'),
    Case(
        id="all-closed-and-an-error", script=_PRINTS + "    1 / 0\n", shell='exec "$@" <&- >&- 2>&-', exit=1
    ),
    Case(
        id="stdin-closed",
        script="""
            import sys
            x = 1
            print(sys.stdin, x)
            input()
        """,
        shell='exec "$@" <&-',
        exit=1,
        shows="lost sys.stdin",
    ),
    Case(
        id="descriptors-that-are-free",
        script="""
            import os
            x = 1
            os.write(2, b"%d" % os.open(os.devnull, os.O_RDONLY))
        """,
        shell='exec "$@" <&- >&-',
    ),
    Case(id="stdout-full", script=_PRINTS, shell='exec "$@" >/dev/full', exit=120, shows="No space left"),
    Case(
        id="stdout-full-and-flushed",
        script="""
            x = 1
            print("lost", x, flush=True)
        """,
        shell='exec "$@" >/dev/full',
        exit=120,
        shows="OSError: [Errno 28]",
    ),
    Case(
        id="stdout-full-and-an-error",
        script=_PRINTS + "    raise ValueError(x)\n",
        shell='exec "$@" >/dev/full',
        exit=120,
        shows="ValueError: 1",
    ),
    Case(
        id="stdout-full-and-sys-exit",
        script=_PRINTS + "    raise SystemExit(3)\n",
        shell='exec "$@" >/dev/full',
        exit=120,
    ),
    Case(id="stderr-full", script=_PRINTS, shell='exec "$@" 2>/dev/full', shows="said 1"),
    Case(
        id="stderr-full-and-an-error",
        script=_PRINTS + "    raise ValueError(x)\n",
        shell='exec "$@" 2>/dev/full',
        exit=120,
        shows="said 1",
    ),
    Case(
        id="pipe-broken-by-the-reader",
        script="""
            import sys
            x = 1
            sys.stdin.read()  # returns when the reader of stdout has gone
            print("lost", x)
        """,
        shell='mkfifo gate; { "$@" <gate; echo "ended with $?" >&2; } | exec 3>gate',
        shows="Broken pipe",
    ),
    Case(
        id="pipe-broken-and-flushed",
        script="""
            import sys
            x = 1
            sys.stdin.read()
            print("lost", x, flush=True)
        """,
        shell='mkfifo gate; { "$@" <gate; echo "ended with $?" >&2; } | exec 3>gate',
        shows="ended with 1",
    ),
    Case(
        id="pipe-broken-and-caught-as-the-manual-says",
        script="""
            import os, sys
            x = 1
            sys.stdin.read()
            try:
                print("lost", x, flush=True)
            except BrokenPipeError:
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                sys.exit(1)
        """,
        shell='mkfifo gate; { "$@" <gate; echo "ended with $?" >&2; } | exec 3>gate',
        shows="ended with 1",
    ),
    Case(
        id="stdout-closed-by-the-script",
        script="""
            import sys
            x = 1
            print("said", x)
            sys.stdout.close()
        """,
        shows="said 1",
    ),
    Case(
        id="stdout-closed-by-the-script-and-used",
        script="""
            import sys
            x = 1
            sys.stdout.close()
            print("lost", x)
        """,
        exit=1,
        shows="I/O operation on closed file",
    ),
    Case(
        id="descriptor-closed-by-the-script",
        script="""
            import os
            x = 1
            print("lost", x)
            os.close(1)
        """,
        exit=120,
        shows="Bad file descriptor",
    ),
    Case(
        id="stdout-replaced-by-the-script",
        script="""
            import io, sys
            x = 1
            sys.stdout = io.StringIO()
            print("kept", x)
            sys.stderr.write(sys.stdout.getvalue())
        """,
        shows="kept 1",
    ),
    Case(
        id="stderr-replaced-and-an-error",
        script="""
            import sys
            x = 1
            class Loud:
                def write(self, text):
                    sys.__stderr__.write(text.upper())
                def flush(self):
                    pass
            sys.stderr = Loud()
            raise ValueError("small", x)
        """,
        exit=1,
        shows="TRACEBACK",
    ),
    Case(
        id="stderr-none-and-an-error",
        script="""
            import sys
            x = 1
            sys.stderr = None
            raise ValueError(x)
        """,
        exit=1,
    ),
    Case(
        id="text-and-bytes-in-the-order-of-their-flushes",
        script="""
            import os, sys
            x = 1
            print("first", x)
            os.write(1, b"second\\n")
            sys.stdout.buffer.write(b"third\\n")
        """,
    ),
    Case(
        id="invalid-utf-8",
        script="""
            import sys
            x = 1
            sys.stdout.buffer.write(b"\\xff\\xfe %d" % x)
            print("\\udcff")
            print("\\ud800")
        """,
        exit=1,
        shows="UnicodeEncodeError",
    ),
    Case(
        id="a-million-characters",
        script="""
            x = 1
            print(str(x) * 1_000_000)
        """,
        shows="1" * 1000,
    ),
]

INPUT = [
    Case(
        id="read-whole",
        script="""
            import sys
            x = 1
            print(repr(sys.stdin.read()), x)
        """,
        stdin=b"first\nsecond",
        shows="'first\\nsecond' 1",
    ),
    Case(
        id="asked-for",
        script="""
            x = 1
            print(input("name? "), x)
            print(input())
        """,
        stdin=b"one\n",
        exit=1,
        shows="EOFError",
    ),
    Case(
        id="line-by-line-with-a-child-that-reads-the-rest",
        script="""
            import subprocess, os
            x = 1
            print(os.read(0, 6), x, flush=True)
            subprocess.run(["cat"])
        """,
        stdin=b"first\nrest\n",
        shows="rest",
    ),
    Case(
        id="bytes",
        script="""
            import sys
            x = 1
            print(sys.stdin.buffer.read(), x)
        """,
        stdin=b"\xff\x00\r\n",
        shows=r"b'\xff\x00\r\n' 1",
    ),
]


@pytest.mark.parametrize("case", possible(OUTPUT), ids=lambda case: case.id)
def test_output_that_cannot_be_written_ends_as_under_python(
    case: Case, stage: Callable[[Case], Stage]
) -> None:
    check_agreement(stage(case))


@pytest.mark.parametrize("case", possible(INPUT), ids=lambda case: case.id)
def test_input_is_the_scripts(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))
