"""The tokens of a piece of Python text: where its names, brackets and operators stand.

Newer syntax than that of the running Python is read too (PEP 701's f-strings, PEP 750's t-strings). Text that
is no Python gives tokens all the same: `Tokens.broken_at` says where it stopped being one.
"""

from __future__ import annotations

import re
from typing import Final

from kohakuengine_tooling.formatted_text import LITERAL_STOPS, string_end

__all__ = [
    "BRACKET",
    "FORMATTED",
    "KEYWORD",
    "NAME",
    "NOWHERE",
    "NUMBER",
    "OPERATOR",
    "STRING",
    "Tokens",
    "lex",
]

NOWHERE: Final = r"\0\ud800-\udfff"
"""Characters that Python takes nowhere, as a class of `re` names them."""

NAME: Final = 1
KEYWORD: Final = 2
OPERATOR: Final = 3
BRACKET: Final = 4
NUMBER: Final = 5
STRING: Final = 6
FORMATTED: Final = 7
"""Opens a formatted string, as a bracket does; its replacement fields are brackets within it."""

KEYWORDS: Final = frozenset(
    [
        "False",
        "None",
        "True",
        "and",
        "as",
        "assert",
        "async",
        "await",
        "break",
        "class",
        "continue",
        "def",
        "del",
        "elif",
        "else",
        "except",
        "finally",
        "for",
        "from",
        "global",
        "if",
        "import",
        "in",
        "is",
        "lambda",
        "nonlocal",
        "not",
        "or",
        "pass",
        "raise",
        "return",
        "try",
        "while",
        "with",
        "yield",
    ]
)
_TAB = 8  # columns, as Python's own tokenizer counts them where tabs and spaces are compared

