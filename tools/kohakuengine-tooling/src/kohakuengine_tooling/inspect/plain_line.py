"""Lines of `kogine inspect` that need no click: those that are right, and ask for no help.

The click command reads the rest; a test holds both readings equal.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from kohakuengine_tooling.inspect.report import Report

__all__ = ["FORMATS", "answer", "read_plain_line"]

FORMATS = ("table", "json")


def answer(words: list[str], report: Report) -> int | None:
    """Carry out a plain line: the entry point of the group `kohakuengine.fast_commands`.

    Args:
        words: What follows `kogine inspect`.
        report: What to print with.

    Returns:
        The exit code, or None where click should read the line.
    """
    line = read_plain_line(words)
    if line is None:
        return None
    from kohakuengine_tooling.inspect.inspection import inspect_scripts

    return inspect_scripts(**line, report=report)


def read_plain_line(words: Sequence[str]) -> dict[str, Any] | None:
    """Read a line.

    Returns:
        Keyword arguments of `inspect_scripts`; None at the first word that is not plainly one of ours.

    >>> read_plain_line(["train.py", "--format", "json"])["output_format"]
    'json'
    >>> read_plain_line(["train.py", "--help"]) is None
    True
    """
    scripts: list[str] = []
    configs: list[str] = []
    output_format: str | None = None
    is_full = False
    rest = iter(words)
    for word in rest:
        flag, equals, text = word.partition("=") if word[:2] == "--" else (word, "", "")
        if word[:1] != "-":
            scripts.append(word)
        elif word == "--values":
            is_full = True
        elif flag in ("--format", "--config", "-c"):
            value = text if equals else next(rest, None)
            if value is None:
                return None
            if flag != "--format":
                configs.append(value)
            elif output_format is None and value in FORMATS:
                output_format = value
            else:
                return None
        else:
            return None
    if not scripts:
        return None
    return {
        "scripts": scripts,
        "output_format": output_format or FORMATS[0],
        "is_full": is_full,
        "configs": configs,
    }
