"""The record: a file of JSON lines."""

from __future__ import annotations

import json
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Recorder:
    """Writes what it is told to one file, in the process that began it alone."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._pid = os.getpid()

    def write(self, row: dict[str, Any]) -> None:
        """Append a line."""
        if os.getpid() == self._pid:
            with open(self._path, "a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
