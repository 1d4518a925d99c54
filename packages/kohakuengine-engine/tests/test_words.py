"""The words a person would type: parsed by the real libraries, they give the value that was meant."""

from __future__ import annotations

import argparse
import ast
import enum
from typing import Any

import pytest

from kohakuengine.config.fitting import FitError
from kohakuengine.engine import absl_options, argparse_words, click_options
from kohakuengine.engine.landing import Landing
from kohakuengine.engine.record import CompiledTarget

FIELDS: dict[str, Any] = {"key": "x", "name": "x", "kind": "option", "line": 1}


class Mode(enum.Enum):
    FAST = 1


def landing_of(value: object, *, is_text: bool) -> Landing:
    return Landing(CompiledTarget(**FIELDS), None if is_text else value, str(value) if is_text else None)


def text(value: str) -> Landing:
    return landing_of(value, is_text=True)


def thing(value: object) -> Landing:
    return landing_of(value, is_text=False)


OPTIONAL = argparse.BooleanOptionalAction
# Arguments of add_argument, landing, words, how many values belong to it, what the parser makes of them.
ARGPARSE: dict[str, tuple[tuple[Any, ...], dict[str, Any], Landing, list[str], int | None, Any]] = {
    "text": (("--x",), {}, text("a b"), ["--x=a b"], None, "a b"),
    "short": (("-x",), {}, text("3"), ["-x=3"], None, "3"),
    "short, empty": (("-x",), {}, text(""), ["-x="], None, ""),
    "long before short": (("-x", "--xx"), {"dest": "x"}, text("3"), ["--xx=3"], None, "3"),
    "empty": (("--x",), {}, text(""), ["--x="], None, ""),
    "negative": (("--x",), {"type": float}, text("-0.5"), ["--x=-0.5"], None, -0.5),
    "dashes": (("--x",), {}, text("--y"), ["--x=--y"], None, "--y"),
    "object": (("--x",), {"type": int}, thing(3), ["--x=3"], None, 3),
    "enum": (("--x",), {"type": lambda t: Mode[t]}, thing(Mode.FAST), ["--x=FAST"], None, Mode.FAST),
    "None": (("--x",), {}, thing(None), [], None, None),
    "optional value": (("--x",), {"nargs": "?"}, text("3"), ["--x=3"], None, "3"),
    "list": (("--x",), {"nargs": "+", "type": int}, text("1,2"), ["--x", "1", "2"], 2, [1, 2]),
    "list with spaces": (("--x",), {"nargs": "*"}, text("a, b"), ["--x", "a", "b"], 2, ["a", "b"]),
    "literal": (("--x",), {"nargs": "+", "type": int}, text("[1, 2]"), ["--x", "1", "2"], 2, [1, 2]),
    "list object": (("--x",), {"nargs": "*", "type": int}, thing([1, 2]), ["--x", "1", "2"], 2, [1, 2]),
    "tuple object": (("--x",), {"nargs": 2, "type": int}, thing((1, 2)), ["--x", "1", "2"], None, [1, 2]),
    "no value": (("--x",), {"nargs": "*"}, text(""), ["--x"], 0, []),
    "one of several": (("--x",), {"nargs": "+"}, text("a"), ["--x", "a"], 1, ["a"]),
    "append": (("--x",), {"action": "append"}, text("a,b"), ["--x=a", "--x=b"], None, ["a", "b"]),
    "append of nothing": (("--x",), {"action": "append", "default": []}, thing([]), [], None, []),
    "lists": (
        ("--x",),
        {"action": "append", "nargs": 2, "type": int},
        thing([[1, 2], [3, 4]]),
        ["--x", "1", "2", "--x", "3", "4"],
        None,
        [[1, 2], [3, 4]],
    ),
    "extended": (("--x",), {"action": "extend", "nargs": "+"}, text("a,b"), ["--x", "a", "b"], 2, ["a", "b"]),
    "count": (("-x",), {"action": "count"}, text("3"), ["-x", "-x", "-x"], None, 3),
    "list of None": (("--x",), {"nargs": "*"}, thing(None), [], None, None),
    "append of None": (("--x",), {"action": "append"}, thing(None), [], None, None),
    "count of None": (("-x",), {"action": "count"}, thing(None), [], None, None),
    "count of None, from nothing": (("-x",), {"action": "count", "default": 0}, thing(None), [], None, 0),
    "flag of None": (("--x",), {"action": "store_true"}, thing(None), [], None, False),
    "pair of None": (("--x",), {"action": OPTIONAL}, thing(None), [], None, None),
    "flag on": (("--x",), {"action": "store_true"}, text("yes"), ["--x"], None, True),
    "flag off": (("--x",), {"action": "store_true"}, text("False"), [], None, False),
    "flag object": (("--x",), {"action": "store_true"}, thing(True), ["--x"], None, True),
    "off flag": (("--x",), {"action": "store_false"}, text("no"), ["--x"], None, False),
    "off flag left out": (("--x",), {"action": "store_false"}, text("true"), [], None, True),
    "pair on": (("--x",), {"action": OPTIONAL}, text("on"), ["--x"], None, True),
    "pair off": (("--x",), {"action": OPTIONAL}, text("0"), ["--no-x"], None, False),
    "constant": (("--x",), {"action": "store_const", "const": 7}, text("7"), ["--x"], None, 7),
    "constant that is the default": (
        ("--x",),
        {"action": "store_const", "const": 7, "default": 8},
        text("8"),
        [],
        None,
        8,
    ),
    "count with a default": (("-x",), {"action": "count", "default": 2}, text("3"), ["-x"], None, 3),
    "bool": (("--x",), {"type": bool}, text("no"), ["--x="], None, False),
    "container for a type of its own": (
        ("--x",),
        {"type": ast.literal_eval},
        thing({"a": [1]}),
        ["--x={'a': [1]}"],
        None,
        {"a": [1]},
    ),
}


