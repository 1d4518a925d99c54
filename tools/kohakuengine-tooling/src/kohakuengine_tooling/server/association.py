"""Which script a config of the workspace belongs to.

First hit: `# kogine: script = train.py` in the file; `[[tool.kogine.configs]]` of its pyproject.toml; a
`Script("train.py", config=...)` that names it; what was last run together; its name; the script of a config
that takes it over by `use_config`.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kohakuengine.config.errors import KohakuError
from kohakuengine.config.script_of_config import (
    ScriptOfConfig,
    script_in_project,
    script_marked,
    script_near,
)
from kohakuengine_tooling.server.run_together import scripts_by_config, store_of

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Association"]

_log: Final = logging.getLogger("kohakuengine.tooling.server")


class Association:
    """What is known of configs and their scripts, until something changes.

    Args:
        named_script: Gives the script that some file of the workspace names for a config, or None.
        users: Gives the configs that take a config over.
        text_of: Gives the text of a file as it stands now, None where it cannot be read.
    """

    def __init__(
        self,
        named_script: Callable[[Path], Path | None],
        users: Callable[[Path], list[Path]],
        text_of: Callable[[Path], str | None],
    ) -> None:
        self._named_script = named_script
        self._users = users
        self._text_of = text_of
        self._known: dict[Path, ScriptOfConfig | None] = {}
        self._of_users: dict[Path, ScriptOfConfig | None] = {}
        self._stores: dict[Path, dict[Path, Path]] = {}

    def forget(self) -> None:
        """Look everything up again: a file has come, gone or changed."""
        self.forget_names()
        self._stores.clear()

    def forget_names(self) -> None:
        """Look up again what files of the workspace name; what run stores say is kept."""
        self._known.clear()
        self._of_users.clear()

    def script_of(self, config: Path, text: str) -> ScriptOfConfig | None:
        """Find the script of a config.

        Args:
            config: Absolute.
            text: What it holds now, saved or not.

        Returns:
            None where nothing tells. One that a file names need not exist.
        """
        found = self._said_of(config, text)
        if found is not None:
            return found
        if config not in self._of_users:
            self._of_users[config] = self._of_user(config)
        return self._of_users[config]

    def _said_of(self, config: Path, text: str) -> ScriptOfConfig | None:
        """Return the script of a config, whoever takes it over."""
        if "kogine:" in text:
            marked = script_marked(config, text)
            if marked is not None:
                return _normal(marked)
        if config not in self._known:
            self._known[config] = self._look_up(config)
        return self._known[config]

    def _look_up(self, config: Path) -> ScriptOfConfig | None:
        try:
            found = script_in_project(config)
        except (KohakuError, OSError) as error:
            _log.warning("%s", error)
            found = None
        if found is not None:
            return _normal(found)
        named = self._named_script(config) or self._run_with(config)
        if named is not None:
            return ScriptOfConfig(path=named)
        try:
            found = script_near(config)
        except OSError:
            return None
        return None if found is None else _normal(found)

    def _of_user(self, config: Path) -> ScriptOfConfig | None:
        """Return the script of the first config that has one and takes a config over, or one that does."""
        waiting, seen = self._users(config)[::-1], {config}
        while waiting:
            user = waiting.pop()
            text = None if user in seen else self._text_of(user)
            seen.add(user)
            if text is not None:
                found = self._said_of(user, text)
                if found is not None:
                    return ScriptOfConfig(path=found.path)
                waiting += self._users(user)[::-1]
        return None

    def _run_with(self, config: Path) -> Path | None:
        store = store_of(config)
        if store is None:
            return None
        if store not in self._stores:
            self._stores[store] = scripts_by_config(store)
        script = self._stores[store].get(config)
        return script if script is not None and script != config and script.is_file() else None


def _normal(found: ScriptOfConfig) -> ScriptOfConfig:
    """Write the path of a script without `..`."""
    path = Path(os.path.normpath(found.path))
    return ScriptOfConfig(path=path, written=found.written, said_in=found.said_in, line=found.line)
