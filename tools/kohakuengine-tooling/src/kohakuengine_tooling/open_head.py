"""The head of a function whose bracket is never closed: which of what follows are its arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kohakuengine_tooling.lexing import Tokens

__all__ = ["end_of_arguments"]


def end_of_arguments(tokens: Tokens, bracket: int, close: int) -> int:
    """Return the token behind the last argument of a function.

    A head that is never closed takes all that follows into its bracket: its arguments end with the first line
    that ends behind one of them, not behind a comma.

    Args:
        tokens: Of the statement.
        bracket: The token of the opening bracket.
        close: That of the closing one, or where one is missed.
    """
    words, starts, text = tokens.words, tokens.starts, tokens.text
    if close >= len(words) or words[close] != ")" or words[bracket] != "(":
        index = bracket + 1
        while index < close:
            behind = min(tokens.partners.get(index, index), close - 1) + 1
            is_last = behind >= close or "\n" in text[tokens.end(behind - 1) : starts[behind]]
            if is_last and words[behind - 1] != ",":
                return behind - (words[behind - 1] == ":")
            index = behind
    return close
