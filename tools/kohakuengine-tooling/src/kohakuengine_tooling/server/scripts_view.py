"""The scripts of the workspace as a client shows them in a tree: their parameters and configs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kohakuengine_tooling.server.definition import place_in_script
from kohakuengine_tooling.server.prose import name_of_file
from kohakuengine_tooling.server.settings_of import all_settings
from kohakuengine_tooling.server.uris import uri_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lsprotocol.types import Range

    from kohakuengine_tooling.server.project import Project

__all__ = ["list_scripts", "range_data"]


def list_scripts(project: Project) -> list[dict[str, Any]]:
    """Describe the scripts that have configs, and those that look like something that is run."""
    return [_script(project, path) for path in project.scripts(with_runnable=True) if path.is_file()]


def _script(project: Project, path: Path) -> dict[str, Any]:
    configs: dict[Path, list[dict[str, Any]]] = {}
    for setting in all_settings(project, path):
        place = setting.document.lines.range(setting.entry.place)
        entry = {"name": setting.entry.name, "value": setting.value, "range": range_data(place)}
        configs.setdefault(setting.path, []).append(entry)
    return {
        "uri": uri_of(path),
        "name": name_of_file(project, path),
        "parameters": list(_parameters(project, path)),
        "configs": [
            {"uri": uri_of(config), "name": name_of_file(project, config), "entries": entries}
            for config, entries in configs.items()
        ],
    }


def _parameters(project: Project, path: Path) -> Iterator[dict[str, Any]]:
    """Yield what a config may set: by globals_dict first, then by kwargs."""
    names = project.names_of(path)
    for name in (*names.settable("global"), *names.settable("kwarg")):
        yield {
            "name": name.name,
            "kind": name.kind,
            "type": name.type,
            "default": name.default,
            "doc": name.doc,
            "range": range_data(place_in_script(project, path, name).range),
        }


def range_data(place: Range) -> dict[str, Any]:
    """Return a range as plain data, for what the protocol does not type."""
    return {
        "start": {"line": place.start.line, "character": place.start.character},
        "end": {"line": place.end.line, "character": place.end.character},
    }
