"""The tooling's facts of every case of the table: whole records, and all of them."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from kohakuengine_tooling import Diagnostic, facts_json, read_script

from .shown import differences

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .table import Case

KEYS = {
    "script": {"version", "script", "error", "parameters", "options", "entrypoints", "diagnostics"},
    "parameters": {
        *("name", "kind", "type", "default", "value", "static", "line", "column", "doc", "section"),
        *("overridable", "reason", "lines", "transformations", "read_at_import", "choices"),
    },
    "options": {
        "name",
        "flags",
        "type",
        "default",
        "value",
        "help",
        "choices",
        "required",
        "overridable",
        "line",
        "library",
    },
    "entrypoints": {"name", "kind", "line", "call_line", "reason", "async", "parameters"},
    "diagnostics": {"code", "severity", "line", "message"},
}

_NOTHING = Diagnostic(code="", severity="error", line=0, message="")


def test_the_tooling_states_these_facts(case: Case, write_case: Callable[[Case], Path]) -> None:
    facts = read_script(write_case(case))

    diagnostics = [
        got if wanted.message else replace(got, message="")
        for got, wanted in zip_longest(facts.diagnostics, case.diagnostics, fillvalue=_NOTHING)
    ]
    assert differences(diagnostics, case.diagnostics) == []
    assert [one.name for one in facts.parameters] == [one.name for one in case.parameters]
    assert differences(facts.parameters, case.parameters) == []
    assert differences(facts.options, case.options) == []
    assert differences(facts.entrypoints, case.entrypoints) == []
    assert (facts.error is not None) is case.is_broken


def test_facts_can_be_said_in_json(case: Case, write_case: Callable[[Case], Path]) -> None:
    facts = read_script(write_case(case))

    said = json.loads(json.dumps(facts_json(facts), allow_nan=False))

    assert set(said) == KEYS["script"]
    for part in ("parameters", "options", "entrypoints", "diagnostics"):
        assert [set(one) for one in said[part]] == [KEYS[part]] * len(getattr(facts, part))
    assert [one["name"] for one in said["parameters"]] == [one.name for one in case.parameters]
