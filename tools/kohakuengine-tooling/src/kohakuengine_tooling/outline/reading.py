"""Reading the outline of a text: its entries, and the files that it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.outline.bare import bare_entries, form_of
from kohakuengine_tooling.outline.calls import ConfigCalls
from kohakuengine_tooling.outline.lines import lines_of
from kohakuengine_tooling.outline.names import read_names
from kohakuengine_tooling.outline.records import FileUse, Outline
from kohakuengine_tooling.outline.roles import Names
from kohakuengine_tooling.splitting import split
from kohakuengine_tooling.statement_facts import Span
from kohakuengine_tooling.statement_reading import read_statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kohakuengine_tooling.outline.bare import Statement

__all__ = ["find_mark", "outline_of", "read_outline"]

# As `kohakuengine.config.script_of_config` reads it: quotes around the path are no part of it.
_MARK: Final = re.compile(r"^\s*#\s*kogine:\s*script\s*=\s*['\"]*([^\s'\"].*?)['\"]*\s*$", re.MULTILINE)
_OURS: Final = ("kohakuengine", "_kwargs", "_args")


def read_outline(text: str) -> Outline:
    r"""Read a text as a config. Nothing is executed, and it need not be Python.

    Args:
        text: Line ends as `\n`.

    >>> outline = read_outline("lr = 1e-3\n_kwargs = {'device': 'cpu'}\n")
    >>> [(one.kind, one.name, tuple(one.place)) for one in outline.entries]
    [('global', 'lr', (0, 2)), ('kwarg', 'device', (22, 28))]
    """
    starts = split(text).starts
    ends = [*starts[1:], len(text)][: len(starts)]
    found = ((start, text[start:end]) for start, end in zip(starts, ends, strict=True))
    return outline_of(text, [(start, read_statement(one)) for start, one in found])


def outline_of(text: str, statements: Sequence[Statement]) -> Outline:
    """Read a text whose statements are known.

    Args:
        text: The whole.
        statements: Those of the module level, as their text stands now.
    """
    form = form_of(statements)
    mark = find_mark(text)
    files = [] if mark is None else [mark]
    if not any(word in text for word in _OURS):
        bare = bare_entries(statements, ()) if form == "bare" else ()
        return Outline(form, tuple(bare), (), tuple(files), True, Names({}), {})
    lines = [(start, lines_of(facts.text)) for start, facts in statements]
    names = read_names(line for _, some in lines for line in some)
    calls = ConfigCalls(names)
    calls.read(lines, has_own_parts=form == "bare")
    return Outline(
        form=form,
        bare=(*bare_entries(statements, calls.bases), *calls.own) if form == "bare" else (),
        given=tuple(calls.entries()),
        files=(*files, *calls.files()),
        is_complete=calls.is_complete,
        names=names,
        roles=calls.roles(),
    )


def find_mark(text: str) -> FileUse | None:
    """Find the line of a text that says whose config it is."""
    if "kogine:" not in text:
        return None
    found = _MARK.search(text)
    return None if found is None else FileUse("mark", found[1], Span(*found.span(1)))