# A name has any character beyond ASCII: which of them Python takes, its parser says. A class of what it has
# not is compiled ten times as fast as one of all those ranges.
_BEGINS = r"[^\x00-@\[-^`{-\x7f]"
_GOES_ON = r"[^\x00-/:-@\[-^`{-\x7f]"
# The groups by their numbers. A name that a quote follows may be the prefix of a string. The memory of `re`
# grows with the escapes and quotes in a string: one with many is read apart.
_NAME, _BRACKET, _LINE, _OPERATOR, _NUMBER, _STRING, _FORMATTED, _LONG, _LATE_NAME, _COMMENT = range(1, 11)
_TOKEN = re.compile(
    rf"""
    [ \t\f]*
    (?: ({_BEGINS}{_GOES_ON}*(?!{_GOES_ON}|["']))
      | ([()\[\]{{}}])
      | (\n[ \t\f]*)
      | (:=|\*\*=?|//=?|<<=?|>>=?|\.\.\.|->|[-+*/%@&|^=!<>]=|[-+~*/%@&|^=!<>,:;]|\.(?!\d))
      | (0[xXbBoO]\w+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d[\d_]*)?[jJ]?)
      | ((?:[bB][rR]?|[rR][bB]?|[uU])?
           (?: "{{3}}[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*){{0,200}}"{{3}}
             | '{{3}}[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*){{0,200}}'{{3}}
             | "(?!"")[^"\\\n]*(?:\\.[^"\\\n]*){{0,200}}"
             | '(?!'')[^'\\\n]*(?:\\.[^'\\\n]*){{0,200}}' ))
      | ((?:[fFtT][rR]?|[rR][fFtT])(?:"{{3}}|'{{3}}|"|'))
      | ((?:[bB][rR]?|[rR][bB]?|[uU])?(?:"{{3}}|'{{3}}|"|'))
      | ({_BEGINS}{_GOES_ON}*)
      | (\#[^\n]*)
      | \\\n
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_SPACE = re.compile(r"[ \t\f]*")
_CLOSES = {"(": ")", "[": "]", "{": "}"}
_DEEPEST = 200  # brackets; Python's own limit (Parser/tokenizer.h, MAXLEVEL)


class Tokens:
    """The tokens of a text, as columns of one table.

    Attributes:
        text: What was read.
        kinds: One of this module's constants for each token.
        words: Their text; of a formatted string its opening quote, of a field `{` and `}`.
        starts: Their offsets in `text`.
        partners: Index of an opening bracket to that of its closing one, of `lambda` to its colon, both ways
            for brackets.
        loops: Indexes of the brackets that hold a `for` of their own: comprehensions.
        lines: (index of the first token, column of its indentation) of each logical line.
        ends: Index behind the last token of each logical line.
        comments: Offset of each comment.
        broken_at: Offset of the first place that no token begins, or None.
    """

    __slots__ = (
        "_lengths",
        "broken_at",
        "comments",
        "ends",
        "kinds",
        "lines",
        "loops",
        "partners",
        "starts",
        "text",
        "words",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.kinds: list[int] = []
        self.words: list[str] = []
        self.starts: list[int] = []
        self.partners: dict[int, int] = {}
        self.loops: set[int] = set()
        self.lines: list[tuple[int, int]] = []
        self.ends: list[int] = []
        self.comments: list[int] = []
        self.broken_at: int | None = None
        self._lengths: dict[int, int] = {}  # of names that are written otherwise than they are read

    def end(self, index: int) -> int:
        """Return the offset behind a token."""
        return self.starts[index] + (self._lengths.get(index) or len(self.words[index]))

    def normalise(self) -> None:
        """Read names as Python does: by their compatibility characters (PEP 3131)."""
        import unicodedata

        for index, word in enumerate(self.words):
            if self.kinds[index] == NAME and not word.isascii():
                self._lengths[index] = len(word)
                self.words[index] = unicodedata.normalize("NFKC", word)


def lex(text: str) -> Tokens:
    r"""Read the tokens of a text.

    Args:
        text: Line ends as `\n`. The first line is taken to begin a logical line.

    >>> tokens = lex("x = f(1)\nif y:\n  z = 2\n")
    >>> tokens.words[:6], tokens.lines
    (['x', '=', 'f', '(', '1', ')'], [(0, 0), (6, 0), (9, 2)])
    """
    return _Lexer(text).run()


class _Lexer:
    """One pass over a text."""

    __slots__ = ("_fields", "_lambdas", "_open", "_tokens")

    def __init__(self, text: str) -> None:
        self._tokens = Tokens(text)
        self._open: list[int] = []  # indexes of the brackets that are open
        self._lambdas: list[tuple[int, int]] = []  # index, and how many brackets were open
        self._fields: list[tuple[str, int]] = []  # quote of the string around, and brackets open in its field

    def run(self) -> Tokens:
        tokens = self._tokens
        text, kinds, words, starts = tokens.text, tokens.kinds, tokens.words, tokens.starts
        match = _TOKEN.match
        opened = self._open
        at, size = 0, len(text)
        self._begin_line(0, _indentation(text, 0))
        while at < size:
            found = match(text, at)
            if found is None:
                at = self._behind_stray(at)
                continue
            at = found.end()
            group = found.lastindex or 0  # white space before a line that goes on
            if group in (_NAME, _LATE_NAME):
                word = found[group]
                if word in KEYWORDS:
                    self._keyword(word)
                    kinds.append(KEYWORD)
                else:
                    kinds.append(NAME)
                words.append(word)
                starts.append(at - len(word))
            elif group == _OPERATOR:
                word = found[group]
                if word == ":=" and self._fields and self._fields[-1][1] == len(opened):
                    at, word = at - 1, ":"  # of a field it is a format that begins with `=`
                if word == ":" and self._lambdas and self._lambdas[-1][1] == len(opened):
                    tokens.partners[self._lambdas.pop()[0]] = len(kinds)
                elif self._fields and self._fields[-1][1] == len(opened) and word in (":", "!", "="):
                    at = self._in_field(word, at)
                    continue
                kinds.append(OPERATOR)
                words.append(word)
                starts.append(at - len(word))
            elif group == _BRACKET:
                at = self._bracket(found[group], at)
            elif group == _LINE:
                if not opened:
                    self._begin_line(len(kinds), _width(found[group]))
            elif group == _COMMENT:
                tokens.comments.append(found.start(group))
            elif group == _FORMATTED:
                at = self._formatted(found[group], at)
            elif group == _LONG:
                at = self._long_string(found[group], at)
            elif group:
                kinds.append(NUMBER if group == _NUMBER else STRING)
                words.append(found[group])
                starts.append(found.start(group))
        self._finish()
        if not text.isascii():
            tokens.normalise()
        return tokens

    def _behind_stray(self, at: int) -> int:
        """Go over white space at the end, or a character that begins no token."""
        text = self._tokens.text
        end = _SPACE.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too
        if end < len(text):
            self._break(end)
        return end + 1

    def _begin_line(self, index: int, column: int) -> None:
        """Begin a logical line; one without tokens is none."""
        lines = self._tokens.lines
        if lines and lines[-1][0] == index:
            lines[-1] = (index, column)
            return
        if lines:
            self._tokens.ends.append(index)
        lines.append((index, column))
        self._lambdas.clear()

    def _keyword(self, word: str) -> None:
        if word == "lambda":
            self._lambdas.append((len(self._tokens.kinds), len(self._open)))
        elif word == "for" and self._open:
            self._tokens.loops.add(self._open[-1])

    def _bracket(self, word: str, at: int) -> int:
        tokens, opened = self._tokens, self._open
        index = len(tokens.kinds)
        if word in _CLOSES:
            if len(opened) >= _DEEPEST:
                self._break(at - 1)
            opened.append(index)
            self._add(BRACKET, word, at - 1)
            return at
        if not opened or _CLOSES[tokens.words[opened[-1]]] != word:
            self._break(at - 1)
            return at
        if self._fields and len(opened) == self._fields[-1][1]:
            return self._end_field(at - 1)
        self._close(index)
        self._add(BRACKET, word, at - 1)
        return at

    def _close(self, index: int) -> None:
        """Pair the innermost open bracket with the token that comes next."""
        start = self._open.pop()
        self._tokens.partners[start] = index
        self._tokens.partners[index] = start
        while self._lambdas and self._lambdas[-1][1] > len(self._open):
            self._lambdas.pop()

    def _add(self, kind: int, word: str, start: int) -> None:
        tokens = self._tokens
        tokens.kinds.append(kind)
        tokens.words.append(word)
        tokens.starts.append(start)

    def _long_string(self, opening: str, at: int) -> int:
        """Go over a string of many escapes, or that has no end."""
        text = self._tokens.text
        end = string_end(text, at, opening.lstrip("bBrRuU"))
        start = at - len(opening)
        if end is None:
            self._break(start)
            return len(text) if opening[-3:] in ('"""', "'''") else self._line_end(at)
        self._add(STRING, text[start:end], start)
        return end

    def _line_end(self, at: int) -> int:
        end = self._tokens.text.find("\n", at)
        return len(self._tokens.text) if end < 0 else end

    def _formatted(self, word: str, at: int) -> int:
        """Begin a formatted string: its opening quote stands for a bracket around its fields."""
        self._open.append(len(self._tokens.kinds))
        self._add(FORMATTED, "(", at - len(word))
        return self._literal(word.lstrip("fFtTrR"), at, is_spec=False)

    def _literal(self, quote: str, at: int, *, is_spec: bool) -> int:
        """Go over the literal part of a formatted string, or of the format in a field, to what ends it."""
        text = self._tokens.text
        while True:
            found = LITERAL_STOPS[quote].search(text, at)
            if found is None or found[0] == "\n":
                self._break(at)
                return len(text) if found is None else found.start()
            word, at = found[0], found.end()
            if word[0] == "}" and is_spec:
                at = found.start() + 1
                quote, is_spec = self._leave_field(found.start())
            elif word == "{":
                self._open.append(len(self._tokens.kinds))
                self._fields.append((quote, len(self._open)))
                self._add(BRACKET, "{", at - 1)
                return at
            elif word == quote and not is_spec:
                self._close(len(self._tokens.kinds))
                self._add(FORMATTED, ")", at - 1)
                return at

    def _in_field(self, word: str, at: int) -> int:
        """Go over what stands behind the expression of a field: `=`, `!r`, `:>10`."""
        if word == ":":
            return self._literal(self._fields[-1][0], at, is_spec=True)
        text = self._tokens.text
        return at + 1 if word == "!" and text[at : at + 1].isalpha() else at

    def _end_field(self, at: int) -> int:
        """End a field at its `}`, and go on in the literal around it."""
        quote, is_spec = self._leave_field(at)
        return self._literal(quote, at + 1, is_spec=is_spec)

    def _leave_field(self, at: int) -> tuple[str, bool]:
        """End a field at its `}`; return the quotes around it, and whether it stood in a format."""
        quote, _ = self._fields.pop()
        self._close(len(self._tokens.kinds))
        self._add(BRACKET, "}", at)
        return quote, bool(self._fields) and self._fields[-1][1] == len(self._open)

    def _break(self, at: int) -> None:
        if self._tokens.broken_at is None:
            self._tokens.broken_at = at

    def _finish(self) -> None:
        tokens = self._tokens
        if self._open:
            self._break(tokens.starts[self._open[-1]])
            for index in reversed(self._open):
                tokens.partners[index] = len(tokens.kinds)
        if tokens.lines[-1][0] == len(tokens.kinds):
            tokens.lines.pop()
        else:
            tokens.ends.append(len(tokens.kinds))


def _indentation(text: str, at: int) -> int:
    end = at
    while text[end : end + 1] in (" ", "\t", "\f"):
        end += 1
    return _width(text[at:end])


def _width(space: str) -> int:
    """Return the column behind the white space at the beginning of a line."""
    space = space.rpartition("\n")[2].rpartition("\f")[2]
    if "\t" not in space:
        return len(space)
    return len(space.expandtabs(_TAB))
