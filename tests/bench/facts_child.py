"""Run by the benchmark as a program: CPU of reading facts and of `ast.parse`, file by file in alternation.

Its words are a kind (library, flat or cached) and how many files of the standard library count; it prints one
line of JSON.
"""

from __future__ import annotations

import ast
import json
import random
import sys
import sysconfig
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

FLAT_SCRIPTS = 20
FLAT_LINES = 1000
_SEED = 20261128

_parsed = [0]


def main(kind: str, files: int) -> int:
    """Measure one kind and print what it took."""
    warnings.simplefilter("ignore")
    from kohakuengine_tooling import cst_reading, read_script

    _count_parsed(cst_reading)
    with tempfile.TemporaryDirectory() as name:
        read_script(_warm(Path(name)))
        paths = library_files(files) if kind != "flat" else flat_scripts(Path(name))
        _parsed[0] = 0
        if kind == "cached":
            for path in paths:
                read_script(path)
        print(json.dumps(_compare(paths, read_script)))
    return 0


def _compare(paths: list[Path], read_script: Callable[[Path], object]) -> dict[str, float]:
    """Read each file both ways; of what is read a file counts its share that libcst was given."""
    base = ours = size = 0
    for path in paths:
        text = path.read_text(encoding="utf-8")
        start = time.process_time_ns()
        ast.parse(text)
        middle = time.process_time_ns()
        read_script(path)
        base, ours = base + middle - start, ours + time.process_time_ns() - middle
        size += len(text)
    return {
        "base_ms": base / 1e6,
        "ours_ms": ours / 1e6,
        "share": _parsed[0] / size,
        "files": len(paths),
        "characters": size,
    }


def library_files(count: int) -> list[Path]:
    """Choose files of the standard library that this Python parses, always the same ones."""
    folder = Path(sysconfig.get_path("stdlib"))
    found = sorted(path for path in folder.rglob("*.py") if "site-packages" not in path.parts)
    random.Random(_SEED).shuffle(found)
    chosen = []
    for path in found:
        try:
            ast.parse(path.read_text(encoding="utf-8"))
        except (SyntaxError, ValueError):
            continue
        chosen.append(path)
        if len(chosen) == count:
            break
    return chosen


def flat_scripts(folder: Path) -> list[Path]:
    """Write scripts that are globals and nothing else: numbers, texts, lists, dicts, paths, sums, calls."""
    choose = random.Random(_SEED)
    paths = []
    for number in range(FLAT_SCRIPTS):
        path = folder / f"flat_{number}.py"
        lines = [_flat_line(choose, number * FLAT_LINES + line) for line in range(FLAT_LINES)]
        path.write_text("import os\nfrom pathlib import Path\n" + "".join(lines), encoding="utf-8")
        paths.append(path)
    return paths


def _flat_line(choose: random.Random, number: int) -> str:
    value = choose.choice(
        (
            f"{choose.random():.4g}",
            f"{choose.random():.2g}e-{choose.randint(1, 5)}",
            f"{choose.randint(1, 4096)}",
            f"'name{number}'",
            choose.choice(("True", "False", "None")),
            f"[{number}, {number + 1}, {number + 2}]",
            f"{{'depth': {number}, 'width': {number * 2}}}",
            f"Path('runs') / 'run{number}'",
            f"{number} * 1024",
            f"os.path.join('data', 'part{number}')",
        )
    )
    comment = choose.choice(("", "", f"  # what parameter {number} is for"))
    annotation = choose.choice(("", "", "", ": object"))
    return f"parameter_{number}{annotation} = {value}{comment}\n"


def _warm(folder: Path) -> Path:
    """Write a script that makes everything be imported that reading may need."""
    path = folder / "warm.py"
    path.write_text("lr = 1 + 2 * x[0]  # rate\n\ndef main():\n    pass\n", encoding="utf-8")
    return path


def _count_parsed(cst_reading: Any) -> None:
    read = cst_reading.read_with_libcst

    def counting(text: str) -> object:
        _parsed[0] += len(text)
        return read(text)

    cst_reading.read_with_libcst = counting


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
