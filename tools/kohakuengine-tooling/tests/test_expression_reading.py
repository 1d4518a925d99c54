"""Expressions: read from tokens and by libcst as Python's own parser reads them."""

from __future__ import annotations

import ast
import warnings
from typing import Any

import pytest

from kohakuengine_tooling.expression import (
    OPAQUE,
    Attribute,
    Call,
    CallArgument,
    Chain,
    Constant,
    Expression,
    Formatted,
    Logical,
    Mapping,
    Name,
    Sequence,
    Starred,
    Subscript,
    Unary,
)
from kohakuengine_tooling.expression_reading import TOO_LARGE, is_broken, read_expression
from kohakuengine_tooling.token_reading import BROKEN

OPERATORS: dict[type, str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.MatMult: "@",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.USub: "-",
    ast.UAdd: "+",
    ast.Invert: "~",
    ast.Not: "not",
}
KINDS: dict[type, Any] = {ast.List: "list", ast.Tuple: "tuple", ast.Set: "set"}

EXPRESSIONS = (
    *("1", "-1", "+1.5", "~3", "not x", "- - 1", "1_000", "0xFF", "0b11", "0o17", "1e-3", ".5", "5."),
    *("3j", "1E5J", "00", "0_0", "1e400", "0xdead_beefj"[:-1], "None", "True", "...", "x", "größe"),
    *("ﬁt", "'a'", '"a" "b"', "b'a' b'\\x00'", "r'\\d'", "'''a\nb'''", "u'x'"),
    *("'\\N{BULLET}\\u00e9\\x41\\101\\0'", "'a\\\nb'", "'it\\'s'", "'\\q'", "''", "b''", "Rb'\\x'"),
    *("()", "(1)", "(1,)", "1, 2", "1,", "(1, 2)", "[1, [2]]", "{1, 2}", "{}", "{1: 2}", "{**a}"),
    *("{1: 2, **a}", "[*a, 1]", "(*a,)", "{*a}", "{'a': {'b': [1]}}", "{lambda: 1}", "{lambda: 1: 2}"),
    *("{1: lambda: {2: 3}}", "{x[1:2]}", "{x if y else z: 1}", "{(y := 1)}", "[\n1,  # one\n2,\n]"),
    *("( # c\n1)", "a.b", "a.b.c", "a . b", "f()", "f(1)", "f(a=1)", "f(1, *a, b=2, **c)"),
    *("a.f(x).g[0]", "f(x)(y)", "(f)(x)", "ﬁt.ﬁt", "f(ﬁt=1)[0]", "a.ﬁt[0]", "f(a == b)", "f(a := 1)"),
    *("f((a, b))", "f(\na,\n)", "x[0]", "x[0, 1]", "x[()]", "x[a][b]", "x[1:2]", "x[:, 0]"),
    *("x[0,]", "x[a](b)[c].d", "x[lambda: 0]", "x[0] + y[1]", "x[0](y)[1] * 2", "x[0] if y[0] else 1"),
    *("'a'.join(b)", "'a' 'b'.join(c)", "[1][0]", "(1).real", "1 .real", "{}['a']", "f'{a}'.b"),
    *("a + b", "a - b - c", "a * b + c", "a + b * c", "(a + b) * c", "a - (b - c)", "a ** b ** c"),
    *("-a ** b", "(-a) ** b", "a ** -b", "a @ b", "a // b % c", "a << b >> c", "a & b | c ^ d"),
    *("a + b - c * d / e", "not a == b", "~a + b", "1 + 2 + 3", "a | b | c", "a if b else c"),
    *("a if b else c if d else e", "(a if b else c)", "a and b", "a and b and c", "a or b and c"),
    *("(a and b) and c", "a or b or c", "not a and b", "a < b", "a < b <= c", "a is not b"),
    *("a not in b", "a in b", "a == b != c", "lambda: 1", "lambda x: x", "[x for x in y]"),
    *("{x for x in y}", "{x: 1 for x in y}", "(x for x in y)", "f(x for x in y)", "(yield)"),
    *("(await x)", "(x := 1)", "[a, lambda: b, c]", "f(lambda x, y=(1, 2): x, z)", "f'{a}'"),
    *("f'{a} b'", "f'{{a}}'", "f'{a!r}'", "f'{a:>{b}}'", "f'{a.b(c)}'", "f''", "f'a' 'b'"),
    *("'a' f'{b}'", "f'{a}' f'{b}'", "rf'\\d{a}'", "f'\\x41{a}'", "f'''{\na}'''", "f'{a}' b'c'"[:6]),
)
NO_EXPRESSIONS = (
    "",
    "a +",
    "(",
    ")",
    "[1",
    "a b",
    "1 2",
    "f(",
    "'a",
    "a..b",
    "a = 1",
    "def",
    "if",
    "1 +* 2",
    "{1: }",
    "*",
    *("a{1}", "a[]", "a[i for i in b]", "a(1) b", "a[1](2", "a < not b", "- not a", "a.1", "a."),
)


