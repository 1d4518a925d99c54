"""What can be made again, kept in the user's cache folder: data of one kind in a folder of its own.

The folder is the user's own (0700, owner checked) and is not used otherwise, nor where `KOHAKUENGINE_CACHE`
is empty. What is damaged, or not to be read or written, is as good as not there: nothing here raises.

The compile cache has its own code for its folder, the same rules and none of the rest: one module more
would cost every run.
"""

from __future__ import annotations

import _imp
import marshal
import os
import sys

__all__ = ["base_folder", "cache_folder", "cache_key", "digest", "forget", "keep", "kept", "prune"]

_HASH_KEY = int.from_bytes(b"kogine\x00\x02", "little")
_DIGEST_BYTES = 8


def cache_key(*identity: str) -> str:
    """Name an entry by what it is about, and by this interpreter."""
    return digest(marshal.dumps((sys.implementation.cache_tag, *identity), 2)).hex()


def digest(data: bytes) -> bytes:
    """Return a hash of 8 bytes: against accidents, as the one of PEP 552, not against forgery."""
    return _imp.source_hash(_HASH_KEY, data)


def kept(kind: str, key: str) -> bytes | None:
    """Return what was kept.

    Args:
        kind: Name of its folder.
        key: Of `cache_key`.

    Returns:
        The bytes as they were given to `keep`, or None.
    """
    folder = cache_folder(kind)
    if folder is None:
        return None
    try:
        with open(os.path.join(folder, key), "rb") as file:
            data = file.read()
    except OSError:
        return None
    body = data[_DIGEST_BYTES:]
    return body if data[:_DIGEST_BYTES] == digest(body) else None


def keep(kind: str, key: str, data: bytes) -> None:
    """Keep data under a key, in place of what was there; readers see the old or the new, never a part."""
    folder = cache_folder(kind, create=True)
    if folder is None:
        return
    target = os.path.join(folder, key)
    temporary = f"{target}.{os.getpid()}"
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as file:
            file.write(digest(data) + data)
        os.replace(temporary, target)
    except OSError:
        _remove(temporary)


def forget(kind: str, key: str) -> None:
    """Remove what was kept under a key."""
    folder = cache_folder(kind)
    if folder is not None:
        _remove(os.path.join(folder, key))


def prune(kind: str, at_most: int) -> None:
    """Remove the oldest entries of a kind where there are more than so many, down to half of it."""
    folder = cache_folder(kind)
    if folder is None:
        return
    try:
        names = os.listdir(folder)
    except OSError:
        return
    if len(names) > at_most:
        paths = [os.path.join(folder, name) for name in names]
        for _, path in sorted((_age(path), path) for path in paths)[: len(names) - at_most // 2]:
            _remove(path)


def cache_folder(kind: str, *, create: bool = False) -> str | None:
    """Return the folder of a kind, None where there is none that only this user can write to."""
    base = base_folder()
    if base is None:
        return None
    folder = os.path.join(base, kind)
    try:
        if create:
            os.makedirs(folder, mode=0o700, exist_ok=True)
        status = os.stat(folder)
    except OSError:
        return None
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
        return None
    return folder


def base_folder() -> str | None:
    """Return the folder of all kinds: the one that is named, else the platform's; None where it is off.

    The platform's rule: XDG base directories, ~/Library/Caches, %LOCALAPPDATA%.
    """
    named = os.environ.get("KOHAKUENGINE_CACHE")
    if named is not None:
        return named or None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME")
        if not base or not os.path.isabs(base):
            base = os.path.expanduser("~/.cache")
    return os.path.join(base, "kohakuengine") if base and os.path.isabs(base) else None


def _age(path: str) -> float:
    try:
        return os.stat(path).st_mtime
    except OSError:
        return 0.0


def _remove(path: str) -> None:
    try:  # noqa: SIM105 - contextlib costs 5 ms
        os.remove(path)
    except OSError:
        pass