ROW = ("flags", "keywords", "landing", "typed", "count", "value")


@pytest.mark.parametrize(ROW, ARGPARSE.values(), ids=ARGPARSE)
def test_argparse_understands_the_words(
    flags: tuple[str, ...],
    keywords: dict[str, Any],
    landing: Landing,
    typed: list[str],
    count: int | None,
    value: Any,
) -> None:
    parser = argparse.ArgumentParser()
    action = parser.add_argument(*flags, **keywords)

    found = argparse_words.type_option(parser, [action], landing)

    assert [word for use in found.uses for word in use] == typed
    assert (found.count if found.action else None) == count
    if found.action:
        action.nargs = count
    assert vars(parser.parse_args(typed))["x"] == value


# Arguments of add_argument, landing, what the message says.
UNTYPABLE: dict[str, tuple[dict[str, Any], Landing, str]] = {
    "flag off": ({"action": "store_true", "default": True}, text("no"), "and without --x it is True"),
    "flag without a default": (
        {"action": "store_true", "default": argparse.SUPPRESS},
        text("no"),
        "and without --x the script gives it no value",
    ),
    "another constant": ({"action": "store_const", "const": 7}, text("8"), "and without --x it is None"),
    "None": ({"default": 1}, thing(None), "None cannot be typed"),
    "None for a flag that is on": ({"action": "store_true", "default": True}, thing(None), "it is True"),
    "None for a count": ({"action": "count", "default": 2}, thing(None), "it is 2"),
    "nothing to append": ({"action": "append", "default": ["d"]}, text(""), "and without --x it is ['d']"),
    "nothing to extend": ({"action": "extend", "nargs": "*", "default": ["d"]}, text(""), "it is ['d']"),
    "fewer than the default": ({"action": "count", "default": 2}, text("1"), "and without --x it is 2"),
    "no count": ({"action": "count"}, thing(True), "expected int, got True"),
    "no word": ({}, thing(...), "a command line holds words and numbers"),
    "no text": ({}, thing({"a": 1}), "a command line holds words and numbers"),
    "a list for one word": ({"type": str}, thing([1]), "a command line holds words and numbers"),
    "too few": ({"nargs": 2}, text("1"), "expected 2 values, got '1'"),
    "none of several": ({"nargs": "+"}, text(""), "expected at least one value"),
    "like a flag": ({"nargs": "+"}, text("-y"), "'-y' would be taken for an option"),
    "of different lengths": (
        {"action": "append", "nargs": "+"},
        thing([[1], [2, 3]]),
        "its lists are of different lengths",
    ),
}


@pytest.mark.parametrize(("keywords", "landing", "message"), UNTYPABLE.values(), ids=UNTYPABLE)
def test_what_cannot_be_typed_is_refused(keywords: dict[str, Any], landing: Landing, message: str) -> None:
    parser = argparse.ArgumentParser()
    action = parser.add_argument("--x", **keywords)

    with pytest.raises(FitError) as caught:
        argparse_words.type_option(parser, [action], landing)

    assert message in str(caught.value)


