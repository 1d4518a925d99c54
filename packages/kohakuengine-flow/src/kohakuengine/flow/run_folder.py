"""The files of one run: the only place that names, reads and writes them.

`parcel`: what is asked for, for the worker. `stdout`, `stderr`: bytes, as the run writes them. `result.json`: how
the script ended, written by the run itself as the very last thing. `value.pickle`: what it returned, where that
is no plain data.
"""

from __future__ import annotations

import marshal
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.engine.request import RunRequest

__all__ = [
    "PARCEL",
    "RESULT",
    "STDERR",
    "STDOUT",
    "VALUE",
    "make_folder",
    "read_request",
    "read_result",
    "read_value",
    "write_result",
]

PARCEL, RESULT, STDERR, STDOUT, VALUE = "parcel", "result.json", "stderr", "stdout", "value.pickle"
_HASH_KEY = int.from_bytes(b"kogine\x00\x02", "little")


def make_folder(folder: str, request: RunRequest, *, run_as_main: bool = True) -> None:
    """Make the folder of a run that is about to start.

    Args:
        folder: Where; its parent may be missing.
        request: What the run is to do.
        run_as_main: Whether the script runs as `__main__`.

    Raises:
        CarryError: A value cannot travel to another process.
        OSError: It cannot be written.
    """
    from kohakuengine.engine.parcel import pack

    data = marshal.dumps((request.script, request.argv, run_as_main, pack(request)))
    try:
        os.mkdir(folder, 0o700)
    except FileNotFoundError:
        os.makedirs(folder, 0o700)
    _write(os.path.join(folder, PARCEL), _digest(data) + data)


def read_request(folder: str) -> tuple[RunRequest, bool]:
    """Read what a run is to do, and whether its script runs as `__main__`.

    Raises:
        RecordDamagedError: The file is not whole.
        FileNotFoundError: There is none.
    """
    from kohakuengine.engine.parcel import unpack

    path = os.path.join(folder, PARCEL)
    with open(path, "rb") as file:
        stored = file.read()
    if stored[:8] != _digest(stored[8:]):
        from kohakuengine.flow.errors import RecordDamagedError

        raise RecordDamagedError(path=path)
    script, argv, run_as_main, parcel = marshal.loads(stored[8:])
    request = unpack(parcel)
    request.script, request.argv = script, argv
    return request, run_as_main


def write_result(folder: str, text: str, value: bytes | None) -> None:
    """Write how a run ended; the result is whole or not there.

    Args:
        folder: Of the run.
        text: A JSON object.
        value: The pickled value, None where there is none or the text has it.
    """
    if value is not None:
        _write(os.path.join(folder, VALUE), value)
    _write(os.path.join(folder, RESULT), text.encode())


def read_result(folder: str) -> dict[str, Any] | None:
    """Read how a run ended, None where it has left no whole result."""
    import json

    try:
        with open(os.path.join(folder, RESULT), "rb") as file:
            found = json.loads(file.read())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and "exit_code" in found else None


def read_value(folder: str) -> Any:
    """Make what a run returned a value again. This unpickles: only for folders that are the user's own.

    Raises:
        Exception: Whatever unpickling raises.
    """
    import pickle

    with open(os.path.join(folder, VALUE), "rb") as file:
        return pickle.loads(file.read())


def _write(path: str, data: bytes) -> None:
    """Write a file under another name first: it is whole or not there."""
    temporary = f"{path}.{os.getpid()}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
        os.replace(temporary, path)
    except OSError:
        os.unlink(temporary)
        raise


def _digest(data: bytes) -> bytes:
    """Return the hash by which a cut or changed file is told (as PEP 552 does for compiled modules)."""
    from _imp import source_hash

    return source_hash(_HASH_KEY, data)
