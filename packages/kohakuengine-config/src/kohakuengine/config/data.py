"""Configs as data: JSON, TOML and YAML files, and dicts that were parsed elsewhere."""

from __future__ import annotations

import os
import sys

from kohakuengine.config.base import Config, remember_source
from kohakuengine.config.errors import ConfigShapeError, FormatSupportError
from kohakuengine.config.kohaku_error import did_you_mean
from kohakuengine.config.source import read_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

__all__ = ["config_of_data", "parse_data", "read_data"]

# Key of the file -> field of Config.
_PARTS = {"globals": "globals_dict", "args": "args", "kwargs": "kwargs", "metadata": "metadata"}


def read_data(path: str) -> Config:
    """Load a `.json`, `.toml`, `.yaml` or `.yml` file.

    Raises:
        ConfigNotFoundError: No such file.
        ConfigShapeError: It cannot be parsed, gives a key twice, or has other keys than
            `load_from_dict` takes.
        FormatSupportError: The reader of the format is not installed.
    """
    data = parse_data(path)
    try:
        config = config_of_data(data)
    except ConfigShapeError as error:
        raise ConfigShapeError(path=path, reason=error.reason, hint=error.hint) from None
    except TypeError as error:
        raise ConfigShapeError(path=path, reason=str(error)) from None
    remember_source(config, path, 0)
    return config


def config_of_data(data: Mapping[str, Any] | None) -> Config:
    """Make a Config from parsed data; what is missing or null is empty."""
    from collections.abc import Mapping

    if not isinstance(data, Mapping):
        reason = f"a config is a mapping of {', '.join(_PARTS)}, got {type(data).__name__}"
        raise ConfigShapeError(reason=reason)
    for key in data:
        if key not in _PARTS:
            meant = did_you_mean(str(key), _PARTS)
            hint = f"{meant} Values of the script stand under 'globals'.".strip()
            raise ConfigShapeError(reason=f"unknown key {key!r}", hint=hint)
    parts = {field: data[key] for key, field in _PARTS.items() if data.get(key) is not None}
    return Config(**parts)


def parse_data(path: str) -> Any:
    """Parse a data file, whatever it holds; the format goes by its suffix."""
    suffix = os.path.splitext(path)[1].lower()
    parse = _PARSERS[suffix]
    source = read_source(path)
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source[: error.start].count(b"\n") + 1
        raise ConfigShapeError(path=path, line=line, reason="it is not UTF-8 text") from None
    try:
        return parse(path, text)
    except _Duplicate as error:
        raise ConfigShapeError(path=path, line=error.line, reason=str(error)) from None
    except RecursionError:
        raise ConfigShapeError(path=path, reason="it is nested too deeply") from None


class _Duplicate(Exception):  # noqa: N818 (a signal, never seen outside)
    """A key that is given twice: readers would silently keep the last."""

    def __init__(self, key: object, line: int | None = None) -> None:
        super().__init__(f"the key {key!r} is given twice")
        self.line = line


def _parse_json(path: str, text: str) -> Any:
    import json

    try:
        return json.loads(text, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        reason = f"it is not JSON: {error.msg} (column {error.colno})"
        raise ConfigShapeError(path=path, line=error.lineno, reason=reason) from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Duplicate(key)
        found[key] = value
    return found


def _parse_toml(path: str, text: str) -> Any:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        try:
            import tomli as tomllib
        except ModuleNotFoundError:
            raise FormatSupportError(path=path, format="TOML", extra="toml") from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # "Invalid value (at line 3, column 5)", or "(at end of document)"
        problem, _, place = str(error).partition("(at line ")
        line, _, column = place.partition(", ")
        reason = f"it is not TOML: {problem}({column}" if column else f"it is not TOML: {error}"
        number = int(line) if line.isdigit() else None
        raise ConfigShapeError(path=path, line=number, reason=reason) from error


def _parse_yaml(path: str, text: str) -> Any:
    try:
        import yaml
    except ModuleNotFoundError:
        raise FormatSupportError(path=path, format="YAML", extra="yaml") from None
    from kohakuengine.config.yaml_loader import ConfigYaml, DuplicateKeyError

    try:
        return yaml.load(text, ConfigYaml)  # a SafeLoader
    except DuplicateKeyError as error:
        raise _Duplicate(error.key, error.line) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark is not None else None
        reason = f"it is not YAML: {error.problem or error.context}"
        raise ConfigShapeError(path=path, line=line, reason=reason) from error
    except yaml.YAMLError as error:
        raise ConfigShapeError(path=path, reason=f"it is not YAML: {error}") from error


_PARSERS: dict[str, Callable[[str, str], Any]] = {
    ".json": _parse_json,
    ".toml": _parse_toml,
    ".yaml": _parse_yaml,
    ".yml": _parse_yaml,
}
