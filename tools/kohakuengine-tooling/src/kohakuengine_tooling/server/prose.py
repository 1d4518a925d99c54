"""How answers write names, values and places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

    from kohakuengine_tooling.server.names import ScriptName
    from kohakuengine_tooling.server.project import Project

__all__ = ["choices_of", "literal_text", "name_of_file", "short_default"]

_WIDEST: Final = 40
_PLAIN_TYPES: Final = ("Literal[", "bool", "str", "int", "float", "Optional[Literal[")


def name_of_file(project: Project, path: Path) -> str:
    """Return a path as people read it: relative to its folder of the workspace."""
    for root in project.roots:
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.name


def short_default(default: str | None) -> str | None:
    """Return a default on one line, cut where it is long."""
    if default is None:
        return None
    text = " ".join(default.split())
    return text if len(text) <= _WIDEST else text[: _WIDEST - 3] + "..."


def literal_text(value: Any) -> str:
    """Write a value as code, text in double quotes where that needs no escapes."""
    if isinstance(value, str) and value.isprintable() and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return repr(value)


def choices_of(name: ScriptName) -> tuple[Any, ...]:
    """Return the values that a config may write for a name: members of an Enum are none, they are objects."""
    if name.type == "bool":
        return (True, False)
    if name.choices is None or (name.type is not None and not name.type.startswith(_PLAIN_TYPES)):
        return ()
    return name.choices
