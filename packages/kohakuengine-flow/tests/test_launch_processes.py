"""Everything below a run belongs to it, under every launcher that gives runs processes."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any

import pytest
from launch_world import MARK, TELL, UNTIL_END, is_alive, marked

if TYPE_CHECKING:
    from launch_world import World


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
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
        staying = processes.start(TELL + "tell('staying')\n" + UNTIL_END)
        [pid] = processes.pids(1, "staying")

        other = processes.play(TELL + "start_descendants()\n", slot=1)

        assert other.exit_code == 0
        assert is_alive(pid)
        (processes.folder / "end").touch()
        assert processes.wait(staying).exit_code == 0

    @pytest.mark.parametrize(
        ("how", "code"),
        [("interrupt", -signal.SIGINT), ("terminate", -signal.SIGTERM), ("kill", -signal.SIGKILL)],
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
        shell = "trap 'echo child; exit 0' TERM; echo $$ >> pids; while :; do sleep 0.05; done"
        signal.signal(signal.SIGTERM, lambda *_: None)  # a program that is started has the default again
        child = subprocess.Popen(["sh", "-c", shell])
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
            processes.launcher.cancel(handle, how)
        assert processes.launcher.poll(0.3) == []
        assert is_alive(pid)
        processes.launcher.cancel(handle, "kill")

        assert processes.wait(handle).exit_code == -signal.SIGKILL

    def test_a_run_that_is_stopped_at_once_ends(self, processes: World) -> None:
        script = processes.write("sleeps.py", "import time\ntime.sleep(600)\n")
        processes.play("pass\n")
        for how in ("terminate", "kill", "terminate", "terminate"):
            handle = processes.start(script)
            processes.launcher.cancel(handle, how)

            run = processes.wait(handle)

            assert run.exit_code in (-signal.SIGTERM, -signal.SIGKILL, None)
            assert not run.ended.is_lost

    def test_a_run_that_has_ended_is_left_alone(self, processes: World) -> None:
        handle = processes.start("x = 1\n")
        processes.wait(handle)
        again = processes.start(TELL + "tell()\n" + UNTIL_END)
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
        handle = processes.start(TELL + "tell()\n" + UNTIL_END)
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
