"""The engine's light reading of every case: the same names, places, defaults, refusals and entrypoints."""

from __future__ import annotations

from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config import Config, KohakuError
from kohakuengine.config.overrides import parse_sets
from kohakuengine.engine import Script, ScriptExecutor
from kohakuengine.engine.facts import read_script
from kohakuengine.engine.prepare import compiled
from kohakuengine.engine.request import RunRequest

from .shown import exact

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kohakuengine_tooling import Entrypoint

    from .table import Case

ENGINE_LIBRARIES = ("argparse", "click", "typer", "absl")
"""Those whose options the engine types; the others take an entrypoint's arguments."""

OF_THE_CALL = ("KE4", "KE7")
"""How errors begin that say nothing about an override: the entrypoint lacks arguments, the script exits."""


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the compile cache of these scripts out of the user's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def script(case: Case, write_case: Callable[[Case], Path]) -> Path:
    """The script of a case that the engine of this Python reads."""
    reason = case.reason_not_to_read()
    if reason is not None:
        pytest.skip(reason)
    return write_case(case)


@pytest.fixture
def broken(case: Case, write_case: Callable[[Case], Path]) -> Path:
    """The script of a case that is no Python."""
    return write_case(case)


@pytest.fixture
def runnable(case: Case, script: Path) -> Path:
    """The script of a case that this interpreter can run."""
    reason = case.reason_not_to_run()
    if reason is not None:
        pytest.skip(reason)
    return script


def test_the_engine_reads_the_same_parameters(case: Case, script: Path) -> None:
    reading = read_script(script)

    got = {one.name: one for one in reading.parameters}
    listed = [one for one in case.parameters if one.name in got or one.is_overridable]
    wanted = {one.name: one for one in listed if one.kind != "path"}
    assert set(got) == set(wanted)
    assert [_facts(got[name]) for name in wanted] == [_facts(one) for one in wanted.values()]
    assert [one for one in got if got[one].kind == "global"] == [
        one.name for one in wanted.values() if one.kind == "global"
    ]


def test_the_engine_reads_the_same_entrypoints(case: Case, script: Path) -> None:
    reading = read_script(script)

    assert [_entry(one) for one in reading.entrypoints] == [_stated_entry(one) for one in case.entrypoints]


def test_the_engine_reads_the_same_options(case: Case, script: Path) -> None:
    reading = read_script(script)

    wanted = [one for one in case.options if one.library in ENGINE_LIBRARIES]
    assert [_option(one) for one in reading.options] == [_option(one) for one in wanted]


def test_the_engine_takes_what_is_overridable_and_refuses_the_rest(case: Case, script: Path) -> None:
    for parameter in case.parameters:
        refusal = _refusal(script, parameter.name)
        assert (refusal is None) is parameter.is_overridable, refusal
        assert parameter.is_overridable or f" {parameter.reason} (KE" in f"{refusal}", parameter.name


def test_the_engine_takes_every_option(case: Case, script: Path) -> None:
    for option in case.options:
        if option.library in ENGINE_LIBRARIES:
            assert _refusal(script, f"option:{option.name}") is None, option.name


def test_the_engine_refuses_what_is_no_python(case: Case, broken: Path) -> None:
    with pytest.raises((SyntaxError, KohakuError)):
        read_script(broken)


def _facts(parameter: Any) -> dict[str, Any]:
    """Return what both readings say of a parameter."""
    kept = {"name": parameter.name, "kind": parameter.kind, "reason": parameter.reason}
    if parameter.kind == "read":  # the engine says where it is read first, whatever annotates it
        return kept
    kept |= {"line": parameter.line}
    if parameter.is_overridable:
        kept |= {"default": parameter.default, "lines": list(parameter.lines)}
    return kept


def _entry(entry: Any) -> tuple[Any, ...]:
    taken = [(name, default, kind) for name, default, kind in entry.parameters]
    return entry.name, entry.kind, entry.line, entry.call_line, entry.reason, entry.is_async, taken


def _stated_entry(entry: Entrypoint) -> tuple[Any, ...]:
    taken = [(one.name, one.default, one.kind) for one in entry.parameters]
    return entry.name, entry.kind, entry.line, entry.call_line, entry.reason, entry.is_async, taken


def _option(option: Any) -> dict[str, Any]:
    return {
        "name": option.name,
        "flags": list(option.flags),
        "default": option.default,
        "help": option.help,
        # Of typer's options the engine keeps the type alone, which says as much.
        "choices": exact([] if option.library == "typer" else list(option.choices or ())),
        "line": option.line,
        "library": option.library,
    }


def _refusal(script: Path, name: str) -> str | None:
    """Compile the script for an override of one name; return what the engine says against it, or None."""
    request = RunRequest(script=str(script), overrides=parse_sets([f"{name}=1"]))
    try:
        compiled(request)
    except KohakuError as error:
        return str(error)
    return None


def test_every_value_of_the_table_lands(case: Case, runnable: Path) -> None:
    values = {
        one.name: one.value
        for one in case.parameters
        if one.is_overridable and one.is_static and one.name not in case.unreached
    }

    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        error = _error_of(runnable, values)

    assert error is None or getattr(error, "code", "KE4")[:3] in OF_THE_CALL, str(error)


def _error_of(script: Path, values: dict[str, Any]) -> Exception | None:
    """Run a script in process; what its main() does with no arguments is its own affair."""
    try:
        ScriptExecutor(Script(script, config=Config(globals_dict=values))).execute()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is judged by the caller
        return error
    return None
