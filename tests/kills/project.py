"""A sweep to be killed: 24 runs, each with a child, and a grandchild that has left its session."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

RUNS = 24

SCRIPT = """
import fcntl, os, subprocess, sys, time

number = -1
marks = os.path.abspath("marks")
sleep_s = 0.1


def start_grandchildren():
    subprocess.Popen(["sleep", "600"], close_fds=False)
    if os.fork() == 0:  # one that has left the session, and whose parent is gone
        os.setsid()
        if os.fork():
            os._exit(0)
        os.execvp("sleep", ["sleep", "601"])
    os.wait()


def be_the_only_one():
    "Held by the grandchildren, too: whoever starts this run while one of another attempt lives is noticed."
    lock = os.open(os.path.join(marks, f"lock-{number}"), os.O_RDWR | os.O_CREAT)
    os.set_inheritable(lock, True)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        mark("twice")


def mark(what):
    with open(os.path.join(marks, f"{what}-{number}"), "a") as file:
        file.write(os.environ["KOGINE_RUN_ID"] + "\\n")


def main():
    be_the_only_one()
    start_grandchildren()
    mark("started")
    time.sleep(sleep_s + 0.04 * (number % 4))  # two at once do not keep step
    mark("done")
    return number


if __name__ == "__main__":
    main()
"""

CONFIG = f"""
from kohakuengine import Config


def config_gen():
    for number in range({RUNS}):
        yield Config(globals_dict={{"number": number}})
"""


@dataclass(frozen=True, kw_only=True)
class Project:
    """The folder of a sweep.

    Attributes:
        folder: Where script, config, marks and run store lie.
        mode: "subprocess", "fork" or "inprocess".
        token: Stands in the environment of every process of the sweep, and of no other.
    """

    folder: Path
    mode: str
    token: str

    @classmethod
    def make(cls, folder: Path, *, mode: str, token: str) -> Project:
        """Write script and config."""
        (folder / "marks").mkdir(parents=True)
        (folder / "train.py").write_text(SCRIPT, encoding="utf-8")
        (folder / "sweep.py").write_text(CONFIG, encoding="utf-8")
        return cls(folder=folder, mode=mode, token=token)

    @property
    def command(self) -> list[str]:
        """What a user types."""
        flow = ["sequential"] if self.mode == "inprocess" else ["parallel", "-w", "2"]
        words = [*flow, "train.py", "-c", "sweep.py", "--mode", self.mode]
        return [sys.executable, "-m", "kohakuengine.cli", "workflow", *words]

    @property
    def environment(self) -> dict[str, str]:
        """What the command is started with."""
        return {**os.environ, "SWEEP_TOKEN": self.token, "KOGINE_STORE": str(self.store)}

    @property
    def store(self) -> Path:
        """The run store."""
        return self.folder / ".kogine"

    def marked(self, what: str) -> dict[int, list[int]]:
        """Map each number of the sweep to the runs that have written a mark: started, done, twice."""
        found = {}
        for number in range(RUNS):
            path = self.folder / "marks" / f"{what}-{number}"
            if path.exists():
                found[number] = [int(word) for word in path.read_text(encoding="ascii").split()]
        return found

    def results(self) -> set[int]:
        """Return the ids of the runs whose result, a success, is on disk."""
        found = self.store.glob("runs/*/*/result.json")
        return {int(path.parent.name) for path in found if _is_success(path)}

    def attempts(self, status: str = "%") -> dict[int, list[int]]:
        """Map each number of the sweep to the ids of its attempts, those of one status or all."""
        found: dict[int, list[int]] = {}
        for values, run in self._rows(
            'SELECT "values", id FROM runs WHERE status LIKE ? ORDER BY id', status
        ):
            found.setdefault(json.loads(values)["globals"]["number"], []).append(run)
        return found

    def is_complete(self) -> bool:
        """Say whether the flow is recorded as complete, its very last act."""
        return bool(self._rows("SELECT id FROM flows WHERE completed_at IS NOT NULL"))

    def flows(self) -> int:
        """Count the flows in the store: more than one, and an interrupted one did not go on."""
        return len(self._rows("SELECT id FROM flows"))

    def _rows(self, sql: str, *parameters: str) -> list[tuple[str, int]]:
        database = self.store / "runs.sqlite"
        if not database.exists():
            return []
        connection = sqlite3.connect(database)
        try:
            return connection.execute(sql, parameters).fetchall()
        except sqlite3.OperationalError:  # killed before there were tables
            return []
        finally:
            connection.close()


def _is_success(path: Path) -> bool:
    try:
        return bool(json.loads(path.read_text(encoding="utf-8"))["exit_code"] == 0)
    except ValueError:
        return False
