"""What is read: random bytes, soups of tokens, drawn programs, and real files with mistakes in them."""

from __future__ import annotations

import sysconfig
import tokenize
from functools import cache
from io import StringIO
from pathlib import Path

from hypothesis import strategies as st

__all__ = ["CANARY", "Mutated", "drawn_programs", "mutated_files", "random_bytes", "token_soups"]

CANARY = "CANARY_FILE"
"""What stands for the path of the file that is written by whoever executes anything."""

_STANDARD_LIBRARY = Path(sysconfig.get_path("stdlib"))
_LEAF = f"open('{CANARY}', 'w')"
_TOKENS = [
    *("False None True and as assert async await break class continue def del elif else except finally for from global if "
      "import in is lambda nonlocal not or pass raise return try while with yield match case type").split(),
    *"( ) [ ] { } + - * ** / // % @ << >> & | ^ ~ < > <= >= == != := = += -> . , : ; ... ! ?".split(),
    *("x", "y", "lr", "main", "_z", "__name__", "'__main__'", "\u00e9", "\ufb01x", "0", "1", "1e-3", "0x1f", "1_0", "007"),
    *('"', "'", '"""', "'''", 'f"', "f'", "rb'", 'f"""', "'a'", '"b"', 'f"{x}"', "{x", "{{", "}}", "\\", "\\\n", "\\N{DASH}"),
    *(" ", "  ", "    ", "\t", "\f", "\n", "\n", "\n", "\n    ", "\n        ", "# %% kogine:config\n", "# --- a ---\n", "#: doc\n"),
    *("parser.add_argument(", "@click.option(", "typer.Option(", "tyro.cli(", "flags.DEFINE_float(", "@dataclass\n"),
    *(_LEAF, "import argparse\n", "import click\n", "import typer\n", "import tyro\n", "if __name__ == '__main__':\n"),
]
_WRAPPERS = [
    "({})", "[{}]", "{{{}}}", "{{{}: 1}}", "{{1: {}}}", "-{}", "~{}", "not {}", "lambda: {}", "lambda a=1, *b: {}", "lambda a={}: 1",
    "f({})", "f(a={})", "f(*{})", "{}.b", "{}()", "{}[0]", "{}[1:2]", "a[{}]", "{} + 1", "1 - {}", "{} * a", "{} ** 2", "2 ** {}",
    "{} if a else b", "a if {} else b", "{} and a", "a or {}", "{} < 1", "a not in {}", "[{} for a in b]", "[a for a in {}]",
    "{{a: {} for a in b if c}}", "(a := {})", "f'{{{}}}'", 'f"{{{}!r:>{{1}}}}"', "await {}", "(yield {})", "({},)", "{}, 1", "'a' {}",
    "{} 'b'", "dict(a={})", "C(x={})",
]  # fmt: skip
_PLACES = [
    "x = {}", "x: {} = 1", "x = y = {}", "x, (y, *z) = 1, {}", "x += {}", "({}).a = 1", "del x[{}]", "assert {}, 1", "{}", "main({})",
    "def f(a={}, *, b: {} = 1) -> {}:\n    return {}", "@{}\ndef f(): pass", "class C({}):\n    x = {}\n    y: {} = 1",
    "if {}:\n    y = {}\nelif {}:\n    y = 2", "for a in {}:\n    y = 1", "while {}:\n    y = 1", "with {} as a, {}:\n    y = 1",
    "try:\n    y = {}\nexcept {} as e:\n    pass", "match {}:\n    case [1, a] if {}:\n        y = 1", "raise {} from {}",
    "if __name__ == '__main__':\n    sys.exit(main({}))", "import argparse\nparser.add_argument('--a', default={}, type={})",
    "import click\n@click.command()\n@click.option('--a', default={}, help={})\ndef main(a): pass",
    "import typer\ndef main(a: {} = typer.Option({})): pass\ntyper.run(main)", "from dataclasses import dataclass\n@dataclass\nclass C:\n    x: {} = {}\nc = C({})",
    "type X[T: {}] = {}", "x = [\n# a\n{},  # b\n]", "global x; x = {}", "async def f():\n    async with {}: x = await {}",
]  # fmt: skip


def random_bytes() -> st.SearchStrategy[bytes]:
    """Draw bytes of any kind, and texts of any kind."""
    cookies = st.sampled_from([b"", b"# coding: latin-1\n", b"# coding: utf-7\n", b"\xef\xbb\xbf", b"# coding: unicode_escape\n", b"#coding:x\n"])
    return st.builds(lambda first, rest: first + rest, cookies, st.one_of(st.binary(max_size=2000), st.text(max_size=500).map(_encoded)))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def token_soups() -> st.SearchStrategy[bytes]:
    """Draw tokens in any order."""
    separators = st.sampled_from(["", " "])
    soup = st.lists(st.sampled_from(_TOKENS), max_size=120)
    return st.builds(lambda between, tokens: between.join(tokens).encode("utf-8", "surrogatepass"), separators, soup)


