"""Diagnostics of configs: what a run would refuse, found without running anything."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types

from kohakuengine.config.kohaku_error import nearest
from kohakuengine_tooling.server.definition import place_in_script
from kohakuengine_tooling.server.error_page import describe_code
from kohakuengine_tooling.server.names import bare_name
from kohakuengine_tooling.server.prose import name_of_file, short_default
from kohakuengine_tooling.server.type_check import find_misfit, is_default
from kohakuengine_tooling.server.unknown_names import Refusal, refuse_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kohakuengine_tooling.outline.records import OutlineEntry
    from kohakuengine_tooling.server.document import Document
    from kohakuengine_tooling.server.names import ScriptName, ScriptNames
    from kohakuengine_tooling.server.project import Project
    from kohakuengine_tooling.statement_facts import Span

__all__ = ["SOURCE", "diagnose"]

SOURCE: Final = "kogine"
_MOST_NEAR: Final = 100  # names of one config for which near ones are looked for: each takes milliseconds
_Severity = types.DiagnosticSeverity


def diagnose(project: Project, document: Document) -> list[types.Diagnostic]:
    """Find what is wrong in a document as a config; a script has none of these.

    Errors in one part of it never silence another.
    """
    is_marked = "kogine:" in document.text
    if document.path is None or document.is_large or not (is_marked or project.is_ours(document)):
        return []
    config = _Config(project, document)
    found = [*_files(project, document)]
    for entry, path in project.entries_of(document):
        script = config.script(path)
        if script is not None:
            own = list(_Entry(config, entry, script).diagnostics())
            found += own if not own or _is_wrong_everywhere(config, entry) else []
    return found


def _is_wrong_everywhere(config: _Config, entry: OutlineEntry) -> bool:
    """Say whether no script of a config that is for several takes an entry: one of them is enough."""
    if entry.script is not None:
        return True
    return all(any(_Entry(config, entry, one).diagnostics()) for one in config.sharing)


def _files(project: Project, document: Document) -> Iterator[types.Diagnostic]:
    """Yield the files that the text names and that do not exist."""
    for use in document.outline().files:
        path = None if document.path is None else project.place_of(document.path, use)
        if path is not None and not path.is_file():
            code, what = ("KE502", "config") if use.kind == "config" else ("KE501", "script")
            yield _diagnostic(document, use.place, code, f"the {what} {use.path} does not exist")


class _Script:
    """A script that entries are held against.

    Attributes:
        path: Of its file.
        names: What may be set in it.
        view: Its statements, None where it is too large for that.
        where: Its path, as people read it.
    """

    __slots__ = ("_refusals", "names", "path", "view", "where")

    def __init__(self, project: Project, path: Path) -> None:
        self.path = path
        self.names: ScriptNames = project.names_of(path)
        self.view = project.view_of(path)
        self.where = name_of_file(project, path)
        self._refusals: dict[str, Refusal | None] = {}

    def refusal(self, name: str) -> Refusal | None:
        """Say what is wrong with a name that it does not have; of very many not all are told what is near."""
        if name not in self._refusals:
            has_near = len(self._refusals) < _MOST_NEAR
            self._refusals[name] = refuse_name(self.view, self.names, name, self.where, has_near=has_near)
        return self._refusals[name]


class _Config:
    """A config while it is diagnosed: what all of its entries ask for is looked up once.

    Attributes:
        project: The workspace.
        document: The config.
        counts: How often it sets each name.
        siblings: The names that it sets, by what stands before their last dot.
    """

    def __init__(self, project: Project, document: Document) -> None:
        self.project = project
        self.document = document
        self.counts = Counter(one.name for one in document.outline().entries)
        self.siblings = Counter(name.rpartition(".")[0] for name in self.counts)
        self._scripts: dict[Path, _Script | None] = {}

    def script(self, path: Path) -> _Script | None:
        """Return a script, None where there is no such file."""
        if path not in self._scripts:
            self._scripts[path] = _Script(self.project, path) if path.is_file() else None
        return self._scripts[path]

    @cached_property
    def sharing(self) -> list[_Script]:
        """The scripts that it is for where it is for several."""
        paths = () if self.document.path is None else self.project.scripts_sharing(self.document.path)
        return [script for script in map(self.script, paths) if script is not None]


class _Entry:
    """One entry of a config, held against its script."""

    def __init__(self, config: _Config, entry: OutlineEntry, script: _Script) -> None:
        self._config = config
        self._document = config.document
        self._entry = entry
        self._script = script
        self._names = script.names
        self._where = script.where

    def diagnostics(self) -> Iterator[types.Diagnostic]:
        if self._entry.kind != "global":
            yield from self._argument()
            return
        scope, _ = bare_name(self._entry.name)
        if scope == "+":
            return
        found = self._names.find("global", self._entry.name)
        if found is None:
            if self._entry.style != "definition":  # functions and classes may be helpers of the config
                yield from self._unknown()
        elif found.reason is not None:
            yield from self._refused(found)
        else:
            yield from self._value(found)

    def _unknown(self) -> Iterator[types.Diagnostic]:
        if self._is_taken_back():
            return
        root = bare_name(self._entry.name)[1].partition(".")[0]
        if root != self._entry.name and root in self._config.counts:
            return  # a path into what the config itself puts there
        refusal = self._script.refusal(self._entry.name)
        if refusal is not None:
            yield self._about_name(*refusal)

    def _is_taken_back(self) -> bool:
        """Say whether the config deletes the name again."""
        sites = self._document.view().module.of(self._entry.name)
        return self._entry.style == "statement" and any(site.binding.kind == "del" for site in sites)

    def _refused(self, found: ScriptName) -> Iterator[types.Diagnostic]:
        name = found.name
        if self._names.is_ambiguous(name):
            both = [f"global:{name}", f"option:{name}"]
            yield self._about_name("KE103", f"'{name}' {found.reason}", both, found)
        elif not self._has_sibling():
            yield self._about_name("KE104", f"'{name}' cannot be set: {found.reason}", [], found)

    def _has_sibling(self) -> bool:
        """Say whether the config sets another member of the same class: of an Enum they may go together."""
        holder = self._entry.name.rpartition(".")[0]
        return bool(holder) and self._config.siblings[holder] > 1

    def _value(self, found: ScriptName) -> Iterator[types.Diagnostic]:
        span, view = self._entry.value, self._script.view
        if span is None or view is None:
            return
        text = self._document.text[span.start : span.end]
        misfit = find_misfit(view, found, text)
        if misfit is not None:
            default = "" if found.default is None else f", default {short_default(found.default)}"
            message = (
                f"{found.name} = {short_default(text)} does not fit {misfit}, its type in "
                f"{self._where}:{found.line}{default}"
            )
            yield self._diagnostic(span, "KE201", message, found)
        elif is_default(found, text) and self._changes_nothing(found):
            message = f"{found.name} is {text} in {self._where} anyway"
            yield self._diagnostic(
                self._entry.whole, "KE310", message, found, severity=_Severity.Hint, is_unnecessary=True
            )

    def _changes_nothing(self, found: ScriptName) -> bool:
        """Say whether the default counts without the entry: nothing else sets it, here or in the script."""
        outline = self._document.outline()
        is_alone = self._config.counts[self._entry.name] == 1
        has_base = any(use.kind == "config" for use in outline.files)
        return found.kind != "option" and found.is_once and is_alone and not has_base and outline.is_complete

    def _argument(self) -> Iterator[types.Diagnostic]:
        """Hold an argument against what the script calls."""
        entry, names = self._entry, self._names
        what = f"argument {int(entry.name) + 1}" if entry.kind == "arg" else f"'{entry.name}'"
        if names.entrypoint is None:
            message = f"{self._where} calls no function that could take {what}"
            yield self._diagnostic(entry.place, "KE403", message)
        elif names.find(entry.kind, entry.name) is None and names.has_closed_signature(entry.kind):
            known = [one.name for one in names.settable("kwarg")]
            near = nearest(entry.name, known) if entry.kind == "kwarg" else []
            name = names.entrypoint.name
            yield self._about_name("KE402", f"{name}() of {self._where} takes no {what}", near)

    def _about_name(
        self, code: str, message: str, near: list[str], found: ScriptName | None = None
    ) -> types.Diagnostic:
        hint = f". Did you mean {' or '.join(repr(one) for one in near)}?" if near else ""
        if self._entry.style in ("statement", "definition", "keyword"):
            near = [one for one in near if one.isidentifier()]  # the others cannot stand there
        return self._diagnostic(self._entry.place, code, message + hint, found, near=near)

    def _diagnostic(
        self,
        place: Span,
        code: str,
        message: str,
        found: ScriptName | None = None,
        *,
        near: list[str] | None = None,
        severity: types.DiagnosticSeverity = _Severity.Error,
        is_unnecessary: bool = False,
    ) -> types.Diagnostic:
        related = []
        if found is not None:
            location = place_in_script(self._config.project, self._script.path, found)
            related = [types.DiagnosticRelatedInformation(location, f"{found.name} is declared here")]
        data = {"name": self._entry.name, "near": near or [], "script": str(self._script.path)}
        return _diagnostic(
            self._document,
            place,
            code,
            message,
            severity=severity,
            related=related,
            data=data,
            is_unnecessary=is_unnecessary,
        )


def _diagnostic(
    document: Document,
    place: Span,
    code: str,
    message: str,
    *,
    severity: types.DiagnosticSeverity = _Severity.Error,
    related: list[types.DiagnosticRelatedInformation] | None = None,
    data: dict[str, Any] | None = None,
    is_unnecessary: bool = False,
) -> types.Diagnostic:
    return types.Diagnostic(
        range=document.lines.range(place),
        message=message,
        severity=severity,
        code=code,
        code_description=describe_code(code),
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if is_unnecessary else None,
        related_information=related or None,
        data=data,
    )
