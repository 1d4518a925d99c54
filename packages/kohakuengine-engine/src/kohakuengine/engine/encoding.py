"""The encoding errors of a script, as `python script.py` words them.

The interpreter reads a script through its file tokenizer; `compile` of bytes words the same faults
otherwise, and lets a stray byte in a comment pass. Rules: PEP 263, and the tokenizer itself.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

_BOM = b"\xef\xbb\xbf"
_COOKIE = rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)"
_BLANK = rb"^[ \t\f]*(?:#.*)?$"
_HAS_NEW_WORDING = sys.version_info >= (3, 11)


def check_encoding(source: bytes, path: str) -> None:
    """Raise what the interpreter would for a script whose bytes cannot be decoded.

    Args:
        source: The script.
        path: As tracebacks show it.

    Raises:
        SyntaxError: An unknown encoding, bytes that are not of it, or a null byte.
    """
    if source.isascii() and b"\0" not in source and b"coding" not in source[:4096]:
        return
    if b"\0" in source:
        raise _null_byte(source, path)
    cookie = _cookie(source)
    if cookie is None:
        if not source.startswith(_BOM):
            _check_utf8(source, path)
    elif cookie != "utf-8":
        _check_named(source, cookie)


def _cookie(source: bytes) -> str | None:
    """Return the normalised encoding that one of the first two lines names, or None."""
    import re

    for line in source[len(_BOM) if source.startswith(_BOM) else 0 :].splitlines()[:2]:
        found: re.Match[bytes] | None = re.match(_COOKIE, line)
        if found is not None:
            return _normalised(found.group(1).decode("ascii"))
        if re.match(_BLANK, line) is None:
            return None
    return None


def _normalised(name: str) -> str:
    plain = name[:12].lower().replace("_", "-")
    if plain == "utf-8" or plain.startswith("utf-8-"):
        return "utf-8"
    latin = ("latin-1", "iso-8859-1", "iso-latin-1")
    if plain in latin or plain.startswith(tuple(f"{one}-" for one in latin)):
        return "iso-8859-1"
    return name


def _check_utf8(source: bytes, path: str) -> None:
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + (1 if _HAS_NEW_WORDING else 2)
        address = "https://peps.python.org/pep-0263/"
        if not _HAS_NEW_WORDING:
            address = "https://python.org/dev/peps/pep-0263/"
        message = (
            f"Non-UTF-8 code starting with '\\x{source[error.start]:02x}' in file {path} on line {line}, "
            f"but no encoding declared; see {address} for details"
        )
        raise SyntaxError(message) from None


def _check_named(source: bytes, cookie: str) -> None:
    if source.startswith(_BOM):
        raise SyntaxError(f"encoding problem: {cookie} with BOM")
    try:
        source.decode(cookie)
    except (LookupError, UnicodeError):
        raise SyntaxError(f"encoding problem: {cookie}") from None


def _null_byte(source: bytes, path: str) -> SyntaxError:
    before = source[: source.index(b"\0")]
    line = before.count(b"\n") + 1
    text = before.rpartition(b"\n")[2].decode("utf-8", "replace")
    return SyntaxError("source code cannot contain null bytes", (path, line, None, text))
