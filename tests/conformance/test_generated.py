"""The law of the engine: overriding a name equals editing the source, for programs drawn at random."""

from __future__ import annotations

import itertools
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from kohakuengine.config import Config, KohakuError
from kohakuengine.engine import Script, ScriptExecutor

from .editor import declarations, edit
from .programs import holds_list, programs
from .session import kogine_command

if TYPE_CHECKING:
    from pathlib import Path

_NO_EFFECT = "KE301"
_serials = itertools.count()


@st.composite
def overridden_programs(draw: st.DrawFn) -> tuple[str, dict[str, object]]:
    """Draw a program and new values for one to three of its names."""
    source = draw(programs())
    names = sorted(declarations(source))
    if "return r" in source:
        names.append("r")
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    return source, {name: draw(_value_for(name)) for name in chosen}


def _value_for(name: str) -> st.SearchStrategy[object]:
    numbers = st.integers(100, 999)
    return st.lists(numbers, max_size=2) if holds_list(name) else numbers


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the drawn programs and their compile cache."""
    return tmp_path_factory.mktemp("generated")


@pytest.fixture(autouse=True)
def own_cache(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the compile cache of these runs out of the user's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))


@settings(max_examples=120, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
@given(drawn=overridden_programs())
def test_overriding_equals_editing(drawn: tuple[str, dict[str, object]], folder: Path) -> None:
    source, values = drawn
    wanted, landed = _run_edited(source, values)

    got = _run_overridden(_write(folder, source), values)

    note(source)
    if landed == set(values):
        assert got == wanted
    else:
        assert got == _NO_EFFECT, f"never executed: {set(values) - landed}"


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(source=programs())
def test_a_run_without_overrides_equals_python(source: str, folder: Path) -> None:
    module: dict[str, Any] = {"__name__": "__main__", "__annotations__": {}}
    exec(compile(source, "program.py", "exec"), module)

    assert _run_overridden(_write(folder, source), {}) == module["_dump"]


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=overridden_programs())
def test_setting_on_the_command_line_equals_editing(
    drawn: tuple[str, dict[str, object]], folder: Path
) -> None:
    source, values = drawn
    _, landed = _run_edited(source, values)
    path = _write(folder, source)
    words = [word for name, value in values.items() for word in ("--set", f"{name}={value}")]
    edited = path.with_name(f"edited_{path.name}")
    edited.write_text(edit(source, values, lambda _name, value: repr(value)), encoding="utf-8")

    wanted = _output([sys.executable, str(edited)])
    got = _output([*kogine_command(), "run", str(path), *words])

    note(source)
    assert got == (wanted if landed == set(values) else (2, got[1]))


def _run_edited(source: str, values: dict[str, object]) -> tuple[object, set[str]]:
    """Run the edited text; return its dump and the names whose new values were reached."""
    landed: set[str] = set()

    def land(name: str) -> object:
        landed.add(name)
        value = values[name]
        return list(value) if isinstance(value, list) else value

    edited = edit(source, values, lambda name, _value: f"_land({name!r})")
    note(edited)
    module: dict[str, Any] = {"__name__": "__main__", "__annotations__": {}, "_land": land}
    exec(compile(edited, "edited.py", "exec"), module)
    return module["_dump"], landed


def _run_overridden(path: Path, values: dict[str, object]) -> object:
    """Run the script in process with the overrides; return its dump, or the code of the error."""
    executor = ScriptExecutor(Script(path, config=Config(globals_dict=dict(values))))
    try:
        executor.execute()
    except KohakuError as error:
        note(str(error))
        return error.code
    module: Any = executor.module
    return module._dump


def _write(folder: Path, source: str) -> Path:
    path = folder / f"program_{next(_serials)}.py"
    path.write_text(source, encoding="utf-8")
    return path


def _output(command: list[str]) -> tuple[int, bytes]:
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    return done.returncode, done.stdout
