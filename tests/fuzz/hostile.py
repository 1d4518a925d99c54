"""Hostile texts: each holds one statement that is meant to hurt, between two that must still be known.

`before = 1` stands on line 1, the hostile text begins on line 2, `after = 2` stands behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

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


def _nested(opening: str, closing: str, core: str = "1") -> Callable[[int], str]:
    return lambda n: "x = " + opening * n + core + closing * n


def _repeated(part: str, *, first: str = "x = a", last: str = "") -> Callable[[int], str]:
    return lambda n: first + part * n + last


def _mixed(n: int) -> str:
    return "x = " + "([{" * (n // 3) + "1" + "}])" * (n // 3)


def _indented(header: str) -> Callable[[int], str]:
    return lambda n: "\n".join(" " * i + header for i in range(n)) + "\n" + " " * n + "y = 1"


def _comprehensions_in_suites(n: int) -> str:
    headers = "\n".join(" " * i + "with a as b:" for i in range(n))
    return f"def f():\n {headers}\n{' ' * n} {_nested('[', ' for a in b]')(n)}".replace("\n", "\n ")


def _comprehensions_in_items(n: int) -> str:
    return f"def f():\n with {', '.join('a' * n)}:\n  {_nested('[', ' for a in b]')(8)}"


def _comprehensions_in_tries(n: int) -> str:
    tries = "".join(" " * i + "try:\n" for i in range(1, n + 1))
    ends = "".join(f"{' ' * i}except E as e: pass\n{' ' * i}finally: pass\n" for i in range(n, 0, -1))
    return f"def f():\n{tries}{' ' * n} {_nested('[', ' for a in b]')(8)}\n{ends}"


_CLASS_CELL = "class C:\n    global __class__\n    [__class__ for x in y]"
_CLASS_CELLS = """\
class C:
    a = [(__class__, lambda: __class__) for _ in x]
    b = [(__class__, lambda: __class__) for _ in x]"""


def _comprehensions_on_a_line(n: int) -> str:
    return f"with {', '.join('a' * n)}: {_nested('[', ' for i in y]', '0')(n)}"


def _awaits_in_suites(n: int) -> str:
    return f"async def f():\n async with {', '.join('a' * n)}:\n  await x"


def _finally_in_each_other(n: int) -> str:
    return (
        "def f():\n" + "".join(f"{' ' * i}try: a\n{' ' * i}finally:\n" for i in range(1, n)) + " " * n + "b"
    )


def _sum_of_constants(n: int) -> str:
    return 'x = "a" * 4096' + ' + "\U00010400" * 4096' * n


def _numbered(line: str) -> Callable[[int], str]:
    return lambda n: "\n".join(line.replace("#i", str(i)).replace("#j", str(i - 1)) for i in range(n))


def _joined(first: str, part: str, last: str) -> Callable[[int], str]:
    return lambda n: first + "".join(part.replace("#i", str(i)) for i in range(n)) + last


def _formatted(n: int) -> str:
    return "x = " + 'f"{' * n + "1" + '}"' * n


def _formats(n: int) -> str:
    return 'x = f"{a' + ":{a" * n + "}" * n + '}"'


def _flat_lines(n: int) -> str:
    return "# --- all of them ---\n" + "\n".join(f"x{i} = {i}" for i in range(n))


def _under_a_comment(n: int) -> str:
    return "# the settings\n" + "\n".join(f"x{i} = {i}" for i in range(n))


def _members_under_a_comment(n: int) -> str:
    return "class C:\n    # --- data ---\n" + "\n".join(f"    x{i} = {i}" for i in range(n))


def _enum_parameters(n: int) -> str:
    members = "\n".join(f"    M{i} = {i}" for i in range(n))
    return f"import enum\nclass E(enum.Enum):\n{members}\n" + "\n".join(f"x{i}: E = E.M0" for i in range(n))


def _base_chain(n: int) -> str:
    head = "from dataclasses import dataclass\n@dataclass\nclass C0:\n    x0: int = 0\n"
    classes = "\n".join(f"@dataclass\nclass C{i}(C{i - 1}):\n    x{i}: int = 0" for i in range(1, n))
    return head + classes + "\n" + "\n".join(f"c{i} = C{i}()" for i in range(n))


def _records_of_themselves(n: int) -> str:
    fields = "\n".join(f"    x{i}: 'C' = C()" for i in range(n))
    return f"from dataclasses import dataclass\n@dataclass\nclass C:\n{fields}\nc = C()"


def _options_of_themselves(n: int) -> str:
    fields = "\n".join(f"    x{i}: 'C'" for i in range(n))
    annotated = "\n".join(f"    y{i}: C" for i in range(n))
    head = "import tyro\nfrom dataclasses import dataclass\n@dataclass\nclass C:\n"
    return f"{head}{fields}\n{annotated}\ntyro.cli(C)"


def _many_records(n: int) -> str:
    fields = "\n".join(f"    x{i}: int = {i}" for i in range(n))
    instances = "\n".join(f"c{i} = C()" for i in range(n))
    return f"from dataclasses import dataclass\n@dataclass\nclass C:\n{fields}\n{instances}"


def _options(n: int) -> str:
    head = "import argparse\nparser = argparse.ArgumentParser()\n"
    lines = "\n".join(
        f'parser.add_argument("--x{i}", type=int, default={i}, help="number {i}")' for i in range(n)
    )
    return head + lines + "\nargs = parser.parse_args()\n" + "\n".join(f"x{i} = args.x{i}" for i in range(n))


def _options_in_one(n: int) -> str:
    lines = "\n".join(f'    parser.add_argument("--x{i}", type=int, default={i})' for i in range(n))
    return f"import argparse\ndef main():\n    parser = argparse.ArgumentParser()\n{lines}"


def _attrs_defaults(n: int) -> str:
    fields = "\n".join(
        f"    x{i} = attr.ib()\n    @x{i}.default\n    def _d{i}(self): return 1" for i in range(n)
    )
    return f"import attr\n@attr.s\nclass C:\n{fields}"


def _marked(n: int) -> str:
    return "import kohakuengine\n" + "\n".join(
        f"@kohakuengine.entrypoint\ndef f{i}(): pass\nf{i}()" for i in range(n)
    )


def _marks_in_a_string(n: int) -> str:
    return 'x = """\n' + "# %% kogine:config\n" * n + '"""'


def _unclosed_headings(n: int) -> str:
    return "\n\n".join(f"# Heading\nx{i} = (\ny{i} = 1" for i in range(n))


def _strings_below(n: int) -> str:
    return "\n".join(f'x{i} = {i}\n"""a""" + 1' for i in range(n))


def _self_repeated(n: int) -> str:
    return "x = " + "[" * n + "1" + "] * 1000" * n


def _elif(n: int) -> str:
    return "if a:\n    pass\n" + "\n".join(f"elif a == {i}:\n    pass" for i in range(n))


def _rising_indent_comments(n: int) -> str:
    return "\n".join(" " * (i % 40) + "# a comment" for i in range(n))


HOSTILE: Final[tuple[Hostile, ...]] = (
    # Brackets
    Hostile(id="nested-round", make=_nested("(", ")"), outcome=BROKEN),
    Hostile(id="nested-square", make=_nested("[", "]"), outcome=BROKEN),
    Hostile(id="nested-curly", make=_nested("{", "}"), outcome=BROKEN),
    Hostile(id="nested-mixed", make=_mixed, outcome=BROKEN),
    Hostile(id="nested-150", make=_nested("[", "]"), size=150, outcome=TOO_LARGE),
    Hostile(id="nested-calls", make=_nested("f(", ")"), outcome=BROKEN),
    Hostile(id="nested-subscripts", make=_nested("a[", "]"), outcome=BROKEN),
    Hostile(id="nested-dicts", make=_nested("{1:", "}"), outcome=BROKEN),
    Hostile(id="nested-targets", make=lambda n: "(" * n + "x" + ",)" * n + " = y", outcome=BROKEN),
    Hostile(
        id="nested-annotation", make=lambda n: "x: " + "list[" * n + "int" + "]" * n + " = 1", outcome=BROKEN
    ),
    Hostile(id="nested-walrus", make=_nested("(a := ", ")"), outcome=BROKEN),
    Hostile(id="nested-comprehensions", make=_nested("[", " for a in b]"), outcome=BROKEN),
    Hostile(id="comprehensions-25", make=_nested("[", " for a in b]"), size=25, outcome=READ),
    Hostile(id="comprehensions-in-conditions", make=_nested("{a for a in b if ", "}"), size=25, outcome=READ),
    Hostile(id="comprehensions-in-suites", make=_comprehensions_in_suites, size=15, line=0),
    Hostile(id="comprehensions-in-items", make=_comprehensions_in_items, size=18, line=0),
    Hostile(id="comprehensions-in-tries", make=_comprehensions_in_tries, size=8, line=0),
    Hostile(id="comprehensions-on-a-with-line", make=_comprehensions_on_a_line, size=12, line=0),
    Hostile(id="awaits-in-suites", make=_awaits_in_suites, size=19, line=0),
    Hostile(id="class-cell-in-a-comprehension", make=lambda _: _CLASS_CELL, size=1, line=0),
    Hostile(id="class-cells-in-comprehensions", make=lambda _: _CLASS_CELLS, size=1, line=0),
    Hostile(id="finally-in-each-other", make=_finally_in_each_other, size=19, line=0),
    Hostile(id="sum-of-constants", make=_sum_of_constants, size=700, line=0),
    Hostile(id="name-of-no-character", make=lambda _: 'x = "\\N{}"', size=1, outcome=BROKEN),
    Hostile(id="nested-lambdas-in-brackets", make=_nested("(lambda: ", ")"), outcome=BROKEN),
    Hostile(
        id="nested-pattern",
        make=lambda n: f"match a:\n  case {'[' * n}x{']' * n}:\n    y = 1",
        outcome=BROKEN,
        line=0,
    ),
    Hostile(id="unclosed-round", make=_repeated("(", first="x = "), outcome=BROKEN),
    Hostile(id="unclosed-mixed", make=_repeated("([{", first="x = "), outcome=BROKEN),
    Hostile(id="unclosed-lines", make=_numbered("x#i = ("), outcome=BROKEN),
    Hostile(id="closing-only", make=_repeated("])}", first="x = 1"), outcome=BROKEN),
    Hostile(id="closing-lines", make=_numbered("x#i = 1)"), outcome=BROKEN),
    # Chains
    Hostile(id="unary-minus", make=_repeated("-", first="x = ", last="1"), outcome=TOO_LARGE),
    Hostile(id="unary-invert", make=_repeated("~", first="x = ", last="1"), outcome=TOO_LARGE),
    Hostile(id="unary-not", make=_repeated("not ", first="x = ", last="1"), outcome=TOO_LARGE),
    Hostile(id="unary-await", make=_repeated("await ", first="x = ", last="1"), outcome=BROKEN),
    Hostile(id="lambda", make=_repeated("lambda: ", first="x = ", last="1"), outcome=TOO_LARGE),
    Hostile(id="lambda-arguments", make=_repeated("lambda a=", first="x = ", last="1"), outcome=ANY),
    Hostile(id="lambda-1400", make=_repeated("lambda: ", first="x = ", last="1"), size=1400),
    Hostile(id="unary-1400", make=_repeated("-", first="x = ", last="1"), size=1400),
    Hostile(id="await-1400", make=_repeated("await ", first="x = ", last="1"), size=1400),
    Hostile(id="sum", make=_repeated(" + 1", first="x = 1")),
    Hostile(id="sum-900", make=_repeated(" + 1", first="x = 1"), size=900, outcome=READ),
    Hostile(id="sum-1400", make=_repeated(" + 1", first="x = 1"), size=1400),
    Hostile(id="sum-of-names", make=_repeated(" + a")),
    Hostile(id="power", make=_repeated(" ** 1", first="x = 1"), outcome=TOO_LARGE),
    Hostile(id="power-1400", make=_repeated(" ** 1", first="x = 1"), size=1400),
    Hostile(id="attributes", make=_repeated(".b")),
    Hostile(id="calls", make=_repeated("()"), outcome=TOO_LARGE),
    Hostile(id="subscripts", make=_repeated("[0]"), outcome=TOO_LARGE),
    Hostile(id="method-calls", make=_repeated(".b(1)[0]"), outcome=TOO_LARGE),
    Hostile(id="conditionals", make=_repeated(" if b else a"), outcome=TOO_LARGE),
    Hostile(id="comparisons", make=_repeated(" < a")),
    Hostile(id="and", make=_repeated(" and a")),
    Hostile(id="or-not", make=_repeated(" or not a")),
    Hostile(id="in-is", make=_repeated(" not in a is not b")),
    Hostile(id="strings-added", make=_repeated(" + 'a'", first="x = 'a'")),
    Hostile(id="strings-side-by-side", make=_repeated(" 'a'", first="x = 'a'"), outcome=READ),
    Hostile(id="formatted-side-by-side", make=_repeated(" f'{a}'", first="x = 'a'")),
    Hostile(id="walrus-in-a-row", make=_repeated("a := ", first="x = ", last="1"), outcome=ANY),
    Hostile(id="assignments-in-a-row", make=_repeated("a = ", first="x = ", last="1"), outcome=ANY),
    Hostile(id="stars", make=_repeated("*", first="x = ", last="1"), outcome=ANY),
    Hostile(id="arrows-and-colons", make=_repeated(" ->", first="x: "), outcome=BROKEN),
    Hostile(id="colons", make=_repeated(":", first="x "), outcome=BROKEN),
    Hostile(id="dots", make=_repeated(".", first="x = a"), outcome=BROKEN),
    Hostile(id="commas", make=_repeated(",", first="x = a"), outcome=BROKEN),
    Hostile(id="equals", make=_repeated("=", first="x "), outcome=BROKEN),
    Hostile(id="at-signs", make=_repeated("@", first=""), outcome=BROKEN, line=0),
    Hostile(id="if-else-broken", make=_repeated(" if", first="x = a"), outcome=BROKEN),
    Hostile(id="for-broken", make=lambda n: "x = [a" + " for a in b" * n + "]"),
    Hostile(id="for-in-broken", make=lambda n: "x = [" + "for " * n + "]", outcome=BROKEN),
    Hostile(id="lambda-broken", make=_repeated("lambda ", first="x = "), outcome=BROKEN),
    # Statements
    Hostile(id="elif", make=_elif, size=50_000),  # Python 3.13 reads more of them than earlier ones
    Hostile(id="elif-800", make=_elif, size=800, outcome=READ),
    Hostile(id="semicolons", make=_repeated("; x = 1", first="x = 1"), size=50_000, outcome=READ),
    Hostile(id="decorators", make=lambda n: "@a\n" * n + "def f(): pass", line=0),
    Hostile(id="decorators-alone", make=lambda n: "@a\n" * n + "+", outcome=BROKEN, line=0),
    Hostile(id="arguments", make=_joined("def f(", "a#i: int = #i, ", "): pass"), outcome=READ),
    Hostile(id="call-arguments", make=_joined("x = f(", "a#i=#i, ", ")"), outcome=READ),
    Hostile(id="lambda-parameters", make=_joined("x = lambda ", "a#i=#i, ", "b=1: 0"), outcome=READ),
    Hostile(id="global", make=_joined("def f():\n    global a", ", a#i", "\n    a = 1"), outcome=READ),
    Hostile(id="imports", make=_joined("from m import a", ", a#i", ""), outcome=READ),
    Hostile(id="with-items", make=_joined("with a", ", b(#i) as a#i", ":\n    y = 1"), line=0),
    Hostile(id="with-nested", make=_indented("with a as b:"), size=1000, line=0),
    Hostile(id="cases", make=lambda n: "match a:\n" + "\n".join(f"  case {i}:\n    y = 1" for i in range(n))),
    Hostile(id="pattern-or", make=lambda n: "match a:\n  case 1" + " | 1" * n + ":\n    y = 1", line=0),
    Hostile(
        id="excepts",
        make=lambda n: "try:\n  y = 1\n" + "\n".join(f"except E{i} as e:\n  pass" for i in range(n)),
    ),
    Hostile(id="indented-if", make=_indented("if a:"), size=2000, line=0),
    Hostile(id="indented-for", make=_indented("for a in b:"), size=2000, line=0),
    Hostile(id="nested-functions", make=_indented("def f(a=1):"), size=1000, line=0),
    Hostile(id="nested-classes", make=_indented("class C:"), size=1000, line=0),
    Hostile(id="nested-functions-90", make=_indented("def f(a=1):"), size=90, outcome=READ),
    Hostile(id="nested-classes-90", make=_indented("class C:"), size=90, outcome=READ),
    Hostile(id="nested-tries", make=_indented("try:"), size=1000, line=0),
    Hostile(
        id="unindented",
        make=lambda n: "if a:\n" + "".join(" " * (n - i) + "y = 1\n" for i in range(n)),
        size=2000,
        line=0,
    ),
    Hostile(id="headers-without-bodies", make=_numbered("if a#i:"), outcome=BROKEN),
    Hostile(id="headers-without-colons", make=_numbered("def f#i("), outcome=BROKEN),
    Hostile(id="type-parameters", make=_joined("def f[", "T#i, ", "](): pass")),
    Hostile(id="type-aliases", make=_numbered("type X#i = list[int]")),
    # Strings
    Hostile(id="formatted-nested", make=_formatted, size=10_000),
    Hostile(id="formatted-nested-140", make=_formatted, size=140),
    Hostile(id="formatted-formats", make=_formats),
    Hostile(id="formatted-fields", make=_joined('x = f"', "{a#i}", '"')),
    Hostile(id="formatted-open-braces", make=_repeated("{", first='x = f"', last='"')),
    Hostile(id="formatted-unclosed", make=_numbered('x#i = f"{'), outcome=BROKEN),
    Hostile(id="formatted-unclosed-long", make=_numbered('x#i = f"""{'), line=0),
    Hostile(id="formatted-brackets", make=_numbered('x#i = f"{a["("]}"')),
    Hostile(id="formatted-named", make=_repeated("\\N{a", first='x = f"', last='"')),
    Hostile(id="unterminated", make=_numbered("x#i = 'a"), outcome=BROKEN),
    Hostile(id="unterminated-long", make=_numbered("x#i = 1\ny#i = 2\n"), outcome=READ),
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
        id="lambda-parameters-nested", make=_repeated("lambda a, b=1: ", first="x = ", last="1"), size=1000
    ),
    Hostile(id="comprehension-of-pairs", make=lambda n: "x = [a" + " for a, b in c" * n + "]"),
    Hostile(id="unterminated-alternating", make=_numbered("x#i = \"'\\"), line=0),
    Hostile(id="long-strings", make=_numbered('x#i = """a\nb"""'), outcome=READ),
    Hostile(id="backslashes", make=_repeated("\\\\", first="x = '", last="'"), size=500_000, outcome=READ),
    Hostile(id="backslash-lines", make=_repeated("\\\n", first="x = ", last="1")),
    Hostile(
        id="escapes", make=_repeated("\\x41\\u0041\\N{DIGIT ONE}", first="x = '", last="'"), outcome=READ
    ),
    Hostile(id="surrogates", make=_repeated("\\ud800", first="x = '", last="'"), outcome=READ),
    Hostile(id="strings-below", make=_strings_below),
    Hostile(id="strings-below-unterminated", make=_numbered('x#i = #i\n"""'), line=0),
    # Long lines
    Hostile(
        id="line-of-a-string", make=_repeated("a", first="x = '", last="'"), size=1_000_000, outcome=READ
    ),
    Hostile(id="line-of-numbers", make=_repeated("1, ", first="x = [", last="]"), size=300_000),
    Hostile(id="line-of-a-name", make=_repeated("a", first="x = "), size=1_000_000, outcome=READ),
    Hostile(id="line-of-digits", make=_repeated("1", first="x = "), size=1_000_000),
    Hostile(id="line-of-spaces", make=_repeated(" ", first="x =", last="1"), size=1_000_000, outcome=READ),
    Hostile(id="line-of-spaces-behind", make=_repeated(" ", first="x = 1"), size=1_000_000, outcome=READ),
    Hostile(
        id="line-of-form-feeds", make=_repeated("\f", first="", last="x = 1"), size=1_000_000, outcome=READ
    ),
    Hostile(id="line-of-a-comment", make=_repeated("-", first="# "), size=1_000_000, outcome=READ),
    Hostile(id="line-of-question-marks", make=_repeated("?", first="x = "), size=1_000_000, outcome=BROKEN),
    Hostile(id="line-of-wide-letters", make=_repeated("\u01c4", first="x = "), size=300_000, outcome=READ),
    # Many of them
    Hostile(id="statements", make=_numbered("x#i = #i"), size=100_000, outcome=READ),
    Hostile(id="statements-with-calls", make=_numbered("x#i = f(#i)"), size=20_000, outcome=READ),
    Hostile(id="calls-of-main", make=_numbered("main(#i)"), outcome=READ),
    Hostile(id="broken-statements", make=_numbered("x#i = = 1"), size=5000, outcome=BROKEN),
    Hostile(id="one-name", make=_numbered("x = #i"), outcome=READ),
    Hostile(id="derived-names", make=_numbered("x#i = x#j + 1"), outcome=READ),
    Hostile(id="globals-with-comments", make=_numbered("# about it\nx#i = #i  # number #i\n"), outcome=READ),
    Hostile(id="globals-under-a-banner", make=_flat_lines, outcome=READ),
    Hostile(id="globals-under-a-comment", make=_under_a_comment, outcome=READ),
    Hostile(id="members-under-a-banner", make=_members_under_a_comment, outcome=READ),
    Hostile(id="members", make=_joined("class C:\n", "    x#i = #i\n", ""), outcome=READ),
    Hostile(id="classes", make=_numbered("class C#i(C#j):\n    x = 1"), outcome=READ),
    Hostile(id="classes-of-one-name", make=_numbered("class C:\n    x#i = 1"), size=3000, outcome=READ),
    Hostile(
        id="classes-in-one", make=_joined("class C:\n", "    class D#i:\n        x = 1\n", ""), outcome=READ
    ),
    Hostile(id="functions", make=_numbered("def f#i(a=f#j): return a"), outcome=READ),
    Hostile(id="enum-parameters", make=_enum_parameters, size=2000, outcome=READ),
    Hostile(id="base-chain", make=_base_chain, size=2000, line=0),
    Hostile(id="records-of-themselves", make=_records_of_themselves, size=50, line=0),
    Hostile(id="options-of-themselves", make=_options_of_themselves, size=50, line=0),
    Hostile(id="many-records", make=_many_records, size=1000, line=0),
    Hostile(id="attrs-defaults", make=_attrs_defaults, size=3000, outcome=READ),
    Hostile(id="options", make=_options, size=5000, outcome=READ),
    Hostile(id="options-in-one", make=_options_in_one, outcome=READ),
    Hostile(id="marked-functions", make=_marked, size=3000, outcome=READ),
    Hostile(id="marks-in-a-string", make=_marks_in_a_string, size=3000, outcome=READ),
    Hostile(id="dict-of-numbers", make=_joined("x = {", "'k#i': #i,\n", "}"), size=50_000, outcome=READ),
    Hostile(id="dict-of-calls", make=_joined("x = dict(", "k#i=f(#i),\n", ")"), size=10_000),
    Hostile(id="dicts-in-dicts", make=_joined("x = {", "'k#i': {'a': {'b': #i}},\n", "}"), size=10_000),
    Hostile(id="lists-repeated", make=_self_repeated, size=40),
    Hostile(id="lists-added", make=_repeated(" + [1] * 1000", first="x = [1]"), size=400),
    # Comments
    Hostile(id="comments", make=_repeated("#\n", first=""), size=30_000, outcome=READ),
    Hostile(id="comments-indented", make=_rising_indent_comments, size=30_000, outcome=READ),
    Hostile(id="comments-before-each", make=_numbered("# a\n# b\n\nx#i = 1"), outcome=READ),
    Hostile(id="comments-marked", make=lambda n: "#: doc\n" * n + "x = 1", size=30_000, outcome=READ),
    Hostile(
        id="banner-of-spaces", make=lambda n: "# ---" + " " * n + "a" + " " * n + "b\nx = 1", outcome=READ
    ),
    Hostile(id="banner-of-dashes", make=lambda n: "# ---" + "a -" * n + "b\nx = 1", outcome=READ),
    Hostile(id="banner-behind", make=lambda n: "# a" + " " * n + "b ---c\nx = 1", outcome=READ),
    Hostile(id="cells", make=_numbered("# %% [a] cell #i\nx#i = 1"), outcome=READ),
    Hostile(id="headings-over-open-brackets", make=_unclosed_headings, size=3000, outcome=BROKEN, line=0),
    Hostile(
        id="headings-in-a-dict",
        make=_joined("x = {\n", "# Heading\n'a#i': [\n# b\n1],\n'b#i': 2,\n\n", "}"),
        size=5000,
        outcome=READ,
    ),
)
