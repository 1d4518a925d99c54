"""One planted mistake: which text of which file becomes which, and what it takes away."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

TABLE = Path(__file__).parent / "table"


class MutantError(ValueError):
    """A mutant that cannot be planted: its text is not there exactly once, or the result is no Python."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One replacement of text.

    Attributes:
        file: Path below the package `kohakuengine`, or `../kohakuengine_tooling/...`.
        old: Text that stands there exactly once.
        new: What takes its place.
    """

    file: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One protection switched off.

    Attributes:
        id: Unique in the table.
        protects: What the mistake takes away, in words.
        edits: What is changed.
        tests: Words for pytest: where something must turn red.
    """

    id: str
    protects: str
    edits: tuple[Edit, ...]
    tests: tuple[str, ...]

    def edited(self, package: Path) -> dict[Path, str]:
        """Return the files that the mistake changes, and their text with it.

        Raises:
            MutantError: It does not apply any more.
        """
        texts: dict[Path, str] = {}
        for edit in self.edits:
            path = package / edit.file
            source = texts[path] if path in texts else path.read_text(encoding="utf-8")
            texts[path] = self._edited(edit, source)
        return texts

    def plant(self, package: Path) -> None:
        """Make the mistake in a copy of the package.

        Raises:
            MutantError: It does not apply any more.
        """
        for path, text in self.edited(package).items():
            path.write_text(text, encoding="utf-8")

    def _edited(self, edit: Edit, source: str) -> str:
        count = source.count(edit.old)
        if count != 1:
            raise MutantError(f"{self.id}: {edit.file} has the text {count} times, not once:\n{edit.old}")
        edited = source.replace(edit.old, edit.new)
        try:
            compile(edited, edit.file, "exec")
        except SyntaxError as error:
            raise MutantError(f"{self.id}: {edit.file} is no Python any more: {error}") from error
        return edited


@cache
def load_mutants() -> tuple[Mutant, ...]:
    """Read the table.

    Raises:
        MutantError: Two mutants share an id.
    """
    mutants = [
        _mutant(fields)
        for path in sorted(TABLE.glob("*.yaml"))
        for fields in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    ids = [mutant.id for mutant in mutants]
    for name in ids:
        if ids.count(name) > 1:
            raise MutantError(f"{name}: two mutants of that id")
    return tuple(mutants)


def _mutant(fields: dict[str, Any]) -> Mutant:
    own = [{key: fields[key] for key in ("file", "old", "new")}] if "file" in fields else []
    return Mutant(
        id=fields["id"],
        protects=fields["protects"],
        edits=tuple(Edit(**edit) for edit in [*own, *fields.get("also", [])]),
        tests=tuple(shlex.split(fields["tests"])),
    )