def drawn_programs() -> st.SearchStrategy[bytes]:
    """Draw programs of which any part may be nested deeply; `before` and `after` are globals of all."""
    count = st.sampled_from([1, 1, 2, 3, 10, 40, 90, 130, 300, 1200])
    layers = st.lists(st.tuples(st.lists(st.sampled_from(_WRAPPERS), min_size=1, max_size=3), count), max_size=2)
    expressions = st.builds(_wrapped, st.sampled_from([_LEAF, "1", "a", "'text'", "__import__('canary_module')"]), layers)
    statements = st.builds(_placed, st.sampled_from(_PLACES), st.lists(expressions, min_size=1, max_size=4))
    bodies = st.lists(st.one_of(statements, st.builds(_indented, statements, st.integers(1, 110))), max_size=3)
    return bodies.map(lambda parts: "\n".join(["before = 1", *parts, "", "after = 2", ""]).encode())


def _wrapped(leaf: str, layers: list[tuple[list[str], int]]) -> str:
    for wrappers, count in layers:
        for wrapper in wrappers * count:
            if len(leaf) > 30_000:
                return leaf
            leaf = wrapper.format(leaf)
    return leaf


def _placed(place: str, expressions: list[str]) -> str:
    given = (expressions * 4)[: place.count("{}")]
    return place.format(*given)


def _indented(statement: str, levels: int) -> str:
    headers = ["if a:", "def f():", "class C:", "try:", "with a:"]
    lines = [" " * level + headers[level % len(headers)] for level in range(levels)]
    return "\n".join([*lines, *(" " * levels + line for line in statement.split("\n"))])


class Mutated:
    """A real file with a mistake in one of its statements.

    Attributes:
        data: Its bytes.
        kept: Texts of statements that are far from the mistake.
    """

    def __init__(self, data: bytes, kept: list[str]) -> None:
        self.data = data
        self.kept = kept

    def __repr__(self) -> str:
        return f"Mutated({self.data!r:.500})"


def mutated_files() -> st.SearchStrategy[Mutated]:
    """Draw files of the standard library with tokens and lines deleted, doubled or swapped in one statement."""
    return st.builds(
        _mutate,
        st.integers(0, len(_files()) - 1),
        st.floats(0, 1, exclude_max=True),
        st.lists(st.tuples(st.sampled_from(["delete", "double", "swap", "cut", "insert"]), st.floats(0, 1, exclude_max=True)), min_size=1, max_size=3),
        st.sampled_from(_TOKENS),
    )


@cache
def _files() -> list[Path]:
    return sorted(path for path in _STANDARD_LIBRARY.glob("*.py") if 1000 < path.stat().st_size < 30_000)


@cache
def _statements(index: int) -> tuple[list[str], list[list[str]]]:
    """Return the statements of a file, with what stands behind each, and their tokens."""
    import ast

    text = _files()[index].read_text(encoding="utf-8").replace("\r\n", "\n")
    lines = text.splitlines(keepends=True)
    starts = sorted({_first_line(node) for node in ast.parse(text).body})
    ends = [*starts[1:], len(lines)]
    statements = ["".join(lines[start:end]) for start, end in zip(starts, ends, strict=True)]
    return ["".join(lines[: starts[0]]), *statements], [[], *map(_tokens, statements)]


def _first_line(node: object) -> int:
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])  # type: ignore[attr-defined]
    return int(first) - 1


def _tokens(text: str) -> list[str]:
    """Cut a statement into its tokens, with the white space before each."""
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    pieces, at = [], 0
    for token in tokenize.generate_tokens(StringIO(text).readline):
        end = starts[token.end[0] - 1] + token.end[1] if token.end[0] <= len(lines) else len(text)
        if end > at:
            pieces.append(text[at:end])
            at = end
    return [*pieces, text[at:]]


def _mutate(index: int, where: float, changes: list[tuple[str, float]], word: str) -> Mutated:
    statements, tokens = _statements(index)
    at = 1 + int(where * (len(statements) - 1))
    changed = list(tokens[at])
    for change, share in changes:
        place = int(share * len(changed))
        if place >= len(changed) - 1 or '"""' in changed[place] or "'''" in changed[place]:
            continue
        if change == "delete":
            del changed[place]
        elif change == "double":
            changed.insert(place, changed[place])
        elif change == "swap":
            changed[place], changed[place + 1] = changed[place + 1], changed[place]
        elif change == "cut":
            del changed[place : place + 5]
        elif not set(word) & set("\"'\\f"):
            changed.insert(place, word)
    text = "".join([*statements[:at], "".join(changed), *statements[at + 1 :]])
    far = [*statements[1 : max(1, at - 1)], *statements[at + 3 :]]
    return Mutated(text.encode("utf-8"), [one.rstrip() for one in far])
