"""Expressions read from their tokens: literals, names, displays, calls and operators; libcst reads the rest.

Most values of a script are no more than that, and libcst takes ten times as long. Only the operands that need
a grammar (`a if b else c`, an f-string) are handed over, each by itself, and each passes the gate.
"""

from __future__ import annotations

import re
from typing import Any, Final, Literal

from kohakuengine_tooling.expression import (
    OPAQUE,
    Attribute,
    Call,
    CallArgument,
    Chain,
    Constant,
    Expression,
    Logical,
    Mapping,
    Name,
    Opaque,
    Sequence,
    Starred,
    Subscript,
    Unary,
)
from kohakuengine_tooling.expression_scan import ExpressionScan
from kohakuengine_tooling.gate import why_refused
from kohakuengine_tooling.lexing import BRACKET, NAME, NUMBER, OPERATOR, STRING, Tokens
from kohakuengine_tooling.operator_chain import cut_at_operators
from kohakuengine_tooling.string_text import string_value

__all__ = ["BROKEN", "TOO_LARGE", "read_number", "read_scalar", "read_tokens"]

BROKEN: Final = Opaque("broken")
TOO_LARGE: Final = Opaque("too large")

_WORDS: Final[dict[str, Expression]] = {
    "True": Constant(True),
    "False": Constant(False),
    "None": Constant(None),
    "...": Constant(...),
    "yield": OPAQUE,
}
_NUMBER = re.compile(r"\d[\w.]*(?:[eE][-+]\d[\d_]*)?[jJ]?|\.\d[\w]*(?:[eE][-+]\d[\d_]*)?[jJ]?", re.ASCII)
_STRING = re.compile(r"\"[^\"\\\n]*\"|'[^'\\\n]*'")
_MOST_DIGITS: Final = 4300  # Python's own limit for a decimal literal (sys.set_int_max_str_digits)
_DEEPEST: Final = 60
_MOST_LINKS: Final = 100  # of `a.b(c)[d]`
_COLON: Final = frozenset(":")
_EQUALS: Final = frozenset("=")
_COMMA: Final = frozenset(",")
_WALRUS: Final = frozenset((":=",))


def read_scalar(text: str) -> Expression | None:
    """Read a number, a plain string, True, False or None; None for anything else.

    >>> read_scalar("1e-3"), read_scalar("'adam'"), read_scalar("f(1)")
    (Constant(value=0.001), Constant(value='adam'), None)
    """
    known = _WORDS.get(text)
    if known is not None:
        return known
    if _STRING.fullmatch(text):
        return Constant(text[1:-1])
    return read_number(text) if _NUMBER.fullmatch(text) else None


def read_number(word: str) -> Constant | None:
    """Return the number that a token means, None for one that Python does not read."""
    if len(word) > _MOST_DIGITS:
        return None
    try:
        if word[-1:] in "jJ" and not word.lower().startswith("0x"):
            return Constant(complex(word.replace("_", "")))
        try:
            return Constant(int(word, 0))
        except ValueError:
            is_whole = not set(word) & set(".eEjJ")  # 007 is no literal
            return None if is_whole else Constant(float(word))
    except ValueError:
        return None


def read_tokens(tokens: Tokens) -> Expression:
    """Read the expression that all tokens of a text are.

    >>> from kohakuengine_tooling.lexing import lex
    >>> read_tokens(lex("[1, -2.5]"))
    Sequence(kind='list', elements=(Constant(value=1), Unary(operator='-', operand=Constant(value=2.5))))
    """
    return _TokenReader(tokens).several(0, len(tokens.kinds), 0)