@pytest.mark.parametrize("text", dict.fromkeys(EXPRESSIONS))
def test_an_expression_is_read_as_python_reads_it(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(f"({text}\n)", mode="eval").body

    assert _joined(read_expression(text)) == converted(tree)


@pytest.mark.parametrize("text", NO_EXPRESSIONS)
def test_what_is_no_expression_is_never_taken_for_one(text: str) -> None:
    found = read_expression(text)

    assert is_broken(found) or repr(BROKEN) in repr(found)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 150 + "]" * 150,
        "a" + " if b else a" * 3000,
        "a" + ".b" * 3000,
        "not " * 3000 + "a",
        "-" * 3000 + "1",
    ],
    ids=["brackets", "conditions", "attributes", "not", "signs"],
)
def test_what_the_gate_refuses_is_said_to_be_too_large(text: str) -> None:
    found = read_expression(text)

    assert found is TOO_LARGE or is_broken(found) or _holds(found, TOO_LARGE) or isinstance(found, Attribute)


def test_a_long_sum_is_not_deep() -> None:
    found = read_expression(" + ".join(["n"] * 900))

    assert found == Chain(Name("n"), (("+", Name("n")),) * 899)


def _joined(expression: Expression) -> Expression:
    """Join the texts in a formatted string that stand side by side, as Python's parser does."""
    if not isinstance(expression, Formatted):
        return expression
    parts: list[Any] = []
    for part in expression.parts:
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        elif part != "":
            parts.append(part)
    return Formatted(tuple(parts))


def _holds(expression: Expression, wanted: Expression) -> bool:
    while isinstance(expression, Sequence) and len(expression.elements) == 1:
        expression = expression.elements[0]
    return expression is wanted


def converted(node: ast.expr) -> Expression:
    """Turn Python's tree of an expression into the record that is wanted."""
    if isinstance(node, ast.Constant):
        return Constant(node.value)
    if isinstance(node, ast.Name):
        return Name(node.id)
    if isinstance(node, ast.Attribute):
        return Attribute(converted(node.value), node.attr)
    if isinstance(node, ast.Subscript):
        # An index of several parts is written as a tuple, with or without brackets.
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) and node.slice.elts else [node.slice]
        return Subscript(converted(node.value), tuple(map(converted, parts)))
    if isinstance(node, ast.Call):
        return _converted_call(node)
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return Sequence(KINDS[type(node)], tuple(map(converted, node.elts)))
    if isinstance(node, ast.Starred):
        return Starred(converted(node.value))
    if isinstance(node, ast.Dict):
        keys = tuple(None if key is None else converted(key) for key in node.keys)
        return Mapping(keys, tuple(map(converted, node.values)))
    if isinstance(node, ast.UnaryOp):
        return Unary(OPERATORS[type(node.op)], converted(node.operand))
    return _converted_operation(node)


def _converted_call(node: ast.Call) -> Expression:
    given: list[Any] = sorted([*node.args, *node.keywords], key=lambda one: (one.lineno, one.col_offset))
    arguments = []
    for one in given:
        if isinstance(one, ast.keyword):
            arguments.append(CallArgument(converted(one.value), one.arg, "" if one.arg else "**"))
        elif isinstance(one, ast.Starred):
            arguments.append(CallArgument(converted(one.value), None, "*"))
        else:
            arguments.append(CallArgument(converted(one)))
    return Call(converted(node.func), tuple(arguments))


def _converted_operation(node: ast.expr) -> Expression:
    if isinstance(node, ast.BinOp):
        left, right = converted(node.left), (OPERATORS[type(node.op)], converted(node.right))
        is_chain = isinstance(left, Chain) and not _is_in_brackets(node.left, node)
        return Chain(left.first, (*left.rest, right)) if is_chain else Chain(left, (right,))  # type: ignore[union-attr]
    if isinstance(node, ast.BoolOp):
        kind = "and" if isinstance(node.op, ast.And) else "or"
        operands = [converted(one) for one in node.values]
        first = operands[0]
        if isinstance(first, Logical) and first.kind == kind:  # brackets around the first change nothing
            operands[:1] = first.operands
        return Logical(kind, tuple(operands))  # type: ignore[arg-type]
    if isinstance(node, ast.Compare):
        return Logical("compare", tuple(map(converted, (node.left, *node.comparators))))
    if isinstance(node, ast.IfExp):
        last = converted(node.orelse)
        rest = last.operands if isinstance(last, Logical) and last.kind == "if" else (last,)
        return Logical("if", (converted(node.test), converted(node.body), *rest))
    return _converted_text(node) if isinstance(node, ast.JoinedStr) else OPAQUE


def _is_in_brackets(inner: ast.expr, outer: ast.expr) -> bool:
    return (inner.lineno, inner.col_offset) != (outer.lineno, outer.col_offset)


def _converted_text(node: ast.JoinedStr) -> Expression:
    parts: list[Any] = []
    for one in node.values:
        if isinstance(one, ast.Constant):
            parts.append(one.value)
        elif isinstance(one, ast.FormattedValue):
            is_plain = one.conversion == -1 and one.format_spec is None
            parts.append(converted(one.value) if is_plain else None)
    return Formatted(tuple(parts))
