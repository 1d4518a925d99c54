"""Where the statements of a module begin: as `ast` has it, and in files that it cannot read."""

from __future__ import annotations

import ast
import sysconfig
import tokenize
import warnings
from bisect import bisect_right
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from costs import least_cpu_s
from hypothesis import given
from hypothesis import strategies as st

from kohakuengine_tooling.splitting import split

if TYPE_CHECKING:
    from collections.abc import Callable

STANDARD_LIBRARY = Path(sysconfig.get_path("stdlib"))

HARD = (
    *("coroutines", "compile", "decorators", "except", "fstring", "gen", "grammar", "lambda", "named"),
    *("patma", "pep", "posi", "string", "syntax", "token", "tstring", "type", "un", "with"),
)
"""How Python's tests of hard syntax begin; not every Python has all of them."""
HARD_TESTS = [f"test/test_{word}*.py" for word in HARD]

STATEMENTS = [
    "x = 1",
    "x: int = 1  # a comment with ( and '''",
    "a = 1; b = 2",
    "import os, sys",
    "from os import (\npath,\nsep,\n)",
    "x = {\n'a': [1,\n2],\n}",
    'x = """\ndef f(): pass\n("""',
    "x = '''it's\n\"\"\" '''",
    "x = 'a\\\nb(' + \"c[\"",
    "x = 1 + \\\n2",
    "x = 'it\\'s (' 'and \"'",
    "if a:\n    b\nelif c:\n    d\nelse:\n    e = '('",
    "try:\n    a\nexcept (E, F):\n    b\nfinally:\n    c",
    "for x in y:\n    pass\nelse:\n    pass",
    "@d\n@e(\n1)\ndef f(a=(1, 2)):\n    '''Doc\nat the margin'''\n    return {}",
    "class C(B):\n\n    x = 1\n# a comment at the margin\n    y = 2",
    "async def f():\n    await g()",
    "with a as b, c as d:\n    pass",
    "match x:\n    case {'a': [1]}:\n        y = 1",
    "f(\nlr=1,\nelse_=2,\n)",
    "print(f'{x!r:>{width}} {{')",
    "x = r'\\\\' + '('",
    "elsewhere = exceptional = 1",
    "\fx = 1",
    "(\n'a'\n'b')",
]


def lines_of(text: str) -> list[int]:
    """Return the lines of the starts that are found."""
    ends = [index for index, letter in enumerate(text) if letter == "\n"]
    return [bisect_right(ends, start - 1) + 1 for start in split(text).starts]


def lines_by_ast(text: str) -> list[int]:
    """Return the lines in which the statements begin, those that share one taken together."""
    found: list[int] = []
    last = 0
    for statement in ast.parse(text).body:
        line = min([statement.lineno, *(one.lineno for one in getattr(statement, "decorator_list", []))])
        if line != last:
            found.append(line)
        assert statement.end_lineno is not None
        last = statement.end_lineno
    return found


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_is_one(statement: str) -> None:
    text = f"# before\n\nfirst = 0\n{statement}\nlast = 0\n"

    assert lines_of(text) == lines_by_ast(text)
    assert len(lines_of(text)) == 3


@given(st.lists(st.sampled_from([*STATEMENTS, "", "# a comment", "#: a 'doc"])))
def test_statements_in_any_order_begin_where_ast_says(statements: list[str]) -> None:
    text = "".join(f"{statement}\n" for statement in statements)

    assert lines_of(text) == lines_by_ast(text)


@pytest.mark.parametrize(
    "broken",
    [
        "x = (1,",
        "x = foo([1, {2: 3",
        "x = 'never closed",
        'x = """never closed',
        "x = )",
        "def f(:",
        "if",
        "x = 1 +",
        "x = (1 if 'a' else",
    ],
)
def test_a_broken_statement_costs_the_others_nothing(broken: str) -> None:
    text = f"first = 0\n{broken}\ndef f():\n    return (1)\nimport os\nlast = 0\n"

    assert lines_of(text) == [1, 2, 3, 5, 6]


@pytest.mark.parametrize(
    "broken", ["x = (1,", "x = foo([1, {2: 3", "x = (\n    1 +", "@decorated(\ndef f():\n    x = [1"]
)
def test_a_bracket_that_is_never_closed_hides_no_assignment(broken: str) -> None:
    text = f"first = 0\n{broken}\nlr = 0.1\nwd: float = 2\nlast == 0\n"
    behind = text.index("lr")

    assert [at for at in split(text).starts if at >= behind] == [behind, text.index("wd")]


