"""Files and modules that a word may name."""

from __future__ import annotations

import os

from kohakuengine.cli.complete.offer import Offer

__all__ = ["file_offers", "module_offers"]


def file_offers(text: str, endings: tuple[str, ...]) -> list[Offer]:
    """Return the folders, and the files with one of some endings, that a path may go on to.

    Args:
        text: What has been typed of the path; `~` is understood, and kept as typed.
        endings: Endings that count, in lower case; () for all.
    """
    folder, name = os.path.split(text)
    head = text[: len(text) - len(name)]
    offers = []
    for entry in _entries(os.path.expanduser(folder) or "."):
        if entry.name.startswith(".") and not name.startswith("."):
            continue
        if entry.is_dir():
            offers.append(Offer(f"{head}{entry.name}/", is_open=True))
        elif not endings or entry.name.lower().endswith(endings):
            offers.append(Offer(head + entry.name))
    return sorted(offers, key=lambda offer: (offer.is_open, offer.text))


def module_offers(text: str) -> list[Offer]:
    """Return the modules and packages below the current folder that a dotted name may go on to."""
    *parents, _ = text.split(".")
    head = "".join(f"{parent}." for parent in parents)
    offers = []
    for entry in _entries(os.path.join(".", *parents)):
        stem, ending = os.path.splitext(entry.name)
        if entry.is_dir() and entry.name.isidentifier() and _holds_python(entry.path):
            offers.append(Offer(f"{head}{entry.name}.", is_open=True))
            if os.path.exists(os.path.join(entry.path, "__main__.py")):
                offers.append(Offer(head + entry.name))
        elif ending == ".py" and stem.isidentifier() and not stem.startswith("__"):
            offers.append(Offer(head + stem))
    return sorted(offers, key=lambda offer: (offer.is_open, offer.text))


def _holds_python(folder: str) -> bool:
    return any(entry.name.endswith(".py") for entry in _entries(folder))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []
