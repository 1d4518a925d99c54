"""The words a person would type: parsed by the real libraries, they give the value that was meant."""

from __future__ import annotations

import argparse
import enum
from typing import Any

import pytest

from kohakuengine.config.errors import ValueFitError
from kohakuengine.engine import words
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
    "short": (("-x",), {}, text("3"), ["-x3"], None, "3"),
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
    "no value": (("--x",), {"nargs": "*"}, text(""), ["--x"], None, []),
    "one of several": (("--x",), {"nargs": "+"}, text("a"), ["--x", "a"], 1, ["a"]),
    "append": (("--x",), {"action": "append"}, text("a,b"), ["--x=a", "--x=b"], None, ["a", "b"]),
    "append of nothing": (("--x",), {"action": "append"}, thing([]), [], None, None),
    "count": (("-x",), {"action": "count"}, text("3"), ["-x", "-x", "-x"], None, 3),
    "list of None": (("--x",), {"nargs": "*"}, thing(None), [], None, None),
    "append of None": (("--x",), {"action": "append"}, thing(None), [], None, None),
    "count of None": (("-x",), {"action": "count"}, thing(None), [], None, None),
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
    "another constant": (("--x",), {"action": "store_const", "const": 7}, text("8"), [], None, None),
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

    found = words.argparse_words(action, landing)

    assert found == (typed, count)
    assert vars(parser.parse_args(typed))["x"] == value


@pytest.mark.parametrize("word", ["maybe", "", "2"])
def test_a_flag_is_yes_or_no(word: str) -> None:
    action = argparse.ArgumentParser().add_argument("--x", action="store_true")

    with pytest.raises(ValueFitError) as caught:
        words.argparse_words(action, text(word))

    assert (caught.value.name, caught.value.expected) == ("x", "bool")


# Keywords of click.Option, landing, words, what click makes of them.
CLICK: dict[str, tuple[list[str], dict[str, Any], Landing, list[str], Any]] = {
    "text": (["--x"], {}, text("a"), ["--x=a"], "a"),
    "short": (["-x"], {}, text("a"), ["-xa"], "a"),
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

    found = words.click_words(option, landing)

    assert found == typed
    assert command.main(typed, standalone_mode=False) == value


# Definition, landing, words, what absl makes of them.
ABSL: dict[str, tuple[str, tuple[Any, ...], Landing, list[str], Any]] = {
    "text": ("DEFINE_string", ("a",), text("b c"), ["--x=b c"], "b c"),
    "number": ("DEFINE_integer", (1,), text("-2"), ["--x=-2"], -2),
    "flag on": ("DEFINE_bool", (False,), text("yes"), ["--x"], True),
    "flag off": ("DEFINE_bool", (True,), thing(False), ["--nox"], False),
    "None": ("DEFINE_string", ("a",), thing(None), [], "a"),
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

    found = words.absl_words(values["x"], landing)
    values(["script.py", *found])

    assert found == typed
    assert values.x == value


# Flags of an option, a command line, whether it types the option.
TYPED: dict[str, tuple[list[str], list[str], bool]] = {
    "long": (["--lr"], ["--lr", "1"], True),
    "with a value": (["--lr"], ["--lr=1"], True),
    "abbreviated": (["--learning-rate"], ["--learn", "1"], True),
    "abbreviated, with a value": (["--learning-rate"], ["--learn=1"], True),
    "short": (["-l", "--lr"], ["-l", "1"], True),
    "short, joined": (["-l", "--lr"], ["-l3"], True),
    "longer": (["--lr"], ["--lr-max", "1"], False),
    "another": (["--lr"], ["--n", "1"], False),
    "a value": (["--lr"], ["lr"], False),
    "after the dashes": (["--lr"], ["--", "--lr", "1"], False),
    "nothing": (["--lr"], [], False),
    "the dashes alone": (["--lr"], ["--"], False),
}


@pytest.mark.parametrize(("flags", "line", "is_typed"), TYPED.values(), ids=TYPED)
def test_an_option_in_a_command_line_is_seen(flags: list[str], line: list[str], is_typed: bool) -> None:
    assert words.is_typed(flags, line) == is_typed
