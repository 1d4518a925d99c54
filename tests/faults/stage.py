"""The folder in which a case is played, by plain python and by kogine, always at the same path."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .case import Case, content
from .sleeper import end_group, wait_until_asleep

TIMEOUT_S = 60.0
PYTHON = [sys.executable]
KOGINE = Path(sys.executable).with_name("kogine")


BOUND = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []
"""Words before a command that make permissions bind root, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one process ended: exit code (negative for a signal) and what it wrote."""

    exit_code: int
    stdout: bytes
    stderr: bytes


class Stage:
    """One case's folder and compile cache."""

    def __init__(self, root: Path, case: Case) -> None:
        self.case = case
        self.folder = root / "work"
        self.home = root / "home"
        self.cache = root / "cache"
        for folder in (self.home, self.cache):
            folder.mkdir()

    def python(self, *, is_edited: bool) -> Outcome:
        """Run plain python, on the untouched script or on the edited one."""
        self.write(is_edited=is_edited)
        return self.play([*PYTHON, *self.case.flags, *self._target(), *self.case.argv])

    def kogine(self, *sets: str) -> Outcome:
        """Run `kogine run` on the untouched script, with overrides."""
        self.write(is_edited=False)
        return self.play([*self.kogine_words(), *self._options(*sets)])

    def kogine_words(self) -> list[str]:
        """Return the words that start kogine in the interpreter of the tests."""
        return [*PYTHON, *self.case.flags, str(KOGINE)] if self.case.flags else [str(KOGINE)]

    def _options(self, *sets: str) -> list[str]:
        words = ["run", *self._target()]
        for text in sets:
            words += ["--set", text]
        return [*words, "--", *self.case.argv] if self.case.argv else words

    def _target(self) -> list[str]:
        return [word.replace("{folder}", str(self.folder)) for word in self.case.target]

    def write(self, *, is_edited: bool) -> None:
        """Lay the files of the case out in a fresh folder."""
        case = self.case
        if self.folder.exists():
            shutil.rmtree(self.folder)
        files = {name: content(text) for name, text in case.files.items()}
        files[case.name] = case.source(is_edited=is_edited)
        for name, data in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        for name, target in case.links.items():
            (self.folder / name).symlink_to(target)

    def play(self, command: list[str]) -> Outcome:
        """Start a command in the circumstances of the case and wait for its end."""
        if self.case.shell:
            command = ["sh", "-c", self.case.shell, "sh", *command]
        process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        said = b""
        if self.case.signal is not None:
            said = wait_until_asleep(process)
            process.send_signal(self.case.signal)
        try:
            stdout, stderr = process.communicate(self.case.stdin or None, timeout=TIMEOUT_S)
        except subprocess.TimeoutExpired:
            stdout, stderr = end_group(process)
        return Outcome(exit_code=process.returncode, stdout=said + stdout, stderr=stderr)

    def environment(self) -> dict[str, str]:
        """Return the environment: nothing of the caller's that changes how Python behaves."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "KOGINE", "KOHAKU"))}
        wanted: dict[str, str | None] = {
            **inherited,
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.cache),
            "LC_ALL": "C.UTF-8",
            "PYTHONHASHSEED": "0",
            "COLUMNS": "80",
            "TERM": "dumb",
            **self.case.env,
        }
        return {name: value for name, value in wanted.items() if value is not None}
