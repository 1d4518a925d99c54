"""Children that a script starts anew see the overrides."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_spawned_child_sees_the_overrides(script: Callable[[str], str]) -> None:
    path = script(
        """
        import multiprocessing
        x = 1
        def double(n):
            return n * x
        if __name__ == "__main__":
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                print(pool.map(double, [1, 2]))
        """
    )
    line = textwrap.dedent(
        """
        import sys
        from kohakuengine.config.overrides import parse_set
        from kohakuengine.engine.launch import run_as_main
        from kohakuengine.engine.request import RunRequest
        run_as_main(RunRequest(script=sys.argv[1], overrides=[parse_set("x=5")]))
        """
    )

    found = subprocess.run([sys.executable, "-c", line, path], capture_output=True, text=True, check=False)

    assert (found.stdout, found.stderr) == ("[5, 10]\n", "")
