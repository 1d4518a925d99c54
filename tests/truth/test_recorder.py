"""The recorder sees what plain python binds, and disturbs nothing."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from .recording import trace_here

if TYPE_CHECKING:
    from pathlib import Path

    from .trace import Trace


def trace(folder: Path, source: str, *words: str) -> Trace:
    """Trace a source text."""
    script = folder / "script.py"
    script.write_text(source, encoding="utf-8")
    return trace_here(script, *words)


def stored(found: Trace) -> list[tuple[str, int, str | None]]:
    """List what was stored, as far as it is the script's own."""
    return [(s.name, s.line, s.text) for s in found.stores if "__" not in s.name]


def test_every_store_is_seen_with_its_value(tmp_path: Path) -> None:
    source = "a, (b, *c) = 1, (2, 3, 4); d = e = 'x'\nif (w := 5) > 3: y: int = 7\n"

    found = trace(tmp_path, source)

    assert stored(found) == [
        ("a", 1, "1"),
        ("b", 1, "2"),
        ("c", 1, "[3, 4]"),
        ("d", 1, "'x'"),
        ("e", 1, "'x'"),
        ("w", 2, "5"),
        ("y", 2, "7"),
    ]


def test_the_value_is_that_right_after_the_first_time(tmp_path: Path) -> None:
    found = trace(tmp_path, "v = [1]\nv.append(2)\nfor i in range(3):\n    t = i\n    t += 5\n")

    assert stored(found) == [("v", 1, "[1]"), ("i", 3, "0"), ("t", 4, "0"), ("t", 5, "5")]


def test_classes_are_followed_and_functions_are_not(tmp_path: Path) -> None:
    source = (
        "class A:\n    x = 1\n    class B:\n        y = 2\n"
        "def f():\n    z = 3\n    class C:\n        u = 4\nf()\n"
    )

    found = trace(tmp_path, source)

    assert [s.name for s in found.stores if "__" not in s.name] == ["A.x", "A.B.y", "A.B", "A", "f"]


def test_what_is_not_executed_is_not_seen(tmp_path: Path) -> None:
    found = trace(tmp_path, "n = 1\nif n > 1:\n    m = 2\nraise SystemExit(3)\nk = 4\n")

    assert stored(found) == [("n", 1, "1")]
    assert found.exit_code == 3


def test_a_large_module_has_its_last_name_too(tmp_path: Path) -> None:
    source = "".join(f"name_{number} = {number}\n" for number in range(700))

    found = trace(tmp_path, source)

    assert [(s.name, s.text) for s in found.stores] == [(f"name_{n}", str(n)) for n in range(700)]


def test_objects_are_no_values_and_defaults_in_fields_are(tmp_path: Path) -> None:
    source = (
        "from dataclasses import dataclass, field\n@dataclass\nclass C:\n    lr: float = field(default=0.1)\n"
        "cfg = C()\nclass Odd(int): pass\nodd = Odd(3)\n"
    )

    found = {store.name: store for store in trace(tmp_path, source).stores}

    assert (found["C.lr"].text, found["cfg"].text, found["odd"].text) == ("0.1", None, None)
    assert found["cfg"].data == "{'lr': 0.1}"


def test_options_are_seen_as_the_parser_has_them(tmp_path: Path) -> None:
    source = (
        "import argparse\np = argparse.ArgumentParser()\n"
        "p.add_argument('-l', '--rate', type=float, default=0.1, help='how fast')\n"
        "p.add_argument('--mode', choices=['a', 'b'])\np.add_argument('place')\np.parse_args()\n"
    )

    found = trace(tmp_path, source)

    rate, mode = found.options
    assert found.exit_code == 2
    assert (rate.name, rate.flags, rate.default, rate.help, rate.line) == (
        "rate",
        ("-l", "--rate"),
        "0.1",
        "how fast",
        3,
    )
    assert (mode.name, mode.default, mode.choices) == ("mode", "None", "['a', 'b']")


def test_other_programs_that_the_script_starts_are_not_watched(tmp_path: Path) -> None:
    source = f"import subprocess\nsubprocess.run([{sys.executable!r}, '-c', 'other = 1'])\n"

    assert stored(trace(tmp_path, source)) == [("subprocess", 1, None)]


def test_the_script_says_what_it_says_without_the_recorder(tmp_path: Path) -> None:
    seen = "__name__, __file__, sorted(globals()), sys.argv, 'TRUTH_RECORD' in os.environ"
    source = f"import os, sys\nprint({seen})\n"
    script = tmp_path / "script.py"
    script.write_text(source, encoding="utf-8")
    plain = subprocess.run([sys.executable, str(script)], capture_output=True, check=True).stdout

    said = tmp_path / "said"
    script.write_text(
        source.replace("import os, sys", f"import os, sys; sys.stdout = open({str(said)!r}, 'w')")
    )
    trace_here(script)

    assert said.read_bytes() == plain


LIBRARIES = {
    "click": (
        "import click\n@click.command()\n@click.option('--rate', '-r', default=0.5, help='how fast')\n"
        "@click.version_option('1')\n@click.argument('place')\ndef main(rate, place): pass\nmain()\n",
        3,
    ),
    "typer": (
        "import typer\ndef main(place: str,\n"
        " rate: float = typer.Option(0.5, '--rate', '-r', help='how fast')): pass\ntyper.run(main)\n",
        4,
    ),
    "absl": (
        "from absl import app, flags\nflags.DEFINE_float('rate', 0.5, 'how fast', short_name='r')\n"
        "def main(_): pass\napp.run(main)\n",
        2,
    ),
}


@pytest.mark.parametrize("library", LIBRARIES)
def test_options_of_other_libraries_are_those_of_the_script(library: str, tmp_path: Path) -> None:
    pytest.importorskip(library, reason=f"needs {library}")
    source, line = LIBRARIES[library]

    found = trace(tmp_path, source, "--help")

    (rate,) = found.options
    assert (rate.library, rate.name, rate.default, rate.help) == (library, "rate", "0.5", "how fast")
    assert "--rate" in rate.flags
    # Python 3.10 calls a decorator at the line of the function.
    assert rate.line == line or (sys.version_info < (3, 11) and library == "click")
