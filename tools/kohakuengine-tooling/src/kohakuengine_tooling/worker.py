"""A worker: another process that reads scripts, and that may die of one or be killed over one.

It is a program of ours that executes and imports nothing of what it reads: it is given texts, and answers
with their facts as data. Whoever reads many scripts keeps one.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from threading import Timer
from time import monotonic
from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.facts_data import facts_from_data
from kohakuengine_tooling.frames import read_frame, write_frame

if TYPE_CHECKING:
    from types import TracebackType

    from kohakuengine_tooling.facts import ScriptFacts

__all__ = ["Worker", "WorkerError"]

_PROGRAM: Final = Path(__file__).with_name("worker_program.py")
_NEEDED: Final = ("kohakuengine_tooling", "kohakuengine.config", "libcst")
_LARGEST_MEMORY_BYTES: Final = 3 << 30


class WorkerError(Exception):
    """A script that a worker has not read; its text says why."""


class Worker:
    """A process that reads scripts, started with the first one. To be used by one thread at a time.

    Args:
        memory_bytes: What it may have, where the system can limit that.
    """

    def __init__(self, memory_bytes: int = _LARGEST_MEMORY_BYTES) -> None:
        self._memory_bytes = memory_bytes
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Worker:  # noqa: PYI034 - typing has Self from 3.11 on
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, text: str, script: str, *, timeout_s: float) -> ScriptFacts:
        r"""Read the text of a script.

        Args:
            text: Line ends as `\n`.
            script: Its path, as messages show it.
            timeout_s: After which the process is killed.

        Raises:
            WorkerError: It took too long, or the process has died of it. The next script gets another one.
            OSError: No process can be started.
        """
        process = self._process or self._start()
        timer = Timer(timeout_s, process.kill)
        timer.daemon = True
        timer.start()
        started = monotonic()
        try:
            return facts_from_data(_ask(process, [text, script]))
        except (OSError, EOFError, ValueError) as error:
            is_late = monotonic() - started >= timeout_s
            self.close()
            why = f"it took more than {timeout_s:g} s" if is_late else _how_ended(process)
            raise WorkerError(why) from error
        except BaseException:
            self.close()
            raise
        finally:
            timer.cancel()

    def close(self) -> None:
        """End the process, at once."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was written is not read any more
                    pipe.close()
        process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-I", str(_PROGRAM), str(self._memory_bytes), *_roots()]
        self._process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        return self._process


def _ask(process: subprocess.Popen[bytes], question: list[str]) -> object:
    assert process.stdin is not None and process.stdout is not None  # noqa: PT018 - they are pipes
    write_frame(process.stdin, question)
    answer = read_frame(process.stdout)
    if not isinstance(answer, list) or len(answer) != 2 or answer[0] != "facts":
        raise ValueError(answer)
    return answer[1]


def _how_ended(process: subprocess.Popen[bytes]) -> str:
    code = process.returncode
    return (
        f"its reader died of signal {-code}"
        if code is not None and code < 0
        else "its reader had not the means"
    )


def _roots() -> list[str]:
    """Return the folders that hold what the program needs: it looks nowhere else."""
    found = []
    for name in _NEEDED:
        spec = find_spec(name)
        origin = spec.origin if spec is not None else None
        if origin is not None:
            found.append(str(Path(origin).parents[name.count(".") + 1]))
    return list(dict.fromkeys(found))
