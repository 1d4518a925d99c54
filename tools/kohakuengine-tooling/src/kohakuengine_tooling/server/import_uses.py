"""The uses of a global of a script in another file that imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kohakuengine_tooling.lexing import NAME
from kohakuengine_tooling.outline.lines import lines_of
from kohakuengine_tooling.outline.loose import parts
from kohakuengine_tooling.statement_facts import Span
from kohakuengine_tooling.uses import find_uses

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kohakuengine_tooling.lexing import Tokens
    from kohakuengine_tooling.outline.lines import Line
    from kohakuengine_tooling.statement_facts import StatementFacts

__all__ = ["ImportUses", "find_import_uses"]


class ImportUses(NamedTuple):
    """Where a file uses a global of a script.

    Attributes:
        places: Where its name stands.
        star_line: 1-based line where it imports everything of the script, None where it does not.
    """

    places: list[Span]
    star_line: int | None


def find_import_uses(
    text: str, statements: Sequence[tuple[int, StatementFacts]], path: Path, script: Path, name: str
) -> ImportUses:
    """Find the uses of a global of a script in another file.

    Args:
        text: Of the file.
        statements: Of it.
        path: Of it.
        script: Of the script.
        name: Of the global.
    """
    found = _Imports(path, script, name)
    for start, facts in statements:
        for line in lines_of(facts.text):
            found.line(start, line)
    places = list(found.places)
    if found.is_bound:
        places += find_uses(_without_imports(statements), name).all
    for start, facts in statements:
        places += found.attributes(start, lines_of(facts.text))
    star = found.star_at
    return ImportUses(sorted(set(places)), None if star is None else text.count("\n", 0, star) + 1)


def _without_imports(statements: Sequence[tuple[int, StatementFacts]]) -> list[tuple[int, StatementFacts]]:
    """Leave out what binds a name by importing it: its place there is known already."""
    return [one for one in statements if not any(b.kind == "import" for b in one[1].scope.bindings)]


class _Imports:
    """The imports of a script in one file."""

    def __init__(self, path: Path, script: Path, name: str) -> None:
        self._path = path
        self._script = script
        self._name = name
        self._modules: set[str] = set()  # dotted names that mean the script
        self.places: list[Span] = []
        self.is_bound = False
        self.star_at: int | None = None

    def line(self, start: int, line: Line) -> None:
        """Read one line, if it is an import."""
        tokens, first, last = line.tokens, line.first, line.last
        if tokens.words[first] == "from":
            self._from(start, tokens, first + 1, last)
        elif tokens.words[first] == "import":
            for begin, end in parts(tokens, first + 1, last):
                dotted, alias = _alias(tokens, begin, end)
                if self._is_script(dotted):
                    self._modules.add(alias or dotted)

    def _from(self, start: int, tokens: Tokens, first: int, last: int) -> None:
        words = tokens.words
        middle = next((index for index in range(first, last) if words[index] == "import"), last)
        module = "".join(words[first:middle])
        begin = middle + 1
        if begin < last and words[begin] == "(":
            begin, last = begin + 1, min(tokens.partners[begin], last)
        for one, end in parts(tokens, begin, last):
            if one >= end:
                continue
            dotted, alias = _alias(tokens, one, end)
            joined = module + dotted if module.endswith(".") else f"{module}.{dotted}"
            if self._is_script(joined):
                self._modules.add(alias or dotted)
            elif self._is_script(module):
                self._take(start, tokens, one, dotted, alias)

    def _take(self, start: int, tokens: Tokens, index: int, dotted: str, alias: str) -> None:
        at = start + tokens.starts[index]
        if dotted == "*":
            self.star_at = at
        elif dotted == self._name:
            self.places.append(Span(at, start + tokens.end(index)))
            self.is_bound = self.is_bound or not alias

    def _is_script(self, module: str) -> bool:
        """Say whether a module, as this file imports it, is the script."""
        name = module.lstrip(".")
        dots = len(module) - len(name)
        tail = name.split(".")
        if not name or self._script.stem != tail[-1]:
            return False
        folders = (
            [self._path.parents[dots - 1]] if 0 < dots <= len(self._path.parents) else self._path.parents
        )
        return any(folder.joinpath(*tail).with_suffix(".py") == self._script for folder in folders)

    def attributes(self, start: int, lines: Sequence[Line]) -> Iterator[Span]:
        """Yield the uses as an attribute of the module."""
        if not self._modules:
            return
        for line in lines:
            if line.tokens.words[line.first] not in ("import", "from"):
                yield from self._attributes(start, line)

    def _attributes(self, start: int, line: Line) -> Iterator[Span]:
        tokens = line.tokens
        for index in range(line.first + 2, line.last):
            is_name = tokens.words[index] == self._name and tokens.kinds[index] == NAME
            if (
                is_name
                and tokens.words[index - 1] == "."
                and _dotted_before(tokens, index - 1) in self._modules
            ):
                yield Span(start + tokens.starts[index], start + tokens.end(index))


def _alias(tokens: Tokens, first: int, last: int) -> tuple[str, str]:
    words = tokens.words[first:last]
    if "as" in words:
        at = words.index("as")
        return "".join(words[:at]), "".join(words[at + 1 :])
    return "".join(words), ""


def _dotted_before(tokens: Tokens, dot: int) -> str:
    """Return the dotted name before a dot."""
    words: list[str] = []
    index = dot - 1
    while index >= 0 and tokens.kinds[index] == NAME:
        words.append(tokens.words[index])
        if index == 0 or tokens.words[index - 1] != ".":
            break
        index -= 2
    return ".".join(reversed(words))
