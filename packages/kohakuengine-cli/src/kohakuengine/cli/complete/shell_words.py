"""The words of a half-typed bash line, and which part of the last one bash will replace."""

from __future__ import annotations

__all__ = ["escape", "replaced_from", "split_line"]

_SPECIAL = frozenset(" \t\n\\'\"`$&|;<>()*?[]{}!#~")
_QUOTES = "'\""


def split_line(line: str) -> list[str]:
    """Split a line that ends at the cursor into words, quotes removed; the last may be empty.

    Follows the shell's quoting, an unclosed quote included; substitutions are left as typed.

    >>> split_line("kogine run 'my scr")
    ['kogine', 'run', 'my scr']
    """
    return [word for word, _ in _words(line)]


def replaced_from(line: str, breaks: str) -> tuple[int, bool]:
    """Say which part of the last word bash replaces by a candidate.

    Readline takes the word apart at the characters of `COMP_WORDBREAKS` and replaces only what follows the
    last of them; within an open quote, what follows the quote.

    Args:
        line: The line up to the cursor.
        breaks: `COMP_WORDBREAKS`.

    Returns:
        How many characters of the unquoted word stay, and whether a quote is open.
    """
    return _words(line, breaks)[-1][1]


def escape(text: str) -> str:
    r"""Write text so that bash reads it back as one word.

    >>> print(escape("my script.py"))
    my\ script.py
    """
    return "".join(f"\\{char}" if char in _SPECIAL else char for char in text)


def _words(line: str, breaks: str = "") -> list[tuple[str, tuple[int, bool]]]:
    words: list[tuple[str, tuple[int, bool]]] = []
    word, kept, quote, is_inside = "", 0, "", False
    chars = iter(line)
    for char in chars:
        if quote:
            if char == quote:
                quote = ""
            elif char == "\\" and quote == '"':
                word += _unescape(next(chars, ""))
            else:
                word += char
            continue
        if char in " \t\n":
            if is_inside:
                words.append((word, (kept, False)))
            word, kept, is_inside = "", 0, False
            continue
        is_inside = True
        if char in _QUOTES:
            quote, kept = char, len(word)
        else:
            word += next(chars, "") if char == "\\" else char
            kept = len(word) if char in breaks and char in "=:" else kept
    return [*words, (word, (kept, bool(quote)))]


def _unescape(char: str) -> str:
    """Within double quotes a backslash only protects these; before others it stays."""
    return char if char in '"\\$`' else f"\\{char}"
