"""One session of a case: a fresh folder, one process, what came out of it."""

from __future__ import annotations

import base64
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .table import Case

TIMEOUT_S = 60.0
_BYTES_MARK = "base64:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one process left behind.

    Attributes:
        command: The words it was started with.
        exit_code: As `subprocess` gives it: negative for a signal.
        files: Files it wrote below its folder, by relative path; bytecode caches left out.
    """

    command: tuple[str, ...]
    exit_code: int
    stdout: bytes
    stderr: bytes
    files: dict[str, bytes] = field(default_factory=dict)


class Sessions:
    """Runs cases in one folder each, always at the same path, so that paths in outputs agree.

    Not for use by several threads: two sessions of one case share its folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._plain: dict[tuple[str, str], Outcome] = {}

    def edited(self, case: Case) -> Outcome:
        """Run plain python on the script as a person would have edited it."""
        return self._remember(case, "edited")

    def typed(self, case: Case) -> Outcome:
        """Run plain python on the untouched script with the options typed."""
        return self._remember(case, "typed")

    def plain(self, case: Case) -> Outcome:
        """Run plain python on the untouched script."""
        return self._remember(case, "plain")

    def host(self, case: Case) -> Outcome:
        """Run the case's own host program."""
        folder = self._fresh_folder(case, edited=False)
        return self._run(case, folder, [sys.executable, "host.py"])

    def kogine(self, case: Case) -> Outcome:
        """Run `kogine run` on the untouched script, with the case's overrides."""
        folder = self._fresh_folder(case, edited=False)
        return self._run(case, folder, [*kogine_command(), *kogine_words(case)])

    def _remember(self, case: Case, how: str) -> Outcome:
        if (case.id, how) not in self._plain:
            folder = self._fresh_folder(case, edited=how == "edited")
            typed = (case.typed or []) if how == "typed" else []
            words = [*(case.plain_target or case.target or [case.name]), *typed, *case.argv]
            self._plain[case.id, how] = self._run(case, folder, [sys.executable, *words])
        return self._plain[case.id, how]

    def _fresh_folder(self, case: Case, *, edited: bool) -> Path:
        folder = self._root / case.id / "work"
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        for name, text in _files_of(case, edited=edited).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_content(text))
        for name, target in case.links.items():
            (folder / name).symlink_to(target)
        return folder

    def _run(self, case: Case, folder: Path, command: list[str]) -> Outcome:
        before = {path for path in folder.rglob("*") if path.is_file()}
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=self._environment(case, folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        stdout, stderr = _communicate(process)
        return Outcome(
            command=tuple(command),
            exit_code=process.returncode,
            stdout=stdout,
            stderr=stderr,
            files=_written(folder, before),
        )

    def _environment(self, case: Case, folder: Path) -> dict[str, str]:
        foreign = ("PYTHON", "KOGINE")
        environment = {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
        environment |= {
            "XDG_CACHE_HOME": str(self._root / "cache"),
            "PYTHONHASHSEED": "0",
            "PYTHONIOENCODING": "utf-8",
            "COLUMNS": "80",
            "TERM": "dumb",
        }
        return environment | {key: value.replace("{folder}", str(folder)) for key, value in case.env.items()}


def kogine_command() -> list[str]:
    """The installed console script, else the module, as the words to start it with."""
    beside = Path(sys.executable).with_name("kogine")
    return [str(beside)] if beside.exists() else [sys.executable, "-m", "kohakuengine.cli"]


def kogine_words(case: Case) -> list[str]:
    """The words that follow `kogine` for a case."""
    words = ["run", *(case.target or [case.name])]
    if case.config is not None:
        words += ["--config", case.config_name]
    for text in case.set:
        words += ["--set", text]
    words += case.cli
    return [*words, "--", *case.argv] if case.argv else words


def _files_of(case: Case, *, edited: bool) -> dict[str, str]:
    files = dict(case.files)
    if case.script is not None:
        files[case.name] = case.script
    if case.config is not None:
        files[case.config_name] = case.config
    if case.host is not None:
        files["host.py"] = case.host
    if edited:
        files |= case.edited_files
        if case.edited is not None:
            files[case.name] = case.edited
    return files


def _content(text: str) -> bytes:
    if text.startswith(_BYTES_MARK):
        return base64.b64decode(text.removeprefix(_BYTES_MARK))
    return text.encode("utf-8")


def _communicate(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """Wait for the process; past the limit end it with all it started, so that no pipe stays open."""
    try:
        return process.communicate(timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        stdout, stderr = process.communicate()
        return stdout, stderr + f"\nended after {TIMEOUT_S} s\n".encode()


def _written(folder: Path, before: set[Path]) -> dict[str, bytes]:
    now = [path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    return {str(path.relative_to(folder)): path.read_bytes() for path in now if path not in before}