class _TokenReader:
    """Reads ranges of tokens, `first` up to but not including `last`."""

    __slots__ = ("_kinds", "_loops", "_partners", "_scan", "_tokens", "_words")

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._kinds = tokens.kinds
        self._words = tokens.words
        self._partners = tokens.partners
        self._loops = tokens.loops
        self._scan = ExpressionScan(tokens)

    def several(self, first: int, last: int, depth: int) -> Expression:
        """Read one value, or several with commas between them: a tuple without brackets."""
        if self._scan.find(first, last, _COMMA) == last:
            return self.one(first, last, depth)
        return Sequence("tuple", self._elements(first, last, depth))

    def one(self, first: int, last: int, depth: int) -> Expression:
        """Read one value."""
        if first >= last:
            return BROKEN
        if depth > _DEEPEST:
            return TOO_LARGE
        kind, word, size = self._kinds[first], self._words[first], last - first
        if size == 1:
            return self._token(first)
        if kind == BRACKET and self._partners.get(first) == last - 1:
            return self._bracketed(first, last - 1, depth + 1)
        if kind == STRING and all(one == STRING for one in self._kinds[first:last]):
            return self._strings(first, last)
        if kind == OPERATOR and word in ("-", "+") and size == 2 and self._kinds[first + 1] == NUMBER:
            return Unary(word, self._token(first + 1))
        if kind == NAME:
            return self._named(first, last, depth)
        return OPAQUE if word in ("lambda", "yield") else self._others(first, last, depth)

    def _token(self, index: int) -> Expression:
        kind, word = self._kinds[index], self._words[index]
        if kind == NAME:
            return Name(word)
        if kind == NUMBER:
            return read_number(word) or BROKEN
        if kind == STRING:
            return self._strings(index, index + 1)
        return _WORDS.get(word, BROKEN)

    def _strings(self, first: int, last: int) -> Expression:
        values: list[Any] = [string_value(word) for word in self._words[first:last]]
        kinds = {type(value) for value in values}
        if len(kinds) != 1 or values[0] is None:
            return OPAQUE
        return Constant(type(values[0])().join(values))

    def _named(self, first: int, last: int, depth: int) -> Expression:
        """Read `a.b(c)[d]` from its beginning on."""
        words = self._words
        links = self._links(first + 1, last)
        if links is None or len(links) > _MOST_LINKS:
            return self._others(first, last, depth)
        found: Expression = Name(words[first])
        for start, end in links:
            if words[start] == ".":
                found = Attribute(found, words[start + 1])
            elif words[start] == "[":
                items = tuple(self._item(*part, depth + 1) for part in self._scan.split(start + 1, end - 1))
                found = Subscript(found, items) if items and start not in self._loops else BROKEN
            elif start in self._loops:  # `set(a for a in b)`
                found = Call(found, (CallArgument(OPAQUE),))
            else:
                parts = self._scan.split(start + 1, end - 1)
                found = Call(found, tuple(self._argument(*part, depth + 1) for part in parts))
        return found

    def _links(self, first: int, last: int) -> list[tuple[int, int]] | None:
        """Find where each of `.b(c)[d]` begins and ends; None where there is anything else."""
        words, kinds, at = self._words, self._kinds, first
        found = []
        while at < last:
            if words[at] == "." and at + 1 < last and kinds[at + 1] == NAME:
                end = at + 2
            elif kinds[at] == BRACKET and words[at] != "{" and at in self._partners:
                end = self._partners[at] + 1
            else:
                return None
            found.append((at, end))
            at = end
        return found

    def _item(self, first: int, last: int, depth: int) -> Expression:
        """Read what stands in `x[...]`; a slice, and what is unpacked, is opaque."""
        if self._words[first] == "*" or self._scan.find(first, last, _COLON) < last:
            return OPAQUE
        return self.one(first, last, depth)

    def _argument(self, first: int, last: int, depth: int) -> CallArgument:
        words = self._words
        if first < last and words[first] in ("*", "**"):
            return CallArgument(self.one(first + 1, last, depth), None, words[first])
        if first + 1 < last and words[first + 1] == "=" and self._kinds[first] == NAME:
            return CallArgument(self.one(first + 2, last, depth), words[first])
        return CallArgument(self.one(first, last, depth))

    def _bracketed(self, opening: int, last: int, depth: int) -> Expression:
        word, first = self._words[opening], opening + 1
        if opening in self._loops:
            return OPAQUE
        if word == "(":
            return Sequence("tuple", ()) if first == last else self.several(first, last, depth)
        if word == "[":
            return Sequence("list", self._elements(first, last, depth))
        if first == last or self._words[first] == "**" or self._scan.find(first, last, _COLON) < last:
            return self._mapping(first, last, depth)
        return Sequence("set", self._elements(first, last, depth))

    def _elements(self, first: int, last: int, depth: int) -> tuple[Expression, ...]:
        return tuple(self._element(start, end, depth) for start, end in self._scan.split(first, last))

    def _element(self, first: int, last: int, depth: int) -> Expression:
        if first < last and self._words[first] == "*":
            return Starred(self.one(first + 1, last, depth))
        return self.one(first, last, depth)

    def _mapping(self, first: int, last: int, depth: int) -> Expression:
        keys: list[Expression | None] = []
        values: list[Expression] = []
        for start, end in self._scan.split(first, last):
            is_merged = self._words[start] == "**"
            colon = start if is_merged else self._scan.find(start, end, _COLON)
            keys.append(None if is_merged else self.one(start, colon, depth))
            values.append(self.one(colon + 1, end, depth))
        return Mapping(tuple(keys), tuple(values))

    def _others(self, first: int, last: int, depth: int) -> Expression:
        """Read what is more than one operand: operators by their operands, the rest by libcst."""
        if self._words[first] in ("*", "**"):
            return BROKEN
        chain = cut_at_operators(self._tokens, first, last)
        if chain is None:
            return self._by_libcst(first, last)
        operands = [self.one(start, end, depth + 1) for start, end in chain.operands]
        if TOO_LARGE in operands:
            return TOO_LARGE
        if BROKEN in operands:
            return BROKEN
        if chain.kind:
            return _logical(chain.kind, operands)
        start, end = chain.operands[0]
        is_bracketed = self._kinds[start] == BRACKET and self._partners.get(start) == end - 1
        return _arithmetic(chain.signs, operands, is_bracketed=is_bracketed)

    def _by_libcst(self, first: int, last: int) -> Expression:
        tokens = self._tokens
        if why_refused(tokens, first, last) is not None:
            return TOO_LARGE
        if ":=" in self._words[first:last] and self._scan.find(first, last, _WALRUS) < last:
            return OPAQUE
        from kohakuengine_tooling.cst_reading import read_with_libcst

        return read_with_libcst(tokens.text[tokens.starts[first] : tokens.end(last - 1)])


def _logical(kind: Literal["or", "and", "compare"], operands: list[Expression]) -> Expression:
    """Join operands; `(a and b) and c` has three."""
    first = operands[0]
    if kind != "compare" and isinstance(first, Logical) and first.kind == kind:
        operands = [*first.operands, *operands[1:]]
    return Logical(kind, tuple(operands))


def _arithmetic(signs: list[str], operands: list[Expression], *, is_bracketed: bool) -> Expression:
    """Join operands from left to right; a first one that is a chain itself goes before them."""
    first = operands[0]
    rest = tuple(zip(signs, operands[1:], strict=True))
    if isinstance(first, Chain) and not is_bracketed:
        return Chain(first.first, (*first.rest, *rest))
    return Chain(first, rest)
