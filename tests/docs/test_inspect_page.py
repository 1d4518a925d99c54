"""The page of `kogine inspect` explains every key of its JSON."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from kohakuengine_tooling import Argument, Diagnostic, Entrypoint, Option, Parameter, ScriptFacts, facts_json

from .terminal import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

_TEXT = (REPOSITORY / "docs/reference/inspect.md").read_text(encoding="utf-8")
PAGE = re.sub(r"```.*?```", "", _TEXT, flags=re.DOTALL)

FACTS = ScriptFacts(
    script="s.py",
    parameters=(
        Parameter(
            name="lr",
            kind="global",
            type=None,
            default=None,
            value=None,
            is_static=False,
            line=1,
            column=0,
            doc=None,
            section=None,
            is_overridable=True,
            reason=None,
            lines=(1,),
            transformations=(),
            is_read_at_import=False,
            choices=None,
        ),
    ),
    options=(
        Option(
            name="lr",
            flags=("--lr",),
            type=None,
            default=None,
            value=None,
            help=None,
            choices=None,
            line=1,
            library="argparse",
        ),
    ),
    entrypoints=(
        Entrypoint(
            name="main",
            kind="guard",
            line=1,
            call_line=1,
            reason="",
            is_async=False,
            parameters=(Argument(name="a", type=None, default=None, kind="positional"),),
        ),
    ),
    diagnostics=(Diagnostic(code="KE101", severity="error", line=1, message=""),),
)


def _section(begin: str, end: str) -> set[str]:
    """Return the words in code quotes between two lines of the page."""
    return set(re.findall(r"`([^`]+)`", PAGE.partition(begin)[2].partition(end)[0]))


def test_every_key_is_explained_where_it_belongs() -> None:
    data = facts_json(FACTS)

    assert set(data) <= _section("## JSON, version 1", "A parameter:")
    assert set(data["parameters"][0]) <= _section("A parameter:", "An option:")
    assert set(data["options"][0]) <= _section("An option:", "An entrypoint:")
    assert set(data["entrypoints"][0]) <= _section("An entrypoint:", "A diagnostic:")
    assert set(data["entrypoints"][0]["parameters"][0]) <= _section("An entrypoint:", "A diagnostic:")
    assert set(data["diagnostics"][0]) <= _section("A diagnostic:", "A config of")


def test_every_key_of_a_config_is_explained(tmp_path: Path) -> None:
    from kohakuengine.cli.finding import Finding
    from kohakuengine_tooling.inspect.config_json import with_configs
    from kohakuengine_tooling.inspect.given_config import read_given_config

    path = tmp_path / "c.py"
    path.write_text("zzz = 1\n", encoding="utf-8")

    problem = Finding(code="KE101", path=str(path), line=1, name="zzz", message="no parameter 'zzz'")

    line = with_configs(json.dumps(facts_json(FACTS)), [(read_given_config(str(path)), [problem])])

    [config] = json.loads(line)["configs"]
    explained = _section("A config of", "the end of the page")
    assert set(config) | set(config["sets"][0]) | set(config["problems"][0]) <= explained
