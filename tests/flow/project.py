"""A folder of a user's, in which commands are typed, and what the run store then says."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

TOKEN = "FLOW_TEST_TOKEN"
PATIENCE_S = 180


@dataclass(frozen=True, kw_only=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str


class Project:
    """The folder.

    Attributes:
        folder: Where it is; the working directory of all commands.
        token: Stands in the environment of every process that was started here.
        before: Words in front of every command.
    """

    def __init__(self, folder: Path, token: str) -> None:
        self.folder = folder
        self.token = token
        self.before: tuple[str, ...] = ()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("KOGINE")},
            TOKEN: token,
            "KOGINE_STORE": str(folder / ".kogine"),
            "KOHAKUENGINE_CACHE": str(folder / ".cache"),
        }

    @property
    def store(self) -> Path:
        return self.folder / ".kogine"

    def write(self, name: str, text: str) -> Path:
        """Write a file, its lines dedented."""
        path = self.folder / name
        path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
        return path

    def sweep(self, count: int, **more: object) -> None:
        """Write `sweep.py`, which gives `number` the values from 0 on."""
        values = "".join(f", {name!r}: {value}" for name, value in more.items())
        self.write(
            "sweep.py",
            f"""
            from kohakuengine import Config

            def config_gen():
                for number in range({count}):
                    yield Config(globals_dict={{"number": number{values}}})
            """,
        )

    def start(self, *words: str, **options: Any) -> subprocess.Popen[str]:
        """Start `kogine WORDS`, or `python WORDS` where the first is a file."""
        kogine = [] if words[0].endswith(".py") else ["-m", "kohakuengine.cli"]
        return subprocess.Popen(
            [*self.before, sys.executable, *kogine, *words],
            cwd=self.folder,
            env={**self.environment, **options.pop("environment", {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="surrogateescape",
            **options,
        )

    def run(self, *words: str, **options: Any) -> Done:
        """Run it to its end."""
        return finished(self.start(*words, **options))

    def workflow(self, mode: str, *words: str, script: str = "train.py", **options: Any) -> Done:
        """Run a script with `sweep.py`, two at once where that can be."""
        return self.run(*line(mode, *words, script=script), **options)

    def runs(self) -> list[dict[str, Any]]:
        """Return what is recorded of each run, the oldest first."""
        done = self.run("runs", "list", "--limit", "100000", "--format", "json")
        if "no such runs" in done.err:
            return []
        assert done.code == 0, done.err
        found: list[dict[str, Any]] = json.loads(done.out)["runs"]
        return found[::-1]

    def ends(self) -> list[tuple[str, str | None]]:
        """Return status and reason of each run, the oldest first."""
        return [(run["status"], run["reason"]) for run in self.runs()]

    def shown(self, number: int) -> dict[str, Any]:
        """Return all that is known of a run."""
        done = self.run("runs", "show", str(number), "--format", "json")
        assert done.code == 0, done.err
        found: dict[str, Any] = json.loads(done.out)
        return found

    def run_folder(self, number: int) -> Path:
        """Return where the files of a run lie."""
        return self.store / "runs" / "000000" / str(number)

    def wait_for(self, name: str, process: subprocess.Popen[str] | None = None) -> Path:
        """Wait for a file, which a run makes."""
        path = self.folder / name
        until(path.exists, process)
        return path

    def survivors(self) -> dict[int, str]:
        """Map the processes that live and were started here to their commands."""
        found = {}
        wanted = f"{TOKEN}={self.token}".encode()
        for entry in os.listdir("/proc"):
            with suppress(OSError):
                if entry.isdigit() and wanted in Path(f"/proc/{entry}/environ").read_bytes().split(b"\0"):
                    state = Path(f"/proc/{entry}/stat").read_bytes().rpartition(b")")[2].split()[0]
                    if state not in (b"Z", b"X"):
                        command = Path(f"/proc/{entry}/cmdline").read_bytes()
                        found[int(entry)] = command.replace(b"\0", b" ").decode()
        return found

    def sleepers(self) -> int:
        """Count the `sleep 600` among them; one that has just begun may have no command yet."""
        return sum(words.startswith("sleep 600") for words in self.survivors().values())

    def end_survivors(self) -> None:
        """Leave nothing behind, whatever a test has found."""
        for pid in self.survivors():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def line(mode: str, *words: str, script: str = "train.py") -> list[str]:
    """Return the words of a sweep: sequential where the mode is `inprocess`."""
    flow = ["sequential"] if mode == "inprocess" else ["parallel", "-w", "2"]
    return ["workflow", *flow, script, "-c", "sweep.py", "--mode", mode, *words]


def finished(process: subprocess.Popen[str]) -> Done:
    """Wait for the end of a command."""
    with process:
        try:
            out, err = process.communicate(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return Done(code=process.returncode, out=out, err=err)


def until(condition: Callable[[], object], process: subprocess.Popen[str] | None = None) -> None:
    """Wait for what a command does; it must not end before."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "it did not come"
        if process is not None and process.poll() is not None and not condition():
            raise AssertionError(f"it ended before, with {process.returncode}: {process.communicate()}")
        time.sleep(0.002)


def hear(process: subprocess.Popen[str], text: str) -> None:
    """Wait until a command says something on stderr."""
    assert process.stderr is not None
    for said in process.stderr:
        if text in said:
            return
    raise AssertionError(f"it never said {text!r}")
