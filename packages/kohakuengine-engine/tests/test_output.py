"""References to what a script will leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kohakuengine.config import Config
from kohakuengine.engine import OutputUnknownError, Script
from kohakuengine.engine.output import is_referred_to, outputs_in, wanted_globals, with_outputs

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def prep(script: Callable[[str], str]) -> Script:
    return Script(script("folder = 'out'"))


def test_a_reference_is_shown_as_it_is_written(prep: Script) -> None:
    assert [repr(prep.output("folder")), repr(prep.output())] == [
        "script.output('folder')",
        "script.output()",
    ]


def test_a_script_knows_which_of_its_globals_are_wanted(prep: Script) -> None:
    before = is_referred_to(prep)
    prep.output()
    prep.output("folder")
    prep.output("folder")
    prep.output("rows")

    assert (before, is_referred_to(prep), wanted_globals(prep)) == (False, True, ("folder", "rows"))


def test_references_are_found_and_replaced_at_any_depth(prep: Script) -> None:
    folder, value = prep.output("folder"), prep.output()
    given = {"a": [1, (folder, {"b": value})], folder: {1, value}, "c": [2]}

    replaced = with_outputs(given, lambda output: output.name or "value")

    assert len(list(outputs_in(given))) == 4
    assert replaced == {"a": [1, ("folder", {"b": "value"})], "folder": {1, "value"}, "c": [2]}
    assert replaced["c"] is given["c"]


def test_a_script_by_itself_refuses_references(prep: Script) -> None:
    taker = Script(prep.path, config=Config(globals_dict={"folder": [prep.output("folder")]}))

    with pytest.raises(OutputUnknownError) as caught:
        taker.run()

    assert str(caught.value) == (
        "script.output('folder') is not known: this script runs by itself (KE703). "
        "A Pipeline runs the scripts in order and fills it in; a Graph finds the order."
    )


def test_nothing_can_be_fetched_where_no_workflow_runs(prep: Script) -> None:
    with pytest.raises(LookupError, match="no Pipeline or Graph is running here"):
        prep.output().get()


def test_scripts_that_were_referred_to_are_still_equal(prep: Script) -> None:
    other = Script(prep.path)
    prep.output("folder")

    assert prep == other
