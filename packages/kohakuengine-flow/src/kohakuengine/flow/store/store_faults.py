"""What SQLite and the file system say, as errors that say what now."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager

from kohakuengine.flow.errors import FlowError, StoreAccessError, StoreDamagedError, StoreLockedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["UNREADABLE", "store_faults"]

UNREADABLE = (ValueError, TypeError, AttributeError, OverflowError, OSError)
"""What reading a changed record may raise."""

_LOCKED = ("locked", "busy")
_DAMAGED = (
    "malformed",
    "not a database",
    "no such table",
    "no such column",
    "has no column",
    "not decode",
    "unsupported file format",
)


@contextmanager
def store_faults(path: str, *, waited_s: float = 0.0) -> Iterator[None]:
    """Raise what goes wrong with a store's file as an error of ours.

    Args:
        path: The file.
        waited_s: How long a lock is waited for, in seconds.

    Raises:
        StoreLockedError: Another process holds the database.
        StoreDamagedError: It is not what was written.
        StoreAccessError: It cannot be read or written.
    """
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except UnicodeDecodeError as error:
        raise StoreDamagedError(path=path, reason=str(error)) from error
    except sqlite3.DatabaseError as error:
        raise _fault(str(error), path, waited_s) from error
    except OSError as error:
        if isinstance(error, FlowError):
            raise
        raise StoreAccessError(path=error.filename or path, reason=_reason(error)) from error


def _fault(text: str, path: str, waited_s: float) -> FlowError:
    if any(sign in text for sign in _LOCKED):
        return StoreLockedError(path=path, waited_s=waited_s)
    if any(sign in text for sign in _DAMAGED):
        return StoreDamagedError(path=path, reason=text)
    return StoreAccessError(path=path, reason=text)


def _reason(error: OSError) -> str:
    return os.strerror(error.errno).lower() if error.errno else str(error)
