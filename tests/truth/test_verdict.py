"""The judge itself: facts that are true have nothing wrong, and each mistake in them is found."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine_tooling import Parameter, ScriptFacts

from . import option_verdict as options
from . import verdict
from .recording import trace_here
from .trace import are_same, read_value
from .true_facts import FACTS, OPTION, PARAMETERS, SOURCE, parameter

if TYPE_CHECKING:
    from .tally import Tallies
    from .trace import Trace


@pytest.fixture(scope="module")
def trace(tmp_path_factory: pytest.TempPathFactory) -> Trace:
    """What this python does with SOURCE."""
    script = tmp_path_factory.mktemp("truth") / "script.py"
    script.write_text(SOURCE, encoding="utf-8")
    return trace_here(script)


def judge(facts: ScriptFacts, trace: Trace) -> Tallies:
    """Judge facts of SOURCE."""
    return verdict.judge("script.py", SOURCE.encode(), facts, trace)


def wrong(tallies: Tallies) -> dict[str, list[str]]:
    """Return what was wrong, by figure."""
    return {figure: tally.wrong for figure, tally in tallies if tally.wrong}


def test_true_facts_have_nothing_wrong(trace: Trace) -> None:
    tallies = judge(FACTS, trace)

    assert wrong(tallies) == {}
    assert {figure: tally.compared for figure, tally in tallies if figure != verdict.UNKNOWN} == {
        verdict.RECALL: 17,
        verdict.LITERALS: 9,
        verdict.PRECISION: 17,
        verdict.LINES: 17,
        verdict.COLUMNS: 17,
        verdict.TRANSFORMATIONS: 17,
        verdict.DEFAULTS: 17,
        verdict.TOLD: 8,
        verdict.VALUES: 10,
        verdict.TYPES: 9,
        verdict.PATHS: 2,
        verdict.READS: 1,
        options.LISTED: 1,
        options.FLAGS: 1,
        options.DEFAULTS: 1,
        options.CHOICES: 1,
        options.HELP: 1,
        options.OPTION_LINES: 1,
    }


Mistake = Callable[[dict[str, Parameter]], None]


def change(name: str, /, **fields: Any) -> Mistake:
    """Change what is said of a parameter."""
    return lambda parameters: parameters.update({name: replace(parameters[name], **fields)})


def drop(name: str) -> Mistake:
    """Say nothing of a parameter."""

    def make(parameters: dict[str, Parameter]) -> None:
        del parameters[name]

    return make


def invent(name: str, line: int) -> Mistake:
    """Say that there is one more parameter."""
    return lambda parameters: parameters.update({name: parameter(name, line)})


BOTH_RECALLS = {verdict.RECALL, verdict.LITERALS}
MISTAKES: dict[str, tuple[Mistake, set[str], str]] = {
    "a literal is missed": (drop("lr"), BOTH_RECALLS, "script.py:2 lr: not listed"),
    "a computed one is missed": (drop("computed"), {verdict.RECALL}, "script.py:16 computed: not listed"),
    "a starred one is missed": (drop("rest"), {verdict.RECALL}, "script.py:4 rest: not listed"),
    "one in a loop is missed": (drop("step"), {verdict.RECALL}, "script.py:14 step: not listed"),
    "a member is missed": (
        drop("CFG.Inner.rate"),
        {verdict.RECALL},
        "script.py:19 CFG.Inner.rate: not listed",
    ),
    "said not to be overridable": (
        change("lr", is_overridable=False, reason="is odd"),
        BOTH_RECALLS,
        "script.py:2 lr: listed as not overridable: is odd",
    ),
    "said to be only read": (
        change("lr", kind="read"),
        {*BOTH_RECALLS, verdict.READS},
        "script.py:2 lr: listed as read",
    ),
    "a wrong line": (
        change("first", line=6, lines=(6,)),
        {*BOTH_RECALLS, verdict.PRECISION, verdict.LINES},
        "script.py:5 first: listed with lines [6]",
    ),
    "a second line is missed": (
        change("mode", lines=(8,)),
        {*BOTH_RECALLS, verdict.LINES},
        "script.py:10 mode: listed with lines [8]",
    ),
    "a line in a loop counts beside one outside": (
        change("lr", lines=(2, 15)),
        {verdict.PRECISION, verdict.LINES},
        "script.py:2 lr: listed with lines [2, 15], declared at [2]",
    ),
    "a transformation is a declaration": (
        change("width", lines=(3, 12), transformations=()),
        {verdict.PRECISION, verdict.LINES, verdict.TRANSFORMATIONS},
        "script.py:3 width: listed with lines [3, 12], declared at [3]",
    ),
    "a wrong column": (
        change("b", column=5),
        {verdict.COLUMNS},
        "script.py:4 b: facts say 5, true is 4",
    ),
    "a wrong value": (
        change("names", value=[1, {"k": 3}]),
        {verdict.VALUES},
        "script.py:11 names: value [1, {'k': 3}], bound to [1, {'k': 2}]",
    ),
    "a value of another type": (
        change("ä", value=True),
        {verdict.VALUES},
        "script.py:4 ä: value True, bound to 1",
    ),
    "a value that is none": (
        change("parser", value="parser", is_static=True),
        {verdict.VALUES},
        "script.py:23 parser: value 'parser', bound to a ArgumentParser",
    ),
    "a value that is not told": (
        change("seen", value=None, is_static=False),
        {verdict.TOLD},
        "script.py:11 seen: facts say False, true is True",
    ),
    "the default of a neighbour": (
        change("first", default='"fast"'),
        {verdict.DEFAULTS},
        "script.py:5 first: facts say Constant(value='fast'), true is Constant(value='x')",
    ),
    "a wrong type": (
        change("computed", type="str"),
        {verdict.TYPES},
        "script.py:16 computed: facts say str, true is list",
    ),
    "a path that leads nowhere": (
        change("cfg.model.depth", name="cfg.model.width"),
        {verdict.PATHS},
        "script.py:21 cfg.model.width: value [3, 4], bound to a dict",
    ),
    "an import is a parameter": (
        invent("argparse", 1),
        {verdict.PRECISION},
        "script.py:1 argparse: listed with lines [1], declared at []",
    ),
    "a loop variable is one": (
        invent("i", 13),
        {verdict.PRECISION},
        "script.py:13 i: listed with lines [13], declared at []",
    ),
    "a function is one": (
        invent("main", 25),
        {verdict.PRECISION},
        "script.py:25 main: listed with lines [25], declared at []",
    ),
    "an own name is one": (
        change("_own", is_overridable=True, reason=None),
        {verdict.PRECISION},
        "script.py:22 _own: listed with lines [22], declared at []",
    ),
    "what the entrypoint returns is one": (
        change("rc", is_overridable=True, reason=None),
        {verdict.PRECISION},
        "script.py:26 rc: listed with lines [26], declared at []",
    ),
    "a name that is nowhere is one": (
        invent("nowhere", 9),
        {verdict.PRECISION},
        "script.py:9 nowhere: listed with lines [9], declared at []",
    ),
    "a bound name is only read": (
        change("iteration", name="computed", line=16),
        {verdict.RECALL, verdict.READS},
        "script.py:16 computed: listed as read",
    ),
}


@pytest.mark.parametrize(("mistake", "figures", "line"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_found(mistake: Mistake, figures: set[str], line: str, trace: Trace) -> None:
    parameters = {one.name: one for one in PARAMETERS}
    mistake(parameters)

    found = wrong(judge(replace(FACTS, parameters=tuple(parameters.values())), trace))

    assert set(found) == figures
    assert line in [one for lines in found.values() for one in lines]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-8-sig"])
def test_columns_count_letters_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    source = f"# coding: {encoding.removesuffix('-sig')}\nä = 'é'; ö = 2\n".encode(encoding)
    script.write_bytes(source)
    said = (
        parameter("ä", 2, value="é", default="'é'", type="str"),
        parameter("ö", 2, 9, value=2, default="2", type="int"),
    )

    found = verdict.judge("script.py", source, replace(FACTS, parameters=said), trace_here(script))

    assert wrong(found) == {}


def test_what_was_not_executed_is_neither_hit_nor_miss(trace: Trace) -> None:
    kept = tuple(one for one in PARAMETERS if one.name != "never")

    without = judge(replace(FACTS, parameters=kept), trace)

    assert wrong(without) == {}
    assert without[verdict.PRECISION].compared == judge(FACTS, trace)[verdict.PRECISION].compared


OPTION_MISTAKES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "another name": ({"name": "speed"}, {options.LISTED}),
    "a flag is missed": ({"flags": ("--rate",)}, {options.FLAGS}),
    "a wrong default": ({"value": 0.25}, {options.DEFAULTS}),
    "a default of another type": ({"value": "0.5"}, {options.DEFAULTS}),
    "no default": ({"default": None, "value": None}, {options.DEFAULTS}),
    "a choice is missed": ({"choices": (0.5,)}, {options.CHOICES}),
    "no choices": ({"choices": None}, {options.CHOICES}),
    "the help of a neighbour": ({"help": "how far"}, {options.HELP}),
    "the help before it is shown": ({"help": "how fast in %%"}, {options.HELP}),
    "a wrong line": ({"line": 23}, {options.OPTION_LINES}),
}


@pytest.mark.parametrize(("fields", "figures"), OPTION_MISTAKES.values(), ids=OPTION_MISTAKES.keys())
def test_a_mistake_in_an_option_is_found(fields: dict[str, Any], figures: set[str], trace: Trace) -> None:
    facts = replace(FACTS, options=(replace(OPTION, **fields),))

    assert set(wrong(judge(facts, trace))) == figures


def test_a_default_that_facts_cannot_tell_is_not_compared(trace: Trace) -> None:
    facts = replace(FACTS, options=(replace(OPTION, default="RATE", value=None),))

    assert wrong(judge(facts, trace)) == {}


SAME = [
    ("1", 1),
    ("(1, [2.0])", (1, [2.0])),
    ("{1, 2}", {2, 1}),
    ("nan", float("nan")),
    ("{'a': None}", {"a": None}),
]
OTHER = [
    ("1", True),
    ("1", 1.0),
    ("(1,)", [1]),
    ("{'a': 1, 'b': 2}", {"b": 2, "a": 1}),
    ("b'x'", "x"),
    ("0.0", -0.0),
]


@pytest.mark.parametrize(("text", "value"), SAME)
def test_values_that_are_the_same(text: str, value: object) -> None:
    assert are_same(read_value(text), value)


@pytest.mark.parametrize(("text", "value"), OTHER)
def test_values_that_are_not(text: str, value: object) -> None:
    assert not are_same(read_value(text), value)


def test_the_judge_knows_neither_engine_nor_tooling() -> None:
    code = "import sys, tests.truth.verdict; print([m for m in sys.modules if m.startswith('kohakuengine')])"
    repository = Path(__file__).resolve().parents[2]

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"
