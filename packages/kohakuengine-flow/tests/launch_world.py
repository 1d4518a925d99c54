"""A folder with scripts, a launcher that runs them, and the processes that stem from it."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kohakuengine.config.overrides import parse_sets
from kohakuengine.engine.request import RunRequest
from kohakuengine.flow.launch.forks import ForkLauncher
from kohakuengine.flow.launch.inprocess import InProcessLauncher
from kohakuengine.flow.launch.order import Ended, Order
from kohakuengine.flow.launch.programs import SubprocessLauncher
from kohakuengine.flow.launchers import can_fork
from kohakuengine.flow.run_folder import Assignment, make_folder, read_outputs, read_result, read_value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pytest

    from kohakuengine.flow.launch.launcher import Launcher
    from kohakuengine.flow.launch.order import Handle

LAUNCHERS: dict[str, Callable[..., Launcher]] = {
    "inprocess": lambda folder, **more: InProcessLauncher(log=folder / "log", **more),
    "subprocess": lambda folder, **more: SubprocessLauncher(log=folder / "log", **more),
    "fork": lambda folder, **more: ForkLauncher(log=folder / "log", **more),
}
"""How each launcher is made; a new one joins the suite with a line."""

MARK = "KOGINE_TEST_MARK"
PATIENCE_S = 60.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Played:
    """What became of one run."""

    ended: Ended
    folder: Path

    @property
    def exit_code(self) -> int | None:
        """As the launcher reports it."""
        return self.ended.exit_code

    @property
    def stdout(self) -> bytes:
        """Its log."""
        return (self.folder / "stdout").read_bytes()

    @property
    def stderr(self) -> bytes:
        """Its log."""
        return (self.folder / "stderr").read_bytes()

    @property
    def found(self) -> dict[str, Any] | None:
        """What it left about its end, None where it left nothing."""
        return read_result(str(self.folder))

    @property
    def result(self) -> dict[str, Any]:
        """The same, where there must be something."""
        found = self.found
        assert found is not None, self.stderr.decode(errors="replace")
        return found

    @property
    def value(self) -> Any:
        """What its entrypoint returned."""
        return read_value(str(self.folder), self.result)

    @property
    def outputs(self) -> dict[str, Any]:
        """The globals that it left behind."""
        return read_outputs(str(self.folder), self.result)


class World:
    """Plays scripts below one folder with one launcher, one thread, any number of slots."""

    def __init__(
        self, folder: Path, launcher: Launcher, said: pytest.CaptureFixture[bytes] | None = None
    ) -> None:
        """Begin.

        Args:
            folder: Where scripts and runs are.
            launcher: Runs them.
            said: What this process itself has written, where runs have no logs of their own.
        """
        self.folder = folder
        self.launcher = launcher
        self._said = said
        self._count = 0
        self._seen: dict[int, Ended] = {}

    @property
    def has_logs(self) -> bool:
        """Whether runs have logs of their own, and write there what they die of."""
        return self.launcher.capabilities.has_processes

    def write(self, name: str, text: str) -> str:
        """Write a file and return its path."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return str(path)

    def start(
        self,
        script: str,
        *,
        sets: Sequence[str] = (),
        slot: int = 0,
        environment: dict[str, str] | None = None,
        wanted: tuple[str, ...] = (),
        run_as_main: bool = True,
        kept_source: tuple[bytes, str] | None = None,
        spoil: Callable[[Path], object] = str,
        **request: Any,
    ) -> Handle:
        """Submit a run of a script.

        Args:
            script: Its text, or its path (one word), or a module's name.
            sets: Overrides as `--set` has them.
            slot: Which one it takes.
            environment: Variables besides its number.
            wanted: Globals that it is to leave behind.
            run_as_main: Whether it runs as `__main__`.
            kept_source: As in its assignment.
            spoil: Is called with its folder before it is submitted.
            request: Fields of the request.
        """
        self._count += 1
        if "\n" in script:
            script = self.write(f"script{self._count}.py", script)
        asked = RunRequest(script=script, overrides=parse_sets(list(sets)), **request)
        folder = self.folder / "runs" / str(self._count)
        assignment = Assignment(
            request=asked, run_as_main=run_as_main, wanted=wanted, kept_source=kept_source
        )
        make_folder(str(folder), assignment)
        spoil(folder)
        order = Order(
            run_id=self._count,
            folder=folder,
            slot=slot,
            environment={"KOGINE_RUN_ID": str(self._count), **(environment or {})},
            assignment=assignment,
        )
        handle = self.launcher.submit(order)
        if not self.has_logs and self._said is not None:
            said = self._said.readouterr()
            (folder / "stdout").write_bytes(said.out)
            (folder / "stderr").write_bytes(said.err)
        return handle

    def wait(self, handle: Handle) -> Played:
        """Wait until a run has ended."""
        deadline = time.monotonic() + PATIENCE_S
        number = handle["run"]
        while number not in self._seen:
            left = deadline - time.monotonic()
            assert left > 0, f"run {number} did not end: {self.log(number)}"
            for ended in self.launcher.poll(left):
                assert ended.handle["run"] not in self._seen, "a run ended twice"
                self._seen[ended.handle["run"]] = ended
        return Played(ended=self._seen[number], folder=self.folder / "runs" / str(number))

    def play(self, script: str, **how: Any) -> Played:
        """Submit a run and wait for it; as `start`."""
        return self.wait(self.start(script, **how))

    def complaints(self) -> str:
        """Return what the launcher's own processes have written when they broke."""
        log = self.folder / "log"
        return log.read_text(encoding="utf-8") if log.exists() else ""

    def log(self, number: int) -> str:
        """Return what a run has written to stderr so far."""
        path = self.folder / "runs" / str(number) / "stderr"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def until(self, condition: Callable[[], Any]) -> Any:
        """Wait for what a run does, and let the launcher look after its own meanwhile."""
        deadline = time.monotonic() + PATIENCE_S
        while not (found := condition()):
            assert time.monotonic() < deadline, "it did not come"
            for ended in self.launcher.poll(0.01):
                self._seen[ended.handle["run"]] = ended
        return found

    def pids(self, count: int, name: str = "pids") -> list[int]:
        """Wait until processes of a run have written their numbers (`TELL`), and return those."""
        path = self.folder / name

        def told() -> list[int]:
            words = path.read_text(encoding="ascii").split("\n")[:-1] if path.exists() else []
            return [int(word) for word in words] if len(words) >= count else []

        found: list[int] = self.until(told)
        assert [pid for pid in found if not is_alive(pid)] == [], "they were to be alive"
        return found


