"""The reading process: asked with files, killed when it hangs, started again when it died."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any

from kohakuengine_tooling.facts_data import facts_from_data
from kohakuengine_tooling.frames import read_frame, write_frame

if TYPE_CHECKING:
    from kohakuengine_tooling import ScriptFacts

__all__ = ["Reader", "Reading"]

_PROGRAM = Path(__file__).with_name("reader_program.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What became of one file.

    Attributes:
        facts: None where there are none, because of `problem`.
        problem: An exception, a death or a hang.
        attempts: To execute, import, open or start something.
        starts: Where its statements begin.
        duration_s: How long it took.
    """

    facts: ScriptFacts | None
    problem: str | None
    attempts: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()
    duration_s: float = 0.0


class Reader:
    """A process that reads one file after the other."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, path: Path) -> Reading:
        """Read a file."""
        process = self._process or self._start()
        timer = Timer(self._timeout_s, process.kill)
        timer.start()
        started = time.monotonic()
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            write_frame(process.stdin, [str(path)])
            answer: list[Any] = read_frame(process.stdout)
        except (OSError, EOFError):
            is_late = time.monotonic() - started >= self._timeout_s
            self.close()
            hung = f"does not end within {self._timeout_s:g} s"
            return Reading(facts=None, problem=hung if is_late else f"died: {process.returncode}")
        finally:
            timer.cancel()
        duration_s = time.monotonic() - started
        if answer[0] == "raised":
            return Reading(facts=None, problem="\n".join(answer[1:]), duration_s=duration_s)
        facts, attempts, starts = answer[1:]
        return Reading(
            facts=facts_from_data(facts),
            problem=None,
            attempts=tuple(attempts),
            starts=tuple(starts),
            duration_s=duration_s,
        )

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(
            [sys.executable, str(_PROGRAM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        return self._process

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not written yet cannot be any more
                    pipe.close()
        process.wait()
