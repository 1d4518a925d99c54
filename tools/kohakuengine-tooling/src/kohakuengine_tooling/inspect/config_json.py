"""What configs set, added to the JSON of a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine.config.static import NOT_STATIC
from kohakuengine_tooling.inspect.comparison import strangers_of
from kohakuengine_tooling.inspect.json_line import json_text
from kohakuengine_tooling.json_facts import can_be_said, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from kohakuengine.config.static import ConfigEntry
    from kohakuengine_tooling.inspect.given_config import GivenConfig
    from kohakuengine_tooling.inspect.sheet import Sheet

__all__ = ["with_configs"]


def with_configs(line: str, sheet: Sheet, configs: Sequence[GivenConfig]) -> str:
    """Add the key `configs` to the JSON of a script, at its end.

    Args:
        line: Its facts.
        sheet: What is shown of it: its names.
        configs: As read.
    """
    added = json_text({"configs": [_config(one, sheet) for one in configs]})
    return f"{line[:-1]}, {added[1:]}"


def _config(config: GivenConfig, sheet: Sheet) -> dict[str, Any]:
    return {
        "config": config.path,
        "error": config.error,
        "complete": config.is_complete and config.error is None,
        "sets": [_entry(one, setting.path) for setting in config.settings for one in setting.entries],
        "unknown": [
            {"name": setting.name, "path": setting.path, "line": setting.line, "message": sentence}
            for setting, sentence in strangers_of(config, sheet)
        ],
    }


def _entry(entry: ConfigEntry, path: str) -> dict[str, Any]:
    is_static = entry.value is not NOT_STATIC and can_be_said(entry.value)
    return {
        "name": entry.name,
        "kind": entry.kind,
        "path": path,
        "line": entry.line,
        "static": is_static,
        "value": plain(entry.value) if is_static else None,
    }
