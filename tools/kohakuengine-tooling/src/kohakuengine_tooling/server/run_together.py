"""What was last run together: the script that a run store has seen with a config.

The tables are those of kohakuengine-flow (`kohakuengine.flow.store.schema`), opened for reading alone. A
store that cannot be read, or that is of another version, says nothing.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

__all__ = ["STORE_NAME", "scripts_by_config", "store_of"]

STORE_NAME: Final = "runs.sqlite"
_FOLDER: Final = ".kogine"
_VERSION: Final = 1
_CONFIG_WORDS: Final = ("-c", "--config")
_QUESTION: Final = """
    SELECT flow_sources.path, runs.script, flows.folder, flows.command FROM flow_sources
    JOIN flows ON flows.id = flow_sources.flow_id
    JOIN (SELECT flow_id, MAX(id) AS last FROM runs GROUP BY flow_id) AS ends ON ends.flow_id = flows.id
    JOIN runs ON runs.id = ends.last
    WHERE flow_sources.is_import = 0 AND flow_sources.path NOT IN (SELECT script FROM runs)
    ORDER BY flows.entered_at
"""


def store_of(path: Path) -> Path | None:
    """Find the run store that lies beside a file or above it."""
    return next(
        (store for folder in path.parents if (store := folder / _FOLDER / STORE_NAME).is_file()), None
    )


def _scripts_of(folder: str, command: str) -> set[str]:
    """Return what a command line names other than as a config: its scripts, which need not have run."""
    words = json.loads(command)
    named = [word for before, word in zip(["", *words], words, strict=False) if before not in _CONFIG_WORDS]
    return {os.path.normpath(os.path.join(folder, word)) for word in named}


def scripts_by_config(store: Path) -> dict[Path, Path]:
    """Return the script that each config was run with last; nothing where the store cannot be read."""
    try:
        address = f"{store.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=0.05)) as connection:
            if connection.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
                return {}
            rows = connection.execute(_QUESTION).fetchall()
        return {
            Path(path): Path(os.path.normpath(os.path.join(folder, script)))
            for path, script, folder, command in rows
            if path not in _scripts_of(folder, command)
        }
    except (sqlite3.Error, OSError, ValueError, TypeError):
        return {}
