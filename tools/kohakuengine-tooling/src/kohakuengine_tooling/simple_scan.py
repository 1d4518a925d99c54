"""Simple statements: assignments, imports, `del`, `global` and all that have no body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kohakuengine_tooling.assignment_scan import AssignmentScan
from kohakuengine_tooling.lexing import KEYWORD, NAME
from kohakuengine_tooling.scope import FUNCTION, Scope
from kohakuengine_tooling.statement_facts import Binding, BindingKind, CallSite

if TYPE_CHECKING:
    from collections.abc import Callable

    from kohakuengine_tooling.assignment_scan import Assignment
    from kohakuengine_tooling.body import Body
    from kohakuengine_tooling.expression_scan import ExpressionScan
    from kohakuengine_tooling.lexing import Tokens
    from kohakuengine_tooling.place import Place
    from kohakuengine_tooling.statement_facts import StatementFacts

__all__ = ["SimpleScan"]

_SEMICOLON: Final = frozenset(";")
_AS: Final = frozenset(("as",))
_EQUALS: Final = frozenset("=")


class SimpleScan:
    """Reads simple statements, and notes what they bind, read, import and call."""

    __slots__ = (
        "_assignments",
        "_expressions",
        "_facts",
        "_kinds",
        "_module",
        "_starts",
        "_tokens",
        "_words",
    )

    def __init__(
        self, tokens: Tokens, expressions: ExpressionScan, module: Scope, facts: StatementFacts
    ) -> None:
        self._tokens = tokens
        self._words = tokens.words
        self._kinds = tokens.kinds
        self._starts = tokens.starts
        self._expressions = expressions
        self._assignments = AssignmentScan(expressions, tokens)
        self._module = module
        self._facts = facts

    def read_line(self, first: int, last: int, body: Body, place: Place) -> None:
        """Read the statements of one line, the tokens from `first` up to `last`."""
        while first < last:
            end = self._expressions.find(first, last, _SEMICOLON)
            if first < end:
                self._read(first, end, body, place)
            first = end + 1

    def _read(self, first: int, last: int, body: Body, place: Place) -> None:
        word = self._words[first]
        reader = _READERS.get(word) if self._kinds[first] == KEYWORD else None
        if reader is not None:
            reader(self, first, last, body, place)
        elif word == "type" and self._is_type_alias(first, last):
            self._type_alias(first, last, body, place)
        else:
            self._assignment(first, last, body, place)
        body.note_walruses((first, last), place)

    def _assignment(self, first: int, last: int, body: Body, place: Place) -> None:
        found = self._assignments.read(first, last, body.scope)
        for name in found.names:
            body.scope.bind(self._words[name.token])
        if body.facts is None:
            return
        owner, end = self._starts[first], self._tokens.end(last - 1)
        body.facts.bindings += self._bindings(found, owner, end, is_in_loop=place.is_in_loop)
        if found.annotation is not None and found.annotated is not None:
            annotation = self._expressions.span(*found.annotation)
            body.facts.annotations.append((self._words[found.annotated], annotation, owner))
        if found.value is not None:
            form = "expression" if found.value[0] == first and not found.names else "assignment"
            self._note_call(first, found.value, form, body, place)

    def _bindings(self, found: Assignment, owner: int, end: int, *, is_in_loop: bool) -> list[Binding]:
        span = self._expressions.span
        bindings = []
        for name in found.names:
            kind: BindingKind = "transformation" if name.is_computed else "declaration"
            bindings.append(
                Binding(
                    self._words[name.token],
                    kind,
                    self._starts[name.token],
                    owner,
                    end,
                    is_in_loop,
                    name.value and span(*name.value),
                    name.default and span(*name.default),
                    is_chained=found.is_chained,
                )
            )
        return bindings

    def _note_call(self, first: int, value: tuple[int, int], form: Any, body: Body, place: Place) -> None:
        """Note a statement of the module level whose value looks like a call."""
        if body.scope is self._module and place.is_of_calls and self._words[value[1] - 1] == ")":
            span = self._expressions.span(*value)
            self._facts.calls.append(CallSite(self._starts[first], span, form, place.guard))

    def _raise(self, first: int, last: int, body: Body, place: Place) -> None:
        self._expressions.read(first + 1, last, body.scope)
        end = self._expressions.find(first + 1, last, frozenset(("from",)))
        if first + 1 < end:
            self._note_call(first, (first + 1, end), "raise", body, place)

    def _import(self, first: int, last: int, body: Body, place: Place) -> None:
        for start, end in self._expressions.split(first + 1, last):
            at = self._expressions.find(start, end, _AS)
            bound = start if at == end else at + 1
            if bound >= end:
                continue
            body.bind([bound], "import", (first, last), place, at=first)
            if body.scope is self._module:
                full = "".join(self._words[start:at]) if at < end else self._words[start]
                self._facts.imports.append((self._words[bound], full))

    def _from(self, first: int, last: int, body: Body, place: Place) -> None:
        words = self._words
        at = self._expressions.find(first, last, frozenset(("import",)))
        module = "".join(words[first + 1 : at])
        if module == "__future__":
            self._facts.is_about_others = True
        start, end = at + 1, last
        if start < end and words[start] == "(":
            start, end = start + 1, min(end, self._tokens.partners.get(start, end))
        if words[start:end] == ["*"]:
            if body.facts is not None:
                body.facts.star_imports.append(self._starts[first])
            return
        for one, behind in self._expressions.split(start, end):
            if one >= behind:
                continue
            body.bind([behind - 1], "import", (first, last), place, at=first)
            if body.scope is self._module and not module.startswith("."):
                self._facts.imports.append((words[behind - 1], f"{module}.{words[one]}"))

    def _global(self, first: int, last: int, body: Body, _place: Place) -> None:
        for name in self._words[first + 1 : last : 2]:
            body.scope.global_names.setdefault(name, self._starts[first])
            if body.scope is self._module:
                self._facts.is_about_others = True
            if body.owner is not None:
                body.owner.body.global_names.add(name)

    def _nonlocal(self, first: int, last: int, body: Body, _place: Place) -> None:
        body.scope.outer_names.update(self._words[first + 1 : last : 2])

    def _del(self, first: int, last: int, body: Body, place: Place) -> None:
        names = self._expressions.target_names(first + 1, last, body.scope)
        body.bind(names, "del", (first, last), place)

    def _other(self, first: int, last: int, body: Body, _place: Place) -> None:
        self._expressions.read(first + 1, last, body.scope)

    def _is_type_alias(self, first: int, last: int) -> bool:
        return last - first > 3 and self._kinds[first + 1] == NAME and self._words[first + 2] in ("=", "[")

    def _type_alias(self, first: int, last: int, body: Body, place: Place) -> None:
        around = self._expressions.type_parameters(first + 2, body.scope)
        equals = self._expressions.find(first, last, _EQUALS)
        inner = Scope(FUNCTION, around)
        self._expressions.read(equals + 1, last, inner)
        inner.close()
        if around is not body.scope:
            around.close()
        body.bind([first + 1], "type alias", (first, last), place, at=first)


_READERS: Final[dict[str, Callable[[SimpleScan, int, int, Body, Place], None]]] = {
    "import": SimpleScan._import,
    "from": SimpleScan._from,
    "global": SimpleScan._global,
    "nonlocal": SimpleScan._nonlocal,
    "del": SimpleScan._del,
    "raise": SimpleScan._raise,
    "return": SimpleScan._other,
    "assert": SimpleScan._other,
}
