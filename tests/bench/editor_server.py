"""The language server as an editor meets it, timed: by raw messages, so that the client costs nothing."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.editor.places import range_of
from tests.editor.session import PULLING, Session
from tests.editor.wire import frame

if TYPE_CHECKING:
    from .place import Place

__all__ = ["Answered", "TimedServer"]

_PAUSE_S = 0.01  # between two keystrokes: whoever types fast leaves 50 ms


class Answered(NamedTuple):
    """What an answer took.

    Attributes:
        wall_ms: Until it was there.
        cpu_ms: Of all threads of the server.
        body: What was answered.
    """

    wall_ms: float
    cpu_ms: float
    body: bytes

    def labels(self) -> list[str]:
        """Return the names that a completion offers."""
        return [item["label"] for item in json.loads(self.body)["result"]["items"]]


class TimedServer:
    """One server and its client.

    Args:
        place: Has the server installed.
        root: The workspace.
    """

    def __init__(self, place: Place, root: Path) -> None:
        self._began = time.perf_counter()
        command = (str(place.python), "-m", "kohakuengine_tooling.server")
        options = {"commands": ["kogine.run"]}  # tells when the workspace is indexed
        self.session = Session(root, capabilities=PULLING, options=options, command=command)
        self.pid = self.session.process.pid
        self._number = 1_000_000

    def since_start(self) -> Answered:
        """Return what has been taken since the server was started."""
        return Answered((time.perf_counter() - self._began) * 1000, self.cpu_ms(), b"")

    def complete(self, uri: str, offset: int, *, before: bytes = b"") -> Answered:
        """Ask for a completion, messages before it in the same breath, and time the answer."""
        self._number += 1
        place = self.session.place(uri, offset)
        request = {"id": self._number, "method": "textDocument/completion", "params": place}
        data = before + frame(request)
        mark = b'"id": %d' % self._number
        cpu, start = self.cpu_ms(), time.perf_counter()
        self.session.wire.send(data)
        while mark not in (body := self.session.wire.receive()):
            self.session.heard.append(json.loads(body))
        wall_ms = (time.perf_counter() - start) * 1000
        return Answered(wall_ms, self.cpu_ms() - cpu, body)

    def keystroke(self, uri: str, offset: int, letter: str, asked: tuple[str, int]) -> Answered:
        """Type a letter in a buffer and complete in one, which may be another."""
        time.sleep(_PAUSE_S)
        change = self.change(uri, offset, offset, letter)
        return self.complete(*asked, before=change)

    def change(self, uri: str, start: int, end: int, new: str) -> bytes:
        """Return the message of a change, which the buffer has seen from now on."""
        text = self.session.texts[uri]
        self.session.texts[uri] = text[:start] + new + text[end:]
        self._number += 1  # versions only grow
        change = {"range": range_of(text, start, end, "utf-16"), "text": new}
        document = {"uri": uri, "version": self._number}
        params = {"textDocument": document, "contentChanges": [change]}
        return frame({"method": "textDocument/didChange", "params": params})

    def cpu_ms(self) -> float:
        """Return the CPU of all threads of the server so far."""
        spent = 0
        for thread in Path(f"/proc/{self.pid}/task").iterdir():
            spent += int((thread / "schedstat").read_text(encoding="ascii").split()[0])
        return spent / 1e6

    def peak_mb(self) -> float:
        """Return the most memory that the server has held at once."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024

    def is_indexed(self) -> bool:
        """Say whether the server has said that the workspace is indexed."""
        return any(_state(message) == "ready" for message in self.session.heard)


def _state(message: dict[str, Any]) -> Any:
    return message["params"]["state"] if message["method"] == "kogine/status" else None
