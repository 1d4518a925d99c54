"""A sweep to be killed: 24 runs, each with a child, and a grandchild that has left its session."""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

RUNS = 24

SCRIPT = """
import os, subprocess, sys, time

number = -1
marks = "marks"
sleep_s = 0.05


def start_grandchildren():
    subprocess.Popen(["sleep", "600"])
    if os.fork() == 0:  # one that has left the session, and whose parent is gone
        os.setsid()
        if os.fork():
            os._exit(0)
        os.execvp("sleep", ["sleep", "601"])
    os.wait()


def main():
    start_grandchildren()
    with open(os.path.join(marks, f"started-{number}"), "a") as file:
        file.write(os.environ["KOGINE_RUN_ID"] + "\\\\n")
    time.sleep(sleep_s)
    with open(os.path.join(marks, f"done-{number}"), "a") as file:
        file.write(os.environ["KOGINE_RUN_ID"] + "\\\\n")
    return number


if __name__ == "__main__":
    main()
""".replace("\\\\n", "\\n")

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
        token: Stands in the environment of every process of the sweep, and of no other.
    """

    folder: Path
    token: str

    @classmethod
    def make(cls, folder: Path, token: str) -> Project:
        """Write script and config."""
        (folder / "marks").mkdir(parents=True)
        (folder / "train.py").write_text(SCRIPT, encoding="utf-8")
        (folder / "sweep.py").write_text(CONFIG, encoding="utf-8")
        return cls(folder=folder, token=token)

    @property
    def environment(self) -> dict[str, str]:
        """What the command is started with."""
        return {**os.environ, "SWEEP_TOKEN": self.token, "KOGINE_STORE": str(self.folder / ".kogine")}

    def results(self) -> set[int]:
        """Return the ids of the runs whose result, a success, is on disk."""
        return {
            int(path.parent.name)
            for path in self.folder.glob(".kogine/runs/*/*/result.json")
            if _is_success(path)
        }

    def completed(self) -> dict[int, list[int]]:
        """Map each number of the sweep to the ids of the attempts that are recorded COMPLETED."""
        return self._ids("SELECT \"values\", id FROM runs WHERE status = 'COMPLETED'")

    def attempts(self) -> dict[int, list[int]]:
        """Map each number of the sweep to the ids of all its attempts."""
        return self._ids('SELECT "values", id FROM runs ORDER BY id')

    def unended(self) -> int:
        """Count the runs that are recorded as RUNNING still."""
        return len(self._ids("SELECT \"values\", id FROM runs WHERE status = 'RUNNING'"))

    def _ids(self, sql: str) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        database = self.folder / ".kogine" / "runs.sqlite"
        if not database.exists():
            return found
        connection = sqlite3.connect(database)
        try:
            for values, number in connection.execute(sql):
                found.setdefault(json.loads(values)["globals"]["number"], []).append(number)
        except sqlite3.OperationalError:  # killed before there were tables
            return found
        finally:
            connection.close()
        return found


def _is_success(path: Path) -> bool:
    try:
        return bool(json.loads(path.read_text(encoding="utf-8"))["exit_code"] == 0)
    except ValueError:
        return False
