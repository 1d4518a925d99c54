"""Splitting: where the statements of a module begin, found without parsing it.

A file is read again at every keystroke, and parsing it would take several times as long. Whoever reads a
statement parses it by itself: one that is broken costs the others nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left

__all__ = ["statement_starts"]

# Strings and comments, in which brackets and line ends mean nothing (the Python language reference, 2.4.1).
# What opens a long string that does not end in the text at hand is the one group.
_OPAQUE = re.compile(
    r"""
      "{3} [^"\\]* (?: (?:\\.|"(?!"")) [^"\\]* )* "{3}
    | '{3} [^'\\]* (?: (?:\\.|'(?!'')) [^'\\]* )* '{3}
    | ( "{3} | '{3} )
    | " [^"\\\n]* (?: \\. [^"\\\n]* )* "
    | ' [^'\\\n]* (?: \\. [^'\\\n]* )* '
    | \# [^\n]*
    """,
    re.VERBOSE | re.DOTALL,
)
# A form feed sets the column back to nothing.
_FLUSH_LINE = re.compile(r"^\f*(?=[^\s#])", re.MULTILINE)
_GOES_ON = re.compile(r"\f*(?:else|elif|except|finally)\b")
_DECORATOR = re.compile(r"\f*@")
# What cannot stand in brackets: where it begins a line, brackets before it were never closed.
_NEVER_INSIDE = re.compile(
    r"""
    \f* (?: @\w
          | (?: def | class | import | while | try | with | return | del | raise | assert | global | nonlocal
              | pass | break | continue | async\s+def ) \b
          | from \s+ [\w.]+ \s+ import \b )
    """,
    re.VERBOSE,
)

# What gives a value to a name: where it begins a line in brackets that are never closed, it is a statement.
_ASSIGNMENT = re.compile(r"\f*[^\W\d]\w*[ \t]*(?::[^=\n]*)?=(?!=)")


def statement_starts(text: str) -> list[int]:
    r"""Find the statements of the module level.

    Decorators belong to what they decorate, `else` and its kin to what goes before, statements on one line to
    each other. What stands before the first one (comments) belongs to none, what stands behind one to it.

    Args:
        text: Of a Python file, line ends as `\n`; it need not be one that can be parsed.

    Returns:
        The offset of each, in order: that of its line.

    >>> statement_starts("import os\n\nif x:\n    y = 1\nelse:\n    y = 2\nz = (\n1)\n")
    [0, 11, 43]
    """
    return _Splitter(text).starts()


class _Splitter:
    """One pass over a text, from one line that may begin a statement to the next."""

    __slots__ = ("_count", "_lines", "_next", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [found.start() for found in _FLUSH_LINE.finditer(text)]
        self._count = len(self._lines)
        self._lines.append(len(text))
        self._next = 0

    def starts(self) -> list[int]:
        starts: list[int] = []
        depth = opened = 0
        is_decorated = False
        while self._next < self._count:
            at = self._lines[self._next]
            if depth == 0 or _NEVER_INSIDE.match(self._text, at):
                if depth:
                    starts += self._assignments(opened, self._next)
                depth, opened = 0, self._next
                if not is_decorated and not (starts and _GOES_ON.match(self._text, at)):
                    starts.append(at)
                is_decorated = _DECORATOR.match(self._text, at) is not None
            depth = max(0, depth + self._read_on(at))
        return starts + self._assignments(opened, self._count) if depth else starts

    def _assignments(self, opened: int, last: int) -> list[int]:
        """Find the statements behind a line whose brackets are never closed, up to another line."""
        return [at for at in self._lines[opened + 1 : last] if _ASSIGNMENT.match(self._text, at)]

    def _read_on(self, at: int) -> int:
        """Go on to the next line that may begin a statement; return how many brackets were opened by then."""
        depth = 0
        while True:
            self._next += 1
            end = self._lines[self._next]
            rest = _OPAQUE.sub(r"\1", self._text[at:end])
            if '"""' in rest or "'''" in rest:
                found = self._string_over(at, end)
                if found is None:  # it is never closed: what comes is read as if there were none
                    return depth
                depth += _balance(_OPAQUE.sub("", self._text[at : found[0]]))
                at = found[1]
                self._next = bisect_left(self._lines, at, self._next) - 1
            elif not rest.endswith("\\\n") or self._next == self._count:
                return depth + _balance(rest)

    def _string_over(self, at: int, end: int) -> tuple[int, int] | None:
        """Return where the string begins and ends that reaches over `end`, None where it has no end."""
        for found in _OPAQUE.finditer(self._text, at):
            if found.end() > end or found[1] is not None:
                return None if found[1] is not None else found.span()
        return None


def _balance(text: str) -> int:
    """Count brackets that open, less those that close."""
    opened = text.count("(") + text.count("[") + text.count("{")
    return opened - text.count(")") - text.count("]") - text.count("}")
