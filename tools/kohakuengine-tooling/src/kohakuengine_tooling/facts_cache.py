"""Facts of texts that were read lately, kept by a digest of the text: the text itself is not kept."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kohakuengine_tooling.facts import ScriptFacts

__all__ = ["FactsCache"]

_LARGEST_ENTRIES: Final = 2048


class FactsCache:
    """The facts of the last texts. Safe to be used by several threads."""

    __slots__ = ("_entries",)

    def __init__(self) -> None:
        self._entries: OrderedDict[bytes, ScriptFacts] = OrderedDict()

    def get(self, key: bytes) -> ScriptFacts | None:
        """Return the facts kept under a key, None where there are none."""
        return self._entries.get(key)

    def keep(self, key: bytes, facts: ScriptFacts) -> None:
        """Keep facts, and forget those that were kept longest ago where there are too many."""
        self._entries[key] = facts
        while len(self._entries) > _LARGEST_ENTRIES:
            self._entries.popitem(last=False)

    @staticmethod
    def key(text: str, script: str) -> bytes:
        """Return the key of a text under the path that its messages name."""
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16)
        digest.update(script.encode("utf-8", "surrogateescape"))
        return digest.digest()
