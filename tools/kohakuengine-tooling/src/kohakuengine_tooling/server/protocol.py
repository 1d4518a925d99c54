"""The protocol: documents are kept by the project alone, in the encoding that was agreed on."""

from __future__ import annotations

from typing import Any

from lsprotocol import types
from pygls.exceptions import FeatureNotificationError, JsonRpcException, JsonRpcInvalidRequest
from pygls.protocol import LanguageServerProtocol, lsp_method

from kohakuengine_tooling.server.keystroke import read_change

__all__ = ["Protocol"]


class Protocol(LanguageServerProtocol):
    """Hands changes of documents on to the server.

    The workspace of pygls would keep each text a second time, split it again at every change, and count form
    feeds and other separators as line ends. A request always gets an answer here: pygls leaves it open where
    it cannot read one, and behind a shutdown.
    """

    @property
    def is_shut_down(self) -> bool:
        """Whether the client has asked to shut down, as it must before it ends the server."""
        return self._shutdown

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Read a message; a request that is none is refused."""
        change = read_change(data)
        if change is not None:
            return change
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            raise

    def handle_message(self, message: Any) -> None:
        """Hand a message on; requests behind a shutdown are refused, what is answered is not cancelled."""
        method = getattr(message, "method", None)
        if method == types.TEXT_DOCUMENT_DID_CHANGE and not (self._shutdown or hasattr(message, "id")):
            self._change(message.params)
            return
        if method == types.CANCEL_REQUEST and message.params.id not in self._request_futures:
            return  # it crossed its answer
        if self._shutdown and method is not None and hasattr(message, "id"):
            self._send_response(message.id, error=JsonRpcInvalidRequest("shut down").to_response_error())
            return
        super().handle_message(message)

    def _change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Hand a keystroke on, for which pygls would make a future, and ask four times what kind it is."""
        try:
            self.lsp_text_document__did_change(params)
        except Exception as error:  # noqa: BLE001 - reported, as pygls does
            self._server._report_server_error(error, FeatureNotificationError)

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Any:
        """Hand a document on that was opened."""
        self._hand_on(types.TEXT_DOCUMENT_DID_OPEN, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Any:
        """Hand a change on."""
        self._hand_on(types.TEXT_DOCUMENT_DID_CHANGE, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Any:
        """Hand a document on that was closed."""
        self._hand_on(types.TEXT_DOCUMENT_DID_CLOSE, params)

    def _hand_on(self, method: str, params: Any) -> None:
        handler = self.fm.features.get(method)
        if handler is not None:
            handler(params)
