"""The compile cache in bad company: missing, unwritable, foreign, corrupt, contended, stale."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from .case import Case
from .stage import BOUND, KOGINE, Outcome, Stage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_CASE = Case(id="cache", script="x = 1\nprint('said', x)\n")
_SAID = Outcome(exit_code=0, stdout=b"said 2\n", stderr=b"")


@pytest.fixture
def played(stage: Callable[[Case], Stage]) -> Stage:
    """The stage of one small script; its folder is written."""
    made = stage(_CASE)
    made.write(is_edited=False)
    return made


def _run(played: Stage, **environment: str | None) -> Outcome:
    played.case.env.clear()
    played.case.env.update(environment)
    return played.play([str(KOGINE), "run", "script.py", "--set", "x=2"])


def _entries(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def _the_entry(played: Stage) -> Path:
    [entry] = _entries(played.cache)
    return entry


def test_a_run_leaves_one_entry_that_only_its_user_can_read(played: Stage) -> None:
    assert _run(played) == _SAID

    entry = _the_entry(played)
    assert entry.stat().st_mode & 0o777 == 0o600
    assert entry.parent.stat().st_mode & 0o777 == 0o700


def test_the_second_run_is_loaded_from_the_entry(played: Stage) -> None:
    _run(played)
    entry = _the_entry(played)
    before = entry.stat()

    assert _run(played) == _SAID
    assert entry.stat().st_mtime_ns == before.st_mtime_ns
    assert entry.stat().st_ino == before.st_ino


def test_values_are_not_in_the_entry(played: Stage) -> None:
    played.play([str(KOGINE), "run", "script.py", "--set", "x=987654321"])
    assert _run(played) == _SAID

    data = _the_entry(played).read_bytes()
    assert (987654321).to_bytes(4, "little") not in data
    assert b"987654321" not in data


def test_an_entry_cut_at_any_byte_is_no_entry(played: Stage) -> None:
    _run(played)
    entry = _the_entry(played)
    whole = entry.read_bytes()

    outcomes = {}
    for size in _some_sizes(len(whole)):
        entry.write_bytes(whole[:size])
        outcomes[size] = _run(played)

    assert {size: outcome for size, outcome in outcomes.items() if outcome != _SAID} == {}


def _some_sizes(size: int) -> list[int]:
    """Every byte of the head, every 97th of the rest; `test_every_cut_is_refused` loads them all."""
    return sorted({*range(8), *range(0, size, 97), size - 1})


_LOAD_ALL_CUTS = """
import pathlib, sys
from kohakuengine.engine import cache
from kohakuengine.engine.prepare import compile_key
from kohakuengine.engine.request import RunRequest
from kohakuengine.config.overrides import parse_set
script, entry = map(pathlib.Path, sys.argv[1:])
request = RunRequest(script=str(script), overrides=[parse_set("x=2")])
key, source, whole = compile_key(request), script.read_bytes(), entry.read_bytes()
assert cache.load(str(script), source, key) is not None, "the whole entry is found"
for size in range(len(whole)):
    entry.write_bytes(whole[:size])
    assert cache.load(str(script), source, key) is None, size
