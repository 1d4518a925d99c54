"""Where strings end, formatted ones too: their fields may hold strings with the same quotes (PEP 701)."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["LITERAL_STOPS", "formatted_end", "string_end"]

_QUOTES: Final = ('"', "'", '"""', "'''")
_LITERAL_STOP: Final = r"\\N\{[^{}\n]*\} | \\[\\\"'\n] | \{\{ | \}\} | [{}] | "
LITERAL_STOPS: Final = {
    quote: re.compile(_LITERAL_STOP + quote + ("" if len(quote) == 3 else r" | \n"), re.VERBOSE)
    for quote in _QUOTES
}
"""What ends, or interrupts, the literal part of a formatted string, by its quotes."""

_STRING_STOPS: Final = {
    quote: re.compile(r"\\. | " + quote + ("" if len(quote) == 3 else r" | \n"), re.VERBOSE | re.DOTALL)
    for quote in _QUOTES
}
_FIELD_STOP: Final = re.compile(
    r"""
      ((?<!\w)(?:[fFtT][rR]?|[rR][fFtT]))? ("{3}|'{3}|"|')
    | ([(\[{]) | ([)\]}]) | (:) | (\n) | \#[^\n]*
    """,
    re.VERBOSE,
)
_PREFIX, _QUOTE, _OPENING, _CLOSING, _COLON, _NEWLINE = range(1, 7)
_DEEPEST: Final = 150
_MOST_LINES: Final = 20  # of the fields of one string


def string_end(text: str, at: int, quote: str) -> int | None:
    """Return where a string that is not formatted ends, None where it does not.

    Args:
        text: That it stands in.
        at: Behind its opening quotes.
        quote: These.
    """
    search = _STRING_STOPS[quote].search
    while (found := search(text, at)) is not None and found[0] != "\n":
        at = found.end()
        if found[0] == quote:
            return at
    return None


def formatted_end(text: str, at: int, quote: str) -> int | None:
    r"""Return where a formatted string ends, None where it does not, or its fields have twenty lines.

    Args:
        text: That it stands in.
        at: Behind its opening quotes.
        quote: These.

    >>> formatted_end('f"{x["a"]}" + y', 2, '"')
    11
    """
    return _Strings(text, quote).end(at)


class _Strings:
    """A formatted string, and those in its fields.

    Attributes of each: its quotes, and for each field that is open (formats hold fields too) the brackets
    that are open in it.
    """

    __slots__ = ("_lines", "_open", "_text")

    def __init__(self, text: str, quote: str) -> None:
        self._text = text
        self._open: list[tuple[str, list[int]]] = [(quote, [])]
        self._lines = 0

    def end(self, at: int) -> int | None:
        step: int | None = self._literal(at)
        while step is not None and self._open and self._lines < _MOST_LINES:
            step = self._field(step)
        return None if self._open else step

    def _literal(self, at: int) -> int | None:
        """Go over a literal part; return what is behind the `{` or the quotes that end it."""
        while self._open:
            quote, fields = self._open[-1]
            found = LITERAL_STOPS[quote].search(self._text, at)
            if found is None or found[0] == "\n" or len(self._open) + len(fields) > _DEEPEST:
                return None
            word, at = found[0], found.end()
            if word == "{":
                fields.append(0)
                return at
            if word[0] == "}" and fields:
                at = found.start() + 1
                fields.pop()
            elif word == quote and not fields:
                self._open.pop()
                if self._open:
                    return at
        return at

    def _field(self, at: int) -> int | None:
        """Go over one thing in a field; return what is behind it."""
        found = _FIELD_STOP.search(self._text, at)
        if found is None:
            return None
        fields = self._open[-1][1]
        at, kind = found.end(), found.lastindex
        if kind == _QUOTE:
            return self._string(found[_QUOTE], at, is_formatted=found[_PREFIX] is not None)
        if kind == _OPENING:
            fields[-1] += 1
        elif kind == _CLOSING and fields[-1]:
            fields[-1] -= 1
        elif kind == _CLOSING:
            fields.pop()
            return self._literal(at)
        elif kind == _COLON and not fields[-1]:
            return self._literal(at)
        elif kind == _NEWLINE:
            self._lines += 1
        return at

    def _string(self, quote: str, at: int, *, is_formatted: bool) -> int | None:
        if not is_formatted:
            return string_end(self._text, at, quote)
        self._open.append((quote, []))
        return self._literal(at)
