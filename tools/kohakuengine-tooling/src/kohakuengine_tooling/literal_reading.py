"""Literals, read from their tokens: most values of a script are no more, and libcst takes ten times as long."""

from __future__ import annotations

import re

from kohakuengine_tooling.expression import Constant, Expression, Mapping, Sequence, Unary
from kohakuengine_tooling.lexing import BRACKET, KEYWORD, NUMBER, OPERATOR, STRING, Tokens, lex
from kohakuengine_tooling.string_text import string_value

__all__ = ["read_literal", "read_scalar"]

_WORDS = {"True": Constant(True), "False": Constant(False), "None": Constant(None)}  # noqa: FBT003
_NUMBER = re.compile(r"\d[\w.]*(?:[eE][-+]\d[\d_]*)?[jJ]?|\.\d[\w]*(?:[eE][-+]\d[\d_]*)?[jJ]?")
_STRING = re.compile(r"\"[^\"\\\n]*\"|'[^'\\\n]*'")
_MOST_DIGITS = 4300  # Python's own limit for a decimal literal (sys.set_int_max_str_digits)
_DEEPEST = 50


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
    return _number(text) if _NUMBER.fullmatch(text) else None


def read_literal(tokens: Tokens) -> Expression | None:
    """Read numbers, strings and displays of them; None where there is anything else.

    >>> read_literal(lex("[1, -2.5]"))
    Sequence(kind='list', elements=(Constant(value=1), Unary(operator='-', operand=Constant(value=2.5))))
    """
    reader = _LiteralReader(tokens)
    try:
        found = reader.display(0, len(tokens.kinds), 0)
    except _NoLiteralError:
        return None
    return found


class _NoLiteralError(Exception):
    """There is something else among the tokens."""


class _LiteralReader:
    __slots__ = ("_kinds", "_partners", "_words")

    def __init__(self, tokens: Tokens) -> None:
        self._kinds = tokens.kinds
        self._words = tokens.words
        self._partners = tokens.partners

    def display(self, first: int, last: int, depth: int) -> Expression:
        """Read one value, or several with commas between them: a tuple without brackets."""
        at, value = self._value(first, last, depth)
        if at == last:
            return value
        elements = [value]
        while at < last:
            self._expect(at, ",")
            at += 1
            if at < last:
                at, value = self._value(at, last, depth)
                elements.append(value)
        return Sequence("tuple", tuple(elements))

    def _expect(self, at: int, word: str) -> None:
        if self._words[at] != word or self._kinds[at] != OPERATOR:
            raise _NoLiteralError

    def _value(self, at: int, last: int, depth: int) -> tuple[int, Expression]:
        """Read one value; return the index behind it too."""
        if at >= last or depth > _DEEPEST:
            raise _NoLiteralError
        kind, word = self._kinds[at], self._words[at]
        if kind == NUMBER:
            return at + 1, _number(word) or _fail()
        if kind == STRING:
            return self._strings(at, last)
        if kind == KEYWORD and word in _WORDS:
            return at + 1, _WORDS[word]
        if kind == OPERATOR and word in ("-", "+") and at + 1 < last and self._kinds[at + 1] == NUMBER:
            return at + 2, Unary(word, _number(self._words[at + 1]) or _fail())
        if kind == BRACKET:
            close = self._partners.get(at, last)
            if close >= last:
                raise _NoLiteralError
            return close + 1, self._bracketed(word, at + 1, close, depth + 1)
        raise _NoLiteralError

    def _strings(self, at: int, last: int) -> tuple[int, Expression]:
        value = string_value(self._words[at])
        at += 1
        while at < last and self._kinds[at] == STRING:
            more = string_value(self._words[at])
            if type(more) is not type(value) or value is None:
                raise _NoLiteralError
            value += more  # type: ignore[operator]
            at += 1
        return at, _fail() if value is None else Constant(value)

    def _bracketed(self, word: str, first: int, last: int, depth: int) -> Expression:
        if word == "(":
            if first == last:
                return Sequence("tuple", ())
            return self.display(first, last, depth)
        if word == "{" and first == last:
            return Mapping((), ())
        if word == "{" and self._is_mapping(first, last, depth):
            return self._mapping(first, last, depth)
        elements = []
        while first < last:
            first, value = self._value(first, last, depth)
            elements.append(value)
            if first < last:
                self._expect(first, ",")
                first += 1
        return Sequence("list" if word == "[" else "set", tuple(elements))

    def _is_mapping(self, first: int, last: int, depth: int) -> bool:
        at, _ = self._value(first, last, depth)
        return at < last and self._words[at] == ":"

    def _mapping(self, first: int, last: int, depth: int) -> Expression:
        keys: list[Expression | None] = []
        values: list[Expression] = []
        while first < last:
            first, key = self._value(first, last, depth)
            if first >= last:
                raise _NoLiteralError
            self._expect(first, ":")
            first, value = self._value(first + 1, last, depth)
            keys.append(key)
            values.append(value)
            if first < last:
                self._expect(first, ",")
                first += 1
        return Mapping(tuple(keys), tuple(values))


def _fail() -> Expression:
    raise _NoLiteralError


def _number(word: str) -> Constant | None:
    """Return the number that a token means, None for one that Python does not read."""
    if len(word) > _MOST_DIGITS:
        return None
    try:
        if word[-1:] in "jJ" and not word.lower().startswith("0x"):
            return Constant(complex(word.replace("_", "")))
        try:
            return Constant(int(word, 0))
        except ValueError:
            is_old_octal = word.isdigit()  # 007 is no literal
            return None if is_old_octal else Constant(float(word))
    except ValueError:
        return None
