"""A config made from a script: a bare file with the defaults that the script has."""

from __future__ import annotations

from keyword import iskeyword
from typing import TYPE_CHECKING

from lsprotocol import types

from kohakuengine_tooling.lexing import NAME, lex
from kohakuengine_tooling.server.uris import uri_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kohakuengine_tooling.server.names import ScriptName
    from kohakuengine_tooling.server.project import Project

__all__ = ["NewConfig", "is_writable", "make_config"]


class NewConfig:
    """A config that is to be created.

    Attributes:
        path: Of the file, which does not exist.
        text: What it is to hold.
    """

    __slots__ = ("path", "text")

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text

    def edit(self) -> types.WorkspaceEdit:
        """Return the edit that creates it."""
        uri = uri_of(self.path)
        start = types.Range(types.Position(0, 0), types.Position(0, 0))
        identifier = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=None)
        return types.WorkspaceEdit(
            document_changes=[
                types.CreateFile(uri=uri, options=types.CreateFileOptions(ignore_if_exists=True)),
                types.TextDocumentEdit(identifier, [types.TextEdit(start, self.text)]),
            ]
        )


def make_config(project: Project, script: Path) -> NewConfig:
    """Write the config of a script, with its line ends: `train_config.py` beside it, or a free name."""
    names = [one for one in project.names_of(script).settable("global") if is_writable(one)]
    text = "".join(_lines(script, names))
    document = project.file(script)
    return NewConfig(_free_path(script), text if document is None else document.lines.with_own_ends(text))


def is_writable(name: ScriptName) -> bool:
    """Say whether a line of a bare config can give a name its default.

    One that is made of other names is left to the script, where it follows them; here they may be unknown.
    """
    if name.kind not in ("global", "option") or not (name.is_static and name.is_once):
        return False
    if iskeyword(name.name) or not name.name.isidentifier():  # `--from`, which only a dict can name
        return False
    if name.default is None or "\n" in name.default:
        return False
    return NAME not in lex(name.default).kinds


def _lines(script: Path, names: list[ScriptName]) -> Iterator[str]:
    yield f"# kogine: script = {script.name}\n"
    section = None
    for name in names:
        if name.section != section and name.section is not None:
            yield f"\n# {name.section}\n"
        section = name.section
        doc = "" if name.doc is None or "\n" in name.doc else f"  # {name.doc}"
        yield f"{name.name} = {name.default}{doc}\n"


def _free_path(script: Path) -> Path:
    path = script.with_name(f"{script.stem}_config.py")
    number = 2
    while path.exists():
        path = script.with_name(f"{script.stem}_config_{number}.py")
        number += 1
    return path
