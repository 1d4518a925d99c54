"""What configs set, added to the JSON of a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine.config.static import NOT_STATIC
from kohakuengine_tooling.inspect.json_line import json_text
from kohakuengine_tooling.json_facts import can_be_said, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from kohakuengine.config.static import ConfigEntry
    from kohakuengine_tooling.inspect.given_config import GivenConfig
    from kohakuengine_tooling.inspect.report import Problem

__all__ = ["with_configs"]

_OF_VALUES = "KE2"


def with_configs(line: str, configs: Sequence[tuple[GivenConfig, Sequence[Problem]]]) -> str:
    """Add the key `configs` to the JSON of a script, at its end.

    Args:
        line: Its facts.
        configs: As read, each with what a run would refuse of it.
    """
    added = json_text({"configs": [_config(*one) for one in configs]})
    return f"{line[:-1]}, {added[1:]}"


def _config(config: GivenConfig, problems: Sequence[Problem]) -> dict[str, Any]:
    return {
        "config": config.path,
        "error": config.error,
        "complete": config.is_complete and config.error is None,
        "sets": [_entry(one, setting.path) for setting in config.settings for one in setting.entries],
        "unknown": [_problem(one) for one in problems if not one.code.startswith(_OF_VALUES)],
        "problems": [{"code": one.code, **_problem(one)} for one in problems],
    }


def _problem(one: Problem) -> dict[str, Any]:
    return {"name": one.name, "path": one.path, "line": one.line, "message": one.text()}


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
