"""What scripts see of themselves, under every launcher."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.flow.launch.execute import OURS
from kohakuengine.flow.run_folder import digest_bytes

if TYPE_CHECKING:
    from launch_world import World


LOOK = """
import json, os, signal, sys, threading, gc, builtins, atexit, warnings, resource

OF_THE_TESTS = ("KOGINE_RUN_ID", "PYTEST_CURRENT_TEST", "LINES", "COLUMNS")

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
    "main": [sorted(vars(__main__)), __file__, __name__, repr(__spec__), __package__],
    "loader": type(__loader__).__name__,
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
    "environment": {k: v for k, v in os.environ.items() if k not in OF_THE_TESTS},
    "streams": [stream(sys.stdout), stream(sys.stderr)],
    "children": sorted(map(int, open("/proc/self/task/%d/children" % os.getpid()).read().split())),
}
json.dump(found, open("found.json", "w"))
"""


KINDS = """
import argparse, importlib.machinery, json, os, sys
x = 1
parser = argparse.ArgumentParser()
parser.add_argument("--opt", type=int, default=0)
chosen = parser.parse_args()

def fall(depth):
    global reached
    reached = depth
    fall(depth + 1)

def main(given=None):
    try:
        fall(1)
    except RecursionError:
        pass
    found = {
        "given": [x, chosen.opt, str(given), sys.argv[1:]],
        "depth": [reached, sys.getrecursionlimit()],
        "hooks": [type(os._exit) is type(len), importlib.machinery.SourceFileLoader.get_code.__qualname__],
        "is_main": getattr(sys.modules["__main__"], "__file__", None) == __file__,
    }
    print(json.dumps(found))

if __name__ == "__main__":
    main()
else:
    main("by name")
"""


DEEP = """
import sys

def fall(depth):
    global reached
    reached = depth
    fall(depth + 1)

try:
    fall(1)
except RecursionError:
    print(reached, sys.getrecursionlimit())
