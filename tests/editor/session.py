"""An editor's side of one conversation with the server: raw JSON, and the buffers as the user sees them."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .edits import path_of
from .places import offset_of, position_of, range_of
from .wire import Wire, frame

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from typing_extensions import Self

__all__ = ["COMMAND", "KOGINE", "PULLING", "PUSHED", "RefusedError", "Session"]

COMMAND: Final = (sys.executable, "-m", "kohakuengine_tooling.server")
KOGINE: Final = (str(Path(sys.executable).with_name("kogine")), "lsp")
"""The same as users start it: unlike `python -m` it imports nothing from the folder that it starts in."""
PUSHED: Final[dict[str, Any]] = {
    "workspace": {"applyEdit": True, "workspaceEdit": {"documentChanges": True}},
    "textDocument": {"rename": {"prepareSupport": True}},
}
"""What a client can do that waits for diagnostics."""
PULLING: Final[dict[str, Any]] = {**PUSHED, "textDocument": {**PUSHED["textDocument"], "diagnostic": {}}}
"""What a client can do that asks for them."""


class RefusedError(Exception):
    """The server has answered with an error.

    Attributes:
        code: Of the protocol.
        message: What an editor shows.
    """

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{message} ({code})")
        self.code = code
        self.message = message


class Session:
    """One client of one server, with its buffers.

    Args:
        roots: Folders of the workspace.
        encoding: What columns are to count.
        capabilities: What the client says that it can do.
        options: `initializationOptions`.
        command: Starts the server on its standard streams.
        folder: Where it starts, None for where the tests run.

    Attributes:
        roots: Folders of the workspace.
        process: The server.
        texts: The open buffers by URI.
        heard: Notifications of the server in order, not yet looked at.
        applied: Edits that the server has asked for.
        capabilities: What the server can do.
    """

    def __init__(
        self,
        *roots: Path,
        encoding: str = "utf-16",
        capabilities: dict[str, Any] = PULLING,
        options: dict[str, Any] | None = None,
        command: tuple[str, ...] = COMMAND,
        folder: Path | None = None,
    ) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.wire = Wire(self.process.stdout.fileno(), self.process.stdin.fileno())
        self.roots = roots
        self.encoding = encoding
        self.texts: dict[str, str] = {}
        self.heard: list[dict[str, Any]] = []
        self.applied: list[dict[str, Any]] = []
        self._versions: dict[str, int] = {}
        self._number = 0
        said = self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": None,
                "workspaceFolders": [{"uri": root.as_uri(), "name": root.name} for root in roots],
                "capabilities": {**capabilities, "general": {"positionEncodings": [encoding]}},
                "initializationOptions": options,
            },
        )
        self.capabilities: dict[str, Any] = said["capabilities"]
        self.tell("initialized", {})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self.closing():
            if kind is None:
                self.end()

    @contextmanager
    def closing(self) -> Iterator[None]:
        """Leave no server behind, whatever happens meanwhile."""
        try:
            yield
        finally:
            self.process.kill()
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                if stream is not None:
                    stream.close()

    def end(self) -> int:
        """End the server as the protocol has it; return its exit status."""
        self.ask("shutdown")
        self.tell("exit")
        return self.process.wait(timeout=30)

    def tell(self, method: str, params: Any = None) -> None:
        """Send a notification."""
        self.wire.send(frame({"method": method} if params is None else {"method": method, "params": params}))

    def begin(self, method: str, params: Any = None) -> int:
        """Send a request and go on; return its number."""
        self._number += 1
        message = {"id": self._number, "method": method}
        self.wire.send(frame(message if params is None else {**message, "params": params}))
        return self._number

    def ask(self, method: str, params: Any = None) -> Any:
        """Send a request and return the answer.

        Raises:
            RefusedError: It is an error.
        """
        return self.answer_to(self.begin(method, params))

    def answer_to(self, number: int) -> Any:
        """Wait for the answer to a request; what the server asks meanwhile is answered."""
        while True:
            message = json.loads(self.wire.receive())
            if message.get("id") == number and "method" not in message:
                if "error" in message:
                    raise RefusedError(message["error"]["code"], message["error"]["message"])
                return message["result"]
            self._take(message)

    def hear(self, method: str) -> Any:
        """Wait for a notification that has not been looked at; return what it says."""
        while True:
            for index, message in enumerate(self.heard):
                if message["method"] == method:
                    return self.heard.pop(index).get("params")
            self._take(json.loads(self.wire.receive()))

    def _take(self, message: dict[str, Any]) -> None:
        """Take what the server says of itself."""
        if "id" not in message:
            self.heard.append(message)
            return
        result: Any = None
        if message["method"] == "workspace/applyEdit":
            self.applied.append(message["params"])
            result = {"applied": True}
        elif message["method"] == "workspace/configuration":
            result = [None for _ in message["params"]["items"]]
        self.wire.send(frame({"id": message["id"], "result": result}))

    def open(self, path: Path, text: str) -> str:
        """Open a buffer, which need not hold what its file does; return its URI."""
        return self.open_uri(path.as_uri(), text)

    def open_uri(self, uri: str, text: str) -> str:
        """Open a buffer that may be no file."""
        self.texts[uri], self._versions[uri] = text, 1
        one = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": one})
        return uri

    def close(self, uri: str) -> None:
        """Close a buffer."""
        del self.texts[uri]
        self.tell("textDocument/didClose", {"textDocument": {"uri": uri}})

    def type(self, uri: str, start: int, end: int, new: str) -> None:
        """Put a text in the place of another, as typing does."""
        text = self.texts[uri]
        self._change(uri, {"range": range_of(text, start, end, self.encoding), "text": new})
        self.texts[uri] = text[:start] + new + text[end:]

    def replace(self, uri: str, text: str) -> None:
        """Replace the whole of a buffer."""
        self._change(uri, {"text": text})
        self.texts[uri] = text

    def _change(self, uri: str, change: dict[str, Any]) -> None:
        self._versions[uri] += 1
        one = {"uri": uri, "version": self._versions[uri]}
        self.tell("textDocument/didChange", {"textDocument": one, "contentChanges": [change]})

    def place(self, uri: str, offset: int) -> dict[str, Any]:
        """Return what a question about a place of a buffer begins with."""
        position = position_of(self.texts[uri], offset, self.encoding)
        return {"textDocument": {"uri": uri}, "position": position}

    def ask_at(self, method: str, uri: str, offset: int, **more: Any) -> Any:
        """Ask about a place of a buffer."""
        return self.ask(f"textDocument/{method}", {**self.place(uri, offset), **more})

    def ask_about(self, method: str, uri: str, **more: Any) -> Any:
        """Ask about a whole buffer."""
        return self.ask(f"textDocument/{method}", {"textDocument": {"uri": uri}, **more})

    def text_of(self, uri: str) -> str:
        """Return the text of a document: the buffer, else the file with its line ends."""
        if uri in self.texts:
            return self.texts[uri]
        return path_of(uri).read_bytes().decode("utf-8")

    def span(self, uri: str, place: dict[str, Any]) -> tuple[int, int]:
        """Return the offsets of a range of a document."""
        text = self.text_of(uri)
        return offset_of(text, place["start"], self.encoding), offset_of(text, place["end"], self.encoding)
