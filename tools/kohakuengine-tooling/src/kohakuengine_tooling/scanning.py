"""Scanning: what a statement of the module level binds, reads and calls, found from its tokens.

Function bodies are scanned for the globals that they read and bind, nothing else. What an expression means is
not asked here: `kohakuengine_tooling.expression` reads the few that matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.body import Body
from kohakuengine_tooling.branch import Branch
from kohakuengine_tooling.compiler_limits import is_knotted
from kohakuengine_tooling.definition_heads import read_class_head, read_function_head
from kohakuengine_tooling.expression_scan import ExpressionScan
from kohakuengine_tooling.gate import SHORTEST_REFUSED
from kohakuengine_tooling.guard_test import is_guard
from kohakuengine_tooling.lexing import KEYWORD, NAME, Tokens
from kohakuengine_tooling.pattern_scan import capture_names
from kohakuengine_tooling.place import Place
from kohakuengine_tooling.scope import CLASS, FUNCTION, MODULE, Scope, take_in
from kohakuengine_tooling.simple_scan import SimpleScan
from kohakuengine_tooling.statement_facts import (
    ArgumentText,
    ClassFacts,
    FunctionFacts,
    ScopeFacts,
    Span,
    StatementFacts,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["scan", "scan_member"]

_COLON: Final = frozenset(":")
_DEEPEST: Final = 100  # suites in each other; Python's own limit (Parser/tokenizer.h, MAXINDENT)


def scan(tokens: Tokens) -> StatementFacts:
    r"""Scan one statement of the module level.

    Args:
        tokens: Of the statement; several on one line count as one.

    Raises:
        RecursionError: It is nested too deeply.

    >>> from kohakuengine_tooling.lexing import lex
    >>> facts = scan(lex("if debug:\n    lr = base * 2\n"))
    >>> [(one.name, one.kind) for one in facts.scope.bindings], sorted(facts.reads)
    ([('lr', 'declaration')], ['base', 'debug'])
    """
    return _Scanner(tokens).run()


def scan_member(tokens: Tokens) -> tuple[StatementFacts, Scope]:
    """Scan one statement in the body of a class of the module level.

    Args:
        tokens: Of the statement, with its indentation.

    Returns:
        What it says, where `StatementFacts.scope` is that of the class; and the scope of the class, with the
        names that the statement binds and reads there.

    Raises:
        RecursionError: It is nested too deeply.
    """
    return _Scanner(tokens).run_in_class()


class _Scanner:
    """One pass over the logical lines of a statement."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._words = tokens.words
        self._kinds = tokens.kinds
        self._starts = tokens.starts
        self._lines = tokens.lines
        self._ends = tokens.ends
        self._expressions = ExpressionScan(tokens)
        self._module = Scope(MODULE, None)
        self._facts = StatementFacts(tokens.text, comments=tokens.comments, broken_at=tokens.broken_at)
        self._depth = 0
        self._simple = SimpleScan(tokens, self._expressions, self._module, self._facts)

    def run(self) -> StatementFacts:
        body = Body(self._tokens, self._expressions, self._module, self._facts.scope)
        self._read(body, Place())
        return self._facts

    def run_in_class(self) -> tuple[StatementFacts, Scope]:
        owner = ClassFacts("", 0, (), (), self._facts.scope)
        scope = Scope(CLASS, self._module)
        self._depth = 1
        self._read(Body(self._tokens, self._expressions, scope, owner.body, owner), Place().in_class())
        return self._facts, scope

    def _read(self, body: Body, place: Place) -> None:
        facts, module = self._facts, self._module
        if self._words:
            facts.end = self._tokens.end(len(self._words) - 1)
            facts.kind = self._words[0] if self._kinds[0] == KEYWORD or self._words[0] == "@" else ""
        line = 0
        while line < len(self._lines):
            line = self._suite(line, self._lines[line][1] - 1, body, place)
        facts.reads = module.reads
        facts.late_reads = module.late_reads
        facts.annotation_reads = module.annotation_reads
        facts.bound_by_functions = module.bound_by_functions
        if self._expressions.cut_at is not None:
            self._cut(self._expressions.cut_at)
        facts.is_long = len(self._kinds) >= SHORTEST_REFUSED
        facts.is_knotted = is_knotted(self._tokens)

    def _suite(self, line: int, column: int, body: Body, place: Place) -> int:
        """Scan the lines that are indented by more than a column; return the one behind them."""
        lines = self._lines
        branch = Branch(place)
        self._depth += 1
        while line < len(lines) and lines[line][1] > column:
            line = self._line(line, body, branch) if self._depth <= _DEEPEST else self._skip(line)
        self._depth -= 1
        return line

    def _skip(self, line: int) -> int:
        self._cut(self._lines[line][0])
        return line + 1

    def _cut(self, token: int) -> None:
        """Note that what stands there is nested too deeply to be looked into."""
        at = self._starts[token] if token < len(self._starts) else self._facts.end
        if self._facts.cut_at is None or at < self._facts.cut_at:
            self._facts.cut_at = at

    def _line(self, line: int, body: Body, branch: Branch) -> int:
        first, last = self._lines[line][0], self._ends[line]
        word = self._words[first]
        if self._kinds[first] == KEYWORD:
            if word == "async" and first + 1 < last:
                word = self._words[first + 1]
            header = _HEADERS.get(word)
            if header is not None:
                return header(self, line, body, branch)
        elif word == "@":
            self._expressions.read(first + 1, last, body.scope)
            body.note_walruses((first, last), branch.place)
            if last > first + 1:
                body.decorators.append(self._expressions.span(first + 1, last))
            return line + 1
        elif word in ("match", "case") and self._is_soft(line, word):
            return self._match(line, body, branch) if word == "match" else self._case(line, body, branch)
        branch.end()
        self._simple.read_line(first, last, body, branch.place)
        return line + 1

    def _is_soft(self, line: int, word: str) -> bool:
        """Say whether `match` or `case` begins a statement here, and is no name."""
        if self._words[self._ends[line] - 1] != ":" and word == "match":
            return False
        if word == "match":
            following = line + 1
            return following < len(self._lines) and self._words[self._lines[following][0]] == "case"
        first, last = self._lines[line][0], self._ends[line]
        colon = self._expressions.find(first, last, _COLON)
        return colon < last and colon > first + 1 and self._words[first + 1] not in ("=", ".", ",")

    def _below(self, line: int, colon: int, body: Body, place: Place) -> int:
        """Scan what a header holds, on its own line or below it; return the line behind that."""
        last = self._ends[line]
        if colon + 1 < last:
            self._simple.read_line(colon + 1, last, body, place)
            return line + 1
        return self._suite(line + 1, self._lines[line][1], body, place)

    def _header(self, line: int, first: int) -> int:
        """Return the index of the colon that ends a header; where it has none, it is broken."""
        last = self._ends[line]
        colon = self._expressions.find(first, last, _COLON)
        if colon == last:
            self._break(self._starts[self._lines[line][0]])
        return colon

    def _break(self, at: int) -> None:
        if self._facts.broken_at is None or at < self._facts.broken_at:
            self._facts.broken_at = at

    def _if(self, line: int, body: Body, branch: Branch) -> int:
        first = self._lines[line][0]
        colon = self._header(line, first + 1)
        self._expressions.read(first + 1, colon, body.scope)
        is_elif = self._words[first] == "elif"
        before = branch.behind if is_elif else branch.place
        body.note_walruses((first, colon), before)
        inside = before
        if body.scope is self._module and before.is_of_guards and is_guard(self._tokens, first + 1, colon):
            at = self._starts[first]
            self._facts.guards.append(at)
            inside, branch.behind = before.in_guard(at), before.behind_guard()
            return self._guarded(line, colon, body, inside)
        branch.behind = before
        return self._below(line, colon, body, inside)

    def _guarded(self, line: int, colon: int, body: Body, place: Place) -> int:
        """Scan the body of a guard: what it reads is not read when the module is imported."""
        scope = body.scope
        around, scope.reads = scope.reads, {}
        line = self._below(line, colon, body, place)
        take_in(scope.late_reads, scope.reads)
        scope.reads = around
        return line

    def _else(self, line: int, body: Body, branch: Branch) -> int:
        first = self._lines[line][0]
        return self._below(line, self._header(line, first + 1), body, branch.behind)

    def _while(self, line: int, body: Body, branch: Branch) -> int:
        first = self._lines[line][0]
        colon = self._header(line, first + 1)
        self._expressions.read(first + 1, colon, body.scope)
        inside = branch.place.in_loop()
        body.note_walruses((first, colon), inside)
        branch.behind = branch.place.behind_loop()
        return self._below(line, colon, body, inside)

    def _for(self, line: int, body: Body, branch: Branch) -> int:
        start = self._lines[line][0]
        first = start + (self._words[start] == "async")
        colon = self._header(line, first + 1)
        at = self._expressions.find(first + 1, colon, frozenset(("in",)))
        names = self._expressions.target_names(first + 1, at, body.scope)
        self._expressions.read(at + 1, colon, body.scope)
        body.bind(names, "loop variable", (start, colon), branch.place)
        inside = branch.place.in_loop()
        body.note_walruses((start, colon), inside)
        branch.behind = branch.place.behind_loop()
        return self._below(line, colon, body, inside)

    def _with(self, line: int, body: Body, branch: Branch) -> int:
        start = self._lines[line][0]
        first = start + (self._words[start] == "async")
        colon = self._header(line, first + 1)
        branch.end()
        self._with_items(first + 1, colon, start, body, branch.place)
        body.note_walruses((start, colon), branch.place)
        return self._below(line, colon, body, branch.place)

    def _with_items(self, first: int, last: int, owner: int, body: Body, place: Place) -> None:
        expressions, words = self._expressions, self._words
        is_group = first < last and words[first] == "(" and self._tokens.partners.get(first) == last - 1
        if is_group and expressions.find(first + 1, last - 1, frozenset(("as",))) < last - 1:
            first, last = first + 1, last - 1
        for start, end in expressions.split(first, last):
            at = expressions.find(start, end, frozenset(("as",)))
            expressions.read(start, at, body.scope)
            names = expressions.target_names(at + 1, end, body.scope)
            body.bind(names, "with target", (owner, last), place)

    def _try(self, line: int, body: Body, branch: Branch) -> int:
        first = self._lines[line][0]
        branch.behind = branch.place
        return self._below(line, self._header(line, first + 1), body, branch.place)

    def _except(self, line: int, body: Body, branch: Branch) -> int:
        first = self._lines[line][0]
        colon = self._header(line, first + 1)
        at = self._expressions.find(first + 1, colon, frozenset(("as",)))
        self._expressions.read(first + 1, at, body.scope)
        place = branch.place.in_handler()
        if at + 1 < colon and self._kinds[at + 1] == NAME:
            body.bind([at + 1], "except target", (first, colon), place, at=first)
        body.note_walruses((first, colon), place)
        return self._below(line, colon, body, place)

    def _match(self, line: int, body: Body, branch: Branch) -> int:
        first, last = self._lines[line][0], self._ends[line]
        self._expressions.read(first + 1, last - 1, body.scope)
        branch.end()
        body.note_walruses((first, last), branch.place)
        return self._suite(line + 1, self._lines[line][1], body, branch.place.in_case())

    def _case(self, line: int, body: Body, branch: Branch) -> int:
        first = self._lines[line][0]
        colon = self._header(line, first + 1)
        condition = self._expressions.find(first + 1, colon, frozenset(("if",)))
        captures, reads = capture_names(self._tokens, first + 1, condition)
        for index in reads:
            body.scope.read(self._words[index], self._starts[index])
        body.bind(captures, "match capture", (first, colon), branch.place)
        self._expressions.read(condition + 1, colon, body.scope)
        body.note_walruses((first, colon), branch.place)
        return self._below(line, colon, body, branch.place)

    def _def(self, line: int, body: Body, branch: Branch) -> int:
        words = self._words
        start = self._lines[line][0]
        is_async = words[start] == "async"
        at = start + 1 + is_async
        colon = self._header(line, at)
        decorators = body.take_decorators()
        branch.end()
        if at >= colon or self._kinds[at] != NAME:
            self._break(self._starts[start])
            return self._below(line, colon, body.within(Scope(FUNCTION, body.scope)), branch.place)
        head = read_function_head(self._tokens, self._expressions, at, colon, body.scope)
        body.note_walruses((start, colon), branch.place)
        body.bind([at], "function", (start, colon), branch.place, at=start)
        if decorators or branch.place.is_of_definitions:
            self._note_function(start, at, body, branch.place, decorators, head.arguments)
        line = self._below(line, colon, body.within(head.inner), branch.place)
        head.inner.close()
        if head.around is not body.scope:
            head.around.close()
        return line

    def _note_function(
        self,
        start: int,
        at: int,
        body: Body,
        place: Place,
        decorators: tuple[Span, ...],
        arguments: tuple[ArgumentText, ...],
    ) -> None:
        is_of_module = body.scope is self._module and place.is_of_definitions
        if not decorators and not is_of_module:
            return
        is_async = self._words[start] == "async"
        function = FunctionFacts(
            self._words[at], self._starts[start], is_async, is_of_module, decorators, arguments
        )
        self._facts.functions.append(function)
        if body.owner is not None:
            body.owner.functions.append(function)

    def _class(self, line: int, body: Body, branch: Branch) -> int:
        start = self._lines[line][0]
        colon = self._header(line, start + 1)
        decorators = body.take_decorators()
        branch.end()
        if start + 1 >= colon or self._kinds[start + 1] != NAME:
            self._break(self._starts[start])
            return self._below(line, colon, body.within(Scope(CLASS, body.scope)), branch.place)
        bases, around = read_class_head(self._tokens, self._expressions, start + 1, colon, body.scope)
        body.note_walruses((start, colon), branch.place)
        body.bind([start + 1], "class", (start, colon), branch.place, at=start)
        inner = Scope(CLASS, around)
        owner = None
        if body.facts is not None:
            facts = ScopeFacts()
            owner = ClassFacts(self._words[start + 1], self._starts[start], bases, decorators, facts)
            body.facts.classes.append(owner)
        inside = body.within(inner, owner)
        line = self._below(line, colon, inside, branch.place.in_class())
        inner.close()
        if around is not body.scope:
            around.close()
        return line


_HEADERS: Final[dict[str, Callable[[_Scanner, int, Body, Branch], int]]] = {
    "if": _Scanner._if,
    "elif": _Scanner._if,
    "else": _Scanner._else,
    "finally": _Scanner._else,
    "while": _Scanner._while,
    "for": _Scanner._for,
    "with": _Scanner._with,
    "try": _Scanner._try,
    "except": _Scanner._except,
    "def": _Scanner._def,
    "class": _Scanner._class,
}
