"""Options that a script declares, found without the library that parses them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config.tree import parse, parse_expression
from kohakuengine.engine.options import find_written_out, is_parse_result
from kohakuengine.engine.reading import Reading

if TYPE_CHECKING:
    from kohakuengine.engine.option import Option

ANY, LIST = ("any",), ("list", ("any",))
FIELDS = ("name", "flags", "spec", "default", "help", "choices", "line", "library")


def options(source: str) -> list[Option]:
    return Reading(source.encode(), "script.py").options


def record(option: Option) -> tuple[Any, ...]:
    return tuple(getattr(option, field) for field in FIELDS)


def argparse_row(name: str, flags: list[str], spec: Any = ANY, *rest: Any) -> tuple[Any, ...]:
    default, text, choices = (*rest, None, None, None)[:3]
    return (name, flags, spec, default, text, choices, 2, "argparse")


# Arguments of add_argument, and the option.
ARGPARSE: dict[str, tuple[Any, ...]] = {
    "'--lr'": argparse_row("lr", ["--lr"]),
    "'--lr', type=float": argparse_row("lr", ["--lr"], ("float",)),
    "'--lr', type=float, default=0.1, help='rate'": argparse_row("lr", ["--lr"], ("float",), "0.1", "rate"),
    "'--lr', default=0.1": argparse_row("lr", ["--lr"], ANY, "0.1"),
    "'-l', '--learning-rate'": argparse_row("learning_rate", ["-l", "--learning-rate"]),
    "'-l'": argparse_row("l", ["-l"]),
    "'-l', '--lr', '--rate'": argparse_row("lr", ["-l", "--lr", "--rate"]),
    "'--lr', dest='rate'": argparse_row("rate", ["--lr"]),
    "'--lr', dest=name": argparse_row("lr", ["--lr"]),
    "'++lr'": argparse_row("lr", ["++lr"]),
    "'-L', '--LR'": argparse_row("LR", ["-L", "--LR"]),
    "'--verbose', action='store_true'": argparse_row("verbose", ["--verbose"], ("bool",), "False"),
    "'--quiet', action='store_false'": argparse_row("quiet", ["--quiet"], ("bool",), "True"),
    "'--quiet', action='store_false', default=None": argparse_row("quiet", ["--quiet"], ("bool",), "None"),
    "'--amp', action=argparse.BooleanOptionalAction": argparse_row("amp", ["--amp"], ("bool",)),
    "'-v', action='count'": argparse_row("v", ["-v"], ("int",)),
    "'--tag', action='append'": argparse_row("tag", ["--tag"], LIST),
    "'--n', action='extend', nargs='+', type=int": argparse_row("n", ["--n"], ("list", ("int",))),
    "'--n', nargs='*', type=int": argparse_row("n", ["--n"], ("list", ("int",))),
    "'--n', nargs=2, type=float": argparse_row("n", ["--n"], ("list", ("float",))),
    "'--n', nargs=2": argparse_row("n", ["--n"], LIST),
    "'--n', nargs='?', type=int": argparse_row("n", ["--n"], ("int",)),
    "'--m', choices=['a', 'b']": argparse_row("m", ["--m"], ANY, None, None, ["a", "b"]),
    "'--m', choices=(1, -2), type=int": argparse_row("m", ["--m"], ("int",), None, None, [1, -2]),
    "'--m', choices=MODES": argparse_row("m", ["--m"]),
    "'--out', type=Path": argparse_row("out", ["--out"], ("path",)),
    "'--f', type=parse_it": argparse_row("f", ["--f"]),
    "'--f', type=lambda t: t": argparse_row("f", ["--f"]),
    "'--h', help=TEXT": argparse_row("h", ["--h"]),
    "'--h', help='100%% sure'": argparse_row("h", ["--h"], ANY, None, "100% sure"),
}
HEAD = "import argparse; from pathlib import Path; p = argparse.ArgumentParser()\n"


@pytest.mark.parametrize(("arguments", "row"), ARGPARSE.items(), ids=ARGPARSE.keys())
def test_argparse_declares_this_option(arguments: str, row: tuple[Any, ...]) -> None:
    [option] = options(f"{HEAD}p.add_argument({arguments})")

    assert record(option) == row


def test_argparse_makes_a_list_of_one() -> None:
    [option] = options(f"{HEAD}p.add_argument('--n', nargs=1, type=int)")

    assert option.spec == ("list", ("int",))


@pytest.mark.parametrize("arguments", ["'file'", "name", "*names", ""])
def test_a_positional_is_no_option(arguments: str) -> None:
    assert options(f"{HEAD}p.add_argument({arguments})") == []


def test_options_are_found_anywhere_in_the_file_in_order() -> None:
    source = (
        HEAD + "g = p.add_argument_group()\ng.add_argument('--a')\n"
        "def f(p):\n  p.add_argument('--b')\n  p.add_mutually_exclusive_group().add_argument('--c')"
    )

    assert [(option.name, option.line) for option in options(source)] == [("a", 3), ("b", 5), ("c", 6)]


def test_a_file_that_names_no_library_has_no_options() -> None:
    assert options("from mine import p\np.add_argument('--lr')") == []


# Arguments of click.option, and (name, flags, spec, default, help, choices).
CLICK: dict[str, tuple[Any, ...]] = {
    "'--lr', default=0.1": ("lr", ["--lr"], ("float",), "0.1", None, None),
    "'--lr', type=float, help='rate'": ("lr", ["--lr"], ("float",), None, "rate", None),
    "'--lr', 'rate'": ("rate", ["--lr"], ANY, None, None, None),
    "'-n', '--num-steps', type=int": ("num_steps", ["-n", "--num-steps"], ("int",), None, None, None),
    "'-N', '--Num-Steps'": ("num_steps", ["-N", "--Num-Steps"], ANY, None, None, None),
    "'-N', '-M'": ("n", ["-N", "-M"], ANY, None, None, None),
    "'--LR', 'Rate'": ("Rate", ["--LR"], ANY, None, None, None),
    "'/Debug'": ("debug", ["/Debug"], ANY, None, None, None),
    "'/Debug;/no-Debug'": ("debug", ["/Debug;/no-Debug"], ("bool",), "False", None, None),
    "'--amp/--no-amp'": ("amp", ["--amp/--no-amp"], ("bool",), "False", None, None),
    "'--amp/--no-amp', default=False": ("amp", ["--amp/--no-amp"], ("bool",), "False", None, None),
    "'--fast', is_flag=True": ("fast", ["--fast"], ("bool",), "False", None, None),
    "'-q', count=True": ("q", ["-q"], ("int",), "0", None, None),
    "'--tag', multiple=True": ("tag", ["--tag"], LIST, None, None, None),
    "'--pair', nargs=2, type=int": ("pair", ["--pair"], ("list", ("int",)), None, None, None),
    "'--m', type=click.Choice(['a', 'b'])": ("m", ["--m"], ANY, None, None, ["a", "b"]),
    "'--m', type=click.Path()": ("m", ["--m"], ANY, None, None, None),
}


@pytest.mark.parametrize(("arguments", "row"), CLICK.items(), ids=CLICK.keys())
@pytest.mark.parametrize("head", ["import click\n@click.option", "from click import option\n@option"])
def test_click_declares_this_option(head: str, arguments: str, row: tuple[Any, ...]) -> None:
    [option] = options(f"{head}({arguments})\ndef main(): pass")

    assert record(option) == (*row, 2, "click")


# A typer command's parameters, and the options: (name, flags, spec, default, help).
TYPER: dict[str, list[tuple[Any, ...]]] = {
    "lr: float = 0.1": [("lr", ["--lr"], ("float",), "0.1", None)],
    "num_steps: int = 3": [("num_steps", ["--num-steps"], ("int",), "3", None)],
    "name: str": [],
    "name: str, lr: float = 0.1": [("lr", ["--lr"], ("float",), "0.1", None)],
    "lr: float = typer.Option(0.1, '--rate', '-r', help='rate')": [
        ("lr", ["--rate", "-r"], ("float",), "0.1", "rate")
    ],
    "lr: float = typer.Option(...)": [("lr", ["--lr"], ("float",), None, None)],
    "lr: float = typer.Option(default=0.1)": [("lr", ["--lr"], ("float",), "0.1", None)],
    "lr: float = typer.Argument(0.1)": [],
    "lr: Annotated[float, typer.Argument()] = 0.1": [],
    "lr: Annotated[float, typer.Option('--rate')] = 0.1": [("lr", ["--rate"], ("float",), "0.1", None)],
    "lr: Annotated[float, typer.Option()]": [("lr", ["--lr"], ("float",), None, None)],
    "*, lr: float = 0.1": [("lr", ["--lr"], ("float",), "0.1", None)],
    "out: Optional[Path] = None": [("out", ["--out"], ("union", (("path",), ("none",))), "None", None)],
    "lr=0.1": [("lr", ["--lr"], ANY, "0.1", None)],
}
TYPER_HEAD = "import typer; from typing import *; from pathlib import Path; from typing import Optional\n"


@pytest.mark.parametrize(("parameters", "rows"), TYPER.items(), ids=TYPER.keys())
def test_typer_declares_these_options(parameters: str, rows: list[tuple[Any, ...]]) -> None:
    found = options(f"{TYPER_HEAD}def main({parameters}): pass\ntyper.run(main)")

    assert [record(option) for option in found] == [(*row, None, 2, "typer") for row in rows]


COMMANDS = {
    "command": ("@app.command()\ndef go(lr=0.1): pass", ["lr"]),
    "command without parentheses": ("@app.command\ndef go(lr=0.1): pass", ["lr"]),
    "callback": ("@app.callback()\ndef go(lr=0.1): pass", ["lr"]),
    "run": ("def go(lr=0.1): pass\ntyper.run(go)", ["lr"]),
    "no command": ("def go(lr=0.1): pass", []),
    "another decorator": ("@cache\ndef go(lr=0.1): pass", []),
}


@pytest.mark.parametrize(("source", "names"), COMMANDS.values(), ids=COMMANDS.keys())
def test_only_a_typer_command_has_options(source: str, names: list[str]) -> None:
    assert [option.name for option in options(TYPER_HEAD + source)] == names


# A definition of absl.flags, and (name, spec, default, help, choices).
ABSL: dict[str, tuple[Any, ...]] = {
    "DEFINE_string('n', 'a', 'help')": ("n", ("str",), "'a'", "help", None),
    "DEFINE_integer('n', 3, 'help')": ("n", ("int",), "3", "help", None),
    "DEFINE_float('n', None, 'help')": ("n", ("float",), "None", "help", None),
    "DEFINE_bool('n', False, 'help')": ("n", ("bool",), "False", "help", None),
    "DEFINE_boolean('n', False, 'help')": ("n", ("bool",), "False", "help", None),
    "DEFINE_enum('n', 'a', ['a', 'b'], 'help')": ("n", ("str",), "'a'", "help", ["a", "b"]),
    "DEFINE_list('n', ['a'], 'help')": ("n", ANY, "['a']", "help", None),
    "DEFINE_integer('n', 3)": ("n", ("int",), "3", None, None),
    "DEFINE_enum('n', 'a', ['a', 'b'], help='help')": ("n", ("str",), "'a'", "help", ["a", "b"]),
    "DEFINE_float(name='n', default=0.1, help='help')": ("n", ("float",), "0.1", "help", None),
}


@pytest.mark.parametrize(("call", "row"), ABSL.items(), ids=ABSL.keys())
def test_absl_declares_this_option(call: str, row: tuple[Any, ...]) -> None:
    [option] = options(f"from absl import flags\nflags.{call}")

    name, spec, default, text, choices = row
    assert record(option) == (name, [f"--{name}"], spec, default, text, choices, 2, "absl")


def test_an_alias_is_described_by_the_flag_that_it_is_a_name_of() -> None:
    original = "from absl import flags\nflags.DEFINE_float('lr', 0.1, 'rate')"
    _, known, unknown = options(f"{original}; flags.DEFINE_alias('rate', 'lr'); flags.DEFINE_alias('x', 'y')")

    assert record(known) == ("rate", ["--rate"], ("float",), "0.1", "Alias for --lr.", None, 2, "absl")
    assert record(unknown) == ("x", ["--x"], ANY, None, "Alias for --y.", None, 2, "absl")


# What stands before a declaration with choices behind a name, and the choices.
LISTED: dict[str, tuple[str, Any]] = {
    "list": ("MODES = ['a', 'b']", ["a", "b"]),
    "tuple": ("MODES = 'a', 'b'", ["a", "b"]),
    "bound twice": ("MODES = ['a']\nMODES = ['b']", None),
    "bound on a condition": ("if p:\n  MODES = ['a']", None),
    "computed": ("MODES = ['a', p]", None),
    "grown": ("MODES = ['a']\nMODES.append('b')", None),
    "bound by a function": ("MODES = ['a']\ndef f():\n  global MODES\n  MODES = ['b']", None),
    "star import": ("from more import *\nMODES = ['a']", None),
    "enum": ("from enum import Enum\nclass MODES(str, Enum):\n  A = 'a'\n  B = 'b'\n  C = 'a'", ["a", "b"]),
    "enum of numbers": ("import enum\nclass MODES(enum.Enum):\n  A = 1", None),
    "another class": ("class MODES:\n  A = 'a'", None),
}


@pytest.mark.parametrize(("source", "choices"), LISTED.values(), ids=LISTED.keys())
def test_choices_are_followed_to_their_name_and_not_checked(source: str, choices: Any) -> None:
    *_, option = options(f"{HEAD}{source}\np.add_argument('--m', choices=MODES)")

    assert (option.choices, option.checked) == (choices, ANY)


def test_an_absl_flag_without_a_written_name_is_unknown() -> None:
    assert options("from absl import flags\nflags.DEFINE_string(NAME, 'a', 'help')") == []


WRITTEN_OUT: dict[str, tuple[str, list[tuple[int, int]]]] = {
    "list": ("p.parse_args(['--lr', '1'])", [(1, 1)]),
    "empty list": ("x = 1\np.parse_args([])", [(2, 2)]),
    "by name": ("p.parse_args(args=[])", [(1, 1)]),
    "over two lines": ("p.parse_known_args(\n())", [(1, 2)]),
    "command": ("cli.main([])", [(1, 1)]),
    "own function": ("def read(words): pass\nread([])", [(2, 2)]),
    "flags": ("flags.FLAGS(['x'])", [(1, 1)]),
    "another function": ("sum([])", []),
    "command line": ("p.parse_args()", []),
    "one of two": ("p.parse_args([])\np.parse_args()", [(1, 1)]),
    "a name": ("p.parse_args(argv)", []),
}


@pytest.mark.parametrize(("source", "lines"), WRITTEN_OUT.values(), ids=WRITTEN_OUT.keys())
def test_a_parse_of_a_written_list_is_found(source: str, lines: list[tuple[int, int]]) -> None:
    assert find_written_out(parse(source, "script.py")) == lines


# Declaration, what words are checked against, the flags that mean no.
CHECKED: dict[str, tuple[str, Any, list[str]]] = {
    "number": ("p.add_argument('--x', type=int)", ("int",), []),
    "flag": ("p.add_argument('--x', action='store_true')", ("bool",), []),
    "type bool": ("p.add_argument('--x', type=bool)", ("any",), []),
    "choices": ("p.add_argument('--x', choices=['a'])", ("literal", ("a",)), []),
    "choices of numbers": ("p.add_argument('--x', type=int, choices=[1])", ("literal", (1,)), []),
    "choices of a list": (
        "p.add_argument('--x', nargs='+', choices=['a'])",
        ("list", ("literal", ("a",))),
        [],
    ),
    "choices behind a type": ("p.add_argument('--x', type=str.lower, choices=['a'])", ("any",), []),
    "choices behind a function": ("p.add_argument('--x', type=low, choices=['a'])", ("any",), []),
    "off flag": ("p.add_argument('--no-x', dest='x', action='store_false')", ("bool",), ["--no-x"]),
    "pair": ("p.add_argument('--x', action=argparse.BooleanOptionalAction)", ("bool",), ["--no-x"]),
    "click choice": ("@click.option('--x', type=click.Choice(['a']))", ("literal", ("a",)), []),
    "click choice, any case": (
        "@click.option('--x', type=click.Choice(['a'], case_sensitive=False))",
        ("any",),
        [],
    ),
    "click pair": ("@click.option('--x/--no-x')", ("bool",), ["--no-x"]),
    "click pair with a default": ("@click.option('--x/ --no-x', default=True)", ("bool",), ["--no-x"]),
    "click pair of slashes": ("@click.option('/x;/no-x')", ("bool",), ["/no-x"]),
    "click bool that takes a word": ("@click.option('--x', default=True)", ("any",), []),
    "click constant": ("@click.option('--x', 'y', flag_value='x', default=True)", ("any",), []),
    "absl": ("flags.DEFINE_integer('x', 1, '')", ("int",), []),
    "absl choice": ("flags.DEFINE_enum('x', 'a', ['a'], '')", ("literal", ("a",)), []),
    "absl choice, any case": ("flags.DEFINE_enum('x', 'a', ['a'], '', case_sensitive=False)", ("str",), []),
}


@pytest.mark.parametrize(("call", "checked", "off_flags"), CHECKED.values(), ids=CHECKED.keys())
def test_words_are_checked_against_what_the_library_reads(
    call: str, checked: Any, off_flags: list[str]
) -> None:
    [option] = options(f"import argparse, click, absl\n{call}\ndef main(): pass")

    assert (option.checked, option.off_flags) == (checked, off_flags)


@pytest.mark.parametrize("action", ["help", "version"])
def test_help_and_version_are_no_options(action: str) -> None:
    assert options(f"import argparse\np.add_argument('--x', action='{action}')") == []


RESULTS = {
    "p.parse_args()": True,
    "argparse.ArgumentParser().parse_args()": True,
    "p.parse_known_args()[0]": True,
    "get_args()": True,
    "flags.FLAGS": True,
    "other()": False,
    "p.args": False,
    "1": False,
}


@pytest.mark.parametrize(("text", "is_result"), RESULTS.items(), ids=RESULTS.keys())
def test_an_expression_gives_parsed_options(text: str, is_result: bool) -> None:
    tree = parse_expression(text)

    assert tree is not None
    assert is_parse_result(tree, {"get_args"}) == is_result
