"""What `kogine run` and flows load: they cost next to nothing only as long as this stays short."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kogine_process import Kogine

HEAVY = {
    "click",
    "rich",
    "importlib.metadata",
    "pathlib",
    "typing",
    "re",
    "dataclasses",
    "enum",
    "collections",
    "functools",
    "contextlib",
    "logging",
    "inspect",
    "argparse",
    "difflib",
    "traceback",
}

HEAVY_FOR_FLOWS = {
    "click",
    "rich",
    "importlib.metadata",
    "typing",
    "dataclasses",
    "logging",
    "inspect",
    "argparse",
    "difflib",
    "traceback",
    "ast",
    "copy",
    "ctypes",
    "heapq",
    "multiprocessing",
    "psutil",
    "shlex",
    "subprocess",
}

SHOW_MODULES = "x = 1\nimport sys\nprint(*sorted(sys.modules))\n"


def test_reading_the_line_loads_only_what_it_needs() -> None:
    code = (
        "import sys; before = set(sys.modules);"
        "from kohakuengine.cli.entry import _dispatch;"
        "_dispatch(['run', 's.py', '--set', 'x=1', '-e', 'f', '--strict', '--', 'a']);"
        "print(*sorted(set(sys.modules) - before - set(sys.builtin_module_names)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == [
        "__future__",
        "kohakuengine",
        "kohakuengine.cli",
        "kohakuengine.cli.entry",
        "kohakuengine.config",
        "kohakuengine.config.overrides",
        "kohakuengine.engine",
        "kohakuengine.engine.collecting",
        "kohakuengine.engine.request",
    ]


def test_a_run_loads_nothing_heavy(kogine: Kogine) -> None:
    kogine.write("s.py", SHOW_MODULES)
    kogine.environment.pop("PYTHONDONTWRITEBYTECODE", None)  # it keeps the compile cache empty
    kogine("run", "s.py", "--set", "x=2")
    code = "import sys; from kohakuengine.cli.entry import main; sys.exit(main(sys.argv[1:]))"

    def loaded(*command: str) -> set[str]:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=kogine.folder,
            env=kogine.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return set(done.stdout.split())

    plain = loaded("s.py")
    ours = loaded("-c", code, "run", "s.py", "--set", "x=2")

    assert HEAVY & (ours - plain) == set()


@pytest.mark.skipif(sys.platform != "linux", reason="there are no forked runs")
def test_a_flow_of_forks_loads_nothing_heavy(kogine: Kogine) -> None:
    kogine.write("s.py", "x = 1\n")
    kogine.write(
        "c.py", "from kohakuengine.config import Config\n\n\ndef config_gen():\n    yield Config({'x': 2})\n"
    )
    program = kogine.write(
        "program.py",
        "import sys\nfrom kohakuengine.cli.entry import main\nassert main() == 0\nprint(*sys.modules)\n",
    )

    done = subprocess.run(
        [sys.executable, program, "workflow", "parallel", "s.py", "-c", "c.py", "--mode", "fork"],
        cwd=kogine.folder,
        env=kogine.environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "1 of 1 run completed" in done.stderr
    assert HEAVY_FOR_FLOWS & set(done.stdout.split()) == set()
