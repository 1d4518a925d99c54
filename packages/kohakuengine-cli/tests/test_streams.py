"""Where `kogine` prints, and what it does where it cannot."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from kogine_terminal import Terminal

if TYPE_CHECKING:
    from kogine_process import Kogine

NEEDS_POSIX = pytest.mark.skipif(os.name != "posix", reason="sh and pseudo-terminals are POSIX")


def shell(kogine: Kogine, line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of sh in which KOGINE is our command."""
    return subprocess.run(
        ["sh", "-c", line.replace("KOGINE", f"'{sys.executable}' -m kohakuengine.cli")],
        cwd=kogine.folder,
        env=kogine.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@NEEDS_POSIX
def test_a_closed_stdout_is_refused(kogine: Kogine) -> None:
    done = shell(kogine, "KOGINE version >&-")

    assert (done.returncode, done.stderr) == (
        2,
        "kogine: error: cannot write to stdout: it is closed (KE802).\n",
    )


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="/dev/full is Linux's own")
def test_a_full_disk_is_refused(kogine: Kogine) -> None:
    done = shell(kogine, "KOGINE version >/dev/full")

    assert (done.returncode, done.stderr) == (
        2,
        "kogine: error: cannot write to stdout: No space left on device (KE802).\n",
    )


@NEEDS_POSIX
def test_a_reader_that_has_gone_ends_quietly(kogine: Kogine) -> None:
    done = shell(kogine, "{ KOGINE help; echo code $? >&2; } | true")

    assert done.stderr in ("code 141\n", "code 0\n")  # 0: all of it was written before `true` had gone
    assert shell(kogine, "sh -c 'sleep 0' | { exec <&-; KOGINE help; }").returncode == 0


@NEEDS_POSIX
def test_a_closed_stderr_does_not_hide_the_exit_code(kogine: Kogine) -> None:
    assert shell(kogine, "KOGINE run 2>&-").returncode == 2


def test_text_that_the_encoding_cannot_say_is_escaped(kogine: Kogine) -> None:
    done = kogine("run", "größe.py", environment={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})

    assert done.code == 2
    assert "gr\\xf6\\xdfe.py" in done.err


@NEEDS_POSIX
@pytest.mark.parametrize(
    ("settings", "is_coloured"),
    {
        "terminal": ({"TERM": "xterm"}, True),
        "no colour": ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        "no colour, empty": ({"TERM": "xterm", "NO_COLOR": ""}, True),
        "dumb": ({"TERM": "dumb"}, False),
    }.values(),
)
def test_colour_is_for_terminals_that_want_it(
    settings: dict[str, str], is_coloured: bool, kogine: Kogine
) -> None:
    environment = {**kogine.environment, **settings}
    with Terminal(kogine.line("run"), cwd=kogine.folder, environment=environment) as terminal:
        shown = terminal.wait_for("with examples\r\n")

    assert ("\x1b[31;1mkogine: error: \x1b[0m" in shown) is is_coloured
    assert ("\x1b" in shown) is is_coloured


def test_a_pipe_is_never_coloured(kogine: Kogine) -> None:
    assert "\x1b" not in kogine("run", environment={"TERM": "xterm"}).err


def test_a_bug_of_ours_shows_itself_and_asks_to_be_reported(kogine: Kogine) -> None:
    code = (
        "import sys; from kohakuengine.cli import report; from kohakuengine.cli.entry import main;"
        "report.write_product = None; import kohakuengine.cli.version as v; v.write_product = None;"
        "sys.exit(main(['version']))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert done.stderr.startswith("Traceback")
    assert "kogine: error: this is a bug in kogine. Please report the lines above: https://" in done.stderr


def test_a_bug_of_ours_before_the_script_asks_to_be_reported(kogine: Kogine) -> None:
    kogine.write("s.py", "print('ran')\n")
    code = (
        "import sys; from kohakuengine.cli import main; import kohakuengine.engine.launch as launch;"
        "launch.prepare = None; sys.exit(main(['run', 's.py']))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=kogine.folder,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert "this is a bug in kogine. Please report the lines above" in done.stderr
