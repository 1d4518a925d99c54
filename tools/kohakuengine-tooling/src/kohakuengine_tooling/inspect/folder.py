"""The scripts in a folder, and what in a project is none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kohakuengine.config.kohaku_error import KohakuError
from kohakuengine.config.project_configs import find_in_project
from kohakuengine_tooling.inspect.found import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_in_folder", "folders_below", "is_passed_over", "is_script"]

# Hidden folders and virtual environments of any name are passed over, too.
_OTHERS_FOLDERS = ("__pycache__", "node_modules", "site-packages", "build", "dist", "_build")
_OTHERS_SUFFIXES = (".egg-info", ".dist-info", ".egg")
_NO_SCRIPTS = ("__init__.py", "conftest.py", "setup.py")
_CONFIG_MARKS = (b"def config_gen(", b"CONFIG = Config(", b"CONFIG: Config =", b"# kogine: script")


def find_in_folder(folder: str) -> Iterator[Found]:
    """Yield the scripts in a folder and below, sorted, files before folders.

    A link to a folder is not followed, nor one to a file elsewhere.
    """
    real = os.path.join(os.path.realpath(folder), "")
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield Found(here, error.strerror or str(error))
            continue
        for entry in found:
            if entry.name.endswith(".py") and _is_inside(entry, real) and is_script(entry.path):
                yield Found(entry.path, is_listed=True)
        below = [entry for entry in found if entry.is_dir(follow_symlinks=False)]
        waiting += [entry.path for entry in reversed(below) if not is_passed_over(entry.path)]


def folders_below(folder: str) -> Iterator[str]:
    """Yield a folder and those below, neither links nor what is passed over; "" is the current one."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        yield here
        try:
            with os.scandir(here or os.curdir) as entries:
                below = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
        except OSError:
            continue
        paths = (os.path.join(here, name) for name in below)
        waiting += [path for path in paths if not is_passed_over(path)]


def _is_inside(entry: os.DirEntry[str], real: str) -> bool:
    """Say whether an entry is a file that lies in the folder itself."""
    if not entry.is_symlink():
        return entry.is_file()
    return entry.is_file() and os.path.realpath(entry.path).startswith(real)


def is_passed_over(folder: str) -> bool:
    """Say whether what a folder holds is not the project's own."""
    name = os.path.basename(folder)
    return (
        name.startswith(".")
        or name in _OTHERS_FOLDERS
        or name.endswith(_OTHERS_SUFFIXES)
        or os.path.exists(os.path.join(folder, "pyvenv.cfg"))
    )


def is_script(path: str) -> bool:
    """Say whether a Python file may be a script: not hidden, no part of a package or of tests, no config."""
    name = os.path.basename(path)
    if name in _NO_SCRIPTS or name.startswith((".", "test_")) or name.endswith("_test.py"):
        return False
    try:
        with open(path, "rb") as file:
            is_marked = any(line.startswith(_CONFIG_MARKS) for line in file)
    except OSError:
        return True  # it is named where it cannot be read
    return not is_marked and not _is_config_of_project(path)


def _is_config_of_project(path: str) -> bool:
    """Say whether the project's pyproject.toml names a file as a config."""
    try:
        return find_in_project(Path(path)) is not None
    except KohakuError:  # `kogine config check` says what is wrong with it
        return False