print("refused", len(whole))
"""


def test_every_cut_is_refused(played: Stage) -> None:
    _run(played)
    entry = _the_entry(played)

    outcome = played.play(
        [sys.executable, "-c", _LOAD_ALL_CUTS, str(played.folder / "script.py"), str(entry)]
    )

    assert (outcome.exit_code, outcome.stderr) == (0, b"")
    assert outcome.stdout.startswith(b"refused ")


@pytest.mark.parametrize("data", [b"", b"\0", b"N", b"garbage" * 99, b"(\x02\x00\x00\x00NN", b"\xff" * 5000])
def test_garbage_is_no_entry_and_is_replaced(data: bytes, played: Stage) -> None:
    _run(played)
    entry = _the_entry(played)
    entry.write_bytes(data)

    assert _run(played) == _SAID
    assert _the_entry(played).read_bytes() != data


def test_an_entry_of_another_script_is_refused(played: Stage) -> None:
    _run(played)
    entry = _the_entry(played)
    (played.folder / "other.py").write_text("x = 1\nprint('other', x)\n", encoding="utf-8")
    played.play([str(KOGINE), "run", "other.py", "--set", "x=2"])
    [other] = [path for path in _entries(played.cache) if path != entry]

    entry.write_bytes(other.read_bytes())

    assert _run(played) == _SAID


def test_an_entry_older_than_the_script_is_not_used(played: Stage) -> None:
    _run(played)
    script = played.folder / "script.py"
    times = (script.stat().st_atime_ns, script.stat().st_mtime_ns)
    script.write_text("x = 1\nprint('SAID', x)\n", encoding="utf-8")
    os.utime(script, ns=times)  # same size, same time: only the bytes differ

    assert _run(played).stdout == b"SAID 2\n"


def test_each_set_of_names_has_its_own_entry(played: Stage) -> None:
    script = played.folder / "script.py"
    script.write_text("x = 1\ny = 1\nprint(x, y)\n", encoding="utf-8")
    kogine = [str(KOGINE), "run", "script.py"]
    for _ in range(2):
        assert played.play(kogine).stdout == b"1 1\n"
        assert played.play([*kogine, "--set", "x=2"]).stdout == b"2 1\n"
        assert played.play([*kogine, "--set", "y=2"]).stdout == b"1 2\n"
        assert played.play([*kogine, "--set", "x=3", "--set", "y=4"]).stdout == b"3 4\n"
        assert played.play([*kogine, "--set", "y=4", "--set", "x=3"]).stdout == b"3 4\n"


def test_each_optimisation_has_its_own_entry(played: Stage) -> None:
    (played.folder / "script.py").write_text(
        "x = 1\nassert x == 1, 'asserted'\nprint(__debug__)\n", encoding="utf-8"
    )
    words = [str(KOGINE), "run", "script.py", "--set", "x=2"]
    for _ in range(2):
        assert played.play([sys.executable, *words]).exit_code == 1
        assert played.play([sys.executable, "-O", *words]).stdout == b"False\n"


def test_debug_ranges_come_back_with_the_flag(played: Stage) -> None:
    (played.folder / "script.py").write_text("x = 1\nprint(1 / (x - 2) + 1)\n", encoding="utf-8")
    words = [str(KOGINE), "run", "script.py", "--set", "x=2"]
    played.play([sys.executable, "-X", "no_debug_ranges", *words])

    assert (b"~" in played.play([sys.executable, *words]).stderr) == (sys.version_info >= (3, 11))


def test_two_scripts_of_one_name_have_their_own(played: Stage) -> None:
    other = played.folder / "other"
    other.mkdir()
    shutil.copy(played.folder / "script.py", other)
    for path in ("script.py", "other/script.py"):
        played.play([str(KOGINE), "run", path, "--set", "x=2"])

    outcome = played.play([str(KOGINE), "run", "other/script.py", "--set", "x=no"])

    assert len(_entries(played.cache)) == 2
    assert b"other/script.py" in outcome.stderr


@pytest.mark.parametrize("flag", ["-B", "PYTHONDONTWRITEBYTECODE"])
def test_who_wants_no_bytecode_gets_none(flag: str, played: Stage) -> None:
    if flag == "-B":
        outcome = played.play([sys.executable, "-B", str(KOGINE), "run", "script.py", "--set", "x=2"])
    else:
        outcome = _run(played, PYTHONDONTWRITEBYTECODE="1")

    assert outcome == _SAID
    assert _entries(played.cache) == []


def test_the_variable_names_the_folder_and_empties_it(played: Stage) -> None:
    named = played.home / "named"
    assert _run(played, KOHAKUENGINE_CACHE=str(named)) == _SAID
    assert _run(played, KOHAKUENGINE_CACHE="") == _SAID

    assert len(_entries(named)) == 1
    assert _entries(played.cache) == []


@pytest.mark.parametrize("home", [None, "", "/no/such/folder", "relative"])
def test_without_a_home_nothing_breaks(home: str | None, played: Stage) -> None:
    # Without HOME the password file names the user's own cache: it is not written to.
    silent = "1" if home is None else None
    assert _run(played, XDG_CACHE_HOME=None, HOME=home, PYTHONDONTWRITEBYTECODE=silent) == _SAID
    assert [path.name for path in _entries(played.folder)] == ["script.py"]


@pytest.mark.parametrize("mode", [0o000, 0o500, 0o400])
def test_a_folder_that_cannot_be_written_is_done_without(mode: int, played: Stage) -> None:
    (played.cache / "kohakuengine").mkdir()
    (played.cache / "kohakuengine").chmod(mode)

    outcome = played.play([*BOUND, str(KOGINE), "run", "script.py", "--set", "x=2"])

    assert outcome == _SAID
    assert _entries(played.cache) == []


def test_a_file_in_place_of_the_folder_is_done_without(played: Stage) -> None:
    played.cache.rmdir()
    played.cache.write_text("not a folder", encoding="utf-8")

    assert _run(played) == _SAID
    assert played.cache.read_text(encoding="utf-8") == "not a folder"


@pytest.mark.parametrize("mode", [0o777, 0o720, 0o702])
def test_a_folder_that_others_may_write_to_is_not_trusted(mode: int, played: Stage) -> None:
    _run(played)
    entry = _the_entry(played)
    _poison(played, entry)
    entry.parent.chmod(mode)

    assert _run(played) == _SAID


def test_a_folder_of_somebody_else_is_not_trusted(played: Stage) -> None:
    if os.getuid() != 0:
        pytest.skip("needs root, to give a folder away")
    _run(played)
    entry = _the_entry(played)
    _poison(played, entry)
    os.chown(entry.parent, 54321, 54321)

    assert _run(played) == _SAID


def test_a_planted_entry_would_be_seen(played: Stage) -> None:
    _run(played)
    _poison(played, _the_entry(played))

    assert _run(played).stdout == b"POISON 2\n"


def _poison(played: Stage, entry: Path) -> None:
    """Plant an entry that is valid in all but its code: a folder of one's own is trusted with that."""
    data = entry.read_bytes()
    assert data.count(b"said") == 1
    planted = data.replace(b"\x04said", b"\x06POISON")
    assert len(planted) == len(data) + 2
    entry.write_bytes(planted)


