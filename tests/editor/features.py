"""Every feature of the server, asked in one context: what it answers, and what it must answer.

What must be is put together from the text of the context and from constants written by hand; of the server
nothing but its answers is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .contexts import BASE, ON_DISK, SCRIPT, Context
from .edits import apply_edits, apply_workspace_edit
from .places import range_of
from .session import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .session import Session

__all__ = ["FEATURES", "Cell", "Feature", "lay_out"]

_NAMES: Final = {"global": "learning_rate", "argument": "epochs", "path": ""}
_WRONG: Final = {"global": "learning_rat", "argument": "epoch", "path": "bas.py"}
_TYPED: Final = {"global": "lear", "argument": "epo", "path": '"'}
_CHOSEN: Final = {"global": "optimizer", "argument": "verbose", "path": ""}
_LINES: Final = {"learning_rate": 3, "optimizer": 4, "epochs": 7, "verbose": 7}
_HEADS: Final = {"learning_rate": "learning_rate: float = 1e-3", "epochs": "epochs: int = 3"}
_BEHIND: Final = {"statement": " = ", "key": '": ', "keyword": "=", "subscript": '"] = ', "path": ""}

_VALUES: Final[dict[str, list[tuple[str, int, str | None]]]] = {
    "global": [('"adam"', 12, "default"), ('"sgd"', 12, None)],
    "argument": [("True", 12, None), ("False", 12, "default")],
    "path": [("base.py", 17, None), ("train.py", 17, None)],
}


class Cell(NamedTuple):
    """What is asked in one place of the matrix.

    Attributes:
        session: Of a client that asks for diagnostics.
        pushed: Of one that waits for them.
        folder: Holds the files of the context.
        context: Where it is asked.
    """

    session: Session
    pushed: Session
    folder: Path
    context: Context

    @property
    def path(self) -> Path:
        """The config."""
        return self.folder / self.context.file

    @property
    def script(self) -> Path:
        """Its script."""
        return self.folder / "train.py"


class _Buffer(NamedTuple):
    """A buffer whose holes are filled: its text, and where each of them is."""

    text: str
    places: dict[str, tuple[int, int]]

    def range(self, hole: str) -> dict[str, Any]:
        start, end = self.places[hole]
        return range_of(self.text, start, end, "utf-16")


def _fill(text: str, **holes: str) -> _Buffer:
    places = {}
    for _ in holes:
        hole = min(
            (one for one in holes if f"<{one}>" in text), key=lambda one: text.index(f"<{one}>"), default=""
        )
        if hole:
            at = text.index(f"<{hole}>")
            text = text[:at] + holes[hole] + text[at + len(hole) + 2 :]
            places[hole] = (at, at + len(holes[hole]))
    return _Buffer(text, places)


def lay_out(folder: Path, context: Context) -> None:
    """Write the files of a context; its buffer differs from what is written."""
    folder.mkdir()
    (folder / "train.py").write_text(SCRIPT, encoding="utf-8")
    (folder / "base.py").write_text(BASE, encoding="utf-8")
    (folder / context.file).write_text(ON_DISK, encoding="utf-8")


def _open(cell: Cell) -> tuple[str, _Buffer]:
    part = cell.context.part
    whole = _fill(cell.context.buffer(), name=_NAMES[part], value=cell.context.value, wrong=_WRONG[part])
    return cell.session.open(cell.path, whole.text), whole


def _ask_at_name(cell: Cell, method: str, **more: Any) -> tuple[Any, _Buffer]:
    """Ask about the middle of the name, of a path about the middle of that."""
    uri, buffer = _open(cell)
    start, end = buffer.places["name" if "name" in buffer.places else "value"]
    answer = cell.session.ask_at(method, uri, (start + end) // 2, **more)
    return answer, buffer


def _typed_name(cell: Cell) -> tuple[Any, Any]:
    """Type half of a name, what follows on its line not yet there; accept what is offered."""
    hole = "<name>" if "<name>" in cell.context.text else '<value>"'  # behind a path
    head, _, rest = cell.context.buffer().partition(hole)
    typed, name = _TYPED[cell.context.part], _NAMES[cell.context.part]
    behind = rest[rest.index("\r\n") :].replace("<wrong>", "x_y")
    uri = cell.session.open(cell.path, head + behind)
    cell.session.type(uri, len(head), len(head), typed)
    answer = cell.session.ask_at("completion", uri, len(head) + len(typed))
    if cell.context.part == "path" or not answer:
        return answer, None
    quote = '"' if cell.context.style in ("key", "subscript") else ""
    place = range_of(head + typed, len(head) - len(quote), len(head) + len(typed), "utf-16")
    is_global = cell.context.part == "global"
    item = {
        "label": name,
        "labelDetails": {
            "detail": ": float" if is_global else ": int",
            "description": "1e-3" if is_global else "3",
        },
        "kind": 6,
        "detail": f"{_HEADS[name]}  ({cell.folder.name}/train.py:{_LINES[name]})",
        **({"documentation": "how fast 🐢"} if is_global else {}),
        "sortText": "0000",
        **({"filterText": f'"{name}'} if quote else {}),
        "textEdit": {"range": place, "newText": quote + name + _BEHIND[cell.context.style]},
    }
    edits = [one["textEdit"] for one in answer["items"]]
    accepted = apply_edits(cell.session.texts[uri], edits[:1], "utf-16")
    written = head + name + _BEHIND[cell.context.style] + behind
    return (answer, accepted), ({"isIncomplete": False, "items": [item]}, written)


def _typed_value(cell: Cell) -> tuple[Any, Any]:
    """Stand where a value is to be typed; list what is offered, and accept the last."""
    part = cell.context.part
    head, _, rest = cell.context.buffer().partition("<value>")
    head = head.replace("<name>", _CHOSEN[part])
    behind = rest[rest.index("\r\n") :].replace("<wrong>", "x_y")
    if cell.context.id == "axis":
        head += "grid("
    uri = cell.session.open(cell.path, head + behind)
    answer = cell.session.ask_at("completion", uri, len(head)) or {"items": []}
    offered = [
        (one["label"], one["kind"], one.get("labelDetails", {}).get("description")) for one in answer["items"]
    ]
    accepted = apply_edits(
        cell.session.texts[uri], [answer["items"][-1]["textEdit"]] if offered else [], "utf-16"
    )
    wanted = _VALUES[part]
    return (offered, accepted), (wanted, head + wanted[-1][0] + behind)


def _hover(cell: Cell) -> tuple[Any, Any]:
    answer, buffer = _ask_at_name(cell, "hover")
    if cell.context.part == "path":
        return answer, None
    name = _NAMES[cell.context.part]
    is_global = cell.context.part == "global"
    doc = "how fast 🐢\n\n" if is_global else ""
    where = f"{cell.folder.name}/train.py:{_LINES[name]}"
    link = f"{cell.script.as_uri()}#L{_LINES[name]}"
    kind = "global" if is_global else "argument"
    text = f"```python\n{_HEADS[name]}\n```\n\n{doc}{kind} of [{where}]({link})"
    return answer, {"contents": {"kind": "markdown", "value": text}, "range": buffer.range("name")}


def _declaration(cell: Cell) -> dict[str, Any]:
    name = _NAMES[cell.context.part]
    start = SCRIPT.index(f"{name}:" if cell.context.part == "argument" else name)
    return {"uri": cell.script.as_uri(), "range": range_of(SCRIPT, start, start + len(name), "utf-16")}


def _definition(cell: Cell) -> tuple[Any, Any]:
    answer, _ = _ask_at_name(cell, "definition")
    if cell.context.part != "path":
        return answer, [_declaration(cell)]
    return answer, [{"uri": (cell.folder / "base.py").as_uri(), "range": range_of(BASE, 0, 0, "utf-16")}]


def _references(cell: Cell) -> tuple[Any, Any]:
    answer, buffer = _ask_at_name(cell, "references", context={"includeDeclaration": True})
    here = "name" if cell.context.part == "global" else "value"
    return answer, [_declaration(cell), {"uri": cell.path.as_uri(), "range": buffer.range(here)}]


def _prepare_rename(cell: Cell) -> tuple[Any, Any]:
    answer, buffer = _ask_at_name(cell, "prepareRename")
    return answer, {
        "range": buffer.range("name" if "name" in buffer.places else "value"),
        "placeholder": "learning_rate",
    }


def _rename(cell: Cell) -> tuple[Any, Any]:
    """Rename it, and compare the texts of all files that change."""
    answer, buffer = _ask_at_name(cell, "rename", newName="lr")
    if answer is None:
        return None, None
    changed = apply_workspace_edit(answer, cell.session.text_of, "utf-16")
    script = SCRIPT.replace("learning_rate =", "lr =").replace("print(learning_rate,", "print(lr,")
    start, end = buffer.places["name"]
    return changed, {cell.script: script, cell.path: buffer.text[:start] + "lr" + buffer.text[end:]}


def _mistake(cell: Cell, buffer: _Buffer) -> dict[str, Any]:
    wrong, right = _WRONG[cell.context.part], _NAMES[cell.context.part]
    where = f"{cell.folder.name}/train.py"
    code, message, anchor = {
        "global": (
            "KE101",
            f"no parameter '{wrong}' in {where}. Did you mean '{right}'?",
            "ke101-unknownparametererror",
        ),
        "argument": (
            "KE402",
            f"main() of {where} takes no '{wrong}'. Did you mean '{right}'?",
            "ke402-argumenterror",
        ),
        "path": ("KE502", "the config bas.py does not exist", "ke502-confignotfounderror"),
    }[cell.context.part]
    return {"range": buffer.range("wrong"), "code": code, "message": message, "anchor": anchor}


def _without_links(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave of diagnostics what users see, and of the link to their page its anchor."""
    return [
        {
            **{key: one[key] for key in ("range", "code", "message")},
            "anchor": one["codeDescription"]["href"].rpartition("#")[2],
        }
        for one in found
        if (one["severity"], one["source"]) == (1, "kogine")
    ]


