"""Facts of texts that were read lately, kept by a digest of the text: the text itself is not kept."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kohakuengine_tooling.facts import ScriptFacts

__all__ = ["FactsCache"]

_LARGEST_ENTRIES: Final = 2048
_LARGEST_TEXTS: Final = 20_000_000
"""Characters of all texts together; their facts take some hundred times as many bytes in the worst case."""


class FactsCache:
    """The facts of the last texts. Safe to be used by several threads."""

    __slots__ = ("_entries", "_lock", "_size")

    def __init__(self) -> None:
        self._entries: OrderedDict[bytes, tuple[ScriptFacts, int]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: bytes) -> ScriptFacts | None:
        """Return the facts kept under a key, None where there are none."""
        found = self._entries.get(key)
        return None if found is None else found[0]

    def keep(self, key: bytes, facts: ScriptFacts, size: int) -> None:
        """Keep facts, and forget those that were kept longest ago where there are too many.

        Args:
            key: Of the text.
            facts: Its facts.
            size: Characters of the text.
        """
        with self._lock:
            self._size += size - self._entries.pop(key, (facts, 0))[1]
            self._entries[key] = facts, size
            while self._is_full():
                self._size -= self._entries.popitem(last=False)[1][1]

    def _is_full(self) -> bool:
        count = len(self._entries)
        return count > _LARGEST_ENTRIES or (self._size > _LARGEST_TEXTS and count > 1)

    @staticmethod
    def key(text: str, script: str) -> bytes:
        """Return the key of a text under the path that its messages name."""
        name = script.encode("utf-8", "surrogatepass")
        digest = hashlib.blake2b(b"%d " % len(name) + name, digest_size=16)
        digest.update(text.encode("utf-8", "surrogatepass"))
        return digest.digest()
