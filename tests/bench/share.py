"""How much of the long script's start is its own computing: hardly any, or the figures would flatter."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .place import Place

_MEASURE = """
import time
with open("long.py", encoding="utf-8") as file:
    source = file.read()
def cpu(action):
    start = time.process_time()
    action()
    return time.process_time() - start
code = []
compiling = min(cpu(lambda: code.append(compile(source, "long.py", "exec"))) for _ in range(3))
running = min(cpu(lambda: exec(code[0], {"print": lambda *seen: None})) for _ in range(3))
print(running / compiling)
"""


def execution_share(place: Place) -> float:
    """Return the CPU of executing the long script over that of compiling it."""
    done = subprocess.run(
        [str(place.python), "-c", _MEASURE],
        cwd=place.folder,
        env=place.environment(),
        capture_output=True,
        check=True,
        text=True,
    )
    return float(done.stdout)
