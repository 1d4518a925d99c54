"""RunReport: what a run leaves in its folder about its own end."""

from __future__ import annotations

import os
import sys
import time

from kohakuengine.engine.frames import only_the_script
from kohakuengine.flow.plain import describe, write_plain
from kohakuengine.flow.run_folder import CANNOT_WRITE, OUTPUTS, VALUE, write_result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from kohakuengine.engine.launch import Level
    from kohakuengine.engine.prepare import PreparedRun

__all__ = ["RunReport", "exit_value", "status_of"]


class Remarks(list[str]):
    """What we had to say of a run, beside its log: the warnings."""

    __slots__ = ()

    def tell(self, level: Level, text: str) -> None:
        """Say something in the log of this process's run; a warning is kept as well."""
        sys.stderr.write(f"kogine: {level}: {text}\n")
        if level == "warning":
            self.append(text)


class RunReport:
    """Collects what is known when the script ends, and writes it as the very last thing.

    Nothing in it keeps what the script has made alive, once it is packed.

    Attributes:
        run: The run, once it is prepared.
        exit_code: What the process will end with, as far as it is known.
        value: What was returned, where the run itself does not keep it.
        outputs: The globals that were kept, by name.
        remarks: What we had to say of the run.
    """

    __slots__ = (
        "_before",
        "_error",
        "_exit_value",
        "_folder",
        "_packed",
        "_pid",
        "_started_at",
        "exit_code",
        "outputs",
        "remarks",
        "run",
        "value",
    )

    def __init__(self, folder: str) -> None:
        """Begin with a run of which nothing is known.

        Args:
            folder: The run's, absolute: the script may change the working directory.
        """
        self._before = next(reversed(sys.modules))
        self.run: PreparedRun | None = None
        self.exit_code = 0
        self.value: Any = None
        self._folder = folder
        self.begin()
        self._error = self._exit_value = "null"
        self.outputs: dict[str, Any] = {}
        self.remarks = Remarks()
        self._packed: tuple[str, dict[str, bytes]] | None = None

    def begin(self) -> None:
        """Note that the run begins now, and in this process."""
        self._pid = os.getpid()
        self._started_at = time.time()

    def keep_outputs(self, names: tuple[str, ...], namespace: dict[str, Any]) -> None:
        """Keep globals of the script that has ended; those that it does not have are left out."""
        self.outputs = {name: namespace[name] for name in names if name in namespace}

    def exited(self, value: Any) -> None:
        """Note that the script ended by `sys.exit(value)`."""
        self._exit_value = describe(value)
        self.exit_code = status_of(value)

    def failed(self, error: BaseException, *, exit_code: int, is_ours: bool = False) -> None:
        """Note what ended the script, or kept it from starting.

        It is written here and now: what is imported for that must not come after the end of the script, where
        python would forget that it was a KeyboardInterrupt.
        """
        self._error = _error_text(error, None if is_ours else _traceback_of(error, self.run))
        self.exit_code = exit_code

    def pack(self) -> None:
        """Make the result of what is known now; ends this process as `write` does."""
        if os.getpid() != self._pid:
            return
        try:
            self._packed = self._contents()
        except BaseException as error:  # noqa: BLE001 - what methods of a value raise
            _end_without(error)
        if self.run is not None and self.run.result is not None:
            self.run.result.clear()
        self.run = self.value = None
        self.outputs = {}

    def _contents(self) -> tuple[str, dict[str, bytes]]:
        pickles: dict[str, bytes] = {}
        value = _cell(self._value(), VALUE, "value", pickles)
        outputs = ""
        if self.outputs:
            cells = [f'"{name}": {_cell(one, OUTPUTS, name, pickles)}' for name, one in self.outputs.items()]
            outputs = ", ".join(cells)
        files = _project_files(self._before)
        warnings = f', "warnings": {describe(list(self.remarks))}' if self.remarks else ""
        text = (
            f'{{"version": 1, "exit_code": {self.exit_code}, "exit_value": {self._exit_value}, '
            f'"error": {self._error}, "value": {value}, "outputs": {{{outputs}}}, '
            f'"started_at": {self._started_at!r}, "ended_at": {time.time()!r}, '
            f'"imports": {describe(files) if files else "{}"}{warnings}}}\n'
        )
        return text, pickles

    def write(self) -> None:
        """Write the result, once, and not in a process that the script has forked.

        Where that is not possible this process ends at once, as a failure: a run without a result must not
        look like one.
        """
        if os.getpid() != self._pid:
            return
        if self._packed is None:
            self.pack()
        assert self._packed is not None
        self._pid = -1
        try:
            write_result(self._folder, *self._packed)
        except OSError as error:
            _end_without(error)

    def save(self) -> None:
        """Write the result, of a run that is no process of its own.

        Raises:
            OSError: It cannot be written.
        """
        write_result(self._folder, *self._contents())

    def _value(self) -> Any:
        result = self.run.result if self.run is not None else None
        return self.value if result is None else result.get("value")


