"""The compile cache: compiled scripts in the user's cache folder.

An entry is loaded code, so the folder is the user's own (0700, owner checked) and is not used
otherwise. Values never enter it: they are filled into the code after loading. As with `.pyc` files,
`PYTHONDONTWRITEBYTECODE` and `-B` keep it from being written; `KOHAKUENGINE_CACHE=` (empty) from being used.
"""

from __future__ import annotations

import _imp
import marshal
import os
import sys

from kohakuengine._version import __version__
from kohakuengine.engine.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.engine.record import CompileKey

MAX_ENTRIES = 512
_HASH_KEY = int.from_bytes(b"kogine\x00\x01", "little")


class _State:
    """What a process that prepares many runs keeps: stamp and compiled script, by path and names."""

    __slots__ = ("kept",)

    def __init__(self) -> None:
        self.kept: dict[object, tuple[object, Record]] | None = None


_STATE = _State()


def keep_in_memory() -> None:
    """Keep from now on what is loaded, beside the folder; for a process that only forks to execute it."""
    _STATE.kept = {}


def load(path: str, source: bytes, key: CompileKey) -> Record | None:
    """Return the compiled script from the cache.

    Args:
        path: Absolute path of the script; it is part of the code.
        source: Its bytes now; an entry made from others does not count.
        key: What was overridden.

    Returns:
        None where there is no valid entry.
    """
    kept = _STATE.kept
    if kept is None:
        return _load_from_folder(path, source, key)
    identity = (path, key.fields())
    stamp = _short_stamp(source)
    if identity not in kept or kept[identity][0] != stamp:
        record = _load_from_folder(path, source, key)
        if record is None:
            return None
        kept[identity] = (stamp, record)
    return kept[identity][1]


def _load_from_folder(path: str, source: bytes, key: CompileKey) -> Record | None:
    folder = cache_folder()
    if folder is None:
        return None
    try:
        with open(os.path.join(folder, _entry_name(path, key)), "rb") as file:
            stamp, data = marshal.loads(file.read())
        return Record.from_data(data) if stamp == _stamp(path, source, key) else None
    except (OSError, EOFError, ValueError, TypeError, KeyError):
        return None


def store(path: str, source: bytes, key: CompileKey, record: Record) -> None:
    """Write a compiled script to the cache; where that is not possible, do nothing."""
    if _STATE.kept is not None:
        _STATE.kept[path, key.fields()] = (_short_stamp(source), record)
    folder = cache_folder(create=True)
    if folder is None or sys.dont_write_bytecode:
        return
    target = os.path.join(folder, _entry_name(path, key))
    temporary = f"{target}.{os.getpid()}"
    try:
        contents: Any = (_stamp(path, source, key), record.to_data())
        data = marshal.dumps(contents)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as file:
            file.write(data)
        os.replace(temporary, target)
        _prune(folder)
    except (OSError, ValueError):
        _remove(temporary)


def cache_folder(*, create: bool = False) -> str | None:
    """Return the folder of the cache, None where there is none that only this user can write to."""
    folder = os.environ.get("KOHAKUENGINE_CACHE")
    if folder is None:
        folder = _user_cache()
    if not folder:
        return None
    try:
        if create:
            os.makedirs(folder, mode=0o700, exist_ok=True)
        status = os.stat(folder)
    except OSError:
        return None
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
        return None
    return folder


def _user_cache() -> str | None:
    """Follow the platform's rule: XDG base directories, ~/Library/Caches, %LOCALAPPDATA%."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME")
        if not base or not os.path.isabs(base):
            base = os.path.expanduser("~/.cache")
    return os.path.join(base, "kohakuengine", "code") if base and os.path.isabs(base) else None


def _entry_name(path: str, key: CompileKey) -> str:
    """Name an entry by script, interpreter and what is overridden: new source replaces old."""
    has_columns = "no_debug_ranges" not in sys._xoptions and not os.environ.get("PYTHONNODEBUGRANGES")
    compiler = (sys.implementation.cache_tag, sys.flags.optimize, has_columns)
    identity = (path, key.fields(), compiler)
    return _imp.source_hash(_HASH_KEY, marshal.dumps(identity, 2)).hex()


def _stamp(path: str, source: bytes, key: CompileKey) -> tuple[object, ...]:
    """Return what must be equal for an entry to be valid (source by the hash of PEP 552)."""
    digest = _imp.source_hash(_HASH_KEY, source)
    return (__version__, sys.version, path, key.fields(), sys.flags.optimize, len(source), digest)


def _short_stamp(source: bytes) -> tuple[int, bytes]:
    """Return what must be equal within one process."""
    return len(source), _imp.source_hash(_HASH_KEY, source)


def _prune(folder: str) -> None:
    """Keep the newest entries, so that the folder does not grow for ever."""
    names = os.listdir(folder)
    if len(names) <= MAX_ENTRIES:
        return
    paths = [os.path.join(folder, name) for name in names]
    ages = sorted((os.stat(path).st_mtime, path) for path in paths if os.path.exists(path))
    for _, path in ages[: len(ages) - MAX_ENTRIES // 2]:
        _remove(path)


def _remove(path: str) -> None:
    try:  # noqa: SIM105 - contextlib costs 5 ms, and this is on the way of every run
        os.remove(path)
    except OSError:
        pass