def why_not_here(launcher_name: str) -> str:
    """Say why a launcher cannot be used here, "" where it can."""
    return "" if launcher_name != "fork" or can_fork() else f"there is no fork launcher for {sys.platform}"


def is_alive(pid: int) -> bool:
    """Say whether a process exists and has not ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in (b"Z", b"X")


def marked(mark: str) -> dict[int, str]:
    """Map the processes that live and were started with a mark in the environment to their commands."""
    found = {}
    wanted = f"{MARK}={mark}".encode()
    for entry in os.listdir("/proc"):
        with suppress(OSError):
            is_marked = entry.isdigit() and wanted in _read(f"/proc/{entry}/environ").split(b"\0")
            if is_marked and is_alive(int(entry)):
                found[int(entry)] = _read(f"/proc/{entry}/cmdline").replace(b"\0", b" ").decode()
    return found


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def returning(expression: str, before: str = "") -> str:
    """Write a script whose `main` returns a value."""
    return f"{before}\ndef main():\n    return {expression}\n\nif __name__ == '__main__':\n    main()\n"


UNTIL_END = "while not os.path.exists('end'): time.sleep(0.01)\n"

TELL = """
import os, signal, subprocess, sys, time

def tell(name="pids"):
    with open(name, "ab", 0) as file:
        file.write(b"%d\\n" % os.getpid())

def double_fork(act):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            act()
        os._exit(0)

def sleep_on():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    tell()
    time.sleep(600)

def start_descendants():
    "A child, one in a session of its own, one whose parent has ended, and one of a shell."
    if os.fork() == 0:
        sleep_on()
    double_fork(sleep_on)
    code = "import os, time; os.write(1, b'%d\\\\n' % os.getpid()); time.sleep(600)"
    with open("pids", "ab") as file:
        subprocess.Popen([sys.executable, "-c", code], stdout=file, start_new_session=True)
        os.system(f'nohup setsid {sys.executable} -c "{code}" >>pids 2>/dev/null &')
    while not os.path.exists("pids") or len(open("pids").readlines()) < 4:
        time.sleep(0.01)
"""
"""What scripts begin with whose processes the tests look for; to be run in the folder of the world."""


def parent_of(pid: int) -> int:
    """Return the process id of a process's parent."""
    return int(_read(f"/proc/{pid}/stat").rpartition(b")")[2].split()[1])


_ORCHESTRATOR = """
import os, signal, sys, time
from pathlib import Path
sys.path.insert(0, {tests!r})
from launch_world import LAUNCHERS, TELL, World
lock = os.open("lock", os.O_RDWR | os.O_CREAT)
world = World(Path(), LAUNCHERS[{launcher!r}](Path(), lock_fd=lock))
"""


def orchestrate(world: World, body: str, **how: Any) -> subprocess.Popen[bytes]:
    """Start a program that has a launcher and a world of its own, in the folder of a world.

    Args:
        world: Whose folder, and kind of launcher.
        body: Its statements; `world` is there, and `lock`, an open file which the launcher holds.
        how: For `subprocess.Popen`.
    """
    text = _ORCHESTRATOR.format(tests=str(Path(__file__).parent), launcher=world.launcher.name)
    words = [sys.executable, "-c", text + textwrap.dedent(body)]
    return subprocess.Popen(words, cwd=world.folder, **how)
