"""The file system of a folder: whether a write-ahead log of SQLite is safe there, and where it puts files."""

from __future__ import annotations

import contextlib
import os

__all__ = ["file_system_of", "is_wal_safe", "spread_folders"]

_MOUNTS = "/proc/self/mountinfo"
_SHARED = frozenset(
    [
        "9p",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "drvfs",
        "gfs2",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "orangefs",
        "prl_fs",
        "pvfs2",
        "smb2",
        "smb3",
        "smbfs",
        "vboxsf",
        "virtiofs",
        "vmhgfs",
    ]
)


def is_wal_safe(kind: str | None) -> bool:
    """Say whether a write-ahead log works on a file system: all that use it must share memory.

    https://www.sqlite.org/wal.html: "WAL does not work over a network filesystem". FUSE may be one.

    >>> is_wal_safe("ext4"), is_wal_safe("nfs4"), is_wal_safe("fuse.sshfs"), is_wal_safe(None)
    (True, False, False, True)
    """
    return kind is None or not (kind in _SHARED or kind.startswith("fuse"))


def file_system_of(folder: str) -> str | None:
    r"""Return the type of the file system of a folder, as `mount` names it; None where it is not known.

    A network path of Windows (`\\server\share`) is "cifs".
    """
    path = os.path.realpath(folder)
    if path.startswith("\\\\"):
        return "cifs"
    try:
        with open(_MOUNTS, encoding="utf-8", errors="surrogateescape") as file:
            return _deepest(file.read().splitlines(), path)
    except OSError:
        return None


_TOP_OF_HIERARCHIES = 0x20000  # <linux/fs.h>, FS_TOPDIR_FL


def spread_folders(folder: str) -> None:
    """Ask the file system to put the folders in one apart, and away from all else (chattr(1), `T`).

    ext4 keeps what is in a folder beside it. Without a journal it passes over every file that was deleted
    there in the last minutes, at each that is made: after a large clean-up the files of a run cost ten times
    as much. Elsewhere nothing happens.
    """
    with contextlib.suppress(ImportError, OSError):
        import fcntl
        import struct

        # FS_IOC_GETFLAGS, FS_IOC_SETFLAGS; where an architecture numbers them otherwise, the kernel has none
        request = struct.calcsize("l") << 16 | ord("f") << 8
        get_flags, set_flags = 2 << 30 | request | 1, 1 << 30 | request | 2
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            (flags,) = struct.unpack("l", fcntl.ioctl(descriptor, get_flags, struct.pack("l", 0)))
            fcntl.ioctl(descriptor, set_flags, struct.pack("l", flags | _TOP_OF_HIERARCHIES))
        finally:
            os.close(descriptor)


def _deepest(lines: list[str], path: str) -> str | None:
    r"""Find the mount that holds a path in lines of `/proc/self/mountinfo` (proc(5)).

    >>> lines = ["1 0 8:1 / / rw - ext4 /dev/sda rw", r"2 1 0:9 / /my\040net rw shared:1 - nfs4 host:/ rw"]
    >>> _deepest(lines, "/my net/project"), _deepest(lines, "/my")
    ('nfs4', 'ext4')
    """
    best, kind = "", None
    for line in lines:
        mount, _, source = line.partition(" - ")
        point = _unescaped(mount.split(" ")[4])
        if _holds(point, path) and len(point) >= len(best):  # a later mount hides an earlier one
            best, kind = point, source.split(" ")[0]
    return kind


def _holds(point: str, path: str) -> bool:
    return path == point or path.startswith(point.rstrip("/") + "/")


def _unescaped(text: str) -> str:
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, character)
    return text
