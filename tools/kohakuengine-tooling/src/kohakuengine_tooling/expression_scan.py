"""The names in the expressions of a statement: which are read, in which scope, and what a walrus binds."""

from __future__ import annotations

from typing import Final, NamedTuple

from kohakuengine_tooling.lexing import BRACKET, FORMATTED, KEYWORD, NAME, OPERATOR, Tokens
from kohakuengine_tooling.scope import CLASS, COMPREHENSION, FUNCTION, TYPE_PARAMETERS, Scope, take_in
from kohakuengine_tooling.statement_facts import ArgumentText, Span

__all__ = ["ExpressionScan", "Walrus"]

_COMMA: Final = frozenset(",")
_BOUND: Final = frozenset(":=")
_CLAUSES: Final = frozenset(("for", "async", "if"))
_LAMBDA_ENDS: Final = frozenset((",", ":", "=", "for", "async", "from", "as"))
_WALRUS_ENDS: Final = frozenset((",", ":", ":=", "for", "async"))
_DEEPEST: Final = 120  # brackets and lambdas in each other; Python's own parser ends at 200 brackets


class Walrus(NamedTuple):
    """A walrus outside of functions.

    Attributes:
        token: That of its name.
        end: Index behind the last token of its value.
        is_in_comprehension: Whether it stands in one.
        is_computed: Whether its value reads the name.
    """

    token: int
    end: int
    is_in_comprehension: bool
    is_computed: bool


