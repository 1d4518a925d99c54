"""Code lenses: run a script, alone or with a config; how many configs a script has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol.types import CodeLens, Command, Position, Range

from kohakuengine_tooling.server.prose import name_of_file
from kohakuengine_tooling.server.scripts_view import range_data
from kohakuengine_tooling.server.settings_of import all_settings
from kohakuengine_tooling.server.uris import uri_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from kohakuengine_tooling.outline.records import Outline
    from kohakuengine_tooling.server.document import Document
    from kohakuengine_tooling.server.project import Project

__all__ = ["RUN", "SHOW_CONFIGS", "code_lenses"]

RUN = "kogine.run"
SHOW_CONFIGS = "kogine.showConfigs"


def code_lenses(project: Project, document: Document, commands: Collection[str]) -> list[CodeLens]:
    """Return the lenses of a document.

    Args:
        project: The workspace.
        document: A script or a config.
        commands: Those that the client carries out; of another one only the title is shown.
    """
    if document.path is None or document.is_large:
        return []
    found = [*_of_config(project, document), *_of_script(project, document, document.path)]
    for lens in found:
        if lens.command is not None and lens.command.command not in commands:
            lens.command = Command(lens.command.title, "")
    return found


def _of_config(project: Project, document: Document) -> Iterator[CodeLens]:
    """Yield the lens of a config: run its script with it."""
    script = project.script_of(document)
    if script is not None and script.is_file() and _sets_something(document.outline()):
        where = {"script": uri_of(script), "config": document.uri}
        yield _lens(0, f"Run {name_of_file(project, script)} with this config", RUN, [where])


def _sets_something(outline: Outline) -> bool:
    """Say whether a text is a config: what it sets or takes over is for no script that it names itself."""
    is_taking_over = any(use.kind == "config" and use.script is None for use in outline.files)
    return is_taking_over or any(entry.script is None for entry in outline.entries)


def _of_script(project: Project, document: Document, path: Path) -> Iterator[CodeLens]:
    """Yield the lenses of a script, above what it runs."""
    configs: dict[Path, Any] = {}
    for setting in all_settings(project, path):
        place = setting.document.lines.range(setting.entry.place)
        configs.setdefault(setting.path, {"uri": uri_of(setting.path), "range": range_data(place)})
    entry = project.names_of(path).entrypoint
    if (entry is None or entry.call_line is None) and not configs:
        return
    line = (entry.call_line or entry.line) - 1 if entry is not None else 0
    yield _lens(line, "Run", RUN, [{"script": document.uri, "config": None}])
    if configs:
        title = "1 config" if len(configs) == 1 else f"{len(configs)} configs"
        position = {"line": line, "character": 0}
        yield _lens(line, title, SHOW_CONFIGS, [document.uri, position, list(configs.values())])


def _lens(line: int, title: str, command: str, arguments: list[Any]) -> CodeLens:
    place = Range(Position(line, 0), Position(line, 0))
    return CodeLens(place, command=Command(title, command, arguments=arguments))
