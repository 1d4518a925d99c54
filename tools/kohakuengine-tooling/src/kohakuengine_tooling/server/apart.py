"""Facts of large texts: read by a worker in another process, off the loop, a moment after the last change."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.apart_reading import read_apart
from kohakuengine_tooling.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from kohakuengine_tooling.server.document import Document

__all__ = ["LateFacts"]

_DELAY_S: Final = 0.5
_log: Final = logging.getLogger("kohakuengine.tooling.server")


class LateFacts:
    """What is read late, one text after the other.

    Args:
        done: Called when the facts of a document are there.
    """

    def __init__(self, done: Callable[[], None]) -> None:
        self._done = done
        self._worker = Worker()
        self._waiting: dict[str, Document] = {}
        self._task: asyncio.Task[None] | None = None

    def ask(self, document: Document) -> None:
        """Ask for the facts of a document as it stands now."""
        self._waiting[document.uri] = document
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._read_all())

    async def _read_all(self) -> None:
        try:
            while self._waiting:
                _, document = self._waiting.popitem()
                await self._read(document)
        except Exception:  # noqa: BLE001 - nobody waits for it, and the next change asks again
            _log.exception("a large text was not read")
        self._done()

    async def _read(self, document: Document) -> None:
        """Read one document, a moment after it has changed last."""
        text = ""
        while document.text is not text:
            text = document.text
            await asyncio.sleep(_DELAY_S)
        facts = await asyncio.to_thread(read_apart, text, document.name, self._worker)
        if document.text is text:
            document.late_facts = facts
        else:
            self._waiting[document.uri] = document