def test_two_that_write_at_once_leave_a_whole_entry(played: Stage) -> None:
    words = [str(KOGINE), "run", "script.py", "--set", "x=2"]
    for _ in range(5):
        for entry in _entries(played.cache):
            entry.unlink()
        runs = [
            subprocess.Popen(words, cwd=played.folder, env=played.environment(), stdout=subprocess.PIPE)
            for _ in range(4)
        ]
        assert [run.communicate()[0] for run in runs] == [b"said 2\n"] * 4

        assert len(_entries(played.cache)) == 1
    assert _run(played) == _SAID


def test_a_left_over_of_a_killed_writer_is_no_hindrance(played: Stage) -> None:
    _run(played)
    entry = _the_entry(played)
    entry.unlink()
    for pid in range(2, 40_000, 7):
        entry.with_name(f"{entry.name}.{pid}").touch()

    assert _run(played) == _SAID


def test_the_folder_does_not_grow_for_ever(played: Stage) -> None:
    _run(played)
    folder = _the_entry(played).parent
    for number in range(2_000):
        (folder / f"{number:016x}").write_bytes(b"old")

    (played.folder / "script.py").write_text("x = 1\nprint('said', x)\n\n", encoding="utf-8")
    assert _run(played) == _SAID
    assert len(_entries(folder)) < 2_000


def test_a_full_disk_is_no_hindrance(played: Stage) -> None:
    limited = ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh"]
    outcome = played.play([*limited, str(KOGINE), "run", "script.py", "--set", "x=2"])

    assert outcome == _SAID
    assert [path for path in _entries(played.cache) if path.stat().st_size == 0] == []


def test_a_note_from_the_entry_names_the_script_as_it_is_typed_now(stage: Callable[[Case], Stage]) -> None:
    played = stage(Case(id="note", script="x = 1\nprint('said', x)\nx = 3\n"))
    played.write(is_edited=False)

    for typed in ("script.py", "./script.py", str(played.folder / "script.py")):
        outcome = played.play([str(KOGINE), "run", typed, "--set", "x=2"])

        assert outcome.stderr.decode().startswith(f"kogine: note: {typed}: 'x' replaces 2 declarations")
    assert len(_entries(played.cache)) == 2  # `./script.py` is another `__file__`
