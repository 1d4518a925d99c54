"""`kogine config validate`: load config files and say what they hold."""

from __future__ import annotations

from itertools import islice

from kohakuengine.cli.count import counted, read_count
from kohakuengine.cli.failure import OURS, report_failure
from kohakuengine.cli.given_config import load_given, nothing_drawn
from kohakuengine.cli.report import write_product
from kohakuengine.config import Config
from kohakuengine.config.errors import KohakuError

__all__ = ["validate"]


def validate(*, configs: list[str], limit: str) -> int:
    """Load each config, and draw all configs of a generator.

    Args:
        configs: Paths of config files.
        limit: How many configs of a generator to draw at most.

    Returns:
        0, or 2 where one of them could not be loaded; the others are loaded all the same.
    """
    most = read_count("--limit", limit, command="config validate")
    has_failed = False
    for path in configs:
        try:
            write_product(f"{path}: {_describe(path, most)}\n")
        except KohakuError as error:
            report_failure(error)
            has_failed = True
    return OURS if has_failed else 0


def _describe(path: str, most: int) -> str:
    """Load one config; say its type, and how many configs it holds or how much is in it."""
    config = load_given(path)
    if isinstance(config, Config):
        return f"Config, {counted(len(config.globals_dict), 'global')}{_call_values(config)}"
    count = sum(1 for _ in islice(config, most + 1))
    if count == 0:
        raise nothing_drawn(path, "")
    if count > most:
        return f"ConfigGenerator, more than {counted(most, 'config')}"
    return f"ConfigGenerator, {counted(count, 'config')}"


def _call_values(config: Config) -> str:
    parts = [counted(len(config.args), "arg")] if config.args else []
    parts += [counted(len(config.kwargs), "kwarg")] if config.kwargs else []
    return "".join(f", {part}" for part in parts)
