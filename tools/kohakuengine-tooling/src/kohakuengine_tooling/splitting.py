"""Splitting: where the statements of a module begin, found without parsing it.

A file is read again at every keystroke, and parsing it would take several times as long. Whoever reads a
statement parses it by itself: one that is broken costs the others nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.formatted_text import formatted_end, string_end

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BLANK", "Split", "begins_for_sure", "split"]

BLANK: Final = " \t\n\f"
"""White space that may stand behind a statement."""

# Strings and comments, in which brackets and line ends mean nothing (the Python language reference, 2.4.1).
# Those with more escapes and quotes are looked at one by one: the memory of `re` grows with their number.
_OPAQUE: Final = re.compile(
    r"""
      "{3} [^"\\]* (?: (?:\\.|"(?!"")) [^"\\]* ){0,50} "{3}
    | '{3} [^'\\]* (?: (?:\\.|'(?!'')) [^'\\]* ){0,50} '{3}
    | " (?!"") [^"\\\n]* (?: \\. [^"\\\n]* ){0,50} "
    | ' (?!'') [^'\\\n]* (?: \\. [^'\\\n]* ){0,50} '
    | \# [^\n]*
    """,
    re.VERBOSE | re.DOTALL,
)
_LAST_LETTERS: Final = tuple(letter + quote for letter in "fFtTrR" for quote in "\"'")  # of prefixes
_OTHERS: Final = {**dict.fromkeys("fFtT", "rR"), **dict.fromkeys("rR", "fFtT")}
# What stands before no prefix, then the quote: "f" is a text of one letter, "%r" and "\\t" end like one.
_NO_PREFIX: Final = re.compile(r"[\w\\%-]|([\"'])\1")
# What counts outside of strings: quotes (formatted or not), brackets, lines that may begin a statement.
_STEP: Final = r"""
      ((?<!\w)(?:[fFtT][rR]?|[rR][fFtT]))? ("{3}|'{3}|"|')
    | ([(\[{]) | ([)\]}]) | (\n(?=INDENT\f*[^\s#])) | \\\n | \#[^\n]*
    """
_PREFIX, _QUOTE, _OPENING, _CLOSING, _LINE = range(1, 6)
# A form feed sets the column back to nothing.
_FLUSH_LINE: Final = r"^INDENT\f*(?=[^\s#])"
_GOES_ON: Final = re.compile(r"\f*(?:else|elif|except|finally)\b")
_DECORATOR: Final = re.compile(r"\f*@")
# What begins a statement where brackets before it are never closed, though it could stand in them: what gives
# a value to a name, a header, a call.
_BEGINS: Final = re.compile(
    r"""
    \f* (?: [^\W\d][\w.]* (?:\[[^=\n]*\])? [ \t]* (?::[^=\n]*)? =(?!=)
          | (?:if|for|match)\b [^\n]* : [ \t]* (?:\#.*)? $
          | [^\W\d][\w.]* \( )
    """,
    re.MULTILINE | re.VERBOSE,
)
# What cannot stand in brackets: where it begins a line, brackets before it were never closed.
_NEVER_INSIDE: Final = re.compile(
    r"""
    \f* (?: (?: @\w [^\n]* \n [ \t\f]* )+ (?: def | class | async ) \b
          | @\w [^\n]* [(\[{,] [ \t]* (?=\n)
          | (?: def | class | import | while | try | with | return | del | raise | assert | global | nonlocal
              | pass | break | continue | async[ ]+def ) \b
          | from [ ]+ [\w.]+ [ ]+ import \b )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Where the statements of a text begin.

    Attributes:
        starts: The offset of each, in order: that of its line.
        doubtful: Those of them that an unclosed bracket stands before, and that could be a part of it.
        is_endless: Whether a string that may go over several lines is never closed.
        is_open: Whether a bracket is open at the end.
        goes_on: Whether the line behind the text would belong to its last statement.
    """

    starts: Sequence[int]
    doubtful: frozenset[int]
    is_endless: bool
    is_open: bool
    goes_on: bool


def split(text: str, indent: str = "") -> Split:
    r"""Find the statements of the module level.

    Decorators belong to what they decorate, `else` and its kin to what goes before, statements on one line to
    each other. What stands before the first one (comments) belongs to none, what stands behind one to it.
    A bracket or a string that is never closed ends with the line that it stands on.

    Args:
        text: Of a Python file, line ends as `\n`; it need not be one that can be parsed.
        indent: What each statement begins with: the text may be the body of a class.

    >>> split("import os\n\nif x:\n    y = 1\nelse:\n    y = 2\nz = (\n1)\n").starts
    [0, 11, 43]
    """
    lines = _Lines(text, indent)
    found = lines.read()
    if lines.doubtful is not None and lines.is_endless:
        # Quotes are missing: the first string that seems to hold definitions is none.
        found = _Lines(text, indent, not_at=lines.doubtful).read()
    statements = _Beginnings(text, len(indent), *found)
    return Split(
        starts=statements.starts(),
        doubtful=frozenset(statements.doubtful),
        is_endless=lines.is_endless or lines.has_open_field,
        is_open=statements.is_open,
        goes_on=statements.is_decorated or text.endswith("\\\n"),
    )


def begins_for_sure(text: str, at: int, *, is_open: bool) -> bool:
    """Say whether a line begins a statement, whatever stands before it.

    Args:
        text: Of the file.
        at: Where the line begins, behind its indentation.
        is_open: Whether a bracket that is not closed stands before it.
    """
    return not _GOES_ON.match(text, at) and (not is_open or _NEVER_INSIDE.match(text, at) is not None)


class _Lines:
    """The lines that may begin a statement, with the brackets that each leaves open.

    Attributes:
        doubtful: Where the first string begins that seems to hold a definition, or None.
        is_endless: Whether a long string has no end.
        has_open_field: Whether a formatted string has none; its fields may go over several lines.
    """

    __slots__ = (
        "_endless",
        "_formatted",
        "_lines",
        "_not_at",
        "_step",
        "_text",
        "_width",
        "doubtful",
        "has_open_field",
        "is_endless",
    )

    def __init__(self, text: str, indent: str, *, not_at: int | None = None) -> None:
        self._text = text
        self._width = len(indent)
        self._not_at = not_at
        line, self._step = _patterns(indent)
        self._lines = [found.start() for found in line.finditer(text)]
        self._formatted = _formatted_quotes(text)
        self._endless: dict[str, int] = {}  # up to where no such quote ends anything
        self.doubtful: int | None = None
        self.is_endless = False
        self.has_open_field = False

    def read(self) -> tuple[list[int], list[int]]:
        """Return where each begins, and how many brackets it opens more than it closes."""
        text, lines = self._text, self._lines
        starts, balances = [], []
        count, following = len(lines), 0
        lines.append(len(text))
        while following < count:
            at = lines[following]
            following += 1
            rest = _OPAQUE.sub("", text[at : lines[following]])
            if '"' in rest or "'" in rest or rest.endswith("\\\n") or self._is_odd(at, lines[following]):
                balance, end = self._exactly(at)
                following = bisect_left(lines, end, following)
            else:
                balance = _balance(rest)
            starts.append(at)
            balances.append(balance)
        return starts, balances

    def _is_odd(self, at: int, end: int) -> bool:
        """Say whether there is a formatted string whose end only its fields can tell."""
        quotes = self._formatted
        while quotes and quotes[-1] < end:
            quote = quotes.pop()
            if quote >= at and not self._is_plain(_OPAQUE.match(self._text, quote, end)):
                return True
        return False

    def _is_plain(self, found: re.Match[str] | None) -> bool:
        """Say whether a formatted string is whole as it was found: its braces match."""
        if found is None:
            return False
        word = found[0]
        if word.count("{") == word.count("}"):
            return True
        word = word.replace("{{", "").replace("}}", "")
        return word.count("{") == word.count("}")

    def _exactly(self, at: int) -> tuple[int, int]:
        """Go on to the next line that may begin a statement, token by token.

        Returns:
            How many brackets are opened by then, and where it is.
        """
        text, balance = self._text, 0
        while (found := self._step.search(text, at)) is not None:
            at, kind = found.end(), found.lastindex
            if kind == _QUOTE:
                at = self._behind_string(found)
            elif kind == _OPENING:
                balance += 1
            elif kind == _CLOSING:
                balance -= 1
            elif kind == _LINE:
                return balance, at
        return balance, len(text)

    def _behind_string(self, opening: re.Match[str]) -> int:
        """Return where a string ends; behind its opening quotes where it does not end."""
        at, quote = opening.end(), opening[_QUOTE]
        if opening.start(_QUOTE) == self._not_at or at <= self._endless.get(quote, -1):
            return at
        end = None
        if opening[_PREFIX] is not None:
            end = formatted_end(self._text, at, quote)
            self.has_open_field = self.has_open_field or end is None
        if end is None:
            end = string_end(self._text, at, quote)
        if end is None:
            self._endless[quote] = self._end_of_search(at, quote)
            self.is_endless = self.is_endless or len(quote) == 3
            return at
        if self.doubtful is None and len(quote) == 3 and self._holds_definition(at, end):
            self.doubtful = opening.start(_QUOTE)
        return end

    def _end_of_search(self, at: int, quote: str) -> int:
        """Return up to where the end of a string was looked for."""
        end = len(self._text) if len(quote) == 3 else self._text.find("\n", at)
        return len(self._text) if end < 0 else end

    def _holds_definition(self, at: int, end: int) -> bool:
        first = bisect_left(self._lines, at)
        last = bisect_left(self._lines, end, first)
        return any(_NEVER_INSIDE.match(self._text, line + self._width) for line in self._lines[first:last])


@lru_cache
def _patterns(indent: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds the lines that may begin a statement, and what counts between strings."""
    line, step = (one.replace("INDENT", re.escape(indent)) for one in (_FLUSH_LINE, _STEP))
    return re.compile(line, re.MULTILINE), re.compile(step, re.VERBOSE)


def _formatted_quotes(text: str) -> list[int]:
    """Find the quotes that may open formatted strings, the last ones first."""
    found = []
    for letters in _LAST_LETTERS:
        at = text.find(letters)
        while at >= 0:
            start = at - (at > 0 and text[at - 1] in _OTHERS[letters[0]])
            is_prefix = letters[0] not in "rR" or start < at
            if is_prefix and not _NO_PREFIX.match(text[start - 1 : start] + letters[1]):
                found.append(at + 1)
            at = text.find(letters, at + 1)
    return sorted(found, reverse=True)


class _Beginnings:
    """The lines that begin a statement: those outside of brackets.

    Attributes:
        doubtful: As in `Split`.
        is_open: Whether a bracket is open at the end.
        is_decorated: Whether the last line is a decorator.
    """

    __slots__ = (
        "_balances",
        "_closes",
        "_hard",
        "_lines",
        "_text",
        "_width",
        "doubtful",
        "is_decorated",
        "is_open",
    )

    def __init__(self, text: str, width: int, lines: list[int], balances: list[int]) -> None:
        self._text = text
        self._width = width
        self._lines = lines
        self._balances = balances
        self._closes: dict[int, int] | None = None
        self._hard = (0, 0)  # no line from the first up to the second ends brackets
        self.doubtful: set[int] = set()
        self.is_open = False
        self.is_decorated = False

    def starts(self) -> list[int]:
        text, lines = self._text, self._lines
        starts: list[int] = []
        is_decorated = is_open = False
        index, count = 0, len(lines)
        while index < count:
            at = lines[index] + self._width
            is_open = is_open and not _NEVER_INSIDE.match(text, at)
            is_part = is_decorated or (is_open and not _BEGINS.match(text, at))
            if not is_part and not (starts and _GOES_ON.match(text, at)):
                starts.append(lines[index])
                if is_open:
                    self.doubtful.add(lines[index])
            is_decorated = _DECORATOR.match(text, at) is not None
            behind = self._behind(index) if self._balances[index] > 0 else index + 1
            is_open = is_open or (self._balances[index] > 0 and behind == index + 1)
            index = behind
        self.is_open, self.is_decorated = is_open, is_decorated
        return starts

    def _behind(self, index: int) -> int:
        """Return the line behind the brackets that a line opens; the next one where they are never closed."""
        if self._closes is None:
            self._closes = _closing_lines(self._balances)
        last = self._closes.get(index)
        return index + 1 if last is None or self._is_ended(index + 1, last) else last + 1

    def _is_ended(self, first: int, last: int) -> bool:
        """Say whether one of some lines cannot stand in brackets."""
        clean, hard = self._hard
        line = hard if clean <= first <= hard else first
        while line <= last and not _NEVER_INSIDE.match(self._text, self._lines[line] + self._width):
            line += 1
        self._hard = (first, line)
        return line <= last


def _closing_lines(balances: list[int]) -> dict[int, int]:
    """Find for each line that opens brackets the one that closes them."""
    found: dict[int, int] = {}
    depth = 0
    waiting: list[tuple[int, int]] = []  # line, and the depth before it
    for line, balance in enumerate(balances):
        before, depth = depth, depth + balance
        while waiting and waiting[-1][1] >= depth:
            found[waiting.pop()[0]] = line
        if balance > 0:
            waiting.append((line, before))
    return found


def _balance(text: str) -> int:
    """Count brackets that open, less those that close."""
    opened = text.count("(") + text.count("[") + text.count("{")
    return opened - text.count(")") - text.count("]") - text.count("}")
