"""Text as the database takes it: a path or a message may hold bytes that are no text (PEP 383)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, overload

__all__ = ["from_column", "to_column"]

if TYPE_CHECKING:

    @overload
    def to_column(text: str) -> str | bytes: ...

    @overload
    def to_column(text: None) -> None: ...


def to_column(text: str | None) -> str | bytes | None:
    r"""Return what a text is stored as: itself, or bytes where SQLite would refuse it.

    >>> to_column("a.py"), to_column("\udcff.py")
    ('a.py', b'\xed\xb3\xbf.py')
    """
    if text is None or text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def from_column(stored: Any) -> Any:
    r"""Return the text of what `to_column` made; what is neither text nor bytes is returned as it is.

    Raises:
        ValueError: It is not what was stored.

    >>> from_column(to_column("\udcff.py")) == "\udcff.py"
    True
    """
    return stored.decode("utf-8", "surrogatepass") if isinstance(stored, bytes) else stored
