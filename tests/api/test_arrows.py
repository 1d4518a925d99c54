"""Imports point down only: `cli -> flow -> engine -> config`, `tooling -> config`.

import-linter says the same over the built wheels in CI; this test says it while editing.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from .workspace import PARTS, Distribution, closure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def imported_modules(source: Path) -> Iterator[tuple[int, str]]:
    """Yield line and name of everything that an import statement of the file may load."""
    for node in ast.walk(ast.parse(source.read_bytes())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source}:{node.lineno}: a relative import hides where it points"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def part_of(module: str) -> str | None:
    """Tell which part a module belongs to; None for others' and for what belongs to all (`kohakuengine`)."""
    for one in PARTS:
        assert one.package is not None
        if module == one.package or module.startswith(one.package + "."):
            return one.name
    return None


@pytest.mark.parametrize("distribution", PARTS, ids=lambda one: one.name)
def test_a_part_imports_nothing_above_it(distribution: Distribution) -> None:
    allowed = {None, *(one.name for one in closure(distribution))}
    wrong = [
        f"{source.relative_to(distribution.folder)}:{line}: {module}"
        for source in sorted(distribution.source.rglob("*.py"))
        for line, module in imported_modules(source)
        if part_of(module) not in allowed
    ]
    assert wrong == []
