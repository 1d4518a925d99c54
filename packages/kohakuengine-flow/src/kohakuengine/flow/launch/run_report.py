"""RunReport: what a run leaves in its folder about its own end."""

from __future__ import annotations

import os
import sys
import time

from kohakuengine.flow.plain import describe, write_plain
from kohakuengine.flow.run_folder import OUTPUTS, VALUE, write_result
from kohakuengine.flow.store.sources import digest_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.engine.prepare import PreparedRun

__all__ = ["CANNOT_WRITE", "RunReport"]

CANNOT_WRITE = 74
"""Exit code of a run that could not write its result (EX_IOERR of sysexits.h)."""


class RunReport:
    """Collects what is known when the script ends, and writes it as the very last thing.

    Attributes:
        run: The run, once it is prepared.
        exit_code: What the process will end with, as far as it is known.
        value: What was returned, where the run itself does not keep it.
        outputs: The globals that were kept, by name.
    """

    __slots__ = (
        "_before",
        "_error",
        "_exit_value",
        "_folder",
        "_pid",
        "_started_at",
        "exit_code",
        "outputs",
        "run",
        "value",
    )

    def __init__(self, folder: str) -> None:
        """Begin with a run of which nothing is known.

        Args:
            folder: The run's.
        """
        self._before = next(reversed(sys.modules))
        self.run: PreparedRun | None = None
        self.exit_code = 0
        self.value: Any = None
        self._folder = os.path.abspath(folder)
        self.begin()
        self._error: tuple[BaseException, bool] | None = None
        self._exit_value: Any = None
        self.outputs: dict[str, Any] = {}

    def begin(self) -> None:
        """Note that the run begins now, and in this process."""
        self._pid = os.getpid()
        self._started_at = time.time()

    def keep_outputs(self, names: tuple[str, ...], namespace: dict[str, Any]) -> None:
        """Keep globals of the script that has ended; those that it does not have are left out."""
        self.outputs = {name: namespace[name] for name in names if name in namespace}

    def exited(self, status: Any) -> None:
        """Note that the script ended by `sys.exit`."""
        self._exit_value = status
        if status is None:
            self.exit_code = 0
        else:
            self.exit_code = status & 0xFF if isinstance(status, int) else 1

    def failed(self, error: BaseException, *, exit_code: int, is_ours: bool = False) -> None:
        """Note what ended the script, or kept it from starting."""
        self._error = error, is_ours
        self.exit_code = exit_code

    def write(self) -> None:
        """Write the result, once, and not in a process that the script has forked.

        Where that is not possible this process ends at once, as a failure: a run without a result must not
        look like one.
        """
        if os.getpid() != self._pid:
            return
        self._pid = -1
        try:
            self.save()
        except OSError as error:
            _flush()
            reason = error.strerror or str(error)
            sys.__stderr__.write(f"kogine: error: the result could not be written: {reason}\n")  # type: ignore[union-attr]
            _flush()
            os._exit(CANNOT_WRITE)
        self._error = self.run = None

    def save(self) -> None:
        """Write the result.

        Raises:
            OSError: It cannot be written.
        """
        text, pickles = self._contents()
        write_result(self._folder, text, pickles)

    def _value(self) -> Any:
        result = self.run.result if self.run is not None else None
        return self.value if result is None else result.get("value")

    def _contents(self) -> tuple[str, dict[str, bytes]]:
        pickles: dict[str, bytes] = {}
        value = _cell(self._value(), VALUE, "value", pickles)
        outputs = [f'"{name}": {_cell(one, OUTPUTS, name, pickles)}' for name, one in self.outputs.items()]
        source = digest_of(self.run.source) if self.run is not None else None
        fields = {
            "version": "1",
            "exit_code": str(self.exit_code),
            "exit_value": describe(self._exit_value),
            "error": _error_text(*self._error) if self._error is not None else "null",
            "value": value,
            "outputs": f"{{{', '.join(outputs)}}}",
            "started_at": repr(self._started_at),
            "ended_at": repr(time.time()),
            "source": describe(source),
            "imports": describe(_project_files(self._before)),
        }
        members = [f'"{name}": {text}' for name, text in fields.items()]
        return f"{{{', '.join(members)}}}\n", pickles


def _cell(value: Any, file: str, name: str, pickles: dict[str, bytes]) -> str:
    """Write a value as a cell of the result: plain, or shown here and pickled into a file."""
    plain = write_plain(value)
    if plain is not None:
        return f'{{"plain": {plain}}}'
    import marshal

    shown = describe(value)
    try:
        packed = _pickled(value)
    except Exception as error:  # noqa: BLE001 - whatever the value's own methods raise
        reason = describe(f"{type(error).__name__}: {error}")
        return f'{{"shown": {shown}, "lost": {reason}}}'
    others = marshal.loads(pickles[file]) if file in pickles else {}
    pickles[file] = marshal.dumps({**others, name: packed})
    return f'{{"shown": {shown}}}'


def _pickled(value: Any) -> bytes:
    """Pickle a value so that another process can load it, which has another `__main__`."""
    import pickle

    try:
        data = pickle.dumps(value)
    except Exception:  # noqa: BLE001 - cloudpickle may be able to
        data = b"__main__"
    if b"__main__" not in data:
        return data
    import cloudpickle

    return cloudpickle.dumps(value)  # type: ignore[no-any-return]


def _error_text(error: BaseException, is_ours: bool) -> str:
    import traceback

    lines = [] if is_ours else traceback.format_exception(type(error), error, error.__traceback__)
    try:
        message = str(error)
    except Exception as failure:  # noqa: BLE001 - a user's `__str__`
        message = f"<its str raises {type(failure).__name__}>"
    return describe(
        {
            "type": type(error).__qualname__,
            "message": message,
            "traceback": "".join(lines) or None,
            "is_ours": is_ours,
        }
    )


def _project_files(before: str) -> dict[str, str]:
    """Map the files of the project that the script has imported to the digests of what they hold now.

    Args:
        before: The last module that was loaded before the script began.
    """
    from kohakuengine.engine.modules import INSTALLED

    ours = tuple(sys.modules["kohakuengine"].__path__)
    files = {}
    for name in _imported_after(before):
        path = getattr(sys.modules[name], "__file__", None)
        if name == "__main__" or not isinstance(path, str) or not path.endswith(".py"):
            continue
        if path.startswith(ours) or any(part in path for part in INSTALLED):
            continue
        try:
            files[os.path.abspath(path)] = digest_of(_read(path))
        except OSError:
            continue
    return files


def _imported_after(before: str) -> list[str]:
    """List the modules loaded since, from the end: a fork copies the page of each name that is looked at."""
    names = []
    for name in reversed(sys.modules):
        if name == before:
            break
        names.append(name)
    return names


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:  # noqa: SIM105 - contextlib costs 5 ms, and this is on the way of every run
            stream.flush()
        except Exception:  # noqa: BLE001 - nothing can be done about it any more
            pass
