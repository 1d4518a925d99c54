"""What names mean in the text of a config: what its imports bind, and its own Config classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling.lexing import NAME
from kohakuengine_tooling.outline.loose import parts
from kohakuengine_tooling.outline.roles import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kohakuengine_tooling.lexing import Tokens
    from kohakuengine_tooling.outline.lines import Line

__all__ = ["read_names"]


def read_names(lines: Iterable[Line]) -> Names:
    """Read what imports bind anywhere in a text, in functions too, and which classes inherit from Config."""
    imported: dict[str, str] = {}
    classes: list[tuple[str, list[str]]] = []
    for tokens, first, last, _, _ in lines:
        word = tokens.words[first]
        if word == "import":
            imported.update(_plain_imports(tokens, first + 1, last))
        elif word == "from":
            imported.update(_from_imports(tokens, first + 1, last))
        elif word == "class" and last - first > 2 and tokens.words[first + 2] == "(":
            closing = min(tokens.partners[first + 2], last)
            bases = [_dotted(tokens, *base) for base in parts(tokens, first + 3, closing)]
            classes.append((tokens.words[first + 1], bases))
    names = Names(imported)
    for name, bases in classes:
        if any(names.is_config(base) for base in bases if base):
            names = names._replace(configs=names.configs | {name})
    return names


def _plain_imports(tokens: Tokens, first: int, last: int) -> Iterator[tuple[str, str]]:
    for name, alias in _aliases(tokens, first, last):
        short = name.partition(".")[0]
        yield (alias, name) if alias else (short, short)


def _from_imports(tokens: Tokens, first: int, last: int) -> Iterator[tuple[str, str]]:
    """Yield what `from m import a as b` binds; of a relative import the dots are left out."""
    words = tokens.words
    middle = next((index for index in range(first, last) if words[index] == "import"), last)
    module = "".join(words[first:middle]).lstrip(".")
    first = middle + 1
    if first < last and words[first] == "(":
        first, last = first + 1, min(tokens.partners[first], last)
    for name, alias in _aliases(tokens, first, last):
        yield alias or name, f"{module}.{name}"


def _aliases(tokens: Tokens, first: int, last: int) -> Iterator[tuple[str, str]]:
    """Yield each name of an import with its alias, "" where it has none."""
    for start, end in parts(tokens, first, last):
        words = tokens.words[start:end]
        if "as" in words:
            at = words.index("as")
            yield "".join(words[:at]), "".join(words[at + 1 :])
        elif words:
            yield "".join(words), ""


def _dotted(tokens: Tokens, first: int, last: int) -> str:
    words = tokens.words[first:last]
    kinds = tokens.kinds[first:last]
    is_dotted = all(kind == NAME for kind in kinds[::2]) and all(word == "." for word in words[1::2])
    return "".join(words) if is_dotted else ""
