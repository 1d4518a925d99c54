"""What the client says and asks, each handed to what answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from kohakuengine_tooling.server.client import Client
from kohakuengine_tooling.server.code_lens import code_lenses
from kohakuengine_tooling.server.completion import TRIGGERS, complete, resolve_item
from kohakuengine_tooling.server.definition import define, refer
from kohakuengine_tooling.server.diagnostics import SOURCE, diagnose
from kohakuengine_tooling.server.hover import hover
from kohakuengine_tooling.server.indexing import index_workspace_now
from kohakuengine_tooling.server.inlay_hints import inlay_hints
from kohakuengine_tooling.server.language_server import Server
from kohakuengine_tooling.server.new_config import make_config
from kohakuengine_tooling.server.quick_fixes import CREATE_CONFIG, KINDS, quick_fixes
from kohakuengine_tooling.server.refusal import RequestRefusedError
from kohakuengine_tooling.server.renaming import RenameRefusedError, prepare_rename, rename
from kohakuengine_tooling.server.scripts_view import list_scripts
from kohakuengine_tooling.server.spots import is_in_entry
from kohakuengine_tooling.server.symbols import document_symbols, workspace_symbols
from kohakuengine_tooling.server.uris import path_of, uri_of

if TYPE_CHECKING:
    from kohakuengine_tooling.server.document import Document

__all__ = ["make_server"]


def make_server() -> Server:
    """Return a server that has not been started."""
    server = Server()
    for register in (_lifecycle, _documents, _reading, _changing, _lists, _diagnostics, _own):
        register(server)
    return server


def _lifecycle(server: Server) -> None:
    project = server.project

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.client = Client.of(params)
        project.encoding = str(
            getattr(server.workspace.position_encoding, "value", server.workspace.position_encoding)
        )
        folders = [folder.uri for folder in params.workspace_folders or []]
        project.set_roots([path for uri in folders or [params.root_uri or ""] if (path := path_of(uri))])

    @server.feature(types.INITIALIZED)
    async def initialized(_params: types.InitializedParams) -> None:
        server.index()
        await server.watch()
        await server.configure()

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders_changed(params: types.DidChangeWorkspaceFoldersParams) -> None:
        gone = {path_of(folder.uri) for folder in params.event.removed}
        added = [path for folder in params.event.added if (path := path_of(folder.uri))]
        project.set_roots([*(root for root in project.roots if root not in gone), *added])
        server.index()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def settings_changed(params: types.DidChangeConfigurationParams) -> None:
        if server.client.can_configure:
            await server.configure()
        elif isinstance(params.settings, dict):
            server.set_settings(params.settings.get("kogine"))

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(params: types.DidChangeWatchedFilesParams) -> None:
        server.files_changed([path for change in params.changes if (path := path_of(change.uri))])


def _documents(server: Server) -> None:
    project = server.project

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        one = params.text_document
        server.changed(project.open(one.uri, one.text, one.version))

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        document = project.document(params.text_document.uri)
        if document is not None:
            document.change(list(params.content_changes), params.text_document.version)
            server.changed(document)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        path = path_of(params.text_document.uri)
        if path is not None:
            server.files_changed([path])

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        project.close(params.text_document.uri)
        server.closed(params.text_document.uri)
        server.changed()


def _asked(server: Server, params: Any) -> Document | None:
    """Return the document that a question is about."""
    return server.project.document(params.text_document.uri)


def _reading(server: Server) -> None:
    project = server.project

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=list(TRIGGERS), resolve_provider=True),
    )
    def on_completion(params: types.CompletionParams) -> types.CompletionList | None:
        document = _asked(server, params)
        typed = params.context.trigger_character if params.context is not None else None
        return None if document is None else complete(project, document, params.position, typed)

    @server.feature(types.COMPLETION_ITEM_RESOLVE)
    def on_resolve(item: types.CompletionItem) -> types.CompletionItem:
        return resolve_item(project, item)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def on_hover(params: types.HoverParams) -> types.Hover | None:
        document = _asked(server, params)
        if document is not None and not is_in_entry(project, document, params.position):
            await server.indexed()  # any file may set what a script declares
            document = _asked(server, params)
        return None if document is None else hover(project, document, params.position)

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def on_definition(params: types.DefinitionParams) -> list[types.Location] | None:
        document = _asked(server, params)
        return None if document is None else define(project, document, params.position)

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def on_references(params: types.ReferenceParams) -> list[types.Location] | None:
        await server.indexed()
        document = _asked(server, params)
        if document is None:
            return None
        has_declaration = params.context.include_declaration
        return refer(project, document, params.position, has_declaration=has_declaration)

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    def on_inlay_hint(params: types.InlayHintParams) -> list[types.InlayHint] | None:
        document = _asked(server, params)
        is_off = document is None or not server.settings.has_inlay_hints
        return None if is_off or document is None else inlay_hints(project, document, params.range)

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def on_code_lens(params: types.CodeLensParams) -> list[types.CodeLens] | None:
        await server.indexed()
        document = _asked(server, params)
        is_off = document is None or not server.settings.has_code_lens
        return None if is_off or document is None else code_lenses(project, document, server.client.commands)


def _changing(server: Server) -> None:
    project = server.project

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def on_prepare_rename(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        await server.indexed()
        document = _asked(server, params)
        try:
            return None if document is None else prepare_rename(project, document, params.position)
        except RenameRefusedError as error:
            raise RequestRefusedError(str(error)) from error

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def on_rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        await server.indexed()
        if not server.client.can_watch:
            index_workspace_now(project)
        document = _asked(server, params)
        try:
            found = None if document is None else rename(project, document, params.position, params.new_name)
        except RenameRefusedError as error:
            raise RequestRefusedError(str(error)) from error
        if found is None:
            return None
        message = "kogine: " + " ".join(found.remarks)
        server.window_show_message(types.ShowMessageParams(types.MessageType.Info, message))
        return found.edit

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=list(KINDS)))
    def on_code_action(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        document = _asked(server, params)
        if document is None:
            return None
        wanted = params.context.only
        found = quick_fixes(project, document, params.range)
        return [one for one in found if wanted is None or any(_is_of_kind(one.kind, kind) for kind in wanted)]


def _is_of_kind(kind: str | None, wanted: str) -> bool:
    text = str(getattr(kind, "value", kind))
    asked = str(getattr(wanted, "value", wanted))
    return text == asked or text.startswith(f"{asked}.")


def _lists(server: Server) -> None:
    project = server.project

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def on_document_symbol(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
        document = _asked(server, params)
        return None if document is None else document_symbols(project, document)

    @server.feature(types.WORKSPACE_SYMBOL)
    async def on_workspace_symbol(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        await server.indexed()
        return workspace_symbols(project, params.query)


def _diagnostics(server: Server) -> None:
    project = server.project

    @server.feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(identifier=SOURCE, inter_file_dependencies=True, workspace_diagnostics=True),
    )
    def on_diagnostic(params: types.DocumentDiagnosticParams) -> types.RelatedFullDocumentDiagnosticReport:
        document = _asked(server, params)
        found = [] if document is None else diagnose(project, document)
        return types.RelatedFullDocumentDiagnosticReport(items=found)

    @server.feature(types.WORKSPACE_DIAGNOSTIC)
    async def on_workspace_diagnostic(
        _params: types.WorkspaceDiagnosticParams,
    ) -> types.WorkspaceDiagnosticReport:
        await server.indexed()
        items: list[Any] = []
        for path in project.config_files():
            document = project.file(path)
            if document is not None:
                found = diagnose(project, document)
                items.append(
                    types.WorkspaceFullDocumentDiagnosticReport(
                        uri=document.uri, items=found, version=document.version
                    )
                )
        return types.WorkspaceDiagnosticReport(items)


def _own(server: Server) -> None:
    """Register what only our own clients ask."""
    project = server.project

    @server.feature("kogine/scripts")
    async def on_scripts(_params: Any) -> list[dict[str, Any]]:
        await server.indexed()
        return list_scripts(project)

    @server.command(CREATE_CONFIG)
    async def on_create_config(script: str) -> str | None:
        path = path_of(script)
        if path is None or project.file(path) is None:
            return None
        config = make_config(project, path)
        params = types.ApplyWorkspaceEditParams(config.edit(), "Create a config")
        result = await server.workspace_apply_edit_async(params)
        return uri_of(config.path) if result.applied else None
