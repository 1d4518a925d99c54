"""String literals: the value that the text of one means."""

from __future__ import annotations

import re

__all__ = ["string_value", "unescape"]

_PREFIX = re.compile(r"([A-Za-z]*)(\"{3}|'{3}|\"|')")
_ESCAPE = re.compile(
    r"\\(?:(\n)|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^}]+)\}|(.))",
    re.DOTALL,
)
_BYTES_ESCAPE = re.compile(r"\\(?:(\n)|([0-7]{1,3})|x([0-9a-fA-F]{2})|()()()(.))", re.DOTALL)
_PLAIN = {
    "\\": "\\",
    "'": "'",
    '"': '"',
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
}


def string_value(word: str) -> str | bytes | None:
    r"""Return the value of one string literal that is not formatted.

    The rules are those of the Python language reference, 2.4.1; a backslash that begins no escape stays.

    Args:
        word: With prefix and quotes.

    Returns:
        None where it is no such literal, or names a character that there is not.

    >>> string_value(r"'a\tb\x41'"), string_value("rb'\\d'")
    ('a\tbA', b'\\d')
    """
    opening = _PREFIX.match(word)
    if opening is None:
        return None
    prefix, quote = opening[1].lower(), opening[2]
    body = word[opening.end() : -len(quote)]
    is_bytes = "b" in prefix
    if is_bytes and not body.isascii():
        return None
    if "\\" in body and "r" not in prefix:
        try:
            body = unescape(body, is_bytes=is_bytes)
        except (KeyError, ValueError):
            return None
    if not is_bytes:
        return body
    try:
        return body.encode("latin-1")
    except UnicodeEncodeError:
        return None


def unescape(body: str, *, is_bytes: bool = False) -> str:
    r"""Replace the escapes in the body of a string literal.

    Raises:
        KeyError: `\N{...}` names no character.
        ValueError: `\U` names a number that is no character's, or `\x` and its kin have too few digits.
    """
    return (_BYTES_ESCAPE if is_bytes else _ESCAPE).sub(_character, body)


def _character(found: re.Match[str]) -> str:
    newline, octal, byte, short, long, name, other = found.groups()
    if newline is not None:
        return ""
    if octal is not None:
        return chr(int(octal, 8) & (0xFF if found.re is _BYTES_ESCAPE else 0o777))
    code = byte or short or long
    if code:
        return chr(int(code, 16))
    if name:
        import unicodedata

        return unicodedata.lookup(name)
    if other == "x" or (other in "uUN" and found.re is _ESCAPE):
        raise ValueError(f"\\{other} is no escape")
    return _PLAIN.get(other, "\\" + other)
