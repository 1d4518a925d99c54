"""Files that are no scripts, and scripts that want to be run: none is waited for, executed or imported."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from costs import least_cpu_s

from kohakuengine_tooling import ScriptFacts, read_script
from kohakuengine_tooling.source_file import LARGEST_BYTES

HAS_FIFOS = hasattr(os, "mkfifo")
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

CANARY = """\
from dataclasses import dataclass, field
import argparse
import click
import typer
import canary_module
from canary_module import *

OPENED = open({path!r}, "w")
WALRUS = (inner := open({path!r}, "w"))
ANNOTATED: open({path!r}, "w") = 1
FORMATTED = f"{{open({path!r}, 'w')}}"
SUBSCRIPT = [0][open({path!r}, "w")]
LAMBDA = (lambda: open({path!r}, "w"))()
SUM = 1 + open({path!r}, "w").write("")
DICT = {{"a": open({path!r}, "w"), open({path!r}, "w"): 1}}
__import__("canary_module")
exec("open({path!r}, 'w')")


@open({path!r}, "w")
def decorated(a=open({path!r}, "w"), *, b: open({path!r}, "w") = 1) -> open({path!r}, "w"):
    open({path!r}, "w")


@dataclass
class Body(open({path!r}, "w")):
    member = open({path!r}, "w")
    other: int = field(default=open({path!r}, "w"))


class Meta(type):
    def __new__(cls, *args):
        open({path!r}, "w")


class Made(metaclass=Meta):
    value = 1


parser = argparse.ArgumentParser()
parser.add_argument("--a", default=open({path!r}, "w"), type=open({path!r}, "w"), help=open({path!r}, "w"))


@click.command()
@click.option("--b", default=open({path!r}, "w"))
def command(b):
    open({path!r}, "w")


def typed(c: int = typer.Option(open({path!r}, "w"))):
    open({path!r}, "w")


for item in [open({path!r}, "w")]:
    looped = open({path!r}, "w")
with open({path!r}, "w") as entered:
    pass
if open({path!r}, "w"):
    chosen = open({path!r}, "w")
match open({path!r}, "w"):
    case str():
        matched = 1
if __name__ == "__main__" or open({path!r}, "w"):
    command(open({path!r}, "w"))
