"""How the first of our helper processes is started: with what it has open, as what, and by which python."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from launch_world import orchestrate

from kohakuengine.flow.launch.supervision import Supervision

if TYPE_CHECKING:
    from pathlib import Path

    from launch_world import World


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
class TestStart:
    """What runs find, whatever the orchestrator was started with."""

    def test_an_orchestrator_without_streams_can_run(self, processes: World) -> None:
        body = """
        run = world.play("print('here')\\n")
        open("answer", "wb").write(run.stdout)
        world.launcher.close()
        """

        with orchestrate(processes, body, preexec_fn=lambda: os.closerange(0, 3)) as program:
            assert program.wait() == 0

        assert (processes.folder / "answer").read_bytes() == b"here\n"

    def test_what_the_orchestrator_was_started_with_is_not_open_in_runs(self, processes: World) -> None:
        look = """
        import os
        open_ones = "/proc/self/fd"
        print([os.path.realpath(f"{open_ones}/{number}") for number in os.listdir(open_ones)])
        """
        body = f"""
        run = world.play({processes.write("look.py", look)!r})
        open("answer", "wb").write(run.stdout)
        world.launcher.close()
        """
        with (
            (processes.folder / "held").open("wb") as held,
            orchestrate(processes, body, pass_fds=[held.fileno()]) as program,
        ):
            assert program.wait() == 0

        answer = (processes.folder / "answer").read_bytes()
        assert b"/stdout'" in answer
        assert b"/held'" not in answer

    def test_what_an_interpreter_opens_as_it_starts_stays_open(self, processes: World) -> None:
        processes.write("sitecustomize.py", "held = open('held', 'a')\n")
        script = processes.write("use.py", "import sitecustomize\nprint('kept', file=sitecustomize.held)\n")
        body = f"world.play({script!r})\nworld.launcher.close()\n"
        environment = {**os.environ, "PYTHONPATH": str(processes.folder)}

        with orchestrate(processes, body, env=environment) as program:
            assert program.wait() == 0

        assert (processes.folder / "held").read_bytes() == b"kept\n"

    @pytest.mark.parametrize("has_setsid", [True, False])
    def test_a_run_has_no_terminal(self, processes: World, *, has_setsid: bool) -> None:
        """As Pythons built with an old C library have no `setsid` of `posix_spawn`."""
        body = f"""
        spawn = os.posix_spawnp
        def posix_spawnp(*words, setsid=False, **more):
            if setsid and not {has_setsid}:
                raise NotImplementedError
            return spawn(*words, setsid=setsid, **more)
        os.posix_spawnp = posix_spawnp
        run = world.play("import os\\nprint(os.getsid(0))\\n")
        open("answer", "w").write(f"{{os.getsid(0)}} {{run.stdout.decode()}}")
        world.launcher.close()
        """

        with orchestrate(processes, body) as program:
            assert program.wait() == 0

        ours, of_run = (processes.folder / "answer").read_text(encoding="utf-8").split()
        assert ours != of_run

    def test_an_orchestrator_with_threads_can_run(self, processes: World) -> None:
        body = """
        import threading
        for _ in range(3):
            threading.Thread(target=lambda: time.sleep(1)).start()
        assert world.play("print('here')\\n").stdout == b"here\\n"
        world.launcher.close()
        """

        with orchestrate(processes, body, stderr=subprocess.PIPE) as program:
            _, err = program.communicate()

        assert (program.returncode, err) == (0, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no supervisors")
class TestSupervisorLog:
    """Where our own processes say why they break."""

    def test_it_has_what_a_supervisor_writes(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        code = "import os\nos.write(1, b'out ')\nos.write(2, b'err')\n"
        monkeypatch.setattr(
            "kohakuengine.flow.launch.supervision.supervisor_command", lambda: [sys.executable, "-c", code]
        )
        log = tmp_path / "log"
        log.write_bytes(b"before ")
        supervision = Supervision(lock_fd=-1, log=log)

        supervision.new_keeper()
        supervision.close()

        assert log.read_bytes() == b"before out err"

    @pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
    def test_one_that_cannot_be_opened_is_named(self, tmp_path: Path) -> None:
        supervision = Supervision(lock_fd=-1, log=tmp_path)
        before = os.listdir("/proc/self/fd")

        with pytest.raises(IsADirectoryError, match=tmp_path.name):
            supervision.new_keeper()

        assert os.listdir("/proc/self/fd") == before


OPTIONS = {
    "none": ("", {}),
    "one": ("-B", {}),
    "a flag alone": ("-OO", {}),
    "with a value": ("-X utf8 -O", {}),
    "joined": ("-Xdev", {}),
    "alone": ("-I -W error", {}),
    "several": ("-E -s -b", {}),
    "of a variable": ("", {"PYTHONOPTIMIZE": "2", "PYTHONWARNINGS": "error"}),
    "of the variable that many have": ("", {"PYTHONDONTWRITEBYTECODE": "1"}),
}


@pytest.mark.parametrize(("given", "variables"), OPTIONS.values(), ids=OPTIONS.keys())
def test_runs_have_the_options_of_python(given: str, variables: dict[str, str], tmp_path: Path) -> None:
    """Also where the program has taken the variables away."""
    script = tmp_path / "asks.py"
    script.write_text(
        "import json, os\n"
        "from kohakuengine.flow.launch.command import worker_command\n"
        "os.environ.clear()\n"
        "print(json.dumps(worker_command()[1:-1]))\n",
        encoding="utf-8",
    )
    none = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}

    def said(*words: str, **more: str) -> bytes:
        command = [sys.executable, *words]
        return subprocess.run(command, env={**none, **more}, capture_output=True, check=True).stdout

    look = ("-c", "import sys; print(sys.flags, sys.warnoptions, sys._xoptions)")
    ours = json.loads(said(*given.split(), str(script), "-O", **variables))

    assert said(*ours, *look) == said(*given.split(), *look, **variables)