"""

HOST = """
import pathlib
from kohakuengine import Script, ScriptExecutor
exec(compile(pathlib.Path("deep.py").read_text(), "deep.py", "exec"))
ScriptExecutor(Script("deep.py")).execute()
exec(compile(pathlib.Path("deep.py").read_text(), "deep.py", "exec"))
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


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
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
                [sys.executable, *_flags(), script, "--a", "b c"],
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

    def test_a_module_is_run_as_python_m_does(self, processes: World) -> None:
        processes.write("pack/__init__.py", "print('package')\n")
        processes.write("pack/other.py", "y = 5\n")
        processes.write(
            "pack/tool.py",
            "from . import other\nimport sys\nx = 1\nprint(__name__, __package__, x, other.y, sys.argv)\n",
        )

        run = processes.play("pack.tool", is_module=True, sets=["x=2"], argv=["a"])

        path = str(processes.folder / "pack" / "tool.py")
        assert run.stdout.decode() == f"package\n__main__ pack 2 5 {[path, 'a']}\n"
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

    def test_runs_of_one_slot_share_nothing(self, processes: World) -> None:
        text = """
        import builtins, sys
        print(getattr(builtins, "left", None), getattr(sys, "left", None), "shared" in sys.modules)
        builtins.left = sys.left = 1
        import shared
        """
        processes.write("shared.py", "")
        script = processes.write("leaves.py", text)

        runs = [processes.play(script) for _ in range(3)]

        assert [run.stdout for run in runs] == [b"None None False\n"] * 3

    def test_a_run_finds_nothing_of_the_kind_of_run_before_it(self, processes: World) -> None:
        """What one needs is made ready in its keeper, or in the fork alone, and undone for the next one."""
        script = processes.write("kinds.py", KINDS)
        processes.write("kinds_by_name.py", KINDS)
        kinds: dict[str, dict[str, Any]] = {
            "plain": {},
            "overridden": {"sets": ["x=2"]},
            "not plain": {"kwargs": {"given": Path("here")}},
            "option": {"sets": ["opt=3"]},
            "by name": {"run_as_main": False},
            "module": {"script": "kinds_by_name", "is_module": True, "sets": ["x=2"]},
            "refused": {"kwargs": {"wrong": Path("here")}},
        }

        def shown(kind: str) -> tuple[int | None, bytes, bytes]:
            run = processes.play(**{"script": script, **kinds[kind]})
            return run.exit_code, run.stdout, run.stderr

        expected = {kind: shown(kind) for kind in kinds}
        pairs = [kind for both in itertools.permutations(kinds, 2) for kind in both]
        found = [(kind, shown(kind)) for kind in pairs]

        assert [kind for kind, seen in found if seen != expected[kind]] == []
        depths = {kind: json.loads(out)["depth"] for kind, (_, out, _) in expected.items() if out}
        assert depths.keys() == kinds.keys() - {"refused"}
        for kind, depth in depths.items():
            words = ["-m", "kinds_by_name"] if kind == "module" else [script]
            line = [sys.executable, *_flags(), *words]
            python = subprocess.run(line, capture_output=True, check=True, cwd=processes.folder)
            assert depth == json.loads(python.stdout)["depth"], kind
        mains = {kind: json.loads(out)["is_main"] for kind, (_, out, _) in expected.items() if out}
        assert [kind for kind, is_main in mains.items() if not is_main] == ["by name"]
        assert json.loads(expected["plain"][1])["hooks"] == [True, "SourceLoader.get_code"]
        assert expected["refused"][0] == OURS
        assert expected["refused"][2].startswith(b"kogine: error: ")

    def test_a_script_that_executes_another_lets_it_recurse_as_deep(self, processes: World) -> None:
        processes.write("deep.py", DEEP)
        script = processes.write("host.py", HOST)
        line = [sys.executable, *_flags(), script]
        python = subprocess.run(line, capture_output=True, check=True, cwd=processes.folder)

        runs = [processes.play(script) for _ in range(2)]

        assert [run.stdout for run in runs] == [python.stdout] * 2

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

    @pytest.mark.parametrize("run_as_main", [True, False])
    def test_the_source_that_was_kept_is_executed(self, world: World, run_as_main: bool) -> None:
        old = "x = 1\nprint('old', x)\n"
        script = world.write("edited.py", old)
        kept = digest_bytes(old.encode()), world.write("kept", old)
        first = world.play(script, sets=["x=5"], kept_source=kept, run_as_main=run_as_main)
        world.write("edited.py", "x = 1\nprint('new', x)\n")

        second = world.play(script, sets=["x=6"], kept_source=kept, run_as_main=run_as_main)

        assert (first.stdout, second.stdout) == (b"old 5\n", b"old 6\n")
        said = f"{script} was edited after its flow began: this run has it as it was then"
        assert "warnings" not in first.result
        if world.has_logs:
            assert second.result["warnings"] == [said]
            assert second.stderr.decode() == f"kogine: warning: {said}\n"

    def test_so_is_that_of_a_module_without_overrides(self, processes: World) -> None:
        old = "print('old', __name__)\n"
        processes.write("edited_module.py", "print('new')\n")
        kept = digest_bytes(old.encode()), processes.write("kept", old)

        done = processes.play("edited_module", is_module=True, kept_source=kept)

        assert done.stdout == b"old __main__\n"

    def test_a_script_that_is_gone_is_not_run_from_what_was_kept(self, world: World) -> None:
        kept = digest_bytes(b"x = 1\n"), world.write("kept", "x = 1\n")
        gone = world.write("gone.py", "x = 1\n")

        done = world.play(gone, kept_source=kept, spoil=lambda _: os.unlink(gone))

        assert done.ended.exit_code == 2
        assert "gone.py" in done.result["error"]["message"]

    def test_runs_are_one_process_each_and_no_others(self, processes: World) -> None:
        script = processes.write("who.py", "import os\nprint(os.getpid())\n")

        pids = {processes.play(script).stdout for _ in range(5)}

        assert len(pids) == 5

    def test_recursion_ends_as_deep_as_under_python_when_code_is_warm(self, processes: World) -> None:
        text = """
        n = 0
        def f():
            global n
            n += 1
            f()
        try:
            f()
        except RecursionError:
            print(n)
        """
        script = processes.write("deep.py", text)
        plain = subprocess.run([sys.executable, script], capture_output=True, check=True)

        assert [processes.play(script).stdout for _ in range(12)] == [plain.stdout] * 12


def _flags() -> list[str]:
    """Return the options that this interpreter was started with."""
    return subprocess._args_from_interpreter_flags()  # type: ignore[attr-defined, no-any-return]
