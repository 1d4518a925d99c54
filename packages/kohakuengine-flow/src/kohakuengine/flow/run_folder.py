"""The files of one run: the only place that names, reads and writes them.

`parcel`: what is asked for, for the worker. `stdout`, `stderr`: bytes, as the run writes them. `result.json`:
how the script ended, written by the run itself as the very last thing. `value.pickle`: what it returned,
where that is no plain data; `outputs.pickle`: the same for globals that later scripts of a pipeline take.
Their paths are joined by a slash: `os.path.join` would be four calls in each fork, at each of them.
"""

from __future__ import annotations

import marshal
import os
from _imp import source_hash

from kohakuengine.engine.parcel import unpack
from kohakuengine.engine.source import BINARY, read_bytes
from kohakuengine.flow.plain import write_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.engine.request import RunRequest

__all__ = [
    "APPENDING",
    "CANNOT_WRITE",
    "LEARN",
    "OUTPUTS",
    "PARCEL",
    "RESULT",
    "STDERR",
    "STDOUT",
    "VALUE",
    "Assignment",
    "clear_logs",
    "digest_bytes",
    "has_not_begun",
    "make_folder",
    "read_assignment",
    "read_outputs",
    "read_result",
    "read_value",
    "take_learned",
    "write_file",
    "write_learned",
    "write_result",
]

PARCEL, RESULT, STDERR, STDOUT = "parcel", "result.json", "stderr", "stdout"
APPENDING = os.O_WRONLY | os.O_CREAT | os.O_APPEND
"""How logs are opened: what a child of the run opens anew is appended, too."""
VALUE, OUTPUTS, LEARNED = "value.pickle", "outputs.pickle", "learned"
LEARN = "KOGINE_LEARN"
"""Among the environment of a run that is to tell what it had to import; the run does not find it there."""
CANNOT_WRITE = 74
"""Exit code of a run that could not write its result (EX_IOERR of sysexits.h)."""

_HASH_KEY = int.from_bytes(b"kogine\x00\x02", "little")


class Assignment:
    """What the worker of a run is to do.

    Attributes:
        request: What to run.
        run_as_main: Whether the script runs as `__main__`, else under its own name.
        wanted: Names of globals that the run is to leave behind for others.
        kept_source: Digest (`digest_bytes`) of the script's source as the flow began with it, and where it
            is kept; None where the file itself counts.
    """

    __slots__ = ("kept_source", "request", "run_as_main", "wanted")

    def __init__(
        self,
        *,
        request: RunRequest,
        run_as_main: bool = True,
        wanted: tuple[str, ...] = (),
        kept_source: tuple[bytes, str] | None = None,
    ) -> None:
        self.request = request
        self.run_as_main = run_as_main
        self.wanted = wanted
        self.kept_source = kept_source


def make_folder(folder: str, assignment: Assignment) -> None:
    """Make the folder of a run that is about to start.

    Args:
        folder: Where; its parent may be missing.
        assignment: What the run is to do.

    Raises:
        CarryError: A value cannot travel to another process.
        OSError: It cannot be written.
    """
    from kohakuengine.engine.packing import pack  # a worker opens what is packed, and no more

    request = assignment.request
    how = (_is_plain(request), request.script, request.argv, assignment.run_as_main, assignment.wanted)
    data = marshal.dumps((*how, assignment.kept_source, pack(request)))
    try:
        os.mkdir(folder, 0o700)
    except FileNotFoundError:
        os.makedirs(folder, 0o700)
    write_file(f"{folder}/{PARCEL}", digest_bytes(data) + data)


def read_assignment(folder: str, *, is_plain_alone: bool = False) -> Assignment | None:
    """Read what a run is to do.

    Args:
        folder: Of the run.
        is_plain_alone: Whether values that only code of the user's can make again are left alone: None then.

    Raises:
        RecordDamagedError: The file is not whole.
        FileNotFoundError: There is none.
    """
    stored = _read_whole(f"{folder}/{PARCEL}")
    is_plain, script, argv, run_as_main, wanted, kept_source, parcel = marshal.loads(stored)
    if is_plain_alone and not is_plain:
        return None
    request = unpack(parcel)
    request.script, request.argv = script, argv
    return Assignment(request=request, run_as_main=run_as_main, wanted=wanted, kept_source=kept_source)


