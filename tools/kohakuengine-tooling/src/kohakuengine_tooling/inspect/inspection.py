"""`kogine inspect`, carried out: every script looked up or read, and printed at once."""

from __future__ import annotations

import sys

from kohakuengine_tooling.inspect.cells import printable
from kohakuengine_tooling.inspect.found import find_scripts
from kohakuengine_tooling.inspect.index import Index
from kohakuengine_tooling.inspect.known import know_script
from kohakuengine_tooling.inspect.page import Page, page_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kohakuengine_tooling.facts import ScriptFacts
    from kohakuengine_tooling.inspect.found import Found
    from kohakuengine_tooling.inspect.given_config import GivenConfig
    from kohakuengine_tooling.inspect.known import Known
    from kohakuengine_tooling.inspect.report import Problem, Report

    _Given = tuple[GivenConfig, Sequence[Problem]]

__all__ = ["inspect_scripts"]

_UNREAD = 1


def inspect_scripts(
    *,
    scripts: Sequence[str],
    output_format: str,
    is_full: bool,
    configs: Sequence[str],
    report: Report,
    read: Callable[[str], ScriptFacts] | None = None,
) -> int:
    """Print what can be set in scripts; nothing of them or of configs is executed.

    Args:
        scripts: Files, folders and patterns.
        output_format: table or json.
        is_full: Whether values are shown whole.
        configs: Config files to compare with each script.
        report: What to print with, and to ask about configs.
        read: The reader of scripts; `read_script` where None.

    Returns:
        The exit code: 1 where a file could not be read, else 0.
    """
    given = _read_configs(configs)
    page = _page(report, is_full=is_full)
    index = Index()
    printed = _Printed(is_seen=output_format == "table" and page.width is not None)
    for found in find_scripts(scripts):
        known = _know(found, index, read)
        if found.is_listed and known.error is None and known.sheet.is_bare and not known.sheet.diagnostics:
            printed.left_out += 1
            continue
        beside = [(config, _problems(config, known, found.path, report)) for config in given]
        text = _json(known, beside) if output_format == "json" else _table(known, page, beside, printed)
        if known.error is not None:
            printed.has_error = True
            if not (text and printed.is_seen):
                report.error(printable(known.error))
        if text:
            report.write_product(text)
            printed.count += 1
    index.tidy()
    return _finish(printed, given, report)


class _Printed:
    """What has been done so far.

    Attributes:
        count: How many scripts were shown.
        left_out: How many were not, because nothing can be set in them.
        has_error: Whether something could not be read.
        is_seen: Whether tables go to a terminal: what they say of errors is not said again on stderr.
    """

    def __init__(self, *, is_seen: bool) -> None:
        self.is_seen = is_seen
        self.count = 0
        self.left_out = 0
        self.has_error = False


def _finish(printed: _Printed, given: Sequence[GivenConfig], report: Report) -> int:
    """Say what is left to say, and choose the exit code."""
    for config in given:
        if config.error is not None:
            printed.has_error = True
            if not (printed.count and printed.is_seen):
                report.error(printable(config.error))
    if printed.left_out:
        files = f"{printed.left_out} file{'' if printed.left_out == 1 else 's'}"
        report.note(f"left out {files} in which nothing can be set")
    return _UNREAD if printed.has_error else 0


def _know(found: Found, index: Index, read: Callable[[str], ScriptFacts] | None) -> Known:
    if not found.error:
        return know_script(found.path, index, read)
    from kohakuengine_tooling.facts import ScriptFacts
    from kohakuengine_tooling.inspect.known import known_of_facts

    return known_of_facts(ScriptFacts(script=found.path, error=f"{found.path}: {found.error}"))


def _page(report: Report, *, is_full: bool) -> Page:
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    width = report.terminal_width() if is_terminal else None
    return Page(width=width, has_colour=report.has_colour(sys.stdout), is_full=is_full)


def _read_configs(paths: Sequence[str]) -> list[GivenConfig]:
    if not paths:
        return []
    from kohakuengine_tooling.inspect.given_config import read_given_config

    return [read_given_config(path) for path in paths]


def _problems(config: GivenConfig, known: Known, script: str, report: Report) -> Sequence[Problem]:
    """List what a run would refuse of a config; of what cannot be read whole nothing is asked."""
    is_read = config.error is None and known.error is None
    return report.find_problems(config.path, script) if is_read else ()


def _table(known: Known, page: Page, given: Sequence[_Given], printed: _Printed) -> str:
    """Lay a script out, after an empty line where it is not the first; "" where nothing is known."""
    if known.error is not None and known.sheet.is_bare:
        return ""
    beside = []
    if given:
        from kohakuengine_tooling.inspect.comparison import compare

        beside = [compare(config, known.sheet, wrong, is_full=page.is_full) for config, wrong in given]
    gap = "\n" if printed.count else ""
    return gap + page_text(known.sheet, page, beside)


def _json(known: Known, given: Sequence[_Given]) -> str:
    """Write a line of JSON that stdout can take."""
    text = known.json
    if given:
        from kohakuengine_tooling.inspect.config_json import with_configs

        text = with_configs(text, given)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        from kohakuengine_tooling.inspect.json_line import as_ascii

        text = as_ascii(text)
    return f"{text}\n"
