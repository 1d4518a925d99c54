"""The server: its project, its client, and what it does by itself in between."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from kohakuengine._version import __version__
from kohakuengine_tooling.server.apart import LateFacts
from kohakuengine_tooling.server.client import Client, Settings, read_settings
from kohakuengine_tooling.server.debounced import Debounced
from kohakuengine_tooling.server.diagnostics import diagnose
from kohakuengine_tooling.server.indexing import index_workspace
from kohakuengine_tooling.server.project import Project
from kohakuengine_tooling.server.protocol import Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from kohakuengine_tooling.server.document import Document

__all__ = ["Server"]

_DELAY_S: Final = 0.2
_log: Final = logging.getLogger("kohakuengine.tooling.server")


class Server(LanguageServer):
    """A language server for scripts and their configs.

    Attributes:
        project: The workspace.
        client: What the client can do.
        settings: What its user has set.
    """

    def __init__(self) -> None:
        super().__init__("kogine", __version__, protocol_cls=Protocol)
        self.project = Project()
        self.client = Client()
        self.settings = Settings()
        self._tell = Debounced(self._tell_client, _DELAY_S)
        self._indexing: asyncio.Task[None] | None = None
        self._late = LateFacts(self.changed)
        self._pushed: set[str] = set()
        self._has_disk_changed = False

    @property
    def exit_status(self) -> int:
        """What its process ends with: 0 where the client has asked for a shutdown before, as it must."""
        return 0 if isinstance(self.protocol, Protocol) and self.protocol.is_shut_down else 1

    def report_server_error(self, error: Exception, source: Any) -> None:  # noqa: ARG002 - pygls calls it so
        """Write an error into the log: it is no answer to anything that the user has asked."""
        _log.error("%s", error, exc_info=error)

    def changed(self, document: Document | None = None) -> None:
        """Note that something has changed: answers about other files may be others now.

        Args:
            document: What has changed, None for files of the disk.
        """
        if document is None:
            self._has_disk_changed = True
        elif document.is_large:
            self._late.ask(document)
        self._tell.ask()

    def _tell_client(self) -> None:
        """Let the client know, in the one way that it understands.

        A client asks by itself about the document that its user types in: it is told for the others.
        """
        has_others = self._has_disk_changed or len(self.project.documents()) > 1
        self._has_disk_changed = False
        self._notify("kogine/changed", None)
        if not self.client.can_pull:
            self._push()
        if not has_others:
            return
        if self.client.can_pull and self.client.can_refresh_diagnostics:
            self.workspace_diagnostic_refresh(None)
        if self.client.can_refresh_lenses:
            self.workspace_code_lens_refresh(None)
        if self.client.can_refresh_hints:
            self.workspace_inlay_hint_refresh(None)

    def _push(self) -> None:
        """Send the diagnostics of all open documents; empty ones only where there were others before."""
        for document in self.project.documents():
            found = diagnose(self.project, document)
            if found or document.uri in self._pushed:
                self.text_document_publish_diagnostics(
                    types.PublishDiagnosticsParams(document.uri, found, document.version)
                )
            if found:
                self._pushed.add(document.uri)
            else:
                self._pushed.discard(document.uri)

    def closed(self, uri: str) -> None:
        """Take the diagnostics of a document back that was closed."""
        if uri in self._pushed:
            self._pushed.discard(uri)
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def index(self) -> None:
        """Begin to index the workspace, anew where that is under way."""
        if self._indexing is not None:
            self._indexing.cancel()
        self._indexing = asyncio.ensure_future(self._index())

    async def _index(self) -> None:
        self._say("indexing")
        await index_workspace(self.project)
        self.project.association.forget()
        self._say("ready")
        self.changed()

    def _say(self, state: str) -> None:
        self._notify("kogine/status", {"state": state, "files": len(self.project.index)})

    def _notify(self, method: str, data: Any) -> None:
        """Tell a client of ours something that is not of the protocol."""
        if self.client.is_ours:
            self.protocol.notify(method, data)

    async def indexed(self) -> None:
        """Wait until the workspace is indexed: for answers that must miss no file."""
        if self._indexing is not None and not self._indexing.done():
            await asyncio.wait([self._indexing])

    async def configure(self) -> None:
        """Ask for the user's settings."""
        if not self.client.can_configure:
            return
        item = types.ConfigurationItem(section="kogine")
        found = await self.workspace_configuration_async(types.ConfigurationParams([item]))
        self.set_settings(found[0] if found else None)

    def set_settings(self, data: Any) -> None:
        """Take settings as the client sends them."""
        before, self.settings = self.settings, read_settings(data)
        if before.exclude != self.settings.exclude:
            self.project.set_exclude(self.settings.exclude)
            self.index()
        elif before != self.settings:
            self.changed()

    async def watch(self) -> None:
        """Ask the client to watch the files that answers depend on, and to tell of settings that change."""
        registrations = []
        if self.client.can_watch:
            patterns = ("**/*.py", "**/pyproject.toml", "**/.kogine/runs.sqlite*")
            watchers = [types.FileSystemWatcher(pattern) for pattern in patterns]
            options: Any = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registrations.append(types.Registration("kogine-files", method, options))
        if self.client.can_register_configuration:
            method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
            section: Any = types.DidChangeConfigurationRegistrationOptions(section="kogine")
            registrations.append(types.Registration("kogine-settings", method, section))
        if registrations:
            await self.client_register_capability_async(types.RegistrationParams(registrations))

    def files_changed(self, paths: list[Path]) -> None:
        """Take note of files that have come, gone or changed on the disk."""
        for path in paths:
            self.project.file_changed(path)
        self.changed()
