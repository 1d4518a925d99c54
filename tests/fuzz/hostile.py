"""Hostile texts: each holds one statement that is meant to hurt, between two that must still be known.

`before = 1` stands on line 1, the hostile text begins on line 2, `after = 2` stands behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from . import growth

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["HOSTILE", "Hostile"]

Outcome = Literal["read", "too large", "broken", "any"]

READ: Final = "read"
TOO_LARGE: Final = "too large"
BROKEN: Final = "broken"
ANY: Final = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """One way to hurt a reader of Python.

    Attributes:
        id: Unique in the table.
        make: Gives the hostile text, of a size that grows with its argument.
        size: How much is asked for: enough to hurt a reader whose time grows with its square.
        outcome: Whether the facts say nothing of it (read), that it is too large, that it is no Python, or
            any of these, depending on the running Python.
        line: Of the diagnostic, where there is one; 0 where it may stand anywhere in the text.
    """

    id: str
    make: Callable[[int], str]
    size: int = 10_000
    outcome: Outcome = ANY
    line: int = 2

    def text(self, share: float = 1.0) -> str:
        """Return the file, with a share of the hostile text's size."""
        return f"before = 1\n{self.make(int(self.size * share))}\nafter = 2\n"


HOSTILE: Final[tuple[Hostile, ...]] = (
    # Brackets
    Hostile(id="nested-round", make=growth.nested("(", ")"), outcome=BROKEN),
    Hostile(id="nested-square", make=growth.nested("[", "]"), outcome=BROKEN),
    Hostile(id="nested-curly", make=growth.nested("{", "}"), outcome=BROKEN),
    Hostile(id="nested-mixed", make=growth.mixed, outcome=BROKEN),
    Hostile(id="nested-150", make=growth.nested("[", "]"), size=150, outcome=TOO_LARGE),
    Hostile(id="nested-calls", make=growth.nested("f(", ")"), outcome=BROKEN),
    Hostile(id="nested-subscripts", make=growth.nested("a[", "]"), outcome=BROKEN),
    Hostile(id="nested-dicts", make=growth.nested("{1:", "}"), outcome=BROKEN),
    Hostile(id="nested-targets", make=lambda n: "(" * n + "x" + ",)" * n + " = y", outcome=BROKEN),
    Hostile(
        id="nested-annotation", make=lambda n: "x: " + "list[" * n + "int" + "]" * n + " = 1", outcome=BROKEN
    ),
    Hostile(id="nested-walrus", make=growth.nested("(a := ", ")"), outcome=BROKEN),
    Hostile(id="nested-comprehensions", make=growth.nested("[", " for a in b]"), outcome=BROKEN),
    Hostile(id="comprehensions-25", make=growth.nested("[", " for a in b]"), size=25, outcome=READ),
    Hostile(
        id="comprehensions-in-conditions", make=growth.nested("{a for a in b if ", "}"), size=25, outcome=READ
    ),
    Hostile(id="comprehensions-in-suites", make=growth.comprehensions_in_suites, size=15, line=0),
    Hostile(id="comprehensions-in-items", make=growth.comprehensions_in_items, size=18, line=0),
    Hostile(id="comprehensions-in-tries", make=growth.comprehensions_in_tries, size=8, line=0),
    Hostile(id="comprehensions-on-a-with-line", make=growth.comprehensions_on_a_line, size=12, line=0),
    Hostile(id="awaits-in-suites", make=growth.awaits_in_suites, size=19, line=0),
    Hostile(id="class-cell-in-a-comprehension", make=lambda _: growth.CLASS_CELL, size=1, line=0),
    Hostile(id="class-cells-in-comprehensions", make=lambda _: growth.CLASS_CELLS, size=1, line=0),
    Hostile(id="finally-in-each-other", make=growth.finally_in_each_other, size=19, line=0),
    Hostile(id="sum-of-constants", make=growth.sum_of_constants, size=700, line=0),
    Hostile(id="name-of-no-character", make=lambda _: 'x = "\\N{}"', size=1, outcome=BROKEN),
    Hostile(id="nested-lambdas-in-brackets", make=growth.nested("(lambda: ", ")"), outcome=BROKEN),
    Hostile(
        id="nested-pattern",
        make=lambda n: f"match a:\n  case {'[' * n}x{']' * n}:\n    y = 1",
        outcome=BROKEN,
        line=0,
    ),
    Hostile(id="unclosed-round", make=growth.repeated("(", first="x = "), outcome=BROKEN),
    Hostile(id="unclosed-mixed", make=growth.repeated("([{", first="x = "), outcome=BROKEN),
    Hostile(id="unclosed-lines", make=growth.numbered("x#i = ("), outcome=BROKEN),
    Hostile(id="closing-only", make=growth.repeated("])}", first="x = 1"), outcome=BROKEN),
    Hostile(id="closing-lines", make=growth.numbered("x#i = 1)"), outcome=BROKEN),
    # Chains
    Hostile(id="unary-minus", make=growth.repeated("-", first="x = ", last="1"), outcome=TOO_LARGE),
    Hostile(id="unary-invert", make=growth.repeated("~", first="x = ", last="1"), outcome=TOO_LARGE),
    Hostile(id="unary-not", make=growth.repeated("not ", first="x = ", last="1"), outcome=TOO_LARGE),
    Hostile(id="unary-await", make=growth.repeated("await ", first="x = ", last="1"), outcome=BROKEN),
    Hostile(id="lambda", make=growth.repeated("lambda: ", first="x = ", last="1"), outcome=TOO_LARGE),
    Hostile(id="lambda-arguments", make=growth.repeated("lambda a=", first="x = ", last="1"), outcome=ANY),
    Hostile(id="lambda-1400", make=growth.repeated("lambda: ", first="x = ", last="1"), size=1400),
    Hostile(id="unary-1400", make=growth.repeated("-", first="x = ", last="1"), size=1400),
    Hostile(id="await-1400", make=growth.repeated("await ", first="x = ", last="1"), size=1400),
    Hostile(id="sum", make=growth.repeated(" + 1", first="x = 1")),
    Hostile(id="sum-900", make=growth.repeated(" + 1", first="x = 1"), size=900, outcome=READ),
    Hostile(id="sum-1400", make=growth.repeated(" + 1", first="x = 1"), size=1400),
    Hostile(id="sum-of-names", make=growth.repeated(" + a")),
    Hostile(id="power", make=growth.repeated(" ** 1", first="x = 1"), outcome=TOO_LARGE),
    Hostile(id="power-1400", make=growth.repeated(" ** 1", first="x = 1"), size=1400),
    Hostile(id="attributes", make=growth.repeated(".b")),
    Hostile(id="calls", make=growth.repeated("()"), outcome=TOO_LARGE),
    Hostile(id="subscripts", make=growth.repeated("[0]"), outcome=TOO_LARGE),
    Hostile(id="method-calls", make=growth.repeated(".b(1)[0]"), outcome=TOO_LARGE),
    Hostile(id="conditionals", make=growth.repeated(" if b else a"), outcome=TOO_LARGE),
    Hostile(id="comparisons", make=growth.repeated(" < a")),
    Hostile(id="and", make=growth.repeated(" and a")),
    Hostile(id="or-not", make=growth.repeated(" or not a")),
    Hostile(id="in-is", make=growth.repeated(" not in a is not b")),
    Hostile(id="strings-added", make=growth.repeated(" + 'a'", first="x = 'a'")),
    Hostile(id="strings-side-by-side", make=growth.repeated(" 'a'", first="x = 'a'"), outcome=READ),
    Hostile(id="formatted-side-by-side", make=growth.repeated(" f'{a}'", first="x = 'a'")),
    Hostile(id="walrus-in-a-row", make=growth.repeated("a := ", first="x = ", last="1"), outcome=ANY),
    Hostile(id="assignments-in-a-row", make=growth.repeated("a = ", first="x = ", last="1"), outcome=ANY),
    Hostile(id="stars", make=growth.repeated("*", first="x = ", last="1"), outcome=ANY),
    Hostile(id="arrows-and-colons", make=growth.repeated(" ->", first="x: "), outcome=BROKEN),
    Hostile(id="colons", make=growth.repeated(":", first="x "), outcome=BROKEN),
    Hostile(id="dots", make=growth.repeated(".", first="x = a"), outcome=BROKEN),
    Hostile(id="commas", make=growth.repeated(",", first="x = a"), outcome=BROKEN),
    Hostile(id="equals", make=growth.repeated("=", first="x "), outcome=BROKEN),
    Hostile(id="at-signs", make=growth.repeated("@", first=""), outcome=BROKEN, line=0),
    Hostile(id="if-else-broken", make=growth.repeated(" if", first="x = a"), outcome=BROKEN),
    Hostile(id="for-broken", make=lambda n: "x = [a" + " for a in b" * n + "]"),
    Hostile(id="for-in-broken", make=lambda n: "x = [" + "for " * n + "]", outcome=BROKEN),
    Hostile(id="lambda-broken", make=growth.repeated("lambda ", first="x = "), outcome=BROKEN),
    # Statements
    Hostile(id="elif", make=growth.elifs, size=50_000),  # Python 3.13 reads more of them than earlier ones
    Hostile(id="elif-800", make=growth.elifs, size=800, outcome=READ),
    Hostile(id="semicolons", make=growth.repeated("; x = 1", first="x = 1"), size=50_000, outcome=READ),
    Hostile(id="decorators", make=lambda n: "@a\n" * n + "def f(): pass", line=0),
    Hostile(id="decorators-alone", make=lambda n: "@a\n" * n + "+", outcome=BROKEN, line=0),
    Hostile(id="arguments", make=growth.joined("def f(", "a#i: int = #i, ", "): pass"), outcome=READ),
    Hostile(id="call-arguments", make=growth.joined("x = f(", "a#i=#i, ", ")"), outcome=READ),
    Hostile(id="lambda-parameters", make=growth.joined("x = lambda ", "a#i=#i, ", "b=1: 0"), outcome=READ),
    Hostile(id="global", make=growth.joined("def f():\n    global a", ", a#i", "\n    a = 1"), outcome=READ),
    Hostile(id="imports", make=growth.joined("from m import a", ", a#i", ""), outcome=READ),
    Hostile(id="with-items", make=growth.joined("with a", ", b(#i) as a#i", ":\n    y = 1"), line=0),
    Hostile(id="with-nested", make=growth.indented("with a as b:"), size=1000, line=0),
    Hostile(id="cases", make=lambda n: "match a:\n" + "\n".join(f"  case {i}:\n    y = 1" for i in range(n))),
    Hostile(id="pattern-or", make=lambda n: "match a:\n  case 1" + " | 1" * n + ":\n    y = 1", line=0),
    Hostile(
        id="excepts",
        make=lambda n: "try:\n  y = 1\n" + "\n".join(f"except E{i} as e:\n  pass" for i in range(n)),
    ),
    Hostile(id="indented-if", make=growth.indented("if a:"), size=2000, line=0),
    Hostile(id="indented-for", make=growth.indented("for a in b:"), size=2000, line=0),
    Hostile(id="nested-functions", make=growth.indented("def f(a=1):"), size=1000, line=0),
    Hostile(id="nested-classes", make=growth.indented("class C:"), size=1000, line=0),
    Hostile(id="nested-functions-90", make=growth.indented("def f(a=1):"), size=90, outcome=READ),
    Hostile(id="nested-classes-90", make=growth.indented("class C:"), size=90, outcome=READ),
    Hostile(id="nested-tries", make=growth.indented("try:"), size=1000, line=0),
    Hostile(
        id="unindented",
        make=lambda n: "if a:\n" + "".join(" " * (n - i) + "y = 1\n" for i in range(n)),
        size=2000,
        line=0,
    ),
    Hostile(id="headers-without-bodies", make=growth.numbered("if a#i:"), outcome=BROKEN),
    Hostile(id="headers-without-colons", make=growth.numbered("def f#i("), outcome=BROKEN),
    Hostile(id="type-parameters", make=growth.joined("def f[", "T#i, ", "](): pass")),
    Hostile(id="type-aliases", make=growth.numbered("type X#i = list[int]")),
    # Strings
    Hostile(id="formatted-nested", make=growth.formatted, size=10_000),
    Hostile(id="formatted-nested-140", make=growth.formatted, size=140),
    Hostile(id="formatted-formats", make=growth.formats),
    Hostile(id="formatted-fields", make=growth.joined('x = f"', "{a#i}", '"')),
    Hostile(id="formatted-open-braces", make=growth.repeated("{", first='x = f"', last='"')),
    Hostile(id="formatted-unclosed", make=growth.numbered('x#i = f"{'), outcome=BROKEN),
    Hostile(id="formatted-unclosed-long", make=growth.numbered('x#i = f"""{'), line=0),
    Hostile(id="formatted-brackets", make=growth.numbered('x#i = f"{a["("]}"')),
    Hostile(id="formatted-named", make=growth.repeated("\\N{a", first='x = f"', last='"')),
    Hostile(id="unterminated", make=growth.numbered("x#i = 'a"), outcome=BROKEN),
    Hostile(id="unterminated-long", make=growth.numbered("x#i = 1\ny#i = 2\n"), outcome=READ),
    Hostile(
        id="unterminated-last",
        make=lambda n: "\n".join(f"x{i} = 1" for i in range(n)) + "\ny = '''",
        outcome=BROKEN,
        line=0,
    ),
    Hostile(id="unterminated-escapes", make=lambda n: "x = '" + "\\\n" * n, outcome=BROKEN),
    Hostile(id="unterminated-escaped", make=lambda n: 'x = """\n' + '\\"""\n' * n, size=20_000, line=0),
    Hostile(id="unterminated-in-a-line", make=lambda n: "x = '" + "\\'" * n, size=100_000, outcome=BROKEN),
    Hostile(
        id="lambda-parameters-nested",
        make=growth.repeated("lambda a, b=1: ", first="x = ", last="1"),
        size=1000,
    ),
    Hostile(id="comprehension-of-pairs", make=lambda n: "x = [a" + " for a, b in c" * n + "]"),
    Hostile(id="unterminated-alternating", make=growth.numbered("x#i = \"'\\"), line=0),
    Hostile(id="long-strings", make=growth.numbered('x#i = """a\nb"""'), outcome=READ),
    Hostile(
        id="backslashes", make=growth.repeated("\\\\", first="x = '", last="'"), size=500_000, outcome=READ
    ),
    Hostile(id="backslash-lines", make=growth.repeated("\\\n", first="x = ", last="1")),
    Hostile(
        id="escapes",
        make=growth.repeated("\\x41\\u0041\\N{DIGIT ONE}", first="x = '", last="'"),
        outcome=READ,
    ),
    Hostile(id="surrogates", make=growth.repeated("\\ud800", first="x = '", last="'"), outcome=READ),
    Hostile(id="strings-below", make=growth.strings_below),
    Hostile(id="strings-below-unterminated", make=growth.numbered('x#i = #i\n"""'), line=0),
    # Long lines
    Hostile(
        id="line-of-a-string",
        make=growth.repeated("a", first="x = '", last="'"),
        size=1_000_000,
        outcome=READ,
    ),
    Hostile(id="line-of-numbers", make=growth.repeated("1, ", first="x = [", last="]"), size=300_000),
    Hostile(id="line-of-a-name", make=growth.repeated("a", first="x = "), size=1_000_000, outcome=READ),
    Hostile(id="line-of-digits", make=growth.repeated("1", first="x = "), size=1_000_000),
    Hostile(
        id="line-of-spaces", make=growth.repeated(" ", first="x =", last="1"), size=1_000_000, outcome=READ
    ),
    Hostile(
        id="line-of-spaces-behind", make=growth.repeated(" ", first="x = 1"), size=1_000_000, outcome=READ
    ),
    Hostile(
        id="line-of-form-feeds",
        make=growth.repeated("\f", first="", last="x = 1"),
        size=1_000_000,
        outcome=READ,
    ),
    Hostile(id="line-of-a-comment", make=growth.repeated("-", first="# "), size=1_000_000, outcome=READ),
    Hostile(
        id="line-of-question-marks", make=growth.repeated("?", first="x = "), size=1_000_000, outcome=BROKEN
    ),
    Hostile(
        id="line-of-wide-letters", make=growth.repeated("\u01c4", first="x = "), size=300_000, outcome=READ
    ),
    # Many of them
    Hostile(id="statements", make=growth.numbered("x#i = #i"), size=100_000, outcome=READ),
    Hostile(id="statements-with-calls", make=growth.numbered("x#i = f(#i)"), size=20_000, outcome=READ),
    Hostile(id="calls-of-main", make=growth.numbered("main(#i)"), outcome=READ),
    Hostile(id="broken-statements", make=growth.numbered("x#i = = 1"), size=5000, outcome=BROKEN),
    Hostile(id="one-name", make=growth.numbered("x = #i"), outcome=READ),
    Hostile(id="derived-names", make=growth.numbered("x#i = x#j + 1"), outcome=READ),
    Hostile(
        id="globals-with-comments", make=growth.numbered("# about it\nx#i = #i  # number #i\n"), outcome=READ
    ),
    Hostile(id="globals-under-a-banner", make=growth.flat_lines, outcome=READ),
    Hostile(id="globals-under-a-comment", make=growth.under_a_comment, outcome=READ),
    Hostile(id="members-under-a-banner", make=growth.members_under_a_comment, outcome=READ),
    Hostile(id="members", make=growth.joined("class C:\n", "    x#i = #i\n", ""), outcome=READ),
    Hostile(id="classes", make=growth.numbered("class C#i(C#j):\n    x = 1"), outcome=READ),
    Hostile(id="classes-of-one-name", make=growth.numbered("class C:\n    x#i = 1"), size=3000, outcome=READ),
    Hostile(
        id="classes-in-one",
        make=growth.joined("class C:\n", "    class D#i:\n        x = 1\n", ""),
        outcome=READ,
    ),
    Hostile(id="functions", make=growth.numbered("def f#i(a=f#j): return a"), outcome=READ),
    Hostile(id="enum-parameters", make=growth.enum_parameters, size=2000, outcome=READ),
    Hostile(id="base-chain", make=growth.base_chain, size=2000, line=0),
    Hostile(id="records-of-themselves", make=growth.records_of_themselves, size=50, line=0),
    Hostile(id="options-of-themselves", make=growth.options_of_themselves, size=50, line=0),
    Hostile(id="many-records", make=growth.many_records, size=1000, line=0),
    Hostile(id="attrs-defaults", make=growth.attrs_defaults, size=3000, outcome=READ),
    Hostile(id="options", make=growth.options, size=5000, outcome=READ),
    Hostile(id="options-in-one", make=growth.options_in_one, outcome=READ),
    Hostile(id="marked-functions", make=growth.marked, size=3000, outcome=READ),
    Hostile(id="marks-in-a-string", make=growth.marks_in_a_string, size=3000, outcome=READ),
    Hostile(
        id="dict-of-numbers", make=growth.joined("x = {", "'k#i': #i,\n", "}"), size=50_000, outcome=READ
    ),
    Hostile(id="dict-of-calls", make=growth.joined("x = dict(", "k#i=f(#i),\n", ")"), size=10_000),
    Hostile(id="dicts-in-dicts", make=growth.joined("x = {", "'k#i': {'a': {'b': #i}},\n", "}"), size=10_000),
    Hostile(id="lists-repeated", make=growth.self_repeated, size=40),
    Hostile(id="lists-added", make=growth.repeated(" + [1] * 1000", first="x = [1]"), size=400),
    # Comments
    Hostile(id="comments", make=growth.repeated("#\n", first=""), size=30_000, outcome=READ),
    Hostile(id="comments-indented", make=growth.rising_indent_comments, size=30_000, outcome=READ),
    Hostile(id="comments-before-each", make=growth.numbered("# a\n# b\n\nx#i = 1"), outcome=READ),
    Hostile(id="comments-marked", make=lambda n: "#: doc\n" * n + "x = 1", size=30_000, outcome=READ),
    Hostile(
        id="banner-of-spaces", make=lambda n: "# ---" + " " * n + "a" + " " * n + "b\nx = 1", outcome=READ
    ),
    Hostile(id="banner-of-dashes", make=lambda n: "# ---" + "a -" * n + "b\nx = 1", outcome=READ),
    Hostile(id="banner-behind", make=lambda n: "# a" + " " * n + "b ---c\nx = 1", outcome=READ),
    Hostile(id="cells", make=growth.numbered("# %% [a] cell #i\nx#i = 1"), outcome=READ),
    Hostile(
        id="headings-over-open-brackets", make=growth.unclosed_headings, size=3000, outcome=BROKEN, line=0
    ),
    Hostile(
        id="headings-in-a-dict",
        make=growth.joined("x = {\n", "# Heading\n'a#i': [\n# b\n1],\n'b#i': 2,\n\n", "}"),
        size=5000,
        outcome=READ,
    ),
)
