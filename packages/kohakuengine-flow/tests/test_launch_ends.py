"""How runs end, under every launcher."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.flow.launch.execute import OURS

if TYPE_CHECKING:
    from pathlib import Path

    from launch_world import World


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

        assert run.exit_code == 1
        assert not world.has_logs or run.stderr == b"no data\n"
        assert (run.result["exit_code"], run.result["exit_value"]) == (1, "no data")

    def test_an_exception_is_shown_as_python_shows_it(self, world: World) -> None:
        script = world.write("fails.py", "def f():\n    raise KeyError('lr')\n\nf()\n")
        plain = subprocess.run([sys.executable, script], capture_output=True, check=False)

        run = world.play(script)

        assert run.exit_code == 1
        assert not world.has_logs or run.stderr == plain.stderr
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

        assert run.exit_code == 1
        assert not world.has_logs or run.stderr == plain.stderr
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
        assert message in run.result["error"]["message"]
        assert (run.result["error"]["is_ours"], run.result["error"]["traceback"]) == (True, None)
        assert b"Traceback" not in run.stderr
        if world.has_logs:
            assert f"kogine: error: {run.result['error']['message']}\n" in run.stderr.decode()

    def test_a_child_that_is_left_alive_hides_no_override_that_did_not_land(self, processes: World) -> None:
        text = """
        import subprocess, sys
        subprocess.Popen(["sleep", "20"])
        if True:
            sys.exit(0)
        x = 1
        """

        run = processes.play(text, sets=["x=2"])

        assert run.exit_code == OURS
        assert b"the assignment at line 6 was not executed" in run.stderr

    def test_an_exit_at_once_hides_no_override_that_did_not_land(self, processes: World) -> None:
        text = "import os\nif os.sep:\n    os._exit(0)\nx = 1\n"

        runs = [processes.play(text, sets=["x=2"], run_as_main=run_as_main) for run_as_main in (True, False)]

        assert [run.exit_code for run in runs] == [OURS] * 2

    def test_a_script_that_has_gone_ends_with_2(self, world: World) -> None:
        run = world.play(str(world.folder / "gone.py"))

        assert (run.exit_code, run.result["error"]["type"]) == (2, "ScriptNotFoundError")
        assert b"Traceback" not in run.stderr

    def test_a_run_whose_folder_has_gone_before_is_refused(self, processes: World) -> None:
        processes.play("x = 1\n")
        processes.play("x = 1\n")

        run = processes.wait(processes.start("x = 1\n", spoil=lambda folder: shutil.rmtree(folder)))

        assert (run.exit_code, run.ended.is_lost) == (None, False)
        assert run.ended.reason == "it could not be started: No such file or directory"

    def test_a_run_whose_parcel_is_damaged_is_refused(self, processes: World) -> None:
        def cut(folder: Path) -> None:
            (folder / "parcel").write_bytes((folder / "parcel").read_bytes()[:-1])

        run = processes.wait(processes.start("x = 1\n", spoil=cut))

        assert (run.exit_code, run.result["error"]["type"]) == (2, "RecordDamagedError")
        assert b"Traceback" not in run.stderr

    def test_a_variable_that_no_process_can_have_is_refused(self, processes: World) -> None:
        run = processes.play("x = 1\n", environment={"KOGINE_RUN_DIR": "\0"})

        assert run.exit_code is None
        assert "could not be started" in (run.ended.reason or "")
        assert processes.play("x = 1\n").exit_code == 0


class TestEndOfScript:
    """What happens after the last statement."""

    def test_threads_and_exit_functions_come_before_the_result(self, processes: World) -> None:
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
        text = "import atexit\n@atexit.register\nclass Fails:\n    def __init__(self):\n        1 / 0\n"
        script = processes.write("exits.py", text)
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
        assert not os.path.exists(f"runs/{os.environ['KOGINE_RUN_ID']}/result.json")
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

    def test_what_was_returned_is_let_go_of_as_well(self, processes: World) -> None:
        text = """
        class Noisy:
            def __init__(self, name):
                self.name, self.me = name, self
            def __del__(self):
                print("del", self.name)

        cycle = Noisy("cycle")

        def main():
            return Noisy("returned")

        if __name__ == "__main__":
            main()
        """
        script = processes.write("returns.py", text)
        python = subprocess.run([sys.executable, script], capture_output=True, check=True)

        run = processes.play(script)

        assert sorted(python.stdout.splitlines()) == [b"del cycle", b"del returned"]
        assert sorted(run.stdout.splitlines()) == [b"del cycle", b"del returned"]

    def test_a_run_that_cannot_write_its_result_is_a_failure(self, processes: World) -> None:
        text = """
        import os
        os.mkdir(f"runs/{os.environ['KOGINE_RUN_ID']}/result.json")
        """

        run = processes.play(text)

        assert run.exit_code == 74
        assert b"kogine: error: the result could not be written: Is a directory" in run.stderr

    def test_a_run_whose_folder_has_gone_is_a_failure(self, processes: World) -> None:
        run = processes.start("import os, shutil\nshutil.rmtree('runs/' + os.environ['KOGINE_RUN_ID'])\n")

        assert processes.wait(run).exit_code == 74

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
