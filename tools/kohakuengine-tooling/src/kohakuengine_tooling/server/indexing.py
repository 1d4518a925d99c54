"""Indexing the workspace in small steps on the loop: whoever asks something waits for one of them at most."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.server.index import is_excluded, python_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kohakuengine_tooling.server.project import Project

__all__ = ["MOST_FILES", "index_workspace", "index_workspace_now"]

MOST_FILES: Final = 20_000
_STEP_S: Final = 0.004


async def index_workspace(project: Project) -> int:
    """Take all files of the workspace into the index; return how many they are."""
    count = 0
    began = perf_counter()
    for path in _files(project):
        project.index_file(path)
        count += 1
        if perf_counter() - began > _STEP_S:
            await asyncio.sleep(0)
            began = perf_counter()
    return count


def index_workspace_now(project: Project) -> int:
    """Do the same at once: for an answer that must not miss a file."""
    count = 0
    for path in _files(project):
        project.index_file(path)
        count += 1
    return count


def _files(project: Project) -> Iterator[Path]:
    count = 0
    for root in project.roots:
        for path in python_files(root):
            if is_excluded(path, root, project.exclude):
                continue
            if count >= MOST_FILES:
                return
            count += 1
            yield path
