"""What an editor knows of a config is what a check knows, and where each part of it stands."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from kohakuengine.config.static import read_config
from kohakuengine_tooling.outline.reading import read_outline

from .config_cases import config_cases
from .drawn_configs import HEAD, bare, called

if TYPE_CHECKING:
    from pathlib import Path

    from kohakuengine_tooling.outline.records import FileUse, Outline

_CASES = config_cases()
_Reading = dict[str, Any]


def _checked(path: Path, text: str) -> _Reading:
    """Say what a check reads."""
    path.write_text(text, encoding="utf-8")
    found = read_config(path)
    return {
        "form": found.form,
        "entries": sorted({(one.kind, one.name, one.line) for one in found.entries}),
        "uses": sorted(os.path.relpath(used, path.parent) for used in found.uses),
        "is_complete": found.is_complete,
    }


def _edited(text: str) -> _Reading:
    """Say the same of what an editor reads; of globals of a bare file the check knows the last line alone."""
    outline = read_outline(text)
    entries = {(one.kind, one.name, _line(text, one.place.start)) for one in outline.entries}
    if outline.form == "bare":
        last = {name: line for kind, name, line in sorted(entries) if kind == "global"}
        entries = {one for one in entries if one[0] != "global" or last[one[1]] == one[2]}
    return {
        "form": outline.form,
        "entries": sorted(entries),
        "uses": sorted(use.path for use in outline.files if _is_base(text, use)),
        "is_complete": outline.is_complete,
    }


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _is_base(text: str, use: FileUse) -> bool:
    return use.kind == "config" and text[: use.place.start - 1].endswith("use_config(")


@pytest.mark.parametrize("text", _CASES.values(), ids=_CASES.keys())
def test_the_outline_of_a_config_is_what_a_check_reads(text: str, tmp_path: Path) -> None:
    assert _edited(text) == _checked(tmp_path / "config.py", text)


def test_the_cases_are_those_of_the_config_tests() -> None:
    assert len(_CASES) > 70


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=bare)
def test_the_outline_of_a_drawn_bare_file_is_what_a_check_reads(text: str, tmp_path: Path) -> None:
    assert _edited(HEAD + text) == _checked(tmp_path / "config.py", HEAD + text)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=called)
def test_the_outline_of_drawn_calls_is_what_a_check_reads(text: str, tmp_path: Path) -> None:
    assert _edited(HEAD + text) == _checked(tmp_path / "config.py", HEAD + text)


def _written(text: str, outline: Outline) -> list[tuple[str, str]]:
    """Return what stands at the places of the entries: names, and values."""
    entries = [*outline.bare, *outline.given]
    return [
        (
            text[slice(*one.place)] if one.style != "position" else one.name,
            "" if one.value is None else text[slice(*one.value)],
        )
        for one in entries
    ]


@pytest.mark.parametrize("text", _CASES.values(), ids=_CASES.keys())
def test_places_are_those_of_the_names(text: str) -> None:
    outline = read_outline(text)

    entries = [*outline.bare, *outline.given]
    assert [name for name, _ in _written(text, outline)] == [one.name for one in entries]
    for one in entries:
        whole = text[slice(*one.whole)]
        assert one.whole.start <= one.place.start or one.style == "definition"
        assert whole.strip() == whole
        assert one.value is None or one.value.end <= one.whole.end
