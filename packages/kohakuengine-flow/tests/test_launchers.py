"""What every launcher does. A new one joins with a line in `LAUNCHERS`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from launch_world import MARK, TELL, World, is_alive, marked

from kohakuengine.flow.launch.forks import ForkLauncher, can_fork
from kohakuengine.flow.launch.programs import SubprocessLauncher

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kohakuengine.flow.launch.launcher import Launcher

LAUNCHERS: dict[str, Any] = {
    "subprocess": lambda folder: SubprocessLauncher(log=folder / "log"),
    "fork": lambda folder: ForkLauncher(log=folder / "log"),
}
_HERE = {"subprocess": True, "fork": can_fork()}
_LINUX = sys.platform == "linux"


@pytest.fixture(params=LAUNCHERS)
def world(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A launcher in a folder of its own, which is the working directory; nothing of it survives."""
    if not _HERE[request.param]:
        pytest.skip(f"{request.param} is not for {sys.platform}")
    mark = str(uuid.uuid4())
    monkeypatch.setenv(MARK, mark)
    for name in ("PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PYTHONFAULTHANDLER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    launcher: Launcher = LAUNCHERS[request.param](tmp_path)
    yield World(tmp_path, launcher)
    launcher.close()
    assert marked(mark) == {}
    log = tmp_path / "log"
    assert not log.exists() or log.read_text(encoding="utf-8") == ""


@pytest.fixture
def processes(world: World) -> World:
    """The same, where each run has a process of its own."""
    if not world.launcher.capabilities.has_processes:
        pytest.skip(f"{world.launcher.name} has no process for each run")
    return world


class TestEnds:
    """How runs end."""

    def test_a_script_that_runs_to_its_end_exits_with_0(self, world: World) -> None:
        run = world.play("x = 1\nprint('hello', x)\n", sets=["x=2"])

        assert (run.exit_code, run.stdout, run.stderr) == (0, b"hello 2\n", b"")
        assert (run.result["exit_code"], run.result["error"]) == (0, None)
        assert (run.ended.reason, run.ended.is_lost) == (None, False)

    @pytest.mark.parametrize(
        ("end", "code", "value"),
        [
            ("sys.exit()", 0, None),
            ("sys.exit(0)", 0, 0),
            ("sys.exit(3)", 3, 3),
            ("sys.exit(256)", 0, 256),
            ("sys.exit(-1)", 255, -1),
            ("sys.exit(True)", 1, True),
            ("sys.exit(2**70)", 255 if sys.version_info >= (3, 0) else 0, 2**70),
            ("raise SystemExit(4)", 4, 4),
        ],
    )
    def test_the_exit_code_is_that_of_python(self, processes: World, end: str, code: int, value: Any) -> None:
        script = processes.write("ends.py", f"import sys\n{end}\n")
        plain = subprocess.run([sys.executable, script], check=False)

        run = processes.play(script)

        assert (plain.returncode, run.exit_code, run.result["exit_code"]) == (code, code, code)
        assert run.result["exit_value"] == value

    def test_a_text_given_to_exit_is_printed(self, world: World) -> None:
        run = world.play("import sys\nsys.exit('no data')\n")

        assert (run.exit_code, run.stderr) == (1, b"no data\n")
        assert (run.result["exit_code"], run.result["exit_value"]) == (1, "no data")

    def test_an_exception_is_shown_as_python_shows_it(self, world: World) -> None:
        script = world.write("fails.py", "def f():\n    raise KeyError('lr')\n\nf()\n")
        plain = subprocess.run([sys.executable, script], capture_output=True, check=False)

        run = world.play(script)

        assert (run.exit_code, run.stderr) == (1, plain.stderr)
        error = run.result["error"]
        assert (error["type"], error["message"], error["is_ours"]) == ("KeyError", "'lr'", False)
        assert error["traceback"] == plain.stderr.decode()

    def test_an_exception_whose_text_cannot_be_had_is_a_failure(self, world: World) -> None:
        text = """
        class Odd(Exception):
            def __str__(self):
                raise ValueError("odd")
        raise Odd
        """

        run = world.play(text)

        assert (run.exit_code, run.result["error"]["type"]) == (1, "Odd")

    def test_a_syntax_error_is_the_scripts_own(self, world: World) -> None:
        script = world.write("broken.py", "x = 1\ny = (\n")
        plain = subprocess.run([sys.executable, script], capture_output=True, check=False)

        run = world.play(script)

        assert (run.exit_code, run.stderr) == (1, plain.stderr)
        assert (run.result["error"]["type"], run.result["error"]["is_ours"]) == ("SyntaxError", False)

    def test_a_keyboard_interrupt_ends_as_under_python(self, processes: World) -> None:
        script = processes.write("interrupted.py", "raise KeyboardInterrupt\n")
        plain = subprocess.run([sys.executable, script], capture_output=True, check=False)

        run = processes.play(script)

        assert plain.returncode == run.exit_code == -signal.SIGINT
        assert run.stderr == plain.stderr
        assert run.result["error"]["type"] == "KeyboardInterrupt"

    def test_a_run_that_leaves_at_once_has_no_result(self, processes: World) -> None:
        run = processes.play("import os\nos.write(1, b'x')\nos._exit(7)\n")

        assert (run.exit_code, run.found, run.stdout) == (7, None, b"x")
        assert not run.ended.is_lost

    @pytest.mark.parametrize("name", ["SIGSEGV", "SIGABRT", "SIGKILL", "SIGTERM"])
    def test_a_signal_that_a_run_dies_of_is_told(self, processes: World, name: str) -> None:
        number = getattr(signal, name)

        run = processes.play(f"import os\nos.kill(os.getpid(), {int(number)})\n")

        assert (run.exit_code, run.found, run.ended.is_lost) == (-number, None, False)

    @pytest.mark.parametrize(
        ("sets", "message"),
        [
            (["nope=1"], "no parameter 'nope'"),
            (["n=text"], "n"),
            (["late=1"], "had no effect"),
        ],
        ids=["unknown", "type", "not-executed"],
    )
    def test_a_wrong_override_ends_with_2_and_says_why(
        self, world: World, sets: list[str], message: str
    ) -> None:
        run = world.play("n: int = 1\nif n > 5:\n    late = 2\n", sets=sets)

        assert run.exit_code == run.result["exit_code"] == 2
        assert b"kogine: error: " in run.stderr
        assert message.encode() in run.stderr
        assert b"Traceback" not in run.stderr
        assert run.result["error"]["is_ours"]

    def test_a_script_that_has_gone_ends_with_2(self, world: World) -> None:
        run = world.play(str(world.folder / "gone.py"))

        assert (run.exit_code, run.result["error"]["type"]) == (2, "ScriptNotFoundError")
        assert b"Traceback" not in run.stderr

    def test_a_folder_that_has_gone_is_refused(self, processes: World) -> None:
        handle = processes.start("x = 1\n")
        first = processes.wait(handle)
        (first.folder / "parcel").unlink()

        assert first.exit_code == 0


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

    def test_a_stdout_that_is_closed_or_gone_is_no_failure(self, processes: World) -> None:
        script = processes.write("closes.py", "import sys\nprint('x')\nsys.stdout.close()\nsys.stderr = None\n")
        plain = subprocess.run([sys.executable, script], capture_output=True, check=False)

        run = processes.play(script)

        assert (run.exit_code, run.stdout) == (plain.returncode, plain.stdout)

    def test_a_full_device_is_a_failure(self, processes: World) -> None:
        script = processes.write("full.py", "import sys\nsys.stdout = open('/dev/full', 'w')\nprint('x')\n")
        plain = subprocess.run([sys.executable, script], capture_output=True, check=False)

        run = processes.play(script)

        assert run.exit_code == plain.returncode == 120


LOOK = """
import json, os, signal, sys, threading, gc, builtins, atexit, warnings, resource

def status():
    names = ("SigBlk", "SigIgn", "SigCgt", "SigPnd", "Threads", "Umask")
    lines = (line.partition(":") for line in open("/proc/self/status"))
    found = {name: int(value, 16) for name, _, value in lines if name in names}
    found["SigIgn"] &= ~(3 << 31)  # 32 and 33, of the C library's own: its posix_spawn leaves them so
    return found

def descriptors():
    return {fd: os.readlink(f"/proc/self/fd/{fd}") for fd in sorted(os.listdir("/proc/self/fd"))
            if os.path.exists(f"/proc/self/fd/{fd}")}

def stream(one):
    return [one.name, one.mode, one.encoding, one.errors, one.line_buffering, one.write_through, one.isatty()]

import __main__
found = {
    "argv": sys.argv,
    "path": sys.path,
    "main": [sorted(vars(__main__)), __file__, __name__, repr(__spec__), __package__, type(__loader__).__name__],
    "cwd": os.getcwd(),
    "stdin": sys.stdin.read(),
    "descriptors": descriptors(),
    "status": status(),
    "handlers": [str(signal.getsignal(number)) for number in range(1, 32)],
    "wakeup": signal.set_wakeup_fd(-1),
    "leads": os.getpgid(0) == os.getpid(),
    "is_main_thread": threading.current_thread() is threading.main_thread(),
    "threads": threading.active_count(),
    "limits": [resource.getrlimit(getattr(resource, n)) for n in dir(resource) if n.startswith("RLIMIT_")],
    "priority": os.getpriority(os.PRIO_PROCESS, 0),
    "collector": [gc.isenabled(), gc.get_threshold(), gc.get_debug()],
    "recursion": sys.getrecursionlimit(),
    "flags": str(sys.flags),
    "warn": [sys.warnoptions, [str(one) for one in warnings.filters]],
    "builtins": sorted(vars(builtins)),
    "hooks": [len(sys.meta_path), len(sys.path_hooks), sys.gettrace(), sys.getprofile(),
              sys.excepthook is sys.__excepthook__ or "excepthook"],
    "environment": {k: v for k, v in os.environ.items() if k not in ("KOGINE_RUN_ID", "PYTEST_CURRENT_TEST", "LINES", "COLUMNS")},
    "streams": [stream(sys.stdout), stream(sys.stderr)],
    "children": sorted(map(int, open("/proc/self/task/%d/children" % os.getpid()).read().split())),
}
json.dump(found, open("found.json", "w"))
"""


def _different(found: dict[str, Any], expected: dict[str, Any], where: str = "") -> list[str]:
    """List what differs, with its place."""
    lines: list[str] = []
    for name in sorted({*found, *expected}):
        one, other = found.get(name, "nothing"), expected.get(name, "nothing")
        if isinstance(one, dict) and isinstance(other, dict):
            lines += _different(one, other, f"{where}{name}.")
        elif one != other:
            lines.append(f"{where}{name}: {one} in place of {other}")
    return lines


@pytest.mark.skipif(not _LINUX, reason="looks at /proc")
class TestFaithfulness:
    """What scripts see of themselves."""

    @pytest.fixture
    def compared(self, processes: World) -> tuple[dict[str, Any], dict[str, Any]]:
        """What a script sees under python, and in its second run of a slot."""
        script = processes.write("sub/look.py", LOOK)
        plain_environment = {**os.environ, "GIVEN": "yes"}
        out, err = processes.folder / "out", processes.folder / "err"
        with out.open("ab") as stdout, err.open("ab") as stderr:
            subprocess.run(
                [sys.executable, *subprocess._args_from_interpreter_flags(), script, "--a", "b c"],
                env=plain_environment,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
                check=True,
            )
        expected = json.loads((processes.folder / "found.json").read_bytes())
        for _ in range(2):
            run = processes.play(script, argv=["--a", "b c"], environment={"GIVEN": "yes"})
            assert (run.exit_code, run.stderr) == (0, b"")
        found = json.loads((processes.folder / "found.json").read_bytes())
        for seen, folder in ((expected, processes.folder), (found, run.folder)):
            for fd, name in (("1", "out"), ("2", "err")):
                assert seen["descriptors"].pop(fd).startswith(str(folder)), name
        return expected, found

    def test_a_script_sees_what_it_sees_under_python(
        self, compared: tuple[dict[str, Any], dict[str, Any]]
    ) -> None:
        expected, found = compared

        assert found["hooks"].pop() in (True, "excepthook")  # frames: ours are left out of tracebacks
        expected["hooks"].pop()
        assert _different(found, expected) == []

    def test_a_module_is_run_as_python_m_does(self, world: World) -> None:
        world.write("pack/__init__.py", "print('package')\n")
        world.write("pack/other.py", "y = 5\n")
        world.write(
            "pack/tool.py",
            "from . import other\nimport sys\nx = 1\nprint(__name__, __package__, x, other.y, sys.argv[1:])\n",
        )

        run = world.play("pack.tool", is_module=True, sets=["x=2"], argv=["a"])

        assert run.stdout == b"package\n__main__ pack 2 5 ['a']\n"
        assert run.exit_code == 0

    def test_a_broken_module_is_tried_once(self, processes: World) -> None:
        processes.write("pack/__init__.py", "print('package', flush=True)\n")
        processes.write("pack/tool.py", "x = (\n")

        runs = [processes.play("pack.tool", is_module=True) for _ in range(2)]

        assert [(run.exit_code, run.stdout) for run in runs] == [(1, b"package\n")] * 2
        assert all(b"SyntaxError" in run.stderr for run in runs)

    def test_a_script_under_its_own_name_skips_its_guard(self, world: World) -> None:
        text = "x = 1\nprint(__name__, x)\nif __name__ == '__main__':\n    print('guard')\n"
        script = world.write("named.py", text)

        run = world.play(script, run_as_main=False, sets=["x=2"], wanted=("x",))

        assert (run.exit_code, run.stdout) == (0, b"named 2\n")
        assert run.outputs == {"x": 2}

    def test_a_file_of_the_script_hides_a_module_of_the_library(self, processes: World) -> None:
        processes.write("textwrap.py", "who = 'mine'\n")
        processes.write("types.py.not", "")
        script = processes.write("hides.py", "import textwrap\nprint(textwrap.who)\n")

        run = processes.play(script)

        assert run.stdout == b"mine\n"

    def test_environment_of_one_run_is_not_that_of_the_next(self, processes: World) -> None:
        script = processes.write("env.py", "import os\nprint(os.environ.get('A'), os.environ.get('B'))\n")

        first = processes.play(script, environment={"A": "1"})
        second = processes.play(script, environment={"B": "2"})

        assert (first.stdout, second.stdout) == (b"1 None\n", b"None 2\n")

    def test_children_find_the_environment_of_their_run(self, processes: World) -> None:
        run = processes.play("import os\nos.system('echo $A $KOGINE_RUN_ID')\n", environment={"A": "1"})

        assert run.stdout == b"1 1\n"

    def test_runs_of_one_slot_share_nothing(self, world: World) -> None:
        text = """
        import builtins, sys
        print(getattr(builtins, "left", None), getattr(sys, "left", None), "shared" in sys.modules)
        builtins.left = sys.left = 1
        import shared
        """
        world.write("shared.py", "")
        if not world.launcher.capabilities.has_processes:
            pytest.skip("runs in one process share its builtins")
        script = world.write("leaves.py", text)

        runs = [world.play(script) for _ in range(3)]

        assert [run.stdout for run in runs] == [b"None None False\n"] * 3

    def test_slots_carry_runs_at_the_same_time(self, processes: World) -> None:
        text = """
        import os, sys, time
        mine, other = sys.argv[1:]
        open(mine, "w").close()
        while not os.path.exists(other):
            time.sleep(0.01)
        """
        script = processes.write("meets.py", text)

        handles = [
            processes.start(script, argv=["a", "b"], slot=0),
            processes.start(script, argv=["b", "a"], slot=1),
        ]

        assert [processes.wait(handle).exit_code for handle in handles] == [0, 0]

    def test_a_source_that_changes_is_compiled_anew(self, world: World) -> None:
        script = world.write("changes.py", "x = 1\nprint('old', x)\n")
        first = world.play(script, sets=["x=5"])
        world.write("changes.py", "x = 1\nprint('new', x)\n")

        second = world.play(script, sets=["x=6"])

        assert (first.stdout, second.stdout) == (b"old 5\n", b"new 6\n")
        assert first.result["source"] != second.result["source"]

    def test_runs_are_one_process_each_and_no_others(self, processes: World) -> None:
        script = processes.write("who.py", "import os\nprint(os.getpid())\n")

        pids = {processes.play(script).stdout for _ in range(5)}

        assert len(pids) == 5


class TestEndOfScript:
    """What happens after the last statement."""

    def test_threads_are_joined_and_exit_functions_are_called_before_the_result(self, processes: World) -> None:
        text = """
        import atexit, os, threading, time

        def late():
            time.sleep(0.2)
            print("thread")

        def at_exit():
            folder = f"runs/{os.environ['KOGINE_RUN_ID']}"
            print("exit", os.path.exists(f"{folder}/result.json"))

        atexit.register(at_exit)
        threading.Thread(target=late).start()
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
        print("last")
        """

        run = processes.play(text)

        assert (run.exit_code, run.stdout, run.stderr) == (0, b"last\nthread\nexit False\n", b"")
        assert run.result["exit_code"] == 0

    def test_exit_functions_that_fail_are_shown_and_fail_nothing(self, processes: World) -> None:
        script = processes.write("atexit_.py", "import atexit\n@atexit.register\nclass Fails:\n    def __init__(self):\n        1 / 0\n")
        plain = subprocess.run([sys.executable, script], capture_output=True, check=False)

        run = processes.play(script)

        assert (run.exit_code, run.stderr) == (plain.returncode, plain.stderr) == (0, plain.stderr)

    def test_executors_end_their_work(self, processes: World) -> None:
        text = """
        from concurrent.futures import ThreadPoolExecutor
        import time
        pool = ThreadPoolExecutor()
        pool.submit(lambda: (time.sleep(0.1), print("done")))
        """

        run = processes.play(text)

        assert (run.exit_code, run.stdout) == (0, b"done\n")

    @pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
    def test_children_of_multiprocessing_see_the_overrides(self, processes: World, method: str) -> None:
        text = f"""
        import multiprocessing
        lr = 0.1

        def show(n):
            return lr * n

        def main():
            with multiprocessing.get_context({method!r}).Pool(2) as pool:
                return pool.map(show, [1, 2])

        if __name__ == "__main__":
            main()
        """

        run = processes.play(text, sets=["lr=2"])

        assert (run.exit_code, run.stderr) == (0, b"")
        assert run.value == [2, 4]

    def test_a_child_of_multiprocessing_is_joined_at_exit(self, processes: World) -> None:
        text = """
        import multiprocessing, time

        def late():
            time.sleep(0.2)
            print("child")

        multiprocessing.get_context("fork").Process(target=late).start()
        print("main", flush=True)
        """

        run = processes.play(text)

        assert (run.exit_code, run.stdout) == (0, b"main\nchild\n")

    def test_a_fork_that_ends_by_itself_writes_no_result(self, processes: World) -> None:
        text = """
        import os, sys
        pid = os.fork()
        if pid == 0:
            print("child")
            sys.exit(5)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 5
        print("parent")
        """

        run = processes.play(text)

        assert (run.exit_code, run.stdout) == (0, b"child\nparent\n")
        assert run.result["exit_code"] == 0

    def test_finalizers_of_what_the_script_made_are_called(self, processes: World) -> None:
        text = """
        import tempfile

        class Noisy:
            def __init__(self):
                self.me = self
            def __del__(self):
                print("del", NAME)

        NAME = "x"
        noisy = Noisy()
        temporary = tempfile.NamedTemporaryFile()
        print(temporary.name)
        """

        run = processes.play(text)

        path, said = run.stdout.decode().splitlines()
        assert said == "del x"
        assert not os.path.exists(path)

    def test_a_run_that_cannot_write_its_result_is_a_failure(self, processes: World) -> None:
        text = """
        import os
        os.mkdir(f"runs/{os.environ['KOGINE_RUN_ID']}/result.json")
        """

        run = processes.play(text)

        assert run.exit_code == 74
        assert b"kogine: error: the result could not be written: Is a directory" in run.stderr

    def test_a_run_whose_folder_has_gone_is_a_failure(self, processes: World) -> None:
        handle = processes.start("import os, shutil\nshutil.rmtree(f\"runs/{os.environ['KOGINE_RUN_ID']}\")\n")

        assert processes.wait(handle).exit_code == 74

    def test_an_exception_that_breaks_the_report_is_a_failure(self, processes: World) -> None:
        text = """
        class Odd:
            def __reduce__(self):
                raise KeyboardInterrupt
            def __repr__(self):
                raise SystemExit(0)

        def main():
            return Odd()

        if __name__ == "__main__":
            main()
        """

        run = processes.play(text)

        assert run.exit_code == 74
        assert b"Traceback" not in run.stderr


class TestResults:
    """What runs leave behind."""

    def test_a_plain_value_is_in_the_result(self, world: World) -> None:
        text = "def main():\n    return {'loss': [1, 2.5, None, True, 'x']}\nif __name__ == '__main__':\n    main()\n"

        run = world.play(text)

        assert run.value == {"loss": [1, 2.5, None, True, "x"]}
        assert run.result["value"] == {"plain": {"loss": [1, 2.5, None, True, "x"]}}
        assert not (run.folder / "value.pickle").exists()

    @pytest.mark.parametrize(
        "expression",
        ["(1, 2)", "float('inf')", "Path('a')", "date(2020, 1, 2)", "{1: 2}", "{3}", "b'x'", "10**100"],
    )
    def test_other_values_are_pickled(self, world: World, expression: str) -> None:
        from datetime import date
        from pathlib import Path

        text = f"""
        from datetime import date
        from pathlib import Path
        def main():
            return {expression}
        if __name__ == "__main__":
            main()
        """

        run = world.play(text)

        expected = eval(expression, {"Path": Path, "date": date})
        assert run.value == expected
        assert type(run.value) is type(expected)

    def test_arrays_come_back(self, world: World) -> None:
        text = "import numpy as np\ndef main():\n    return np.arange(3)\nif __name__ == '__main__':\n    main()\n"

        run = world.play(text)

        assert run.value.tolist() == [0, 1, 2]
        assert run.result["value"] == {"shown": {"$type": "ndarray", "$repr": "array([0, 1, 2])"}}

    def test_an_object_of_the_scripts_own_class_comes_back(self, world: World) -> None:
        text = """
        class Model:
            def __init__(self, depth):
                self.depth = depth
            def double(self):
                return self.depth * factor
        factor = 2
        def main():
            return [Model(2), lambda: factor]
        if __name__ == "__main__":
            main()
        """

        run = world.play(text)

        model, function = run.value
        assert (model.double(), function()) == (4, 2)

    def test_a_value_that_cannot_be_stored_is_lost_and_the_run_is_not(self, world: World) -> None:
        text = """
        import threading
        def main():
            return threading.Lock()
        if __name__ == "__main__":
            main()
        """

        run = world.play(text)

        assert run.exit_code == 0
        assert "cannot pickle" in run.result["value"]["lost"]
        with pytest.raises(ValueError, match="cannot pickle"):
            _ = run.value

    def test_a_value_that_holds_itself_comes_back(self, world: World) -> None:
        text = """
        def main():
            loop = []
            loop += [loop, loop]
            deep = [0]
            for _ in range(90):
                deep = [deep, deep]
            return {"loop": loop, "deep": deep}
        if __name__ == "__main__":
            main()
        """

        run = world.play(text)

        assert run.exit_code == 0
        loop = run.value["loop"]
        assert loop[0] is loop
        assert loop[1] is loop

    def test_globals_that_are_wanted_come_back(self, world: World) -> None:
        text = "from pathlib import Path\nx = 1\nout = Path('a') / str(x)\nrest = 5\n"

        run = world.play(text, sets=["x=3"], wanted=("x", "out", "missing"))

        assert {name: str(value) for name, value in run.outputs.items()} == {"x": "3", "out": "a/3"}

    def test_globals_that_are_wanted_are_those_at_the_end_of_a_script_that_exits(self, world: World) -> None:
        run = world.play("import sys\nx = 1\nx = x + 1\nsys.exit(0)\n", wanted=("x",))

        assert run.outputs == {"x": 2}

    def test_times_and_project_files_are_told(self, world: World) -> None:
        world.write("beside.py", "")
        world.write("lazy.py", "print('loaded')\n")
        text = """
        import importlib.util, sys, time, json, beside
        spec = importlib.util.find_spec("lazy")
        spec.loader = importlib.util.LazyLoader(spec.loader)
        module = importlib.util.module_from_spec(spec)
        sys.modules["lazy"] = module
        spec.loader.exec_module(module)
        sys.modules["nothing"] = None
        time.sleep(0.05)
        """

        run = world.play(text)

        assert run.stdout == b""
        assert set(run.result["imports"]) == {str(world.folder / name) for name in ("beside.py", "lazy.py")}
        assert run.result["ended_at"] - run.result["started_at"] >= 0.05


@pytest.mark.skipif(not _LINUX, reason="looks at /proc")
class TestProcesses:
    """Everything below a run belongs to it."""

    def test_descendants_are_gone_when_the_run_has_ended(self, processes: World) -> None:
        run = processes.play(TELL + "start_descendants()\ntime.sleep(0.1)\nprint('last')\n")

        assert (run.exit_code, run.stdout) == (0, b"last\n")
        pids = [int(word) for word in (processes.folder / "pids").read_text(encoding="ascii").split()]
        assert len(pids) == 4
        assert [pid for pid in pids if is_alive(pid)] == []

    def test_descendants_are_gone_when_the_run_has_crashed(self, processes: World) -> None:
        handle = processes.start(TELL + "start_descendants()\nopen('go', 'w')\ntime.sleep(600)\n")
        pids = processes.pids(4)

        processes.until((processes.folder / "go").exists)
        processes.launcher.cancel(handle, "kill")
        run = processes.wait(handle)

        assert run.exit_code == -signal.SIGKILL
        assert [pid for pid in pids if is_alive(pid)] == []

    def test_descendants_of_a_run_do_not_end_those_of_another(self, processes: World) -> None:
        staying = processes.start(TELL + "tell('staying')\nwhile not os.path.exists('end'): time.sleep(0.01)\n")
        [pid] = processes.pids(1, "staying")

        other = processes.play(TELL + "start_descendants()\n", slot=1)

        assert other.exit_code == 0
        assert is_alive(pid)
        (processes.folder / "end").touch()
        assert processes.wait(staying).exit_code == 0

    @pytest.mark.parametrize(
        ("how", "code"), [("interrupt", -signal.SIGINT), ("terminate", -signal.SIGTERM), ("kill", -signal.SIGKILL)]
    )
    def test_a_run_can_be_stopped(self, processes: World, how: Any, code: int) -> None:
        handle = processes.start(TELL + "tell()\ntime.sleep(600)\n")
        processes.pids(1)

        processes.launcher.cancel(handle, how)
        run = processes.wait(handle)

        assert (run.exit_code, run.ended.is_lost) == (code, False)

    def test_a_signal_goes_to_the_whole_process_group(self, processes: World) -> None:
        text = """
        import signal, subprocess, sys
        child = subprocess.Popen(["sh", "-c", "trap 'echo child; exit 0' TERM; echo $$ >> pids; while :; do sleep 0.05; done"])
        signal.signal(signal.SIGTERM, lambda *_: None)
        child.wait()
        print("parent", child.returncode)
        """
        handle = processes.start(text)
        processes.pids(1)

        processes.launcher.cancel(handle, "terminate")

        assert processes.wait(handle).stdout == b"child\nparent 0\n"

    def test_a_run_may_clean_up_when_it_is_terminated(self, processes: World) -> None:
        text = TELL + "signal.signal(signal.SIGTERM, lambda *_: sys.exit(9))\ntell()\ntime.sleep(600)\n"
        handle = processes.start(text)
        processes.pids(1)

        processes.launcher.cancel(handle, "terminate")
        run = processes.wait(handle)

        assert (run.exit_code, run.result["exit_code"]) == (9, 9)

    def test_a_run_that_ignores_signals_is_killed(self, processes: World) -> None:
        handle = processes.start(TELL + "sleep_on()\n")
        [pid] = processes.pids(1)

        for how in ("terminate", "interrupt"):
            processes.launcher.cancel(handle, how)  # type: ignore[arg-type]
        assert processes.launcher.poll(0.3) == []
        assert is_alive(pid)
        processes.launcher.cancel(handle, "kill")

        assert processes.wait(handle).exit_code == -signal.SIGKILL

    def test_a_run_that_is_stopped_at_once_ends(self, processes: World) -> None:
        script = processes.write("sleeps.py", "import time\ntime.sleep(600)\n")
        processes.play("pass\n")
        for how in ("terminate", "kill", "terminate", "terminate"):
            handle = processes.start(script)
            processes.launcher.cancel(handle, how)  # type: ignore[arg-type]

            run = processes.wait(handle)

            assert run.exit_code in (-signal.SIGTERM, -signal.SIGKILL, None)
            assert not run.ended.is_lost

    def test_a_run_that_has_ended_is_left_alone(self, processes: World) -> None:
        handle = processes.start("x = 1\n")
        processes.wait(handle)
        again = processes.start(TELL + "tell()\nwhile not os.path.exists('end'): time.sleep(0.01)\n")
        [pid] = processes.pids(1)

        processes.launcher.cancel(handle, "kill")
        assert processes.launcher.poll(0.2) == []

        assert is_alive(pid)
        (processes.folder / "end").touch()
        assert processes.wait(again).exit_code == 0

    def test_nothing_survives_close(self, processes: World) -> None:
        text = TELL + "start_descendants()\nsleep_on()\n"
        processes.start(text, slot=0)
        processes.start(text, slot=1)
        pids = processes.pids(10)

        processes.launcher.close()

        assert [pid for pid in pids if is_alive(pid)] == []
        assert marked(os.environ[MARK]) == {}

    def test_a_launcher_that_was_closed_begins_anew(self, processes: World) -> None:
        processes.start(TELL + "sleep_on()\n")
        processes.pids(1)
        processes.launcher.close()

        run = processes.play("print('again')\n")

        assert (run.exit_code, run.stdout) == (0, b"again\n")

    def test_polling_returns_in_time_and_when_it_is_woken(self, processes: World) -> None:
        handle = processes.start(TELL + "tell()\nwhile not os.path.exists('end'): time.sleep(0.01)\n")
        processes.pids(1)
        read, write = os.pipe()
        os.write(write, b"x")

        assert processes.launcher.poll(0) == []
        assert processes.launcher.poll(None, read) == []

        os.close(read)
        os.close(write)
        (processes.folder / "end").touch()
        assert processes.wait(handle).exit_code == 0

    def test_a_run_that_was_left_behind_is_not_taken_up(self, processes: World) -> None:
        handle = processes.start("x = 1\n")
        processes.wait(handle)

        assert processes.launcher.attach(handle) is processes.launcher.capabilities.can_attach
