"""The flags among the texts of a declaration, and the name that a library makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kohakuengine_tooling.facts import Library

__all__ = ["is_pair", "name_by_flags", "typed_flags"]


def typed_flags(given: Sequence[str], library: Library) -> list[str]:
    """Return those of the texts that are flags; of click's, an off flag may stand alone: " /-D"."""
    typed = [flag.strip() for flag in given]
    return [flag for flag in typed if flag[:1] in ("-", "+") or (library != "argparse" and flag[:1] == "/")]


def is_pair(text: str) -> bool:
    """Say whether click finds a flag that means no in a text, perhaps behind one that means yes.

    >>> is_pair("--on/--off"), is_pair(" /-S"), is_pair("/debug;/no-debug"), is_pair("/debug")
    (True, True, True, False)
    """
    return bool(_split(text)[1])


def name_by_flags(given: Sequence[str], library: Library) -> str:
    """Return the name of an option: a plain one that is given, else what the library makes of its flags.

    The first long flag counts, else the first. click writes it in small letters, argparse as it stands.

    Args:
        given: Texts of the declaration, flags and a name.
        library: Whose rules.

    Returns:
        "" where the library would refuse to name it.

    >>> name_by_flags(["-b", "--batchSize"], "click"), name_by_flags(["-b", "--batchSize"], "argparse")
    ('batchsize', 'batchSize')
    """
    for text in given:
        if text.isidentifier():
            return text
    if library != "click":
        return max(typed_flags(given, library), key=_is_long, default="").lstrip("-+").replace("-", "_")
    yes_flags = [flag for flag, _ in map(_split, given) if flag]
    flag = max(yes_flags, key=_is_long, default="")
    return flag[2 if _is_long(flag) else 1 :].replace("-", "_").lower()


def _split(text: str) -> tuple[str, str]:
    """Return the flag that means yes and the one that means no, "" for none, as click does."""
    yes, _, no = text.partition(";" if text.startswith("/") else "/")
    return yes.strip(), no.strip()


def _is_long(flag: str) -> bool:
    """Say whether a flag begins with the same sign twice."""
    return flag[:1] == flag[1:2]
