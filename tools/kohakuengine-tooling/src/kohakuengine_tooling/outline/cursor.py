"""A cursor in a text: the tokens before it, the brackets that are open there, the string it stands in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kohakuengine_tooling.lexing import FORMATTED, KEYWORD, NAME, NUMBER, lex
from kohakuengine_tooling.outline.loose import is_opening, parts

if TYPE_CHECKING:
    from kohakuengine_tooling.lexing import Tokens

__all__ = ["Cursor", "read_cursor"]

_STRING: Final = re.compile(r"\s*[uUrR]?(\"{3}|'{3}|\"|')")
_LONG_STRING: Final = re.compile(r"\s*[a-zA-Z]{0,2}(\"{3}|'{3})")
_WIDTH: Final = 8  # of a tab


class Cursor(NamedTuple):
    """A place in a text.

    Attributes:
        offset: Where it is.
        before: The text before it, from where its statement of the module level begins.
        tokens: Of that; a string that the cursor stands in is none of them.
        open: The brackets that are open, outermost first.
        first: The first token of its simple statement; their number where there is none yet.
        quote: The quotes of the string that it stands in, "" for none.
        written: What stands before it of the string, or of the word, that it stands in.
        comment: What stands before it of the comment that it stands in, None for none.
        is_formatted: Whether it stands in a formatted string.
        is_in_function: Whether it stands in the body of a function or a class.
    """

    offset: int
    before: str
    tokens: Tokens
    open: tuple[int, ...]
    first: int
    quote: str
    written: str
    comment: str | None
    is_formatted: bool
    is_in_function: bool

    @property
    def last(self) -> int:
        """The token behind the last one before it."""
        return len(self.tokens.kinds)

    @property
    def end(self) -> int:
        """The token behind the last one that is not the word it stands in."""
        return self.last - bool(self.written and not self.quote)


def read_cursor(text: str, start: int, offset: int) -> Cursor:
    r"""Read what stands before a cursor.

    Args:
        text: Line ends as `\n`; it need not be Python.
        start: Where the statement of the module level begins that it stands in or behind.
        offset: Of the cursor.
    """
    before = text[start:offset]
    tokens = lex(before)
    opened = sorted(index for index, partner in tokens.partners.items() if partner == len(tokens.kinds))
    brackets = tuple(index for index in opened if is_opening(tokens, index))
    line = before.rfind("\n") + 1
    is_comment = bool(tokens.comments) and tokens.comments[-1] >= line
    quote, written = _string_at(before, tokens)
    return Cursor(
        offset=offset,
        before=before,
        tokens=tokens,
        open=brackets,
        first=_statement(before, tokens, is_open=bool(opened)),
        quote=quote,
        written=written if quote else _word_at(before, tokens),
        comment=before[tokens.comments[-1] :] if is_comment else None,
        is_formatted=any(tokens.kinds[index] == FORMATTED for index in opened),
        is_in_function=_is_in_function(before[line:], tokens),
    )


def _string_at(before: str, tokens: Tokens) -> tuple[str, str]:
    """Return the quotes of the string that a text ends in, and what it holds; "" twice for none."""
    end = tokens.end(len(tokens.kinds) - 1) if tokens.kinds else 0
    long = _LONG_STRING.match(before, end)
    if long is not None:
        return long[1], before[long.end() :]
    if (
        tokens.kinds
        and tokens.kinds[-1] == NAME
        and before[end : end + 1] in ("'", '"')
        and end < len(before)
    ):
        return '"""', ""  # behind a prefix: bytes, or something that is no string
    found = _STRING.match(before, max(end, before.rfind("\n", end) + 1))
    return ("", "") if found is None else (found[1], before[found.end() :])


def _word_at(before: str, tokens: Tokens) -> str:
    """Return the name or number that a text ends with."""
    last = len(tokens.kinds) - 1
    if last < 0 or tokens.end(last) != len(before) or tokens.kinds[last] not in (NAME, KEYWORD, NUMBER):
        return ""
    return before[tokens.starts[last] :]


def _statement(before: str, tokens: Tokens, *, is_open: bool) -> int:
    count = len(tokens.kinds)
    end = tokens.end(count - 1) if count else 0
    if not is_open and "\n" in before[end:].replace("\\\n", ""):
        return count
    first = tokens.lines[-1][0] if tokens.lines else 0
    *_, (first, _) = parts(tokens, first, count, ";")
    return first


def _is_in_function(line: str, tokens: Tokens) -> bool:
    """Say whether a line stands deeper than a `def` or `class` that has not ended before it."""
    column = len(line.expandtabs(_WIDTH)) - len(line.expandtabs(_WIDTH).lstrip())
    for first, other in reversed(tokens.lines):
        if other < column:
            if tokens.words[first] in ("def", "class", "async"):
                return True
            column = other
    return False
