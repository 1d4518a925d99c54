"""What runs write, and read, under every launcher."""

from __future__ import annotations

import gzip
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from launch_world import World

HELPER = """
import gzip
file = open("helper.txt", "w")
packed = gzip.open("packed.gz", "wt")
"""
KEPT = """
import helper
class Kept:
    def show(self):
        return helper
    def __del__(self):
        print("let go")
kept = Kept()
file = open("kept.txt", "w")
file.write("text")
helper.file.write("row")
helper.packed.write("packed")
{keeps}
"""
KEEPERS = {
    "nothing": "",
    "a cache of typing": "from typing import Optional\nOptional[Kept]",
    "a handler of a signal": "import signal\nsignal.signal(signal.SIGTERM, lambda *words: kept)",
    "another module": "helper.kept = Kept.show",
}
REPLACED = {
    "by nothing": "sys.stdout = None",
    "by a file": "sys.stdout = open(os.devnull, 'w')",
    "by memory": "sys.stdout = io.StringIO()",
    "by one without closed": "\n".join(
        [
            "class Tee:",
            "    def write(self, text):",
            "        sys.__stdout__.write(text.upper())",
            "    def flush(self):",
            "        pass",
            "sys.stdout = Tee()",
        ]
    ),
    "not at all": "",
}
"""What a script does with its stdout between two lines."""


class TestStreams:
    """What runs write, and read."""

    def test_logs_are_bytes(self, world: World) -> None:
        text = """
        import sys
        sys.stdout.buffer.write(b"\\xff\\xfe\\x00\\n")
        sys.stderr.buffer.write(b"\\x80\\r\\n")
        """

        run = world.play(text)

        assert (run.stdout, run.stderr) == (b"\xff\xfe\x00\n", b"\x80\r\n")

    def test_logs_of_a_crash_keep_what_was_flushed(self, processes: World) -> None:
        run = processes.play("import os\nprint('before', flush=True)\nprint('lost')\nos.abort()\n")

        assert run.stdout == b"before\n"

    def test_children_write_to_the_same_logs(self, processes: World) -> None:
        text = """
        import os, subprocess, sys
        print("one", flush=True)
        os.system("echo two; echo three >&2")
        subprocess.run(["sh", "-c", "echo four >> /dev/stdout"])
        print("five")
        """

        run = processes.play(text)

        assert (run.stdout, run.stderr) == (b"one\ntwo\nfour\nfive\n", b"three\n")

    def test_what_c_code_has_printed_arrives(self, processes: World) -> None:
        run = processes.play("import ctypes\nctypes.CDLL(None).printf(b'of the library\\n')\n")

        assert run.stdout == b"of the library\n"

    def test_files_that_nobody_closed_are_whole(self, processes: World) -> None:
        text = """
        import gzip
        plain = open("plain.txt", "w")
        plain.write("text\\n")
        binary = open("binary.dat", "wb")
        binary.write(b"data")

        def f():
            return plain

        class Holder:
            def __init__(self):
                self.me = self
                self.file = open("cycle.txt", "w")
                self.file.write("cycle\\n")

        holder = Holder()
        """

        run = processes.play(text)

        assert (run.exit_code, run.stderr) == (0, b"")
        names = ("plain.txt", "binary.dat", "cycle.txt")
        assert [(processes.folder / n).read_bytes() for n in names] == [b"text\n", b"data", b"cycle\n"]

    def test_files_that_an_import_has_opened_are_whole(
        self, processes: World, installed: Callable[[str, str], None]
    ) -> None:
        """Of a module that forked runs find imported; a run may take away what it has opened."""
        opens = "import gzip\nplain = open('plain.txt', 'a')\npacked = gzip.open('packed.gz', 'ab')\n"
        installed("opens.py", opens + "dropped = open('dropped.txt', 'a')\n")
        text = """
        import opens
        opens.plain.write("text\\n")
        opens.packed.write(b"data")
        opens.dropped.write("x")
        del opens.dropped
        print(open("dropped.txt").read())
        """

        for count in (1, 2, 3):
            run = processes.play(text)

            assert (run.exit_code, run.stderr, run.stdout) == (0, b"", b"x" * count + b"\n")
        assert (processes.folder / "plain.txt").read_bytes() == b"text\n" * 3
        with gzip.open(processes.folder / "packed.gz") as file:
            assert file.read() == b"data" * 3

    def test_files_that_nobody_closed_are_whole_after_an_exception(self, processes: World) -> None:
        text = """
        def main():
            local = open("local.txt", "w")
            local.write("text\\n")
            raise ValueError(local)
        main()
        """

        run = processes.play(text)

        assert run.exit_code == 1
        assert (processes.folder / "local.txt").read_bytes() == b"text\n"

    @pytest.mark.parametrize("keeps", KEEPERS.values(), ids=KEEPERS)
    def test_what_something_keeps_is_whole_all_the_same(self, processes: World, keeps: str) -> None:
        processes.write("helper.py", HELPER)
        script = processes.write("kept.py", KEPT.format(keeps=keeps))
        plain = subprocess.run(
            [sys.executable, script], cwd=processes.folder, capture_output=True, text=True, check=True
        )
        names = ("kept.txt", "helper.txt", "packed.gz")
        expected = [(processes.folder / name).read_bytes() for name in names]
        for name in names:
            (processes.folder / name).unlink()

        for _ in range(2):
            run = processes.play(script)

            assert (run.exit_code, run.stdout, run.stderr) == (0, plain.stdout.encode(), b"")
            assert [(processes.folder / name).read_bytes() for name in names[:2]] == expected[:2]
            with gzip.open(processes.folder / "packed.gz") as packed:
                assert packed.read() == b"packed"

    @pytest.mark.parametrize("replaces", REPLACED.values(), ids=REPLACED)
    def test_a_stdout_that_the_script_has_replaced_arrives(self, processes: World, replaces: str) -> None:
        script = processes.write(
            "replaces.py", f"import io, os, sys\nprint('first')\n{replaces}\nprint('last')\n"
        )
        plain = subprocess.run([sys.executable, script], capture_output=True, check=False)

        run = processes.play(script)

        assert (run.exit_code, run.stdout) == (plain.returncode, plain.stdout)

    def test_a_stdout_that_is_closed_or_gone_is_no_failure(self, processes: World) -> None:
        text = "import sys\nprint('x')\nsys.stdout.close()\nsys.stderr = None\n"
        script = processes.write("closes.py", text)
        plain = subprocess.run([sys.executable, script], capture_output=True, check=False)

        run = processes.play(script)

        assert (run.exit_code, run.stdout) == (plain.returncode, plain.stdout)

    def test_a_full_device_is_a_failure(self, processes: World) -> None:
        script = processes.write("full.py", "import sys\nsys.stdout = open('/dev/full', 'w')\nprint('x')\n")
        plain = subprocess.run([sys.executable, script], capture_output=True, check=False)

        run = processes.play(script)

        assert run.exit_code == plain.returncode == 120