def test_keyword_arguments_without_indentation_are_no_statements() -> None:
    assert lines_of("x = f(\nlr=0.1,\nwd=2,\n)\ny = 1\n") == [1, 5]


def test_what_ends_anywhere_is_read_to_its_end() -> None:
    text = "".join(f"{statement}\n" for statement in STATEMENTS)

    for end in range(len(text)):
        starts = split(text[:end]).starts
        assert starts == sorted(set(starts))


def test_a_file_of_nothing_has_none() -> None:
    assert split("").starts == split("\n# x\n   # y\n").starts == []


@pytest.mark.parametrize(
    "pattern", ["*.py", "asyncio/*.py", "email/*.py", "json/*.py", "unittest/*.py", *HARD_TESTS]
)
def test_the_standard_library_is_split_as_ast_splits_it(pattern: str) -> None:
    paths = sorted(STANDARD_LIBRARY.glob(pattern))
    differing = [path.name for path in paths if _is_split_otherwise(path)]

    assert differing == []
    assert paths or pattern in HARD_TESTS  # which some distributions leave out


def _is_split_otherwise(path: Path) -> bool:
    try:
        with tokenize.open(path) as file:
            text = file.read()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            expected = lines_by_ast(text)
    except (SyntaxError, UnicodeDecodeError, ValueError):  # made so, for the tests of the parser
        return False
    return lines_of(text) != expected


@pytest.mark.parametrize(
    "line",
    [
        'x = f"{a["("]}"',
        'x = f\'{a[\'[\']}\' + f"{b["{"]!r:>{w["("]}}"',
        'x = f"{f"{f"("}"}"',
        'x = f"{a["#"]}" # (',
        'x = f"""{a["""("""]}\n("""',
        "x = f'{\n(a)\n}('",
        "x = rf'\\{a['(']}'",
        "x = t'{a['(']}'",
        'x = f"{{("',
        'x = f"\\N{LEFT PARENTHESIS}("',
        'x = f"{a:{b}(}"',
        "x = '" + "\\'" * 100 + '(\' + """' + '"a ' * 100 + '(\\""""',
        "x = '%r' % \"(\" '\\t'",
    ],
)
def test_brackets_in_strings_of_fields_are_none(line: str) -> None:
    text = f"a = 1\n{line}\nb = 2\nc = 3\n"

    assert split(text).starts == [0, 6, text.index("b = 2"), text.index("c = 3")]


@pytest.mark.parametrize(
    "broken",
    [
        'x = """',
        "x = '''a",
        "x = '(",
        'x = "([',
        "x = f'{",
        'x = f"{a["(]}',
        'x = f"""{(',
        "x = (\n1,\n",
        "x = {'a': [\n",
    ],
)
def test_what_is_never_closed_ends_with_its_line(broken: str) -> None:
    text = f"a = 1\n{broken}\nb = 2\nmain()\nif __name__ == '__main__':\n    c = 3\nd = 4\n"

    found = split(text).starts

    assert [text[at] for at in found if at >= text.index("b = 2")] == ["b", "m", "i", "d"]


def test_quotes_that_are_missing_cost_one_definition() -> None:
    functions = [f'def f{number}():\n    """Doc."""\n    x = """a"""\n' for number in range(6)]
    functions[2] = functions[2].replace('Doc."""', "Doc.")
    text = "".join(functions)

    starts = split(text).starts

    assert {text.index(f"def f{number}") for number in (0, 1, 2, 4, 5)} <= set(starts)


@pytest.mark.parametrize(
    "line", ["x = (\n", "x = f'{\n", "x = '\\'\n", "x = \"'\\\n", "x = '''\\'''\n", "x = 1 + \\\n"], ids=repr
)
def test_lines_that_never_end_cost_no_more_than_others(line: str) -> None:
    few_s, many_s = (least_cpu_s(partial(split, line * count)) for count in (2_000, 8_000))

    assert many_s < 8 * few_s + 0.1


def test_brackets_in_strings_of_fields_do_not_pair_over_lines() -> None:
    text = 'a = f"{x["("]}"\nb = 2\nc = f"{x[")"]}"\nd = 4\n'

    assert split(text).starts == [0, text.index("b"), text.index("c ="), text.index("d =")]


@pytest.mark.parametrize(
    "make", [lambda n: 'x = """\n' + '\\"""\n' * n, lambda n: "x = '" + "\\'" * n + "\n"]
)
def test_quotes_that_never_close_are_sought_once(make: Callable[[int], str]) -> None:
    few_s, many_s = (least_cpu_s(partial(split, make(count))) for count in (2_000, 8_000))

    assert many_s < 8 * few_s + 0.05
