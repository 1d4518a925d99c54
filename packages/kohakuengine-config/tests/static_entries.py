"""What a config sets, read without executing it, as the tests of reading write it down."""

from __future__ import annotations

from typing import Any

from kohakuengine.config import read_config
from kohakuengine.config.static import NOT_STATIC

HEAD = "from kohakuengine.config import Config\n"


def entries(path: str) -> list[tuple[Any, ...]]:
    """List the entries of a config as tuples; a helper ends with its mark."""
    found: list[tuple[Any, ...]] = []
    for entry in read_config(path).entries:
        mark = ("helper",) if entry.is_helper else ()
        found.append((entry.name, entry.kind, entry.line, entry.value, *mark))
    return found


N = NOT_STATIC
G, K, A = "global", "kwarg", "arg"
