"""The scripts of the conformance table, for what is asked of a script without running it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.conformance.table import all_cases

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conformance.table import Case


def write_hard_cases(folder: Path, only: str) -> Iterator[tuple[str, Path]]:
    """Write the scripts into a folder, and yield each with its name: `conformance/SECTION/ID`.

    Left out are those that this python cannot compile: no run overrides anything in them.
    """
    for case in all_cases():
        name = f"conformance/{case.section}/{case.id}"
        if only in name and _can_be_compiled(case):
            path = folder / f"{case.section}-{case.id}".replace("/", "-") / "script.py"
            path.parent.mkdir()
            path.write_text(case.script or "", encoding="utf-8")
            yield name, path


def _can_be_compiled(case: Case) -> bool:
    try:
        compile(case.script or "", case.name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return bool(case.script)
