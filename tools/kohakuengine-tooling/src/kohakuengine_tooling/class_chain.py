"""A class of a script with its bases there: what is looked for in one is looked for in all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.expression import last_name
from kohakuengine_tooling.expression_reading import read_expression

if TYPE_CHECKING:
    from kohakuengine_tooling.piece import ClassSite
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["base_names", "class_chain"]

_MOST: Final = 100


def class_chain(view: ScriptView, name: str) -> list[ClassSite]:
    """Return a class of the module level and its bases in this file, the nearest first.

    Of several classes of one name the last one counts.
    """
    found: list[ClassSite] = []
    waiting, seen = [name], set[str]()
    while waiting and len(found) < _MOST:
        name = waiting.pop(0)
        if name not in seen and name in view.module.classes:
            seen.add(name)
            site = view.module.classes[name][-1]
            found.append(site)
            waiting += [base for base in base_names(site) if base is not None]
    return found


def base_names(site: ClassSite) -> list[str | None]:
    """List the last names of the bases of a class: `nn.Module` is Module, None what has no name."""
    text = site.piece.facts.text
    return [last_name(read_expression(text[start:end])) for start, end in site.facts.bases]
