"""`kogine inspect`, typed as a user types it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("pty", reason="needs terminals")

from .inspecting import COLOUR, TIMEOUT_S, Folder, Shown

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = '''\
"""Train a model."""
import json

# --- optimizer ---
learning_rate = 1e-3  # peak learning rate
batch_size: int = 32  #: rows of one step, as many as the memory of the device takes and no more than that
steps = 100 * batch_size

layers = {"depth": 12, "width": 768}


class CFG:
    dropout = 0.1


def main(device="cpu"):
    print(json.dumps([learning_rate, device, seed]))


if __name__ == "__main__":
    main()
'''


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with one script."""
    folder = Folder(tmp_path)
    folder.write("train.py", SCRIPT)
    return folder


def names(line: str) -> list[str]:
    return [one["name"] for one in json.loads(line)["parameters"] if one["overridable"]]


def test_a_script_is_shown_with_what_can_be_set(folder: Folder) -> None:
    shown = folder.inspect("train.py")

    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith('train.py  runs main(device="cpu") from its __main__ guard, line 21\n')
    [row] = [line for line in shown.out.splitlines() if line.startswith("  learning_rate ")]
    assert row.split() == ["learning_rate", "float", "1e-3", "5", "peak", "learning", "rate"]
    assert "optimizer\n  learning_rate " in shown.out


def test_what_is_listed_is_what_a_run_can_set(folder: Folder) -> None:
    listed = names(folder.inspect("train.py", "--format", "json").out)

    assert listed[:3] == ["learning_rate", "batch_size", "steps"]
    assert listed[3:] == ["layers", "layers.depth", "layers.width", "CFG.dropout", "seed"]
    for name in listed:
        words = ["--set", f"{name}={{}}" if name == "layers" else f"{name}=1", "--dry-run"]
        command = [*folder.line()[:-1], "run", "train.py", *words]
        subprocess.run(command, cwd=folder.path, env=folder.environment(), capture_output=True, check=True)


LINES = {
    "table": ["train.py"],
    "values": ["train.py", "--values"],
    "json": ["train.py", "--format", "json"],
    "config": ["train.py", "-c", "small.json"],
    "json config": ["train.py", "-c", "small.json", "--format", "json"],
    "several": ["train.py", "./train.py", "nothing.py"],
    "folder": ["."],
}


@pytest.mark.parametrize("words", LINES.values(), ids=LINES)
def test_the_second_time_shows_what_the_first_did(folder: Folder, words: list[str]) -> None:
    folder.write("small.json", '{"globals_dict": {"batch_size": 8, "lerning_rate": 1}}')
    for shown in (folder.inspect, folder.on_terminal):
        for entry in folder.entries():
            entry.unlink()
        first = shown(*words)
        assert folder.entries() != []

        assert shown(*words) == first
        assert shown(*words, KOHAKUENGINE_CACHE="") == first


def test_a_terminal_shows_what_a_pipe_does_in_its_width_and_in_colour(folder: Folder) -> None:
    piped = folder.inspect("train.py").out
    wide = folder.on_terminal("train.py", columns=500).out
    narrow = folder.on_terminal("train.py", columns=70).out

    assert COLOUR.search(piped) is None
    assert COLOUR.search(wide) is not None
    assert COLOUR.sub("", wide) == piped
    assert max(len(line) for line in COLOUR.sub("", narrow).splitlines()) <= 70
    assert COLOUR.sub("", narrow) == folder.on_terminal("train.py", columns=70, NO_COLOR="1").out
    assert COLOUR.search(folder.on_terminal("train.py", NO_COLOR="1").out) is None


def test_an_edit_is_seen_whatever_the_clock_says(folder: Folder) -> None:
    path = folder.path / "train.py"
    before = path.stat()
    folder.inspect("train.py")
    path.write_text(SCRIPT.replace("1e-3", "2e-3"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert "2e-3" in folder.inspect("train.py").out


def test_folders_and_patterns_mean_their_scripts(folder: Folder) -> None:
    folder.write("runs/a.py", "lr = 1\n")
    folder.write("runs/b.py", "lr = 2\n")
    folder.write("runs/deep/c.py", "lr = 3\n")
    folder.write("runs/.venv/pyvenv.cfg", "")
    folder.write("runs/.venv/lib/d.py", "lr = 4\n")

    def scripts(word: str) -> list[str]:
        return [
            json.loads(line)["script"] for line in folder.inspect(word, "--format", "json").out.splitlines()
        ]

    assert scripts("runs") == ["runs/a.py", "runs/b.py", "runs/deep/c.py"]
    assert scripts("runs/*.py") == ["runs/a.py", "runs/b.py"]
    assert scripts("runs/**/*.py") == ["runs/a.py", "runs/b.py", "runs/deep/c.py"]


def test_files_of_a_folder_that_set_nothing_are_left_out_and_counted(folder: Folder) -> None:
    folder.write("library.py", "import os\n\n\ndef helper():\n    return os\n")
    folder.write("empty.py", "")

    shown = folder.inspect(".")

    assert shown.out.splitlines()[0].startswith("./train.py  runs")
    assert "empty.py" not in shown.out
    assert shown.err.startswith("kogine: note: left out ")


def test_a_misspelt_path_is_told_and_the_others_shown(folder: Folder) -> None:
    shown = folder.inspect("trian.py", "train.py")

    assert shown.code == 1
    assert shown.err == "kogine: error: trian.py: no such script (KE501). Did you mean 'train.py'?\n"
    assert shown.out.startswith("train.py  runs main(")


def test_a_folder_without_scripts_is_told(folder: Folder) -> None:
    (folder.path / "empty").mkdir()

    assert folder.inspect("empty") == Shown(
        code=1, out="", err="kogine: error: empty: no scripts in this folder\n"
    )


UNREADABLE = {
    "null bytes": (b"x = 1\0", "source code cannot contain null bytes"),
    "no utf-8": (b"x = '\xff'", "'utf-8' codec can't decode byte 0xff in position 5: invalid start byte"),
    "no encoding": (b"# coding: nonsense\n", "unknown encoding: nonsense"),
}


@pytest.mark.parametrize(("data", "says"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_told(folder: Folder, data: bytes, says: str) -> None:
    folder.write("s.py", data)

    for words in (["s.py"], ["s.py", "--format", "json"], ["."]):
        shown = folder.inspect(*words)
        assert shown.code == 1
        assert f"s.py: {says}" in shown.err


SOURCES = {
    "latin-1": "# coding: latin-1\nname = 'é'\n".encode("latin-1"),
    "byte order mark": "\ufeffname = 'é'\n".encode(),
    "CRLF": "name = 'é'\r\n".encode(),
}


@pytest.mark.parametrize("data", SOURCES.values(), ids=SOURCES)
def test_a_script_of_any_encoding_is_read(folder: Folder, data: bytes) -> None:
    folder.write("s.py", data)

    [parameter] = json.loads(folder.inspect("s.py", "--format", "json").out)["parameters"]

    assert (parameter["name"], parameter["value"]) == ("name", "é")


def test_a_broken_script_shows_the_rest_of_it(folder: Folder) -> None:
    folder.write("s.py", "lr = 1\nbroken = = 2\nseed = 3\n")

    shown = folder.inspect("s.py")

    assert shown.code == 1
    assert "  lr " in shown.out
    assert "  seed " in shown.out
    assert shown.err.startswith("kogine: error: s.py:2: ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_is_refused_at_once(folder: Folder) -> None:
    os.mkfifo(folder.path / "pipe.py")

    shown = folder.inspect("pipe.py", "train.py", "-c", "pipe.py")

    assert shown.code == 1
    assert shown.err == (
        "kogine: error: pipe.py: it is no regular file\n"
        "kogine: error: pipe.py: a config is a regular file (KE601).\n"
    )
    assert shown.out.startswith("train.py  runs main(")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_told(folder: Folder) -> None:
    folder.write("s.py", "x = 1\n").chmod(0)

    assert folder.inspect("s.py").err == "kogine: error: s.py: Permission denied\n"


def test_a_wrong_line_is_refused_with_what_explains_it(folder: Folder) -> None:
    for words in ([], ["train.py", "--frmat", "json"], ["train.py", "--format", "xml"]):
        shown = folder.inspect(*words)
        assert (shown.code, shown.out) == (2, "")
        assert shown.err.startswith("kogine: error: inspect: ")
        assert "'kogine inspect --help' explains it" in shown.err


def test_help_teaches(folder: Folder) -> None:
    shown = folder.inspect("--help")

    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith("Usage: kogine inspect [OPTIONS] SCRIPT...\n")
    assert "kogine inspect train.py --config small.py" in shown.out


def many_scripts(folder: Folder, count: int = 300) -> None:
    """Write so many scripts that reading them takes a while."""
    for number in range(count):
        folder.write(f"many/s{number:03}.py", SCRIPT.replace("1e-3", f"1e-{number}"))


def test_ctrl_c_ends_it_without_a_traceback(folder: Folder) -> None:
    many_scripts(folder)

    with folder.start("many") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=TIMEOUT_S)

    assert (process.returncode, err.decode()) == (130, "kogine: error: interrupted\n")


def test_a_reader_that_goes_ends_it_quietly(folder: Folder) -> None:
    many_scripts(folder)

    with folder.start("many") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        err = process.stderr.read()
        code = process.wait(TIMEOUT_S)

    assert (code, err) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_an_error(folder: Folder) -> None:
    with open("/dev/full", "wb") as full, folder.start("train.py", stdout=full.fileno()) as process:
        _, err = process.communicate(timeout=TIMEOUT_S)

    assert process.returncode == 2
    assert err.startswith(b"kogine: error: cannot write to stdout: No space left on device (KE802).")


CANARY = "open('canary', 'w').close()\n"
HOSTILE = f"""\
{CANARY}
import canary_module
value = open('canary', 'w')
number: open('canary', 'w') = 3
@open('canary', 'w').write
def main(default=open('canary', 'w')): ...
class C(open('canary', 'w').__class__):
    member = open('canary', 'w')
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--x", default=open('canary', 'w'), type=open('canary', 'w'), choices=open('canary', 'w'))
text = f"{{open('canary', 'w')}}"
names = [open('canary', 'w') for _ in range(3)]
"""


def test_nothing_is_executed_or_imported(folder: Folder) -> None:
    folder.write("canary_module.py", CANARY)
    folder.write("s.py", HOSTILE)
    folder.write("c.py", HOSTILE + "def config_gen():\n    yield open('canary', 'w')\n")

    for words in (
        ["s.py"],
        ["s.py", "--values"],
        ["s.py", "-c", "c.py"],
        ["."],
        ["*.py", "--format", "json"],
    ):
        folder.inspect(*words)

    assert not (folder.path / "canary").exists()
    assert not (folder.path / "__pycache__").exists()


def test_escape_sequences_of_a_source_reach_no_terminal(folder: Folder) -> None:
    folder.write("s.py", "x = '\x1b]0;title\x07'  # \x1b[31mred \x9b2J\n'''\x1b[2J'''\n")
    folder.write("\x1b[31m.py", "y = 1\n")

    for shown in (
        folder.inspect("s.py", "--values"),
        folder.inspect("s.py", "--format=json"),
        folder.inspect("."),
        folder.inspect("no\x1b[31m.py"),
        folder.on_terminal("s.py", "--values", NO_COLOR="1"),
    ):
        text = shown.out + shown.err
        assert [one for one in text if not (one.isprintable() or one == "\n")] == []


def test_a_stdout_of_another_encoding_gets_what_it_can_say(folder: Folder) -> None:
    folder.write("s.py", "x = '学'  # é\n")

    table = folder.inspect("s.py", PYTHONIOENCODING="ascii")
    line = folder.inspect("s.py", "--format", "json", PYTHONIOENCODING="ascii")

    assert "'\\u5b66'" in table.out
    [parameter] = json.loads(line.out)["parameters"]
    assert (parameter["value"], parameter["doc"]) == ("学", "é")
