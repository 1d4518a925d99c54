"""The uses of a global in a script: where it is bound and read, by Python's scoping rules.

The scan of a statement tells the first place where a name is read; that one is then covered, and the
statement scanned again. So every rule of scopes stands in one place.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from kohakuengine_tooling.lexing import NAME, STRING, lex
from kohakuengine_tooling.scanning import scan
from kohakuengine_tooling.statement_facts import Span
from kohakuengine_tooling.string_text import string_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kohakuengine_tooling.outline.lines import Line
    from kohakuengine_tooling.statement_facts import BindingKind, StatementFacts

__all__ = ["Uses", "find_uses"]

_COVER: Final = "covered"
_MOST_TOKENS: Final = 500_000  # of all scans: half a second
_NAMED_AT: Final[tuple[BindingKind, ...]] = (
    "declaration",
    "transformation",
    "result of the entrypoint",
    "loop variable",
    "with target",
    "match capture",
    "walrus in a comprehension",
    "del",
)


class Uses(NamedTuple):
    """Where a global stands in a text.

    Attributes:
        bindings: Where it gets a value, and where functions declare it `global`.
        reads: Where its value is read.
        strings: Strings that hold just its name, which may or may not mean it.
        problem: Why these may not be all, None where they are.
    """

    bindings: list[Span]
    reads: list[Span]
    strings: list[Span]
    problem: str | None = None

    @property
    def all(self) -> list[Span]:
        """Bindings and reads, in the order of the text."""
        return sorted({*self.bindings, *self.reads})


def find_uses(
    statements: Sequence[tuple[int, StatementFacts]], name: str, *, is_imported: bool = False
) -> Uses:
    """Find the uses of a global.

    Args:
        statements: Of the module level: where each begins, and what it says as it stands now.
        name: Of the global.
        is_imported: Whether imports may bind it; its places in them are left out.
    """
    found = Uses([], [], [])
    left = _MOST_TOKENS
    for start, facts in statements:
        if name not in facts.text:
            continue
        reader = _Reader(facts, name, is_imported=is_imported)
        left -= reader.read(left)
        found.bindings.extend(_moved(reader.bindings, start))
        found.reads.extend(_moved(reader.reads, start))
        found.strings.extend(_moved(reader.strings(), start))
        if reader.problem is not None:
            found = found._replace(problem=reader.problem)
    return found


def _moved(spans: Sequence[Span], start: int) -> list[Span]:
    return [Span(one.start + start, one.end + start) for one in spans]


class _Reader:
    """The uses in one statement of the module level."""

    def __init__(self, facts: StatementFacts, name: str, *, is_imported: bool) -> None:
        self._facts = facts
        self._name = name
        self._is_imported = is_imported
        self._tokens = lex(facts.text)
        self._left = [
            index for index, word in enumerate(self._tokens.words) if word == name and self._is_name(index)
        ]
        self.bindings: list[Span] = []
        self.reads: list[Span] = []
        self.problem: str | None = None

    def _is_name(self, index: int) -> bool:
        """Say whether a token may be a use: a name that is no attribute."""
        tokens = self._tokens
        return tokens.kinds[index] == NAME and not (index and tokens.words[index - 1] == ".")

    def read(self, most: int) -> int:
        """Find the uses; return how many tokens were scanned, `most` at the most."""
        if self._facts.cut_at is not None:
            self.problem = "a statement is nested too deeply to be looked into"
        self._read_bindings()
        count = self._read_reads(most)
        self._read_globals()
        if self.problem is None and self._is_left_in_a_class():
            self.problem = (
                "a class of the script binds the same name"  # it may read the global before it does
            )
        return count

    def _take(self, index: int, into: list[Span]) -> None:
        self._left.remove(index)
        into.append(Span(self._tokens.starts[index], self._tokens.end(index)))

    def _at(self, offset: int) -> int | None:
        """Return the token that is left at an offset."""
        index = bisect_left(self._tokens.starts, offset)
        return index if index in self._left else None

    def _behind_as(self, offset: int) -> int | None:
        """Return the token that is left behind the `as` of the header that begins at an offset."""
        first = bisect_left(self._tokens.starts, offset)
        return next((one for one in self._left if one > first and self._tokens.words[one - 1] == "as"), None)

    def _read_bindings(self) -> None:
        for binding in self._facts.scope.bindings:
            if binding.name != self._name:
                continue
            if binding.kind in _NAMED_AT:
                index = self._at(binding.at)
            elif binding.kind == "except target":
                index = self._behind_as(binding.at)
            elif binding.kind == "import" and self._is_imported:
                continue
            else:
                index = None
                self.problem = f"it is bound by {_ARTICLES.get(binding.kind, 'a')} {binding.kind}"
            if index is not None:
                self._take(index, self.bindings)
        for name, _, owner in self._facts.scope.annotations:
            index = self._at(owner)
            if name == self._name and index is not None:  # `x: int` binds nothing
                self._take(index, self.bindings)

    def _read_reads(self, most: int) -> int:
        tokens = self._tokens
        size = len(tokens.words)
        for count in range(0, most - size + 1, size):
            facts = scan(tokens)
            tables = (facts.reads, facts.late_reads, facts.annotation_reads)
            places = {table[self._name] for table in tables if self._name in table}
            met = [index for index in self._left if tokens.starts[index] in places]
            if not met:
                return count + size
            for index in met:
                end = tokens.end(index)
                tokens._lengths[index] = end - tokens.starts[index]
                self._take(index, self.reads)
                tokens.words[index] = _COVER
        self.problem = "it is used too often for all uses to be found"
        return most

    def _read_globals(self) -> None:
        """Find what functions bind that declare the name `global`."""
        if self._name not in self._facts.bound_by_functions and not self._left:
            return
        from kohakuengine_tooling.outline.lines import body_lines_of

        lines = body_lines_of(self._facts.text)
        words = self._tokens.words
        owners = {
            line.function
            for line in lines
            if words[line.first] == "global" and self._name in words[line.first : line.last]
        }
        for line in lines:
            if line.function in owners:
                self._read_line(line)

    def _read_line(self, line: Line) -> None:
        """Find what a statement binds in whose function the name is a global."""
        from kohakuengine_tooling.outline.loose import outside

        words = self._tokens.words
        free = set(outside(self._tokens, line.first, line.last))
        has_lambda = "lambda" in words[line.first : line.last]
        for index in range(line.first, line.last):
            is_keyword = index not in free and words[index + 1 : index + 2] == ["="]
            if index not in self._left or is_keyword:
                continue
            if words[line.first] in ("import", "from"):
                self.problem = "a function imports something under its name"
            elif index in free and not has_lambda:
                self._take(index, self.bindings)
            else:
                self.problem = "a function binds it that declares it global, or something else of its name"

    def _is_left_in_a_class(self) -> bool:
        """Say whether the body of a class has the name for something of its own."""
        if not self._left or "class" not in self._tokens.words:
            return False
        from kohakuengine_tooling.outline.lines import lines_of

        words, lines = self._tokens.words, lines_of(self._facts.text)
        classes = {line.function for line in lines if line.is_header and words[line.first] == "class"}
        bodies = (line for line in lines if line.function in classes)
        has_definition = any(words[index - 1] in ("def", "class") for index in self._left)
        return has_definition or any(self._is_bound_in(line) for line in bodies)

    def _is_bound_in(self, line: Line) -> bool:
        """Say whether a statement in the body of a class may bind the name there."""
        from kohakuengine_tooling.outline.loose import outside

        words = self._tokens.words
        free = set(outside(self._tokens, line.first, line.last))
        has_targets = words[line.first] in ("(", "[", "for", "with", "async", "from", "import")
        return any(
            has_targets or index in free or words[index + 1 : index + 2] == [":="]
            for index in self._left
            if line.first <= index < line.last
        )

    def strings(self) -> list[Span]:
        """Return the strings that hold just the name."""
        tokens = self._tokens
        return [
            Span(tokens.starts[index], tokens.end(index))
            for index, word in enumerate(tokens.words)
            if tokens.kinds[index] == STRING and self._name in word and string_value(word) == self._name
        ]


_ARTICLES: Final = {"import": "an"}
