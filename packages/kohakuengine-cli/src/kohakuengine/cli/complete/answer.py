"""The protocol between the shells and `kogine _complete`.

One line a candidate: `open` or `done`, a tab, the text, a tab, a note. `open` asks for no space after it.

    kogine _complete bash LINE-UP-TO-THE-CURSOR COMP_WORDBREAKS
    kogine _complete zsh|fish WORDS-AFTER-KOGINE... CURRENT-WORD
"""

from __future__ import annotations

from kohakuengine.cli.complete.offers import offers_at
from kohakuengine.cli.complete.place import find_place
from kohakuengine.cli.report import write_product

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.cli.complete.offer import Offer

__all__ = ["answer"]


def answer(words: list[str]) -> int:
    """Print what may be typed next.

    Args:
        words: The shell's name, then what the protocol says.

    Returns:
        0; a Tab that finds nothing prints nothing.
    """
    shell, *rest = words or [""]
    lines = _answer_bash(*rest) if shell == "bash" and len(rest) == 2 else _answer_words(rest)
    write_product("".join(f"{line}\n" for line in lines))
    return 0


def _answer_words(words: list[str]) -> list[str]:
    """Answer a shell that hands over words without quotes, the current one last."""
    return [_line(offer, offer.text) for offer in _offers(words)]


def _answer_bash(line: str, breaks: str) -> list[str]:
    """Answer bash, which hands over the line and replaces only a part of the current word."""
    from kohakuengine.cli.complete.shell_words import escape, replaced_from, split_line

    kept, is_quoted = replaced_from(line, breaks)
    texts = []
    for offer in _offers(split_line(line)[1:]):
        text = offer.text[kept:]
        texts.append(_line(offer, text if is_quoted else escape(text)))
    return texts


def _offers(words: list[str]) -> list[Offer]:
    if not words:
        return []
    place = find_place(words[:-1], words[-1])
    offers = [] if place is None else offers_at(place)
    return [offer for offer in offers if offer.text.isprintable()]


def _line(offer: Offer, text: str) -> str:
    note = " ".join(offer.note.split())
    return f"{'open' if offer.is_open else 'done'}\t{text}\t{note}"
