"""Parsing and walking a file without the standard library's `ast`."""

from __future__ import annotations

import ast
import textwrap
from typing import Any

import pytest

from kohakuengine.config.tree import (
    NOT_STATIC,
    children,
    parse,
    parse_expression,
    source_segment,
    static_constant,
    walk,
)

SOURCE = textwrap.dedent(
    """
    name = "größe"; other = f("ä", [
        1,
        2]).x
    def f(a, *b, c: int = 1, **d) -> "x":
        return {k: v for k, v in d if (w := k)}
    match name:
        case {"a": [1, *_], **rest}: pass
    """
)


def test_a_tree_is_that_of_ast() -> None:
    assert ast.dump(parse(SOURCE, "script.py"), include_attributes=True) == ast.dump(
        ast.parse(SOURCE), include_attributes=True
    )


@pytest.mark.parametrize("module", [ast, textwrap], ids=lambda module: module.__name__)
def test_a_walk_meets_every_node_once_in_source_order(module: Any) -> None:
    with open(module.__file__, "rb") as file:
        tree = parse(file.read(), module.__file__)

    nodes = list(walk(tree))

    assert len(nodes) == len(list(ast.walk(tree)))
    assert {id(node) for node in nodes} == {id(node) for node in ast.walk(tree)}
    starts = [node.lineno for node in tree.body]
    assert starts == sorted(starts)
    assert all(list(children(node)) == list(ast.iter_child_nodes(node)) for node in nodes)


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-8-sig"])
def test_the_text_of_an_expression_is_cut_out_of_any_file(encoding: str, newline: str) -> None:
    text = (f"# coding: {encoding.removesuffix('-sig')}" + SOURCE).replace("\n", newline)
    source = text.encode(encoding)
    values = [node.value for node in parse(source, "s.py").body if isinstance(node, ast.Assign)]

    found = [source_segment(source, value) for value in values]

    assert found == ['"größe"', 'f("ä", [\n    1,\n    2]).x']


def test_every_expression_is_cut_as_ast_cuts_it() -> None:
    for node in ast.walk(parse(SOURCE, "script.py")):
        if isinstance(node, ast.expr):
            assert source_segment(SOURCE, node) == ast.get_source_segment(SOURCE, node)


@pytest.mark.parametrize("text", ["x +", "x = 1", "", "\0", "(" * 300, "return"], ids=repr)
def test_a_text_that_is_no_expression_is_none(text: str) -> None:
    assert parse_expression(text) is None


CONSTANTS = {"1": 1, "-1": -1, "+1.5": 1.5, "-2j": -2j, "'a'": "a", "None": None, "- - 1": 1}
NO_CONSTANTS = ["x", "~1", "-'a'", "-True", "not 1", "1 + 1", "[1]", "f'{x}'"]


@pytest.mark.parametrize(("text", "value"), CONSTANTS.items(), ids=CONSTANTS.keys())
def test_a_constant_may_have_a_sign(text: str, value: object) -> None:
    assert static_constant(parse_expression(text)) == value


@pytest.mark.parametrize("text", NO_CONSTANTS)
def test_anything_else_is_no_constant(text: str) -> None:
    assert static_constant(parse_expression(text)) is NOT_STATIC
