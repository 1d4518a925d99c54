"""Encoding errors of a script: word for word those of `python FILE`."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kohakuengine.engine.encoding import check_encoding

if TYPE_CHECKING:
    from pathlib import Path

BOM = b"\xef\xbb\xbf"
FAULTY = {
    "stray byte in a comment": b"x = 1\n# caf\xe9\n",
    "stray byte in code": b"x = '\xf6'\n",
    "stray byte on the first line": b"# \xff\n",
    "truncated sequence": b"x = 1\nname = '\xc3'\n",
    "unknown encoding": b"# coding: foo\nx = 1\n",
    "unknown encoding on the second line": b"#!/bin/python\n# -*- coding: foo -*-\n",
    "no text encoding": b"# coding: hex\nx = 1\n",
    "ascii with a byte beyond it": b"# coding: ascii\nx = '\xe9'\n",
    "mark against cookie": BOM + b"# coding: latin-1\nx = 1\n",
}
SOUND = {
    "ascii": b"x = 1\n",
    "utf-8": "x = 'é'\n".encode(),
    "mark": BOM + "x = 'é'\n".encode(),
    "mark and cookie": BOM + b"# coding: utf-8\nx = 1\n",
    "latin-1": b"# coding: latin-1\nx = '\xe9'\n",
    "iso-8859-15": b"# coding: iso-8859-15\nx = '\xa4'\n",
    "utf-8 by another name": "# coding: UTF_8\nx = 'é'\n".encode(),
    "vim's cookie": b"# vim: set fileencoding=cp1252 :\nx = '\x80'\n",
    "cookie on the second line": b"#!/usr/bin/python\n# coding: latin-1\nx = '\xe9'\n",
    "cookie after a blank line": b"\n# coding: latin-1\nx = '\xe9'\n",
    "no cookie on the third line": b"#\n#\n# coding: foo\n",
    "no cookie behind code": b"x = 1\n# coding: foo\n",
    "no cookie behind a statement": b"x = '# coding: foo'\n",
    "form feed before the cookie": b"\f# coding: latin-1\nx = '\xe9'\n",
    "carriage returns": b"# coding: latin-1\r\nx = '\xe9'\r\n",
}


def last_line(path: Path) -> str:
    """Run a script by python itself and return the last line it says."""
    run = subprocess.run([sys.executable, "-I", str(path)], capture_output=True, text=True, check=False)
    return (run.stderr.strip().splitlines() or [""])[-1]


@pytest.mark.parametrize("source", FAULTY.values(), ids=FAULTY.keys())
def test_a_fault_is_worded_as_python_words_it(tmp_path: Path, source: bytes) -> None:
    path = tmp_path / "script.py"
    path.write_bytes(source)

    with pytest.raises(SyntaxError) as caught:
        check_encoding(source, str(path))

    assert f"SyntaxError: {caught.value}" == last_line(path)


@pytest.mark.parametrize("source", SOUND.values(), ids=SOUND.keys())
def test_what_python_decodes_is_let_through(source: bytes) -> None:
    check_encoding(source, "script.py")

    compile(source, "script.py", "exec")


def test_python_lets_through_what_we_do(tmp_path: Path) -> None:
    paths = [tmp_path / f"{index}.py" for index in range(len(SOUND))]
    for path, source in zip(paths, SOUND.values(), strict=True):
        path.write_bytes(source)
    script = "import subprocess, sys\nfor p in sys.argv[1:]: subprocess.check_call([sys.executable, '-I', p])"

    subprocess.run([sys.executable, "-I", "-c", script, *map(str, paths)], check=True)


def test_a_null_byte_is_placed() -> None:
    with pytest.raises(SyntaxError) as caught:
        check_encoding(b"x = 1\ny = \0 2\n", "script.py")

    assert caught.value.args == ("source code cannot contain null bytes", ("script.py", 2, None, "y = "))
