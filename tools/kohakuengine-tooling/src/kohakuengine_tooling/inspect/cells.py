"""Text for a cell of a terminal: what may not reach it, how wide it is, where it is folded."""

from __future__ import annotations

__all__ = ["fold", "on_one_line", "pad", "printable", "shorten", "width_of"]

_JOINERS = "\u200c\u200d"  # of letters and emoji; nothing else that is invisible is let through

_MARKS_OF_LINES = ('"""', "'''", "#", "\\\n")
_JOINTS = ",[({"  # a value or a type without spaces is broken behind one of them


def printable(text: str) -> str:
    r"""Write what is no visible letter as an escape; line ends stay.

    Escape sequences of a source would recolour or retitle the terminal, and letters that turn the direction
    of writing around would show another text than is there.

    >>> printable("\x1b[31mred")
    '\\x1b[31mred'
    """
    if text.isprintable():
        return text
    return "".join(
        letter
        if letter.isprintable() or letter == "\n" or letter in _JOINERS
        else letter.encode("unicode_escape").decode("ascii")
        for letter in text.replace("\t", " ").replace("\r\n", "\n")
    )


def on_one_line(text: str) -> str:
    r"""Join the lines of a text, each without its indentation.

    >>> on_one_line("(\n    1,\n    2,\n)")
    '( 1, 2, )'
    """
    return " ".join(text.split())


def shorten(text: str, width: int) -> str:
    r"""Write source text on one line, and its beginning alone where it takes more columns than there are.

    Of lines that say something else once they are joined (of a string, with a comment) the first is shown.

    >>> shorten("[1, 2, 3, 4, 5, 6]", 12), shorten("[\n  1,\n  2,\n]", 12), shorten("'''a\nb'''", 12)
    ('[1, 2, 3,...', '[ 1, 2, ]', "'''a...")
    """
    lines = text[: 8 * width].splitlines() or [""]
    is_first = len(lines) > 1 and any(mark in text for mark in _MARKS_OF_LINES)
    line = lines[0].rstrip() if is_first else " ".join(map(str.strip, lines))
    if width_of(line) <= width and len(text) <= 8 * width and not is_first:
        return line
    return line[: _end_of(line, width - 3)] + "..."


def width_of(text: str) -> int:
    """Return how many columns a text takes that has no line ends.

    >>> width_of("lr"), width_of("学習率")
    (2, 6)
    """
    return len(text) if text.isascii() else sum(map(_letter_width, text))


def _letter_width(letter: str) -> int:
    if letter.isascii():
        return 1
    import unicodedata

    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def pad(text: str, width: int) -> str:
    """Fill a text up with spaces."""
    return text + " " * (width - width_of(text))


def fold(text: str, width: int | None) -> list[str]:
    r"""Break a text into lines, between words where it can be, else behind a comma; nothing is cut off.

    Args:
        text: Its own line ends stay.
        width: Columns that a line may have; None for any number.

    >>> fold("the peak learning rate", 10)
    ['the peak', 'learning', 'rate']
    """
    lines = []
    for line in text.split("\n"):
        rest = line
        while width is not None and (end := _end_of(rest, width)) < len(rest):
            at = _break_before(rest, end)
            lines.append(rest[:at].rstrip())
            rest = rest[at:].lstrip()
        lines.append(rest)
    return lines


def _break_before(text: str, end: int) -> int:
    """Choose where a text is broken that has room for so many letters."""
    space = text.rfind(" ", 1, end + 1)
    if space > 0 and text[:space].strip():
        return space
    comma = max(text.rfind(letter, 0, end) for letter in _JOINTS)
    return comma + 1 if comma > 0 else end


def _end_of(text: str, width: int) -> int:
    """Return how many letters of a text fit into a width, one at least."""
    if text[: width + 1].isascii():
        return max(1, min(len(text), width))
    used = 0
    for at, letter in enumerate(text):
        used += _letter_width(letter)
        if used > width and at:
            return at
    return len(text)