class ExpressionScan:
    """Reads expressions between two tokens, `first` up to but not including `last`.

    Attributes:
        walruses: Those met since somebody emptied the list, in source order.
        cut_at: Token of the first bracket or lambda that is nested too deeply to be looked into, or None.
    """

    __slots__ = (
        "_depth",
        "_kinds",
        "_loops",
        "_partners",
        "_starts",
        "_tokens",
        "_words",
        "cut_at",
        "walruses",
    )

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._kinds = tokens.kinds
        self._words = tokens.words
        self._starts = tokens.starts
        self._partners = tokens.partners
        self._loops = tokens.loops
        self.walruses: list[Walrus] = []
        self.cut_at: int | None = None
        self._depth = 0

    def find(self, first: int, last: int, stops: frozenset[str]) -> int:
        """Return the index of the first operator or keyword of `stops` outside of brackets, else `last`."""
        kinds, words, partners = self._kinds, self._words, self._partners
        index = first
        while index < last:
            kind = kinds[index]
            if kind in (BRACKET, FORMATTED):
                partner = partners.get(index, index)
                if partner > index:  # a bracket that closes here has begun outside
                    index = partner
            elif kind in (OPERATOR, KEYWORD):
                word = words[index]
                if word in stops:
                    return index
                if word == "lambda":
                    index = partners.get(index, index)
            index += 1
        return last

    def split(self, first: int, last: int) -> list[tuple[int, int]]:
        """Cut at the commas outside of brackets; a comma at the end begins nothing."""
        parts = []
        while first < last:
            comma = self.find(first, last, _COMMA)
            parts.append((first, comma))
            first = comma + 1
        return parts

    def span(self, first: int, last: int) -> Span:
        """Return where an expression stands in the text, without brackets that only group it."""
        while self._words[first] == "(" and self._partners.get(first) == last - 1:
            is_display = last - first == 2 or first in self._loops
            if (
                is_display
                or self._kinds[first] != BRACKET
                or self.find(first + 1, last - 1, _COMMA) < last - 1
            ):
                break
            first, last = first + 1, last - 1
        return Span(self._starts[first], self._tokens.end(last - 1))

    def read(self, first: int, last: int, scope: Scope) -> None:
        """Note the names that an expression reads, and its walruses."""
        if not self._enter(first):
            return
        kinds, words, starts = self._kinds, self._words, self._starts
        reads = scope.reads
        index = first
        while index < last:
            kind = kinds[index]
            if kind == NAME:
                follower = words[index + 1] if index + 1 < last else ""
                if index and words[index - 1] == ".":
                    pass
                elif follower == "=":  # a keyword argument
                    index += 1
                elif follower == ":=":
                    self._walrus(index, last, scope)
                    index += 1
                else:
                    name = words[index]
                    if name not in reads or starts[index] < reads[name]:
                        reads[name] = starts[index]
            elif kind in (BRACKET, FORMATTED):
                close = self._partners.get(index, index)
                if index in self._loops:
                    self._comprehension(index + 1, close, scope)
                elif close > index + 1:
                    self.read(index + 1, close, scope)
                index = max(close, index)
            elif kind == KEYWORD and words[index] == "lambda":
                index = self._lambda(index, last, scope)
                continue
            index += 1
        self._depth -= 1

    def _enter(self, first: int) -> bool:
        """Go one level deeper; say whether that is still looked into."""
        if self._depth >= _DEEPEST:
            if self.cut_at is None:
                self.cut_at = first
            return False
        self._depth += 1
        return True

    def read_apart(self, first: int, last: int, scope: Scope) -> set[str]:
        """Read an expression as `read` does; return the names it reads, those of lambdas in it too."""
        scopes = [scope] if scope.kind != CLASS else [scope, scope.enclosing]
        around = [(one.reads, one.late_reads) for one in scopes]
        for one in scopes:
            one.reads, one.late_reads = {}, {}
        self.read(first, last, scope)
        found = {name for one in scopes for name in (*one.reads, *one.late_reads)}
        for one, before in zip(scopes, around, strict=True):
            own = one.reads, one.late_reads
            one.reads, one.late_reads = before
            for into, more in zip(before, own, strict=True):
                take_in(into, more)
        return found

    def read_annotation(self, first: int, last: int, scope: Scope) -> None:
        """Read an annotation: its names are kept apart."""
        around = scope.reads
        scope.reads = scope.annotation_reads
        self.read(first, last, scope)
        scope.reads = around

    def target_names(self, first: int, last: int, scope: Scope) -> list[int]:
        """Find the plain names in the target of an assignment; what else it holds is read.

        Returns:
            Their tokens, left to right; `a.b` and `a[0]` bind none.
        """
        found: list[int] = []
        if not self._enter(first):
            return found
        words, kinds, partners = self._words, self._kinds, self._partners
        for start, end in self.split(first, last):
            start += words[start] == "*"
            if start >= end:
                continue
            if end - start == 1 and kinds[start] == NAME:
                found.append(start)
            elif kinds[start] == BRACKET and words[start] in "([" and partners.get(start) == end - 1:
                found += self.target_names(start + 1, end - 1, scope)
            else:
                self.read(start, end, scope)
        self._depth -= 1
        return found

    def elements(self, first: int, last: int) -> list[tuple[int, int]] | None:
        """Return the elements of a tuple or list without stars, None for anything else."""
        words, kinds = self._words, self._kinds
        while first < last and kinds[first] == BRACKET and self._partners.get(first) == last - 1:
            if words[first] == "{" or first in self._loops:
                return None
            is_list = words[first] == "["
            first, last = first + 1, last - 1
            if is_list or first == last or self.find(first, last, _COMMA) < last:
                break
        else:
            if self.find(first, last, _COMMA) == last:
                return None
        parts = self.split(first, last)
        return None if any(words[start] == "*" for start, _ in parts) else parts

    def parameters(
        self, first: int, last: int, inner: Scope, *, defaults: Scope, annotations: Scope
    ) -> list[ArgumentText]:
        """Read the parameters of a function.

        Args:
            first: Behind the opening bracket.
            last: The closing one.
            inner: The function's own scope, which they are bound in.
            defaults: The scope that the defaults are read in.
            annotations: The scope that the annotations are read in.

        Returns:
            What it takes, in the order of the source.
        """
        found: list[ArgumentText] = []
        words = self._words
        is_keyword = False
        for start, end in self.split(first, last):
            stars = words[start] if words[start] in ("*", "**") else ""
            is_keyword = is_keyword or stars == "*"
            at = start + len(stars[:1])
            if at >= end or self._kinds[at] != NAME:
                continue
            equals = self.find(at, end, frozenset("="))
            colon = self.find(at, equals, frozenset(":"))
            annotation = default = None
            if colon + 1 < equals:
                annotation = self.span(colon + 1, equals)
                self.read_annotation(colon + 1, equals, annotations)
            if equals + 1 < end:
                default = self.span(equals + 1, end)
                self.read(equals + 1, end, defaults)
            inner.bound.add(words[at])
            kind = "varkeywords" if stars == "**" else "varargs" if stars else "positional"
            if kind == "positional" and is_keyword:
                kind = "keyword"
            found.append(ArgumentText(words[at], kind, self._starts[at], annotation, default))  # type: ignore[arg-type]
        return found

    def type_parameters(self, at: int, scope: Scope) -> Scope:
        """Read `[T: int = str]` behind a name (PEP 695); return the scope it makes, else the one around."""
        if at >= len(self._words) or self._words[at] != "[":
            return scope
        inner = Scope(TYPE_PARAMETERS, scope)
        parts = self.split(at + 1, self._partners.get(at, at))
        for first, last in parts:
            name = first + (self._words[first] in ("*", "**"))
            if name < last:
                inner.bound.add(self._words[name])
        bounds = Scope(FUNCTION, inner)  # bounds and defaults are evaluated when they are asked for
        for first, last in parts:
            rest = self.find(first, last, _BOUND)
            self.read(rest + 1, last, bounds)
        bounds.close()
        return inner

    def _walrus(self, index: int, last: int, scope: Scope) -> None:
        """Note a walrus. Its value is read by whoever goes on."""
        name = self._words[index]
        binder = scope.binder()
        end = self.find(index + 2, last, _WALRUS_ENDS)
        binder.bind(name)
        if binder.kind not in (FUNCTION, TYPE_PARAMETERS):
            probe = Scope(FUNCTION, None)
            nested, self.walruses = self.walruses, []
            is_computed = name in self.read_apart(index + 2, end, probe)
            self.walruses = nested
            self.walruses.append(Walrus(index, end, scope is not binder, is_computed))

    def _comprehension(self, first: int, last: int, scope: Scope) -> None:
        words = self._words
        inner = Scope(COMPREHENSION, scope)
        clause = self.find(first, last, _CLAUSES - {"if"})
        self.read(first, clause, inner)
        source = scope
        while clause < last:
            word = words[clause]
            if word == "async":
                clause += 1
                continue
            following = self.find(clause + 1, last, _CLAUSES)
            if word == "for":
                at = self.find(clause + 1, last, frozenset(("in",)))
                inner.bound.update(words[i] for i in self.target_names(clause + 1, at, inner))
                following = self.find(at + 1, last, _CLAUSES)
                self.read(at + 1, following, source)
                source = inner
            else:
                self.read(clause + 1, following, inner)
            clause = following
        inner.close()

    def _lambda(self, index: int, last: int, scope: Scope) -> int:
        """Read a lambda; return the index behind it."""
        colon = self._partners.get(index, last)
        inner = Scope(FUNCTION, scope)
        self.parameters(index + 1, min(colon, last), inner, defaults=scope, annotations=scope)
        end = self.find(colon + 1, last, _LAMBDA_ENDS)
        self.read(colon + 1, end, inner)
        inner.close()
        return max(end, index + 1)
