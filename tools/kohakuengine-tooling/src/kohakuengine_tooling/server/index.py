"""The index of the workspace: which files set what, and name which others."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.inspect.folder import folders_below, is_passed_over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kohakuengine_tooling.outline.records import FileUse, Outline

__all__ = ["Index", "IndexedFile", "index_text", "is_excluded", "is_of_project", "python_files", "resolve"]

_SUFFIX: Final = ".py"
_IMPORT: Final = re.compile(r"^[ \t]*(?:import|from)[ \t]([^\n]*)", re.MULTILINE)
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedFile:
    """What the index knows of one file.

    Attributes:
        path: Absolute.
        mark: The script that it names as its own, as written, or None.
        own: Names that it sets as a config.
        given: (name, script) of what it sets by calls beside a script that it names itself.
        files: The configs and scripts that it names.
        imports: The words of its imports.
        has_guard: Whether it looks like something that is run.
        is_read: Whether it was read as a config.
    """

    path: Path
    mark: str | None
    own: frozenset[str]
    given: frozenset[tuple[str, str]]
    files: tuple[FileUse, ...]
    imports: frozenset[str]
    has_guard: bool
    is_read: bool


def index_text(path: Path, text: str, outline: Outline | None) -> IndexedFile:
    """Note what the index keeps of a text; `outline` is None where it can be no config."""
    files = () if outline is None else outline.files
    entries = () if outline is None else outline.entries
    given = () if outline is None else outline.given
    return IndexedFile(
        path=path,
        mark=next((use.path for use in files if use.kind == "mark"), None),
        own=frozenset(entry.name for entry in entries if entry.script is None),
        given=frozenset((entry.name, entry.script) for entry in given if entry.script is not None),
        files=tuple(use for use in files if use.kind != "mark"),
        imports=_imported_modules(text),
        has_guard="__main__" in text,
        is_read=outline is not None,
    )


def _imported_modules(text: str) -> frozenset[str]:
    """Return the words of all imports of a text: a glance at its lines."""
    return frozenset(word for line in _IMPORT.findall(text) for word in _WORD.findall(line))


def python_files(root: Path) -> Iterator[Path]:
    """Yield the Python files of a folder and below, links and what is not the project's own passed over."""
    for folder in folders_below(str(root)):
        try:
            with os.scandir(folder) as entries:
                names = sorted(
                    e.name for e in entries if e.name.endswith(_SUFFIX) and e.is_file(follow_symlinks=False)
                )
        except OSError:
            continue
        yield from (Path(folder, name) for name in names)


def is_of_project(path: Path, root: Path, exclude: Sequence[str]) -> bool:
    """Say whether a file is one of `python_files`, and fits none of some patterns.

    Args:
        path: Of a file, existing or not.
        root: The folder.
        exclude: Patterns, relative to the folder.
    """
    if not path.is_relative_to(root) or is_excluded(path, root, exclude):
        return False
    folders = list(path.relative_to(root).parents)[:-1]
    is_ours = not any(is_passed_over(str(root / one)) or (root / one).is_symlink() for one in folders)
    return is_ours and not path.is_symlink()


def is_excluded(path: Path, root: Path, exclude: Sequence[str]) -> bool:
    """Say whether a file of a folder fits one of some patterns, which are relative to that."""
    relative = path.relative_to(root).as_posix()
    return any(fnmatchcase(relative, pattern) for pattern in exclude)


class Index:
    """The files of the workspace that are known."""

    def __init__(self) -> None:
        self._files: dict[Path, IndexedFile] = {}
        self._scripts: dict[Path, list[Path]] | None = None
        self._users: dict[Path, list[Path]] | None = None

    def __len__(self) -> int:
        return len(self._files)

    def put(self, file: IndexedFile) -> bool:
        """Take in what is known of a file; say whether it names others than before."""
        before = self._files.get(file.path)
        if before == file:
            return False
        self._files[file.path] = file
        self._changed()
        named = ((), None) if before is None else (before.files, before.mark)
        return named != (file.files, file.mark)

    def names_files(self, path: Path) -> bool:
        """Say whether a file is known to name others."""
        found = self._files.get(path)
        return found is not None and bool(found.files or found.mark)

    def drop(self, path: Path) -> None:
        """Forget a file."""
        if self._files.pop(path, None) is not None:
            self._changed()

    def clear(self) -> None:
        """Forget all files."""
        self._files.clear()
        self._changed()

    def keep_only(self, is_kept: Callable[[Path], bool]) -> None:
        """Forget the files that are not to be kept."""
        for path in [path for path in self._files if not is_kept(path)]:
            self.drop(path)

    def files(self) -> list[IndexedFile]:
        """List what is known, by path."""
        return [self._files[path] for path in sorted(self._files)]

    def is_unread(self, path: Path) -> bool:
        """Say whether a file is known, and was not read as a config."""
        found = self._files.get(path)
        return found is not None and not found.is_read

    def named(self) -> list[Path]:
        """List the configs that files name."""
        return [*self._scripts_by_config(), *self._users_by_config()]

    def script_named_for(self, config: Path) -> Path | None:
        """Return the script of a `Script("train.py", config=load_config("a.py"))` that names a config."""
        found = self.scripts_named_for(config)
        return found[0] if found else None

    def scripts_named_for(self, config: Path) -> list[Path]:
        """List all scripts that are given a config so, in the order of the files that say it."""
        return self._scripts_by_config().get(config, [])

    def users_of(self, config: Path) -> list[Path]:
        """List the files that take a config over by `use_config`, by path."""
        return self._users_by_config().get(config, [])

    def _changed(self) -> None:
        self._scripts = self._users = None

    def _scripts_by_config(self) -> dict[Path, list[Path]]:
        if self._scripts is None:
            self._scripts = {}
            for file, use in self._configs_used():
                if use.script is not None:
                    config, script = resolve(file.path, use.path), resolve(file.path, use.script)
                    self._scripts.setdefault(config, []).append(script)
        return self._scripts

    def _users_by_config(self) -> dict[Path, list[Path]]:
        if self._users is None:
            self._users = {}
            for file, use in self._configs_used():
                if use.script is None:
                    used = Path(os.path.normpath(file.path.parent / use.path))
                    self._users.setdefault(used, []).append(file.path)
        return self._users

    def _configs_used(self) -> Iterator[tuple[IndexedFile, FileUse]]:
        return ((file, use) for file in self.files() for use in file.files if use.kind == "config")


def resolve(source: Path, written: str) -> Path:
    """Find the file that a path in a source means: beside it, else where a program would be started above it.

    Args:
        source: The file that names it, absolute.
        written: As written there.

    Returns:
        Where it would stand beside the source, where there is no such file.
    """
    beside = Path(os.path.normpath(source.parent / written))
    if beside.exists():
        return beside
    for folder in list(source.parents)[1:4]:
        found = Path(os.path.normpath(folder / written))
        if found.is_file():
            return found
    return beside
