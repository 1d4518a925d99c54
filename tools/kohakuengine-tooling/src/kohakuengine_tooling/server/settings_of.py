"""What the configs of the workspace set for a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kohakuengine_tooling.server.names import bare_name
from kohakuengine_tooling.server.prose import short_default

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kohakuengine_tooling.outline.records import OutlineEntry
    from kohakuengine_tooling.server.document import Document
    from kohakuengine_tooling.server.project import Project

__all__ = ["Setting", "all_settings", "settings_of"]


class Setting(NamedTuple):
    """One entry of a config that is for a script.

    Attributes:
        path: The config.
        document: It, as it stands now.
        entry: The entry.
    """

    path: Path
    document: Document
    entry: OutlineEntry

    @property
    def line(self) -> int:
        """0-based line of the name."""
        return self.document.lines.position(self.entry.place.start).line

    @property
    def value(self) -> str:
        """Its value as written, on one line."""
        span = self.entry.value
        text = "..." if span is None else self.document.text[span.start : span.end]
        return short_default(text) or ""


def all_settings(project: Project, script: Path) -> Iterator[Setting]:
    """Yield what the configs of the workspace set for a script, by path and place."""
    for path in project.configs_of(script):
        document = project.file(path)
        if document is not None:
            for entry, of in project.entries_of(document):
                if of == script:
                    yield Setting(path, document, entry)


def settings_of(project: Project, script: Path, name: str) -> list[Setting]:
    """List what sets a parameter of a script, paths into it included.

    Args:
        project: The workspace.
        script: Absolute.
        name: Of a global, a member or a path.
    """
    found = []
    for setting in all_settings(project, script):
        scope, bare = bare_name(setting.entry.name)
        is_inside = bare == name or bare.startswith(f"{name}.")
        if setting.entry.kind == "global" and scope in ("", "global:") and is_inside:
            found.append(setting)
    return found
