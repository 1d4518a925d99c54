"""A sheet laid out: for a terminal of some width, with colour or without; for a pipe."""

from __future__ import annotations

from kohakuengine_tooling.inspect.cells import fold, shorten
from kohakuengine_tooling.inspect.columns import GAP, Column, fit_widths, natural_width, side_by_side

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kohakuengine_tooling.inspect.sheet import Group, Remark, Row, Sheet

__all__ = ["Beside", "Page", "page_text"]

BOLD, DIM, RED, YELLOW, CYAN = "1", "2", "31;1", "33;1", "36;1"
_SEVERITY_COLOURS = {"error": RED, "warning": YELLOW, "information": CYAN}

_INDENT = "  "
_WIDEST_DEFAULT = 40
_NARROW, _NARROWEST = 10, 6
_FEW_FIXED = 5
_NOTHING = "nothing can be set in it"
_ADDED = "set by configs alone"


class Beside:
    """What one config sets, beside what a script has.

    Attributes:
        heading: The config.
        cells: What it sets, by kind of group and name.
        added: What only the config names, and what it sets there: places inside values, new names.
        wrong: What it names that the script does not have, a sentence each.
        note: What else is to be said of it, or "".
    """

    __slots__ = ("added", "cells", "heading", "note", "wrong")

    def __init__(
        self,
        heading: str,
        cells: Mapping[tuple[str, str], str],
        added: Sequence[tuple[str, str]],
        wrong: Sequence[str],
        note: str,
    ) -> None:
        self.heading = heading
        self.cells = cells
        self.added = added
        self.wrong = wrong
        self.note = note


class Page:
    """How a sheet is laid out.

    Attributes:
        width: Columns of the terminal, None where there is none and lines may have any length.
        has_colour: Whether escape sequences are taken for what they are.
        is_full: Whether defaults are shown whole, with what they come to, and all that cannot be set.
    """

    __slots__ = ("has_colour", "is_full", "width")

    def __init__(self, *, width: int | None = None, has_colour: bool = False, is_full: bool = False) -> None:
        self.width = width
        self.has_colour = has_colour
        self.is_full = is_full

    def paint(self, text: str, colour: str) -> str:
        """Colour a text, except for the spaces that follow it."""
        bare = text.rstrip()
        if not self.has_colour or not bare:
            return text
        return f"\x1b[{colour}m{bare}\x1b[0m{text[len(bare) :]}"


def page_text(sheet: Sheet, page: Page, configs: Sequence[Beside] = ()) -> str:
    """Lay a sheet out.

    Args:
        sheet: What is shown.
        page: How.
        configs: What configs set, a column each.
    """
    parts = [
        _title(sheet, page),
        *_tables(sheet, page, configs),
        _fixed(sheet.fixed, page),
        _wrong(configs, page),
        _diagnostics(sheet, page),
    ]
    return "\n".join(f"{part}\n" for part in parts if part)


def _title(sheet: Sheet, page: Page) -> str:
    first, *others = sheet.title or ["runs from top to bottom"]
    begin, *rest = fold(f"{sheet.script}  {first}", page.width)
    head = begin[: len(sheet.script)]
    lines = [page.paint(head, BOLD) + begin[len(head) :], *rest]
    for other in [*others, _NOTHING] if sheet.is_closed else others:
        lines += _hanging(other, page)
    return "\n".join(lines)


def _hanging(text: str, page: Page) -> list[str]:
    """Fold a text, indented."""
    width = None if page.width is None else page.width - len(_INDENT)
    return [_INDENT + line for line in fold(text, width)]


def _tables(sheet: Sheet, page: Page, configs: Sequence[Beside]) -> Iterator[str]:
    """Yield the groups, all in the same columns; the headings stand above the first."""
    groups = [
        (group.heading, [_cells(row, group, page, configs) for row in group.rows])
        for group in sheet.groups
        if group.rows
    ]
    added = _added_rows(configs)
    if added:
        groups.append((_ADDED, added))
    rows = [row for _, rows in groups for row in rows]
    if not rows:
        return
    columns = _columns(page, configs)
    used = [at for at in range(len(columns)) if any(row[at] for row in rows)]
    columns = [columns[at] for at in used]
    table = _Table(columns, [[row[at] for at in used] for row in rows], page)
    for index, (heading, group_rows) in enumerate(groups):
        lines = table.head() if not index else []
        lines += [page.paint(line, CYAN) for line in fold(heading, page.width) if line]
        lines += [line for row in group_rows for line in table.lines([row[at] for at in used])]
        yield "\n".join(lines)


