"""`kogine config show`: load a config file and print its values."""

from __future__ import annotations

import json
from itertools import islice

from kohakuengine.cli.count import read_count
from kohakuengine.cli.given_config import load_given
from kohakuengine.cli.json_value import json_value
from kohakuengine.cli.report import write_product
from kohakuengine.cli.table import Table
from kohakuengine.cli.value_text import safe_repr
from kohakuengine.config import Config, ConfigGenerator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["show"]


def show(*, config: str, output_format: str, limit: str | None) -> int:
    """Print the values of a config; those of a generator as they are drawn.

    Args:
        config: Path of the config file.
        output_format: "table" or "json".
        limit: How many configs of a generator to print; all by default.

    Raises:
        KohakuError: The config cannot be loaded.
    """
    most = None if limit is None else read_count("--limit", limit, command="config show")
    loaded = load_given(config)
    parts = _json_parts if output_format == "json" else _table_parts
    for text in parts(config, loaded, most):
        write_product(text)
    return 0


def _table_parts(path: str, loaded: Config | ConfigGenerator, most: int | None) -> Iterator[str]:
    """Yield a table for each config, under a heading where they may be several."""
    if isinstance(loaded, Config):
        yield f"{path}: Config\n{_table(loaded)}"
        return
    yield f"{path}: ConfigGenerator\n"
    for number, config in enumerate(islice(loaded, most), start=1):
        yield f"\nconfig {number}\n{_table(config)}"


def _table(config: Config) -> str:
    table = Table(("", "name", "type", "value"))
    for kind, name, value in _rows(config):
        table.add(kind, name, type(value).__name__, safe_repr(value))
    return table.text() if table.rows else "nothing is set\n"


def _rows(config: Config) -> Iterator[tuple[str, str, object]]:
    yield from (("global", name, value) for name, value in config.globals_dict.items())
    yield from (("arg", str(index), value) for index, value in enumerate(config.args))
    yield from (("kwarg", name, value) for name, value in config.kwargs.items())
    yield from (("metadata", str(name), value) for name, value in (config.metadata or {}).items())


def _json_parts(path: str, loaded: Config | ConfigGenerator, most: int | None) -> Iterator[str]:
    """Yield one JSON object piece by piece, so that an endless generator shows its first configs."""
    head = json.dumps({"version": 1, "config": path, "type": type(loaded).__name__}, ensure_ascii=False)
    yield f'{head[:-1]}, "configs": ['
    separator = "\n"
    for config in [loaded] if isinstance(loaded, Config) else islice(loaded, most):
        yield f"{separator}  {json.dumps(_json_config(config), ensure_ascii=False)}"
        separator = ",\n"
    yield "\n]}\n"


def _json_config(config: Config) -> dict[str, object]:
    return {
        "globals": json_value(config.globals_dict),
        "args": json_value(list(config.args)),
        "kwargs": json_value(config.kwargs),
        "metadata": json_value(config.metadata or {}),
    }