def _pulled(cell: Cell) -> tuple[Any, Any]:
    uri, buffer = _open(cell)
    answer = cell.session.ask_about("diagnostic", uri)
    return (answer["kind"], _without_links(answer["items"])), ("full", [_mistake(cell, buffer)])


def _pushed(cell: Cell) -> tuple[Any, Any]:
    part = cell.context.part
    buffer = _fill(cell.context.buffer(), name=_NAMES[part], value=cell.context.value, wrong=_WRONG[part])
    uri = cell.pushed.open(cell.path, buffer.text)
    while True:
        said = cell.pushed.hear("textDocument/publishDiagnostics")
        if said["uri"] == uri:
            return (said["version"], _without_links(said["diagnostics"])), (1, [_mistake(cell, buffer)])


def _quick_fixes(cell: Cell) -> tuple[Any, Any]:
    """Ask for what mends the mistake, and apply it."""
    uri, buffer = _open(cell)
    place = buffer.range("wrong")
    context = {"diagnostics": [], "only": ["quickfix"]}
    found = cell.session.ask_about("codeAction", uri, range=place, context=context)
    if not found:
        return found, None
    right = _NAMES[cell.context.part]
    start, end = buffer.places["wrong"]
    changed = [
        (one["title"], one["isPreferred"], apply_workspace_edit(one["edit"], cell.session.text_of, "utf-16"))
        for one in found
    ]
    mended = buffer.text[:start] + right + buffer.text[end:]
    return changed, [(f"Change to '{right}'", True, {cell.path: mended})]


