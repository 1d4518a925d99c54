"""pytest-lsp, which also warns of what a client could not read, by its name and version: an error here."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from ..places import position_of, range_of
from ..session import COMMAND
from ..tree import save_edit
from .asking import seen_and_wanted
from .questions import QUESTIONS, Question, lay_out

pytest_lsp = pytest.importorskip("pytest_lsp", reason="pytest-lsp is not installed")
types = pytest.importorskip("lsprotocol.types")
converters = pytest.importorskip("lsprotocol.converters")

CLIENTS = ("visual-studio-code@1.65.2", "neovim@0.11.0", "emacs@29.1")


class Buffer:
    """The buffer of a question: what `save_edit` needs of one.

    Attributes:
        encoding: What columns count.
    """

    encoding = "utf-16"

    def __init__(self, path: Path, text: str, offset: int) -> None:
        line_end = "\r\n" if b"\r\n" in path.read_bytes() else "\n"
        self.uri = path.as_uri()
        self.text = text.replace("\n", line_end)
        self.offset = offset + text[:offset].count("\n") * (len(line_end) - 1)

    def text_of(self, uri: str) -> str:
        """Return the text of a document."""
        return self.text if uri == self.uri else Path(uri.removeprefix("file://")).read_text(encoding="utf-8")

    def params(self, task: dict[str, Any]) -> dict[str, Any]:
        """Return what a question says of the place that it is about."""
        position = position_of(self.text, self.offset, self.encoding)
        here = {"textDocument": {"uri": self.uri}, "position": position}
        whole = range_of(self.text, 0, len(self.text), self.encoding)
        more: dict[str, dict[str, Any]] = {
            "references": {"context": {"includeDeclaration": True}},
            "rename": {"newName": task["newName"]},
            "inlayHint": {"range": whole},
            "codeAction": {
                "range": {"start": position, "end": position},
                "context": {"diagnostics": [], "only": ["quickfix"]},
            },
            "workspaceSymbol": {"query": task["query"]},
        }
        return {**here, **more.get(task["ask"], {})}


METHODS = {
    "completion": types.CompletionParams,
    "hover": types.HoverParams,
    "definition": types.DefinitionParams,
    "prepareRename": types.PrepareRenameParams,
    "references": types.ReferenceParams,
    "rename": types.RenameParams,
    "codeAction": types.CodeActionParams,
    "codeLens": types.CodeLensParams,
    "documentSymbol": types.DocumentSymbolParams,
    "inlayHint": types.InlayHintParams,
    "workspaceSymbol": types.WorkspaceSymbolParams,
    "diagnostic": types.DocumentDiagnosticParams,
}


async def converse(client_name: str, task: dict[str, Any], root: Path, buffer: Buffer) -> Any:
    """Start the server as a client of some name, ask one question, and end it; return the answer as JSON."""
    converter = converters.get_converter()
    client = await pytest_lsp.ClientServerConfig(server_command=list(COMMAND)).start()
    capabilities = pytest_lsp.client_capabilities(client_name)
    capabilities.general.position_encodings = [types.PositionEncodingKind.Utf16]
    folders = [types.WorkspaceFolder(root.as_uri(), "questions")]
    await client.initialize_session(
        types.InitializeParams(capabilities=capabilities, workspace_folders=folders, root_uri=root.as_uri())
    )
    document = types.TextDocumentItem(buffer.uri, "python", 1, buffer.text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(document))
    ask = task["ask"]
    if ask == "diagnostic" and capabilities.text_document.diagnostic is None:
        while buffer.uri not in client.diagnostics:
            await client.wait_for_notification("textDocument/publishDiagnostics")
        answer = converter.unstructure(client.diagnostics[buffer.uri])
    else:
        params = converter.structure(buffer.params(task), METHODS[ask])
        method = "workspace/symbol" if ask == "workspaceSymbol" else f"textDocument/{ask}"
        answer = converter.unstructure(await client.protocol.send_request_async(method, params))
    await client.shutdown_session()
    return answer["items"] if ask == "diagnostic" and isinstance(answer, dict) else answer


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.id)
@pytest.mark.parametrize("client_name", CLIENTS)
def test_the_answer_is_the_same_in_pytest_lsp(question: Question, client_name: str, tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    task = question.task(root)
    buffer = Buffer(Path(task["path"]), task["text"], task["offset"])

    answer = asyncio.run(converse(client_name, task, root, buffer))
    if question.ask == "rename":
        save_edit(buffer, answer)
    elif question.ask == "codeAction":
        save_edit(buffer, answer[0]["edit"])

    seen, wanted = seen_and_wanted(question, answer, root)
    assert seen == wanted
