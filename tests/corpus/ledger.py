"""What was measured so far, as JSON lines, so that a stopped command goes on."""

from __future__ import annotations

import json
import os
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Ledger:
    """Results by key, appended to one file as they come (threads share a ledger)."""

    def __init__(self, path: Path) -> None:
        """Read what is there; a last line cut short by a kill is ignored."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._lock = threading.Lock()
        self._results: dict[str, Any] = {}
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        for line in text.splitlines(keepends=True):
            if line.endswith("\n"):
                row = json.loads(line)
                self._results[row["key"]] = row["result"]
        if text and not text.endswith("\n"):
            self._replace(text[: text.rfind("\n") + 1])

    def recall(self, key: str, measure: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Return the result of a key, measuring it only if it is not there yet."""
        if key not in self._results:
            result = measure()
            line = json.dumps({"key": key, "result": result}) + "\n"
            # One write without a buffer: two commands may share a ledger.
            with self._lock, open(self._path, "ab", buffering=0) as file:
                file.write(line.encode("utf-8"))
                self._results[key] = result
        found: dict[str, Any] = self._results[key]
        return found

    def _replace(self, text: str) -> None:
        partial = self._path.with_suffix(".partial")
        partial.write_text(text, encoding="utf-8")
        os.replace(partial, self._path)