@pytest.mark.parametrize("word", ["maybe", "", "2"])
def test_a_flag_is_yes_or_no(word: str) -> None:
    parser = argparse.ArgumentParser()
    action = parser.add_argument("--x", action="store_true")

    with pytest.raises(FitError) as caught:
        argparse_words.type_option(parser, [action], text(word))

    assert caught.value.expected == "bool"


# Keywords of click.Option, landing, words, what click makes of them.
CLICK: dict[str, tuple[list[str], dict[str, Any], Landing, list[str], Any]] = {
    "text": (["--x"], {}, text("a"), ["--x=a"], "a"),
    "short": (["-x"], {}, text("=a"), ["-x", "=a"], "=a"),
    "negative": (["--x"], {"type": int}, text("-1"), ["--x=-1"], -1),
    "None": (["--x"], {}, thing(None), [], None),
    "flag of None": (["--x"], {"is_flag": True}, thing(None), [], False),
    "multiple of None": (["--x"], {"multiple": True}, thing(None), [], ()),
    "count of None": (["-x"], {"count": True}, thing(None), [], 0),
    "flag on": (["--x"], {"is_flag": True}, text("1"), ["--x"], True),
    "flag off": (["--x"], {"is_flag": True}, text("off"), [], False),
    "pair off": (["--x/--no-x"], {"default": True}, text("no"), ["--no-x"], False),
    "pair on": (["--x/--no-x"], {"default": False}, thing(True), ["--x"], True),
    "multiple": (["--x"], {"multiple": True}, text("a,b"), ["--x=a", "--x=b"], ("a", "b")),
    "two values": (["--x"], {"nargs": 2, "type": int}, thing([1, 2]), ["--x", "1", "2"], (1, 2)),
    "count": (["-x"], {"count": True}, text("2"), ["-x", "-x"], 2),
}


@pytest.mark.parametrize(("flags", "keywords", "landing", "typed", "value"), CLICK.values(), ids=CLICK)
def test_click_understands_the_words(
    flags: list[str], keywords: dict[str, Any], landing: Landing, typed: list[str], value: Any
) -> None:
    click = pytest.importorskip("click", reason="click is not installed")
    option = click.Option(flags, **keywords)
    command = click.Command("go", params=[option], callback=lambda x: x)

    found = click_options.type_option([option], landing, click.Context(command))

    assert found == typed
    assert command.main(typed, standalone_mode=False) == value


# Definition, landing, words, what absl makes of them.
ABSL: dict[str, tuple[str, tuple[Any, ...], Landing, list[str], Any]] = {
    "text": ("DEFINE_string", ("a",), text("b c"), ["--x=b c"], "b c"),
    "number": ("DEFINE_integer", (1,), text("-2"), ["--x=-2"], -2),
    "flag on": ("DEFINE_bool", (False,), text("yes"), ["--x"], True),
    "flag off": ("DEFINE_bool", (True,), thing(False), ["--nox"], False),
    "None": ("DEFINE_string", (None,), thing(None), [], None),
    "list split at spaces": ("DEFINE_spaceseplist", (["a"],), thing(["b", "c"]), ["--x=b c"], ["b", "c"]),
    "list": ("DEFINE_list", (["a"],), text("b,c"), ["--x=b,c"], ["b", "c"]),
    "list object": ("DEFINE_list", (["a"],), thing(["b", "c"]), ["--x=b,c"], ["b", "c"]),
    "multiple": ("DEFINE_multi_integer", ([1],), text("2,3"), ["--x=2", "--x=3"], [2, 3]),
    "enum": ("DEFINE_enum", ("a", ["a", "b"]), text("b"), ["--x=b"], "b"),
}


@pytest.mark.parametrize(("define", "arguments", "landing", "typed", "value"), ABSL.values(), ids=ABSL)
def test_absl_understands_the_words(
    define: str, arguments: tuple[Any, ...], landing: Landing, typed: list[str], value: Any
) -> None:
    flags = pytest.importorskip("absl.flags", reason="absl-py is not installed")
    values = flags.FlagValues()
    getattr(flags, define)("x", *arguments, "help", flag_values=values)

    found = absl_options.type_flag(values["x"], landing)
    values(["script.py", *found])

    assert found == typed
    assert values.x == value
