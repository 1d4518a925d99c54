"""What `kogine run` loads: a run costs next to nothing only as long as this stays short."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

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
