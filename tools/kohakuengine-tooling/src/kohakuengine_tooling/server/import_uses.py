"""The uses of a global of a script in another file that imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kohakuengine_tooling.lexing import NAME
from kohakuengine_tooling.outline.lines import lines_of
from kohakuengine_tooling.outline.loose import parts
from kohakuengine_tooling.statement_facts import Span
from kohakuengine_tooling.uses import find_uses

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from kohakuengine_tooling.lexing import Tokens
    from kohakuengine_tooling.outline.lines import Line
    from kohakuengine_tooling.statement_facts import StatementFacts

__all__ = ["ImportUses", "find_import_uses"]


class ImportUses(NamedTuple):
    """Where a file uses a global of a script.

    Attributes:
        places: Where its name stands.
        unseen: Where uses may be that are not seen: 1-based lines, each with what is done there.
        problem: Why these may not be all, None where they are.
    """

    places: list[Span]
    unseen: tuple[tuple[int, str], ...] = ()
    problem: str | None = None


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
    places, problem = list(found.places), found.problem
    if found.bound_count:
        uses = find_uses(statements, name, is_imported=True)
        places += uses.all
        problem = problem or uses.problem
        if _count_imports(statements, name) > found.bound_count:
            problem = "another import binds the same name"
    if found.modules:
        places += found.members(statements)
        problem = problem or found.problem
    unseen = [(text.count("\n", 0, at) + 1, what) for what, at in found.unseen.items()]
    return ImportUses(sorted(set(places)), tuple(sorted(unseen)), problem)


def _count_imports(statements: Sequence[tuple[int, StatementFacts]], name: str) -> int:
    bindings = (binding for _, facts in statements for binding in facts.scope.bindings)
    return sum(binding.kind == "import" and binding.name == name for binding in bindings)


class _Imports:
    """The imports of a script in one file."""

    def __init__(self, path: Path, script: Path, name: str) -> None:
        self._path = path
        self._script = script
        self._name = name
        self.modules: set[str] = set()  # dotted names that mean the script
        self._local_modules: set[tuple[int, int, str]] = set()  # statement, function in it, name
        self.places: list[Span] = []
        self.bound_count = 0
        self.unseen: dict[str, int] = {}  # what is done, and where first
        self._known: dict[str, set[Span]] = {}  # where names of modules mean these
        self.problem: str | None = None

    def line(self, start: int, line: Line) -> None:
        """Read one line, if it is an import."""
        tokens, first, last = line.tokens, line.first, line.last
        if tokens.words[first] == "from":
            count = self.bound_count
            self._from(start, line)
            if line.function and self.bound_count > count:
                self.problem = "a function imports it"
        elif tokens.words[first] == "import":
            for begin, end in parts(tokens, first + 1, last):
                dotted, alias = _alias(tokens, begin, end)
                if self._is_script(dotted):
                    self._take_module(start, line, alias or dotted)

    def _take_module(self, start: int, line: Line, dotted: str) -> None:
        self.modules.add(dotted)
        if line.function:
            self._local_modules.add((start, line.function, dotted))

    def _from(self, start: int, line: Line) -> None:
        tokens, first, last = line.tokens, line.first + 1, line.last
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
                self._take_module(start, line, alias or dotted)
            elif self._is_script(module):
                self._take(start, tokens, one, dotted, alias)

    def _take(self, start: int, tokens: Tokens, index: int, dotted: str, alias: str) -> None:
        at = start + tokens.starts[index]
        if dotted == "*":
            self.unseen.setdefault("everything of the script is imported by '*'", at)
        elif dotted == self._name:
            self.places.append(Span(at, start + tokens.end(index)))
            self.bound_count += not alias

    def _is_script(self, module: str) -> bool:
        """Say whether a module, as this file imports it, is the script."""
        name = module.lstrip(".")
        dots = len(module) - len(name)
        tail = name.split(".")
        if not name or self._script.stem != tail[-1]:
            return False
        is_in_package = len(tail) > 1 and self._script.with_suffix("").parts[-len(tail) :] == tuple(tail)
        if is_in_package and not dots:
            return True  # below `src`, or whatever is on the path
        folders = (
            [self._path.parents[dots - 1]] if 0 < dots <= len(self._path.parents) else self._path.parents
        )
        return any(folder.joinpath(*tail).with_suffix(".py") == self._script for folder in folders)

    def members(self, statements: Sequence[tuple[int, StatementFacts]]) -> Iterator[Span]:
        """Yield the uses as a member of the module, wherever its name means that."""
        lasts = {dotted.rpartition(".")[2] for dotted in self.modules}
        for start, facts in statements:
            for line in lines_of(facts.text) if any(last in facts.text for last in lasts) else ():
                if line.tokens.words[line.first] not in ("import", "from"):
                    yield from self._members_in(statements, start, line, lasts)

    def _members_in(
        self, statements: Sequence[tuple[int, StatementFacts]], start: int, line: Line, lasts: Collection[str]
    ) -> Iterator[Span]:
        words = line.tokens.words
        for index in range(line.first, line.last):
            if words[index] not in lasts or line.tokens.kinds[index] != NAME:
                continue
            head, dotted = _dotted_before(line.tokens, index + 1)
            following = words[index + 1 : index + 3]
            if dotted not in self.modules or (following[:1] == ["."] and following[1:] != [self._name]):
                continue
            if not self._is_module(statements, start, line, head, dotted):
                continue
            if following[:1] == ["."]:
                yield _span(start, line.tokens, index + 2)
            else:
                self.unseen.setdefault("the module itself is handed on", start + line.tokens.starts[index])

    def _is_module(
        self, statements: Sequence[tuple[int, StatementFacts]], start: int, line: Line, head: int, dotted: str
    ) -> bool:
        """Say whether a dotted name, which begins at a token, means the module there."""
        if (start, line.function, dotted) in self._local_modules:
            return True
        name = line.tokens.words[head]
        if name not in self._known:
            uses = find_uses(statements, name, is_imported=True)
            self._known[name] = set(uses.all)
            self.problem = self.problem or uses.problem
        if _span(start, line.tokens, head) in self._known[name]:
            return True
        if any(one[0] == start and one[2] == dotted for one in self._local_modules):
            self.problem = "a function imports the module"
        return False


def _span(start: int, tokens: Tokens, index: int) -> Span:
    return Span(start + tokens.starts[index], start + tokens.end(index))


def _alias(tokens: Tokens, first: int, last: int) -> tuple[str, str]:
    words = tokens.words[first:last]
    if "as" in words:
        at = words.index("as")
        return "".join(words[:at]), "".join(words[at + 1 :])
    return "".join(words), ""


def _dotted_before(tokens: Tokens, dot: int) -> tuple[int, str]:
    """Return the dotted name before a dot: its first token, and all of it."""
    words: list[str] = []
    head, index = dot, dot - 1
    while index >= 0 and tokens.kinds[index] == NAME:
        words.append(tokens.words[index])
        head = index
        if index == 0 or tokens.words[index - 1] != ".":
            break
        index -= 2
    return head, ".".join(reversed(words))