def _is_plain(request: RunRequest) -> bool:
    """Say whether all values are plain data, which no code of the user's makes again."""
    values = [override.value for override in request.overrides]
    return write_plain([*values, request.args, request.kwargs]) is not None


def write_result(folder: str, text: str, pickles: dict[str, bytes]) -> None:
    """Write how a run ended; the result is whole or not there.

    Args:
        folder: Of the run.
        text: A JSON object.
        pickles: File name -> what goes into it; they are there before the result is.
    """
    for name, data in pickles.items():
        write_file(f"{folder}/{name}", digest_bytes(data) + data)
    write_file(f"{folder}/{RESULT}", text.encode())


def read_result(folder: str) -> dict[str, Any] | None:
    """Read how a run ended, None where it has left no whole result."""
    import json

    try:
        found = json.loads(read_bytes(f"{folder}/{RESULT}").decode())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("version") == 1 else None


def read_value(folder: str, result: dict[str, Any]) -> Any:
    """Return what a run returned; a pickle is loaded, so only for folders that are the user's own.

    Args:
        folder: Of the run.
        result: As `read_result` gave it.

    Raises:
        ValueError: It could not be stored.
        Exception: Whatever unpickling raises.
    """
    return _made_again(result["value"], f"{folder}/{VALUE}", "value")


def read_outputs(folder: str, result: dict[str, Any]) -> dict[str, Any]:
    """Return the globals that a run left behind, by name; otherwise as `read_value`."""
    path = f"{folder}/{OUTPUTS}"
    return {name: _made_again(cell, path, name) for name, cell in result["outputs"].items()}


def has_not_begun(folder: str) -> bool:
    """Say whether a run was handed over and has not begun: the first thing that its process gets are logs."""
    has_begun = os.path.exists(f"{folder}/{STDOUT}") or os.path.exists(f"{folder}/{RESULT}")
    return os.path.exists(f"{folder}/{PARCEL}") and not has_begun


def clear_logs(folder: str) -> None:
    """Remove the logs of a run that starts anew in the same folder."""
    for name in (STDOUT, STDERR):
        if os.path.exists(f"{folder}/{name}"):
            os.unlink(f"{folder}/{name}")


def write_learned(folder: str, names: list[str]) -> None:
    """Write which modules a run had to import, in order, for `take_learned`; where that fails, do nothing."""
    try:  # noqa: SIM105 - contextlib would be in every fork
        write_file(f"{folder}/{LEARNED}", "\n".join(names).encode(errors="replace"))
    except OSError:
        pass


def take_learned(folder: str) -> list[str]:
    """Read and remove what `write_learned` wrote; nothing where it did not."""
    path = f"{folder}/{LEARNED}"
    try:
        names = read_bytes(path).decode().split("\n")
        os.unlink(path)
    except OSError:
        return []
    return names


def _made_again(cell: dict[str, Any], path: str, name: str) -> Any:
    if "lost" in cell:
        raise ValueError(cell["lost"])
    if "plain" in cell:
        return cell["plain"]
    import pickle

    return pickle.loads(marshal.loads(_read_whole(path))[name])


def _read_whole(path: str) -> bytes:
    """Read what `write_file` wrote with a digest before it.

    Raises:
        RecordDamagedError: It is cut, or was changed.
    """
    stored = read_bytes(path)
    if stored[:8] != digest_bytes(stored[8:]):
        from kohakuengine.flow.errors import RecordDamagedError

        raise RecordDamagedError(path=path)
    return stored[8:]


def write_file(path: str, data: bytes) -> None:
    """Write a file, once: its contents tell whether it is whole, so it needs no second name first."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | BINARY, 0o600)
    try:
        left = data
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)


def digest_bytes(data: bytes) -> bytes:
    """Return the hash by which a cut or changed file is told (SipHash, as for `.pyc` files in PEP 552)."""
    return source_hash(_HASH_KEY, data)
