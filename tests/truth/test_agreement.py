"""Facts beside the engine: what it does with each name, and each difference is found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from . import agreement
from .light_facts import read_light_facts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kohakuengine_tooling import Parameter, ScriptFacts

    from .tally import Tallies

SOURCE = """\
import argparse
lr = 0.1
mode = "a" if lr else "b"
if lr > 1:
    mode = "c"
lr = lr * 2
for i in range(3):
    pass
class CFG:
    depth = 4
cfg = {"a": 1}
parser = argparse.ArgumentParser()
parser.add_argument("--rate", type=float, default=0.5, help="how fast")
def helper(): pass
async def main(n: int = 3): print(iteration)
if __name__ == "__main__":
    helper()
    main(4)
"""
READ_ONLY = "iteration"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """SOURCE as a file."""
    path = tmp_path / "script.py"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def true_facts(script: Path) -> ScriptFacts:
    """Facts that are those of the engine, and a few of what it refuses."""
    facts = read_light_facts(script)
    lr = next(one for one in facts.parameters if one.name == "lr")
    refused = {"i": "is a loop variable", "argparse": "is imported", "helper": "is a function"}
    others = [
        replace(lr, name=name, is_overridable=False, reason=reason, lines=())
        for name, reason in refused.items()
    ]
    path = replace(lr, name="cfg.a", kind="path", line=11, lines=(11,))
    return replace(facts, parameters=(*facts.parameters, path, *others))


def wrong(tallies: Tallies) -> dict[str, list[str]]:
    """Return what differs, by figure."""
    return {figure: tally.wrong for figure, tally in tallies if tally.wrong}


def test_facts_that_are_the_engines_agree(script: Path) -> None:
    tallies = agreement.agree("script.py", script, true_facts(script))

    assert wrong(tallies) == {}
    assert {figure: tally.compared for figure, tally in tallies} == {
        agreement.READABLE: 1,
        agreement.OVERRIDDEN: 7,
        agreement.REPLACED: 6,
        agreement.REFUSED: 3,
        agreement.COMPLETE: 6,
        agreement.ENTRYPOINTS: 1,
        agreement.OPTIONS: 1,
    }


def change(name: str, /, **fields: Any) -> Callable[[ScriptFacts], ScriptFacts]:
    """Change what is said of a parameter."""

    def changed(one: Parameter) -> Parameter:
        return replace(one, **fields) if one.name == name else one

    return lambda facts: replace(facts, parameters=tuple(map(changed, facts.parameters)))


def drop(name: str) -> Callable[[ScriptFacts], ScriptFacts]:
    """Say nothing of a parameter."""
    return lambda facts: replace(facts, parameters=tuple(p for p in facts.parameters if p.name != name))


def change_entry(place: int, **fields: Any) -> Callable[[ScriptFacts], ScriptFacts]:
    """Change what is said of an entrypoint."""

    def changed(facts: ScriptFacts) -> ScriptFacts:
        entries = list(facts.entrypoints)
        entries[place] = replace(entries[place], **fields)
        return replace(facts, entrypoints=tuple(entries))

    return changed


REASON = "script.py:2 i: facts say 'is a function', the engine says 'is a loop variable'"
DIFFERENCES: dict[str, tuple[Callable[[ScriptFacts], ScriptFacts], set[str], str]] = {
    "another reason": (change("i", reason="is a function"), {agreement.REFUSED}, REASON),
    "refused, and it is not": (
        change("lr", is_overridable=False, reason="is odd"),
        {agreement.REFUSED, agreement.COMPLETE},
        "script.py:2 lr: the engine overrides it (global, line 2)",
    ),
    "overridable, and it is not": (
        change("argparse", is_overridable=True, reason=None),
        {agreement.OVERRIDDEN},
        "script.py:2 argparse: the engine says is imported",
    ),
    "not in the script": (
        change("lr", name="nowhere"),
        {agreement.OVERRIDDEN, agreement.COMPLETE},
        "script.py:2 lr: not listed, the engine overrides it (global)",
    ),
    "another kind": (
        change(READ_ONLY, kind="global"),
        {agreement.OVERRIDDEN},
        "script.py:15 iteration: the facts' global is the engine's read",
    ),
    "a line too few": (
        change("mode", lines=(3,)),
        {agreement.REPLACED},
        "script.py:3 mode: facts say [3], the engine replaces [3, 5]",
    ),
    "a transformation replaced": (
        change("lr", lines=(2, 6)),
        {agreement.REPLACED},
        "script.py:2 lr: facts say [2, 6], the engine replaces [2]",
    ),
    "not listed": (
        drop("CFG.depth"),
        {agreement.COMPLETE},
        "script.py:10 CFG.depth: not listed, the engine overrides it (member)",
    ),
    "entrypoints in another order": (
        lambda facts: replace(facts, entrypoints=facts.entrypoints[::-1]),
        {agreement.ENTRYPOINTS},
        "script.py: facts have ['helper@14', 'main@15'], the engine has ['main@15', 'helper@14']",
    ),
    "another call": (
        change_entry(0, call_line=17),
        {agreement.ENTRYPOINTS},
        "script.py: main call_line: facts say 17, the engine says 18",
    ),
    "another kind of entrypoint": (
        change_entry(1, kind="call"),
        {agreement.ENTRYPOINTS},
        "script.py: helper kind: facts say 'call', the engine says 'guard'",
    ),
    "not a coroutine": (
        change_entry(0, is_async=False),
        {agreement.ENTRYPOINTS},
        "script.py: main is_async: facts say False, the engine says True",
    ),
    "no options": (
        lambda facts: replace(facts, options=()),
        {agreement.OPTIONS},
        "script.py: facts have [], the engine has ['rate@13']",
    ),
    "an error": (
        lambda facts: replace(facts, error="is a riddle"),
        {agreement.READABLE},
        "script.py: facts say is a riddle, the engine reads it",
    ),
}


@pytest.mark.parametrize(("mistake", "figures", "line"), DIFFERENCES.values(), ids=DIFFERENCES.keys())
def test_a_difference_is_found(
    mistake: Callable[[ScriptFacts], ScriptFacts], figures: set[str], line: str, script: Path
) -> None:
    found = wrong(agreement.agree("script.py", script, mistake(true_facts(script))))

    assert set(found) == figures
    assert line in [one for lines in found.values() for one in lines]


def test_a_script_that_cannot_be_read_has_an_error(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("lr = (\n", encoding="utf-8")
    facts = read_light_facts(script)

    assert wrong(agreement.agree("script.py", script, facts)) == {}
    assert set(wrong(agreement.agree("script.py", script, replace(facts, error=None)))) == {
        agreement.READABLE
    }
