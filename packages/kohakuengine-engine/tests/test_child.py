"""A run in a fresh interpreter, seen from the process that waits for it."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = """
import signal, sys
from kohakuengine.engine.child import run_in_child
from kohakuengine.engine.request import RunRequest
before = signal.getsignal(signal.SIGCHLD)
for _ in range(2):
    print(run_in_child(RunRequest(script=sys.argv[1])).exit_code, signal.getsignal(signal.SIGCHLD) == before)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGCHLD"), reason="there is no SIGCHLD")
@pytest.mark.parametrize("how", ["SIG_IGN", "SIG_DFL"])
def test_a_run_ends_where_the_end_of_children_is_ignored(script: Callable[[str], str], how: str) -> None:
    path = script(
        f"""
        import signal, sys
        assert signal.getsignal(signal.SIGCHLD) == signal.{how}
        sys.exit(3)
        """
    )
    host = f"import signal\nsignal.signal(signal.SIGCHLD, signal.{how})\n{HOST}"

    found = subprocess.run(
        [sys.executable, "-c", host, path], capture_output=True, text=True, check=False, timeout=60
    )

    assert (found.stdout, found.stderr) == ("3 True\n3 True\n", "")