def _code_lens(cell: Cell) -> tuple[Any, Any]:
    uri, _ = _open(cell)
    found = cell.session.ask_about("codeLens", uri)
    title = f"Run {cell.folder.name}/train.py with this config"
    place = range_of("", 0, 0, "utf-16")
    return found, [{"range": place, "command": {"title": title, "command": ""}}]


def _inlay_hints(cell: Cell) -> tuple[Any, Any]:
    uri, buffer = _open(cell)
    whole = range_of(buffer.text, 0, len(buffer.text), "utf-16")
    found = cell.session.ask_about("inlayHint", uri, range=whole)
    label = "default 1e-3" if cell.context.part == "global" else "default 3"
    end = buffer.range("value")["end"]
    return found, [{"position": end, "label": label, "kind": 2, "paddingLeft": True}]


def _document_symbols(cell: Cell) -> tuple[Any, Any]:
    uri, buffer = _open(cell)
    found = cell.session.ask_about("documentSymbol", uri)
    if not found or "name" not in buffer.places:
        return found, None
    seen = [(one["name"], one["detail"], one["kind"], one["selectionRange"]) for one in found]
    names = _NAMES[cell.context.part], _WRONG[cell.context.part]
    return seen, [
        (names[0], cell.context.value, 20, buffer.range("name")),
        (names[1], "1", 20, buffer.range("wrong")),
    ]


def _workspace_symbols(cell: Cell) -> tuple[Any, Any]:
    """Ask for all symbols; those of other contexts are other cells'."""
    uri, buffer = _open(cell)
    found = [
        one for one in cell.session.ask("workspace/symbol", {"query": ""}) if one["location"]["uri"] == uri
    ]
    if "name" not in buffer.places:
        return found, None
    names = {"name": _NAMES[cell.context.part], "wrong": _WRONG[cell.context.part]}
    return found, [
        {
            "location": {"uri": uri, "range": buffer.range(hole)},
            "name": name,
            "kind": 20,
            "containerName": "train.py",
        }
        for hole, name in names.items()
    ]


class Feature(NamedTuple):
    """One feature.

    Attributes:
        name: As the matrix shows it.
        ask: Returns what the server answers and what it must.
    """

    name: str
    ask: Callable[[Cell], tuple[Any, Any]]

    def verdict(self, cell: Cell) -> str:
        """Return "ok", the reason why there is nothing to say, or what was answered in its place."""
        reason = cell.context.silent.get(self.name)
        try:
            answer, wanted = self.ask(cell)
        except RefusedError as error:
            answer, wanted = str(error), None
        finally:
            for session in (cell.session, cell.pushed):
                if cell.path.as_uri() in session.texts:
                    session.close(cell.path.as_uri())
        if reason is not None:
            return f"- {reason}" if not answer else f"FAIL: {answer!r} where {reason}"
        return "ok" if answer and answer == wanted else f"FAIL: {answer!r}\n   is not {wanted!r}"


FEATURES: Final = (
    Feature("completion of names", _typed_name),
    Feature("completion of values", _typed_value),
    Feature("hover", _hover),
    Feature("definition", _definition),
    Feature("references", _references),
    Feature("prepare rename", _prepare_rename),
    Feature("rename", _rename),
    Feature("pulled diagnostics", _pulled),
    Feature("pushed diagnostics", _pushed),
    Feature("quick fixes", _quick_fixes),
    Feature("code lens", _code_lens),
    Feature("inlay hints", _inlay_hints),
    Feature("document symbols", _document_symbols),
    Feature("workspace symbols", _workspace_symbols),
)
