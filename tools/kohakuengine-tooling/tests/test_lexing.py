"""Tokens: the words of a text and what they are, as Python's own tokenizer has them."""

from __future__ import annotations

import io
import sys
import tokenize

import pytest

from kohakuengine_tooling.lexing import BRACKET, FORMATTED, KEYWORD, NAME, NUMBER, OPERATOR, STRING, lex

TEXTS = (
    *("x = 1", "x += 1.5e-3", "a, b = c", "f(x=1, *a, **k)", "x: int = 0x_FF", "a := b"),
    *("a ** b // c << d", "a != b", "lambda x, *y: (x, y)", "x = [\n  1,  # one\n  2,\n]"),
    *("if a:\n    b\nelse:\n\tc", "x = 'it''s'", "x = '\\''", "x = '''a\n# no comment\n'''"),
    *('x = "a\\\nb"', "x = r'\\' '", "x = b'a' rb\"\\d\" u'x'", "x = a \\\n  + b", "print(x) ; y = 2;"),
    *("größe = ж + ü", "x = 1if y else 2", "x = 1 .real", "x = 1..real", "x = .5j", "x = ..."),
    *("x = a[...]", "@d\ndef f(): pass", "def f(a: int = 1, /, *, b) -> str: ..."),
    *("class C(B, metaclass=M): x = 1", "match x:\n    case {'a': [1, *_]}: y = 1"),
    *("x = a if b else c", "async def f():\n    await g()", "a = b'' ''", "x=-1", "x = not a is not b"),
    *("a.b.c[d](e)", "x = 10_000", "\fx = 1\n\fy = 2", "if a:\n\tx = 1\n\tif b:\n\t\ty = 2"),
    *("x = (\n'a'\n'b')", "#!/bin/sh\n# only comments", "", "\n\n", "x = rb'''a\nb'''"),
)
KINDS = {
    tokenize.NAME: (NAME, KEYWORD),
    tokenize.OP: (OPERATOR, BRACKET),
    tokenize.NUMBER: (NUMBER,),
    tokenize.STRING: (STRING,),
}


@pytest.mark.parametrize("text", TEXTS)
def test_words_and_places_are_those_of_pythons_tokenizer(text: str) -> None:
    tokens = lex(text)
    found = [token for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type in KINDS]
    lines = [0]
    for line in text.split("\n"):
        lines.append(lines[-1] + len(line) + 1)

    assert tokens.broken_at is None
    assert tokens.words == [token.string for token in found]
    assert tokens.starts == [lines[token.start[0] - 1] + token.start[1] for token in found]
    assert all(kind in KINDS[token.type] for kind, token in zip(tokens.kinds, found, strict=True))


@pytest.mark.parametrize("text", TEXTS)
def test_logical_lines_are_those_of_pythons_tokenizer(text: str) -> None:
    tokens = lex(text)
    ends = [
        token.start
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.NEWLINE
    ]

    assert len(tokens.lines) == len(tokens.ends) == len(ends)
    assert [first for first, _ in tokens.lines] == [0, *tokens.ends[:-1]][: len(ends)]


FORMATTED_STRINGS = {
    "f'{a} b'": ["(", "{", "a", "}", ")"],
    "f'{a!r:>{b}}'": ["(", "{", "a", "{", "b", "}", "}", ")"],
    "f'{{}}'": ["(", ")"],
    "f'{a[\"b\"]}'": ["(", "{", "a", "[", '"b"', "]", "}", ")"],
    "f'{f\"{a}\"}'": ["(", "{", "(", "{", "a", "}", ")", "}", ")"],
    "f'{a['b']}'": ["(", "{", "a", "[", "'b'", "]", "}", ")"],
    "f'{a:%H:%M}'": ["(", "{", "a", "}", ")"],
    "f'{a=}'": ["(", "{", "a", "}", ")"],
    "f'{a == b}'": ["(", "{", "a", "==", "b", "}", ")"],
    "f'{a != b!r}'": ["(", "{", "a", "!=", "b", "}", ")"],
    "f'{(lambda x: x)(1)}'": ["(", "{", "(", "lambda", "x", ":", "x", ")", "(", "1", ")", "}", ")"],
    "f'''{\na\n}'''": ["(", "{", "a", "}", ")"],
    "rf'\\{a}'": ["(", "{", "a", "}", ")"],
    "f'\\N{BULLET}{a}'": ["(", "{", "a", "}", ")"],
    "t'{a}'": ["(", "{", "a", "}", ")"],
    "f'{ {1: 2}[1] }'": ["(", "{", "{", "1", ":", "2", "}", "[", "1", "]", "}", ")"],
    "f'a' 'b'": ["(", ")", "'b'"],
}


@pytest.mark.parametrize(("text", "words"), FORMATTED_STRINGS.items(), ids=FORMATTED_STRINGS)
def test_a_formatted_string_is_a_bracket_around_its_fields(text: str, words: list[str]) -> None:
    tokens = lex(text)

    assert tokens.broken_at is None
    assert tokens.words == words
    assert tokens.kinds[0] == FORMATTED
    assert text[tokens.starts[0] : tokens.end(tokens.partners[0])].startswith(text.partition(" '")[0])


BROKEN = {
    "x = (": 4,
    "x = )": 4,
    "x = (]": 5,
    "x = 'a": 4,
    "x = $": 4,
    "x = ?": 4,
    "x = '''a\nb": 4,
    "f'{a'": None,
    "f'{a": None,
}


@pytest.mark.parametrize(("text", "at"), BROKEN.items(), ids=BROKEN)
def test_where_a_text_stops_being_python_is_said(text: str, at: int | None) -> None:
    tokens = lex(text)

    assert tokens.broken_at is not None
    assert at is None or tokens.broken_at == at


def test_brackets_know_their_partners_and_lambdas_their_colons() -> None:
    tokens = lex("f(lambda x: {1: x})")

    pairs = {tokens.words[one]: tokens.words[other] for one, other in tokens.partners.items() if one < other}
    assert pairs == {"(": ")", "lambda": ":", "{": "}"}


def test_comprehensions_are_brackets_that_hold_a_for() -> None:
    tokens = lex("[a for b in [c]], (1, 2)")

    assert [tokens.starts[index] for index in tokens.loops] == [0]


def test_names_are_read_by_their_compatibility_characters() -> None:
    tokens = lex("ﬁt = ª")

    assert tokens.words == ["fit", "=", "a"]
    assert [tokens.end(index) for index in range(3)] == [2, 4, 6]


@pytest.mark.skipif(
    sys.version_info < (3, 12), reason="Python's own tokenizer reads them as one token before 3.12"
)
def test_names_in_formatted_strings_are_those_of_pythons_tokenizer() -> None:
    text = "f'{a!r:>{b}} {c[\"d\"]} {{e}}' f'{g=}'"
    found = tokenize.generate_tokens(io.StringIO(text).readline)
    tokens = lex(text)

    wanted = [token.string for token in found if token.type == tokenize.NAME and token.string != "r"]
    assert [word for word, kind in zip(tokens.words, tokens.kinds, strict=True) if kind == NAME] == wanted
