"""What the flags of an option say: which are typed, what the option is called, and which of them mean no.

argparse: `_get_optional_kwargs` of argparse.py. click: `Option._parse_decls` of click/core.py.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_LONG = ("--", "++")


def typed_flags(texts: Sequence[str], library: str) -> list[str]:
    """Return those of the texts that are flags; of click's, an off flag may stand alone: " /-D"."""
    starts = ("-", "+") if library == "argparse" else ("-", "+", "/")
    return [text.strip() for text in texts if text.strip().startswith(starts)]


def destination(texts: Sequence[str], library: str) -> str:
    """Return what an option is called that no `dest` names: a plain name among its texts, else its long flag.

    click makes the letters of a flag small (`--LR` sets `lr`), and leaves a name as it is written.

    Returns:
        "" where the library refuses to name it.
    """
    plain = [text for text in texts if text.isidentifier()]
    if plain:
        return plain[0]
    if library == "click":
        flags = [on for on, _ in map(halves, texts) if on]
        flags.sort(key=lambda flag: flag[1:2] != flag[:1])  # those with two equal signs first
        return _without_sign(flags[0]).replace("-", "_").lower() if flags else ""
    flags = typed_flags(texts, library)
    first = next((flag for flag in flags if flag[:2] in _LONG), flags[0])
    return first.lstrip("-+").replace("-", "_")


def halves(text: str) -> tuple[str, str]:
    """Return the flag that means yes and the one that means no, as click splits them; "" for none."""
    on, _, off = text.partition(";" if text[:1] == "/" else "/")
    return on.strip(), off.strip()


def _without_sign(flag: str) -> str:
    return flag[2:] if flag[1:2] == flag[:1] else flag[1:]
