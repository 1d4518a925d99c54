"""What commands of other distributions are given: how to print, and what is wrong in a config."""

from __future__ import annotations

from kohakuengine.cli.report import error, has_colour, heading, note, terminal_width, warning, write_product

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kohakuengine.cli.finding import Finding

__all__ = [
    "error",
    "find_problems",
    "has_colour",
    "heading",
    "note",
    "terminal_width",
    "warning",
    "write_product",
]


def find_problems(config: str, script: str) -> Sequence[Finding]:
    """List what a run of a script would refuse of a config, as `kogine config check` does.

    Args:
        config: Path of the config.
        script: Path of the script.

    Returns:
        Nothing where one of them cannot be read: whoever asks has read them, too.
    """
    from kohakuengine.cli.config_check import check_config

    return check_config(config, script).findings
