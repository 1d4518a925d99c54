"""One execution of a script, and what can be seen of it from outside."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from .editor import Change, edit_bytes
from .folders import hold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .environment import Environment
    from .ledger import Ledger
    from .sdists import Candidate

KEPT_BYTES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one execution did. `exit_code` is None where the time limit ended it."""

    exit_code: int | None
    stdout_sha256: str
    stdout: str
    stderr: str
    figures: tuple[str, ...]
    files: tuple[str, ...]
    seconds: float

    @property
    def compared(self) -> tuple[int | None, str, tuple[str, ...]]:
        """What must be equal: exit code, stdout, figures."""
        return self.exit_code, self.stdout_sha256, self.figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where trials run: environment, unpacked sources, results so far, engine's digest."""

    environment: Environment
    sources: Path
    ledger: Ledger
    engine: str = ""


def try_python(
    bench: Bench, script: Candidate, change: Change | None, *, repeat: int, pause_s: float = 0.0
) -> Outcome:
    """Run the script, edited where there is a change, under plain python, after a pause."""
    key = _key("python", bench.environment.key, script, change, repeat)
    command = [str(bench.environment.python)]
    return _recall(bench, key, script, command, change, limit_s=20, pause_s=pause_s)


def try_kogine(bench: Bench, script: Candidate, change: Change | None, *, repeat: int) -> Outcome:
    """Run the script as it is under `kogine run`, with `--set` where there is a change."""
    key = _key(f"kogine {bench.engine}", bench.environment.key, script, change, repeat)
    command = [str(bench.environment.kogine), "run"]
    return _recall(bench, key, script, command, change, limit_s=60)


def _key(runner: str, key: str, script: Candidate, change: Change | None, repeat: int) -> str:
    setting = f"{change.name}={change.text}" if change else ""
    digest = hashlib.sha256(setting.encode("utf-8")).hexdigest()[:12] if change else "-"
    return f"{runner} {key} {script.path} {script.sha256[:12]} {digest} {repeat}"


def _recall(
    bench: Bench,
    key: str,
    script: Candidate,
    command: list[str],
    change: Change | None,
    *,
    limit_s: float,
    pause_s: float = 0.0,
) -> Outcome:
    def measure() -> dict[str, Any]:
        time.sleep(pause_s)
        return _measure(bench, script, command, change, limit_s)

    row = bench.ledger.recall(key, measure)
    return Outcome(**{**row, "figures": tuple(row["figures"]), "files": tuple(row["files"])})


@contextmanager
def fresh_copy(bench: Bench, script: Candidate) -> Iterator[Path]:
    """Copy the script's tree, always to the same path for one script; the copy goes afterwards.

    Yields:
        The folder below which the script has its path, with an empty `home` for its run.
    """
    slot = bench.environment.cache / "runs" / hashlib.sha256(script.path.encode()).hexdigest()[:10]
    tree = PurePosixPath(script.sdist.root) / script.sdist.tree
    with hold(slot):
        shutil.rmtree(slot, ignore_errors=True)
        try:
            shutil.copytree(bench.sources / tree, slot / tree, symlinks=True)
            (slot / "home").mkdir()
            yield slot
        finally:
            shutil.rmtree(slot, ignore_errors=True)


def _measure(
    bench: Bench, script: Candidate, command: list[str], change: Change | None, limit_s: float
) -> dict[str, Any]:
    with fresh_copy(bench, script) as slot:
        path = slot / script.path
        name, is_kogine = path.name, command[-1] == "run"
        arguments = [*command, name]
        if change and is_kogine:
            arguments += ["--set", f"{change.name}={change.argument}"]
        elif change:
            path.write_bytes(edit_bytes(path.read_bytes(), change))
        return _execute(bench, arguments, slot, path.parent, limit_s)


def _execute(bench: Bench, arguments: list[str], slot: Path, folder: Path, limit_s: float) -> dict[str, Any]:
    figures = slot / "figures"
    before = _list_files(slot)
    started = time.monotonic()
    exit_code, out, err = capture(
        arguments, folder, bench.environment.variables(figures, slot / "home"), limit_s
    )
    seconds = round(time.monotonic() - started, 2)
    drawn = figures.read_text(encoding="utf-8").splitlines() if figures.exists() else []
    return {
        "exit_code": exit_code,
        "stdout_sha256": hashlib.sha256(out).hexdigest(),
        "stdout": out[:KEPT_BYTES].decode("utf-8", "replace"),
        "stderr": err[-KEPT_BYTES:].decode("utf-8", "replace"),
        "figures": drawn,
        "files": sorted(_list_files(slot) - before - {"figures"}),
        "seconds": seconds,
    }


def capture(
    arguments: list[str], folder: Path, variables: dict[str, str], limit_s: float
) -> tuple[int | None, bytes, bytes]:
    """Run a command with nothing on its standard input.

    Returns:
        Its exit code (None where the time limit ended it), standard output and standard error.
    """
    with subprocess.Popen(
        arguments,
        cwd=folder,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(timeout=limit_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
            return None, out, err
    return process.returncode, out, err


def _list_files(slot: Path) -> set[str]:
    found = (path for path in slot.rglob("*") if path.is_file())
    names = {path.relative_to(slot).as_posix() for path in found}
    return {name for name in names if "__pycache__" not in name}
