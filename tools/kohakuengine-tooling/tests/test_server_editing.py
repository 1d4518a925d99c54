"""Whatever is typed into open files: once they are Python, all answers are those to the texts opened anew."""

from __future__ import annotations

import ast
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from lsprotocol.types import Position
from workspace import Workspace, changed, typed

from kohakuengine_tooling.server.completion import complete
from kohakuengine_tooling.server.definition import refer
from kohakuengine_tooling.server.diagnostics import diagnose
from kohakuengine_tooling.server.hover import hover
from kohakuengine_tooling.server.inlay_hints import inlay_hints
from kohakuengine_tooling.server.renaming import RenameRefusedError, rename

if TYPE_CHECKING:
    from kohakuengine_tooling.server.document import Document

FILES = {
    "train.py": (
        "# \U0001f600 training\nlr: float = 1e-3  # rate\nmode = 'fast'\nopt = {'beta': 0.9}\n\n"
        "def main(device='cpu'):\n    print(lr, mode, device)\n\n"
        "if __name__ == '__main__':\n    main()\n"
    ),
    "other.py": "wd = 1\nmode = 2\nif __name__ == '__main__':\n    print(wd)\n",
    "train_config.py": "lr = 1e-3\nmode = '\U0001f600'\nopt = {}\n_kwargs = {'device': 'gpu'}\n",
    "sweep.py": (
        "# kogine: script = train.py\nfrom kohakuengine import Config\n\n"
        "def config_gen():\n    for rate in (1, 2):\n        yield Config({'lr': rate, 'nope': 1})\n"
    ),
    "flow.py": (
        "from kohakuengine import Script, Config, load_config\n"
        "Script('other.py', config=Config({'wd': 2}))\nScript('other.py', config=load_config('plain.py'))\n"
    ),
    "plain.py": "wd = 3\nlr = 4\n",
    "use.py": "from train import lr\nimport train\nprint(lr, train.mode)\n",
}
TEXTS = (
    *("", "x", "\n", "\r\n", " ", "lr", "lr = 2\n", "wd = 'a'\n", "\U0001f600", "é", "# ", "mode", "'", "0"),
    *(
        "# kogine: script = other.py\n",
        "# kogine: script = train.py\n",
        "lr: int = 5\n",
        "'wd': 1, ",
        "(",
        ")",
    ),
    *("from kohakuengine import Config\n", "def f(lr):\n    return lr\n", "global lr\n", "import lr\n", "="),
    "import train_config\n",
    *("if lr:\n    lr = 3\n", "_kwargs = {'n': 1}\n", "CONFIG = Config({'mode': 1})\n", ", n=3", "other.py"),
)

LINES = (
    *("lr: str = 'a'", "lr = 2", "mode = 'slow'  # how", "mode: int = 2", "opt = {'beta': 1, 'x': 2}"),
    *("# rate", "wd = 4", "wd: str = 'b'", "", "def main(n=1): print(lr)", "_kwargs = {'n': 1}"),
    *(f"from kohakuengine import use_config; use_config('{name}.py')" for name in ("plain", "train_config")),
)


