"""The committed record of what was selected: scripts, digests, pairs, exclusions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .editor import Change
from .selection import Excluded, Selected

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What `select` decided, and the python version it decided with."""

    python: str
    scripts: tuple[Selected, ...]
    excluded: tuple[Excluded, ...]


def write_lock(path: Path, lock: Lock) -> None:
    """Write one script a line, so that a later selection shows as a readable diff."""
    rows = [json.dumps(_row(script), ensure_ascii=False) for script in lock.scripts]
    excluded = [json.dumps([e.reason, e.path]) for e in lock.excluded]
    parts = (
        f'{{"python": {json.dumps(lock.python)},\n"scripts": [\n',
        ",\n".join(rows),
        '\n],\n"excluded": [\n',
        ",\n".join(excluded),
        "\n]}\n",
    )
    path.write_text("".join(parts), encoding="utf-8")


def read_lock(path: Path) -> Lock:
    """Read what `write_lock` wrote."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Lock(
        python=data["python"],
        scripts=tuple(_script(row) for row in data["scripts"]),
        excluded=tuple(Excluded(reason=reason, path=name) for reason, name in data["excluded"]),
    )


def _row(script: Selected) -> dict[str, Any]:
    pairs = [[pair.name, pair.text, list(pair.lines)] for pair in script.pairs]
    return {"path": script.path, "sha256": script.sha256, "pairs": pairs}


def _script(row: dict[str, Any]) -> Selected:
    pairs = tuple(Change(name=name, text=text, lines=tuple(lines)) for name, text, lines in row["pairs"])
    return Selected(path=row["path"], sha256=row["sha256"], pairs=pairs)