def exit_value(error: SystemExit) -> Any:
    """Return what `sys.exit` was given; the exception itself where a subclass does not say."""
    try:
        return error.code
    except Exception:  # noqa: BLE001 - python prints such an exception
        return error


def status_of(value: Any) -> int:
    """Return what `sys.exit(value)` ends with, as the interpreter reckons."""
    if value is None:
        return 0
    if not isinstance(value, int):
        return 1
    return value & 0xFF if -(2**63) <= value < 2**63 else 0xFF


def _end_without(error: BaseException) -> NoReturn:
    """End this process, whose result cannot be had; its log may have no room, either."""
    try:
        _flush()
        reason = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
        line = f"kogine: error: the result could not be written: {reason}\n"
        os.write(2, line.encode(errors="backslashreplace"))
    finally:
        os._exit(CANNOT_WRITE)


def _cell(value: Any, file: str, name: str, pickles: dict[str, bytes]) -> str:
    """Write a value as a cell of the result: plain, or shown here and pickled into a file."""
    if value is None:  # what most scripts return
        return '{"plain": null}'
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


def _error_text(error: BaseException, traceback: str | None) -> str:
    try:
        message = str(error)
    except Exception as failure:  # noqa: BLE001 - a user's `__str__`
        message = f"<its str raises {type(failure).__name__}>"
    return describe(
        {
            "type": type(error).__qualname__,
            "message": message,
            "traceback": traceback,
            "is_ours": traceback is None,
        }
    )


def _traceback_of(error: BaseException, run: PreparedRun | None) -> str:
    """Write an exception as python shows it, without the frames of ours."""
    import traceback

    shown = only_the_script(error, error.__traceback__, run)
    try:
        return "".join(traceback.format_exception(type(error), error, shown))
    except Exception:  # noqa: BLE001 - a user's exception can break it, as it breaks python's own
        return ""


def _project_files(before: str) -> dict[str, str]:
    """Map the files of the project that the script has imported to the digests of what they hold now.

    Args:
        before: The last module that was loaded before the script began.
    """
    names = _imported_after(before)
    if not names:
        return {}
    from kohakuengine.flow.launch.project import project_file

    found = [project_file(name) for name in names if not name.startswith("kohakuengine.")]
    paths = [os.path.abspath(path) for path in found if path is not None]
    if not paths:
        return {}
    from kohakuengine.flow.store.sources import digest_of_file  # loads SHA-256

    digests = {path: digest_of_file(path) for path in paths}
    return {path: digest for path, digest in digests.items() if digest is not None}


def _imported_after(before: str) -> list[str]:
    """List the modules loaded since, from the end: a fork copies the page of each name that is looked at."""
    names = []
    try:
        for name in reversed(sys.modules):
            if name == before:
                break
            names.append(name)
    except RuntimeError:  # a daemon thread imports meanwhile
        return _imported_after(before)
    return names


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:  # noqa: SIM105 - contextlib costs 5 ms, and this is on the way of every run
            stream.flush()
        except Exception:  # noqa: BLE001 - nothing can be done about it any more
            pass