class Editing(RuleBasedStateMachine):
    """Somebody types, asks in between, and opens, saves, removes and closes files."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._root = Path(self._folder.name).resolve()
        self._workspace = Workspace(self._root)

    @initialize(names=st.sets(st.sampled_from(sorted(FILES)), min_size=1))
    def begin(self, names: set[str]) -> None:
        """Open some of the files."""
        for name, text in FILES.items():
            (self._root / name).write_text(text, encoding="utf-8")
        self._workspace.index()
        for name in sorted(names):
            self._workspace.open(name)

    def _documents(self) -> list[Document]:
        return self._workspace.project.documents()

    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        """Change a part of an open file."""
        document = self._draw(data)
        if document is not None:
            line = data.draw(st.integers(0, document.lines.raw.count("\n") + 1))
            width = len(document.lines.line(line).encode("utf-16-le")) // 2
            start = Position(line, data.draw(st.integers(0, width)))
            end = Position(line, data.draw(st.integers(start.character, width)))
            end = data.draw(st.sampled_from((start, start, end, Position(line + 1, 0))))
            changed(document, start, end, data.draw(st.sampled_from(TEXTS)))

    def _draw(self, data: st.DataObject) -> Document | None:
        documents = self._documents()
        return data.draw(st.sampled_from(documents)) if documents else None

    @rule(data=st.data(), line=st.integers(0, 5), new=st.sampled_from(LINES))
    def retype(self, data: st.DataObject, line: int, new: str) -> None:
        """Put a line in the place of another."""
        document = self._draw(data)
        if document is not None:
            changed(document, Position(line, 0), Position(line + 1, 0), f"{new}\n")

    @rule(name=st.sampled_from(sorted(FILES)))
    def open(self, name: str) -> None:
        """Open a file, once."""
        if all(document.path != self._root / name for document in self._documents()):
            self._workspace.open(name, None if self._workspace.path(name).exists() else FILES[name])

    @rule(data=st.data())
    def save(self, data: st.DataObject) -> None:
        """Write an open file to the disk."""
        document = self._draw(data)
        if document is not None:
            self._write(document.uri.rpartition("/")[2], document.lines.raw)

    @rule(name=st.sampled_from(sorted(FILES)))
    def remove(self, name: str) -> None:
        """Remove a file from the disk, open or not; one that was removed comes back."""
        if self._workspace.path(name).exists():
            self._workspace.remove(name)
        else:
            self._write(name, FILES[name])

    def _write(self, name: str, text: str) -> None:
        self._workspace.path(name).write_text(text, encoding="utf-8", newline="")
        self._workspace.project.file_changed(self._workspace.path(name))

    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        """Close a file; what was typed is lost."""
        document = self._draw(data)
        if document is not None:
            self._workspace.project.close(document.uri)

    @rule(data=st.data())
    def ask(self, data: st.DataObject) -> None:
        """Ask something in between: what is known of it may be kept."""
        document = self._draw(data)
        if document is not None:
            line = data.draw(st.integers(0, 6))
            complete(self._workspace.project, document, Position(line, 3))
            diagnose(self._workspace.project, document)
            refer(self._workspace.project, document, Position(line, 0), has_declaration=True)

    @rule()
    def compare(self) -> None:
        """Compare all answers with those of a server that knows nothing yet."""
        texts = {document.uri: document.lines.raw for document in self._documents()}
        if not all(map(_is_python, texts.values())):
            return
        fresh = Workspace(self._root)
        fresh.index()
        for uri, text in texts.items():
            fresh.project.open(uri, text, 1)
        assert _answers(self._workspace) == _answers(fresh)

    def teardown(self) -> None:
        """Make everything Python again, by typing it, and compare."""
        with self._folder:
            for document in self._documents():
                if not _is_python(document.lines.raw):
                    name = document.uri.rpartition("/")[2]
                    typed(document, FILES[name])
            self.compare()


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def _answers(workspace: Workspace) -> dict[str, Any]:
    """Ask everything about every open file, and what the workspace says of each script."""
    project = workspace.project
    found: dict[str, Any] = {
        "configs": {name: workspace.configs_of(name) for name in FILES},
        "scripts": project.scripts(with_runnable=True),
        "config files": project.config_files(),
    }
    for document in project.documents():
        names = project.names_of(document.path or Path())
        found[document.uri] = {
            "facts": document.script.facts(),
            "outline": document.outline(),
            "names": [list(names.settable("global")), list(names.settable("kwarg"))],
            "diagnostics": diagnose(project, document),
            "hints": inlay_hints(project, document, document.lines.range((0, len(document.text)))),
            "places": [_at(workspace, document, place) for place in _places(document)],
        }
    return found


def _places(document: Document) -> list[Position]:
    """Return the beginning of each line, its end, and a place in it."""
    lines = enumerate(document.text.split("\n"))
    widths = ((number, len(line.encode("utf-16-le")) // 2) for number, line in lines)
    return [Position(number, column) for number, width in widths for column in sorted({0, 4, width})]


def _at(workspace: Workspace, document: Document, place: Position) -> list[Any]:
    project = workspace.project
    return [
        complete(project, document, place),
        hover(project, document, place),
        refer(project, document, place, has_declaration=True),
        _renamed(workspace, document, place),
    ]


def _renamed(workspace: Workspace, document: Document, place: Position) -> Any:
    """Return the edits of a renaming, or why there are none."""
    try:
        found = rename(workspace.project, document, place, "renamed")
    except RenameRefusedError as error:
        return str(error)
    if found is None:
        return None
    changes: Any = found.edit.document_changes
    return [(one.text_document.uri, one.edits) for one in changes], found.remarks


Editing.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestEditing = Editing.TestCase