def _columns(page: Page, configs: Sequence[Beside]) -> list[Column]:
    return [
        Column("NAME", 0, is_whole=True),
        Column("TYPE", 8),
        Column("DEFAULT", 16, is_cut=not page.is_full),
        *(Column(config.heading, 8) for config in configs),
        Column("LINE", 4, is_right=True),
        Column("ABOUT", 24),
    ]


def _cells(row: Row, group: Group, page: Page, configs: Sequence[Beside]) -> list[str]:
    set_by = [config.cells.get((group.kind, row.name), "") for config in configs]
    about = (page.is_full and row.full_about) or row.about
    return [row.name, row.type, _default(row, page), *set_by, row.line, about]


def _default(row: Row, page: Page) -> str:
    """Write a default: its beginning, or all of it with what it comes to."""
    if not page.is_full:
        return shorten(row.default, _WIDEST_DEFAULT)
    return f"{row.default}\n= {row.value}" if row.value else row.default


def _added_rows(configs: Sequence[Beside]) -> list[list[str]]:
    names = dict.fromkeys(name for config in configs for name, _ in config.added)
    return [
        [name, "", "", *(dict(config.added).get(name, "") for config in configs), "", ""] for name in names
    ]


class _Table:
    """The columns of a page, chosen for all of its rows.

    The first holds names, to be copied: they are never broken. Where there is no room for all of them, the
    last column stands below its row; where there is still none, long names stand above theirs.
    """

    def __init__(self, columns: Sequence[Column], rows: Sequence[Sequence[str]], page: Page) -> None:
        room = None if page.width is None else page.width - len(_INDENT)
        self._page = page
        self._columns = list(columns)
        name, *_ = columns
        name.floor = natural_width(name, [row[0] for row in rows])
        widths = fit_widths(columns, rows, room)
        if widths is None:
            self._columns = list(columns[:-1])
            widths = fit_widths(self._columns, rows, room)
        for narrowest, is_name_whole in ((_NARROW, True), (_NARROW, False), (_NARROWEST, False)):
            if widths is None:
                for column in self._columns[is_name_whole:]:
                    column.floor = min(column.floor, narrowest)
                widths = fit_widths(self._columns, rows, room)
        self._widths = widths or [column.floor for column in self._columns]
        self._is_below = len(self._columns) < len(columns)

    def head(self) -> list[str]:
        """Return the headings."""
        cells = [column.heading for column in self._columns]
        return [self._page.paint(line, BOLD) for line in self._joined(cells)]

    def lines(self, cells: Sequence[str]) -> list[str]:
        """Return one row."""
        lines = self._joined(cells[: len(self._columns)])
        if self._is_below and cells[-1]:
            lines += [_INDENT + line for line in _hanging(cells[-1], _narrower(self._page))]
        return lines

    def _joined(self, cells: Sequence[str]) -> list[str]:
        gap = " " * GAP
        rows = side_by_side(self._columns, cells, self._widths)
        return [_INDENT + gap.join(row).rstrip() for row in rows]


def _narrower(page: Page) -> Page:
    return Page(width=None if page.width is None else page.width - len(_INDENT))


def _fixed(fixed: Sequence[Remark], page: Page) -> str:
    """Say what cannot be set, and why; of many only how many, where not all is asked for."""
    if not fixed:
        return ""
    if len(fixed) > _FEW_FIXED and not page.is_full:
        count = f"{len(fixed)} other names cannot be set; --values lists them, and why"
        return "\n".join(page.paint(line, DIM) for line in fold(count, page.width))
    columns = [Column("", 0, is_whole=True), Column("", 4, is_right=True), Column("", 24)]
    table = _Table(columns, [[one.what, one.line, one.text] for one in fixed], page)
    lines = [page.paint("cannot be set", CYAN)]
    for one in fixed:
        lines += table.lines([one.what, one.line, one.text])
    return "\n".join(lines)


def _wrong(configs: Sequence[Beside], page: Page) -> str:
    lines = []
    for config in configs:
        for sentence in config.wrong:
            lines += [page.paint(line, RED) for line in fold(sentence, page.width)]
        if config.note:
            lines += fold(config.note, page.width)
    return "\n".join(lines)


def _diagnostics(sheet: Sheet, page: Page) -> str:
    lines = []
    for one in sheet.diagnostics:
        place = f"{sheet.script}:{one.line}: "
        begin, *rest = fold(f"{place}{one.what}: {one.text}", page.width)
        label = f"{place}{one.what}"
        if begin.startswith(label):
            begin = place + page.paint(one.what, _SEVERITY_COLOURS.get(one.what, BOLD)) + begin[len(label) :]
        lines += [begin, *rest]
    return "\n".join(lines)