"""


def test_a_script_that_writes_a_file_wherever_it_can_writes_none(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    (tmp_path / "canary_module.py").write_text(f"open({str(canary)!r}, 'w')\n", encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(CANARY.format(path=str(canary)), encoding="utf-8")

    facts = read_script(script)

    assert not canary.exists()
    assert facts.error is None
    names = {parameter.name for parameter in facts.parameters}
    assert {"OPENED", "ANNOTATED", "FORMATTED", "DICT", "Body.member", "looped", "chosen", "matched"} <= names
    assert [option.name for option in facts.options] == ["a", "b"]
    assert "canary_module" not in sys.modules


def test_a_config_that_writes_a_file_wherever_it_can_writes_none(tmp_path: Path) -> None:
    from kohakuengine.config.static import read_config

    canary = tmp_path / "canary"
    config = tmp_path / "config.py"
    config.write_text(CANARY.format(path=str(canary)), encoding="utf-8")

    read_config(config)

    assert not canary.exists()


def test_a_folder_and_a_device_are_no_scripts(tmp_path: Path) -> None:
    assert read_script(tmp_path).error is not None
    assert read_script(os.devnull).error is not None


@pytest.mark.skipif(not HAS_FIFOS, reason="needs FIFOs")
def test_a_fifo_is_not_waited_for(tmp_path: Path) -> None:
    fifo = tmp_path / "script.py"
    os.mkfifo(fifo)

    facts = read_script(fifo)

    assert facts.error is not None
    assert "regular file" in facts.error


@pytest.mark.skipif(not HAS_FIFOS, reason="needs FIFOs")
def test_the_name_that_messages_of_python_bear_is_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("<script>", "<string>", "<statement>"):
        os.mkfifo(name)
    Path("script.py").write_text("x = 1 +\n", encoding="utf-8")
    program = (
        "from kohakuengine_tooling import read_script; print(read_script('script.py').error is not None)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout == "True\n"


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs sockets in the file system")
def test_a_socket_is_no_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("script.py")

        assert read_script("script.py").error is not None


def test_links_in_a_circle_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a.py").symlink_to(tmp_path / "b.py")
    (tmp_path / "b.py").symlink_to(tmp_path / "a.py")

    assert read_script(tmp_path / "a.py").error is not None


@pytest.mark.skipif(IS_ROOT, reason="root reads everything")
def test_a_file_of_somebody_else_is_not_read(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("x = 1\n", encoding="utf-8")
    script.chmod(0)

    assert read_script(script).error is not None


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    with script.open("wb") as file:
        file.truncate(100_000_000)

    facts = read_script(script)

    assert facts.error is not None
    assert f"larger than {LARGEST_BYTES // 1_000_000} MB" in facts.error


@pytest.mark.parametrize(
    "data",
    [
        b"x = 1\0\n",
        b"x = '\xff'\n",
        b"x = '\xed\xa0\x80'\n",
        b"# coding: nothing\nx = 1\n",
        b"# coding: zlib\nx = 1\n",
        b"# coding: idna\nx = '" + b"a" * 100_000 + b"'\n",
        b"# coding: punycode\n" + b"a-b" * 100_000,
        b"\xef\xbb\xbf# coding: latin-1\nx = 1\n",
    ],
    ids=["null", "no-utf-8", "lone-surrogate", "no-encoding", "no-text", "idna", "punycode", "two-encodings"],
)
def test_bytes_that_are_no_source_are_refused_with_a_reason(data: bytes, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_bytes(data)

    facts = read_script(script)

    assert facts.error is not None
    assert [one.line for one in facts.diagnostics] == [1]
    assert facts.parameters == ()


def test_a_file_that_changes_meanwhile_is_read_as_one_of_its_versions(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    versions = [f"x = {version}\n" * 1000 for version in range(2)]
    script.write_text(versions[0], encoding="utf-8")
    is_over = threading.Event()

    def change() -> None:
        while not is_over.is_set():
            for version in versions:
                new = script.with_suffix(".new")
                new.write_text(version, encoding="utf-8")
                os.replace(new, script)

    thread = threading.Thread(target=change)
    thread.start()
    try:
        found = {read_script(script).parameters[0].value for _ in range(50)}
    finally:
        is_over.set()
        thread.join()

    assert found <= {0, 1}


def test_what_kills_libcst_is_not_given_to_it(tmp_path: Path) -> None:
    texts = ["-" * 1400, "not " * 1400, "lambda: " * 700, "lambda a=" * 400, "(lambda: " * 90]
    lines = [f"x{number} = {text}1" for number, text in enumerate(texts)]
    lines += ["y = ", *(f"(-{'-' * 190}" for _ in range(90)), "1" + ")" * 90]
    lines += [f"z = a + {' '.join(['b' + repr('a')] * 9000)}", f"w = f(a + {' '.join([repr('a')] * 9000)})"]
    script = tmp_path / "script.py"
    script.write_text("before = 1\n" + "\n".join(lines) + "\nafter = 2\n", encoding="utf-8")
    program = (
        "import sys, threading; from kohakuengine_tooling import read_script\n"
        "def names(): return {one.name for one in read_script(sys.argv[1]).parameters}\n"
        "def read(): print(names() >= {'before', 'after'})\n"
        "threading.stack_size(1 << 20); thread = threading.Thread(target=read); thread.start(); thread.join()"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(script)], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")


def test_reading_takes_no_longer_for_a_script_that_was_read_before(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    text = "".join(f"x{number} = f({number})\n" for number in range(5000))
    found: list[ScriptFacts] = []

    def read() -> None:
        found.append(read_script(script))

    first_s = least_cpu_s(read, lambda: script.write_text(f"{text}# {len(found)}\n", encoding="utf-8"))
    again_s = least_cpu_s(read)

    assert all(facts == found[0] for facts in found)
    assert again_s < first_s / 2


def test_a_script_that_has_changed_is_read_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    found = []
    for version in ("lr = 1\n", "lr = 1\nx = 2\n", "lr = 1\nx = 3\n"):
        script.write_text(version, encoding="utf-8")
        found.append([parameter.value for parameter in read_script(script).parameters])

    assert found == [[1], [1, 2], [1, 3]]


@pytest.mark.parametrize(
    ("name", "said"), [("a.ipynb", "a notebook"), ("a.json", "data"), ("a.toml", "data"), ("a.YAML", "data")]
)
def test_what_is_no_script_by_its_suffix_is_not_read_as_one(name: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("{}\n", encoding="utf-8")

    facts = read_script(path)

    assert facts.error is not None
    assert f"it is {said}" in facts.error
    assert (facts.parameters, facts.entrypoints) == ((), ())
