"""A process lent to a script is the host's again afterwards, however the script ended."""

from __future__ import annotations

import importlib
import importlib.machinery
import os
import pkgutil
import shutil
import sys
import types
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config.overrides import overrides_of, parse_set
from kohakuengine.engine import hooks, process
from kohakuengine.engine.errors import RunInProgressError
from kohakuengine.engine.loan import Loan
from kohakuengine.engine.prepare import PreparedRun, prepare
from kohakuengine.engine.request import RunRequest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Script = Callable[[str], str]


def run_of(path: str, *overrides: str, is_main: bool = True) -> PreparedRun:
    request = RunRequest(script=path, overrides=[parse_set(one) for one in overrides], argv=["a"])
    return prepare(request, is_main=is_main)


def lend(run: PreparedRun, *, is_main: bool = True) -> Loan:
    """Execute a script on loan; what it raises comes out."""
    run.proof.begin(lambda level, text: None)
    loan = Loan(run, is_main=is_main)
    with loan:
        process.execute(run.code, loan.module.__name__)
    return loan


def state() -> dict[str, Any]:
    """Note what of this process a script could change."""
    spawn = sys.modules.get("multiprocessing.spawn")
    return {
        "main": sys.modules["__main__"],
        "argv": (id(sys.argv), list(sys.argv)),
        "path": (id(sys.path), list(sys.path)),
        "modules": {name for name in sys.modules if not name.startswith("encodings")},
        "folder": os.getcwd(),
        "limit": sys.getrecursionlimit(),
        "functions": (sys.getrecursionlimit, sys.setrecursionlimit, os._exit, pkgutil.read_code),
        "get_code": importlib.machinery.SourceFileLoader.get_code,
        "spawn": getattr(spawn, "get_preparation_data", None),
        "run": hooks.current_run(),
    }


CHANGES = {
    "nothing": "",
    "argv": "import sys; sys.argv.append('x'); sys.argv = []",
    "path": "import sys; sys.path.append('x'); sys.path.pop(0)",
    "another path": "import sys; sys.path = [*sys.path, 'x']",
    "folder": "import os; os.chdir('/')",
    "limit": "import sys; sys.setrecursionlimit(5000)",
    "main": "import sys, types; sys.modules['__main__'] = types.ModuleType('other')",
    "no main": "import sys; del sys.modules['__main__']",
    "own module": "import beside",
    "module of its own making": "import sys, beside; sys.modules['x'] = None; del sys.modules['x']",
}
ENDS: dict[str, tuple[str, type[BaseException] | None]] = {
    "well": ("", None),
    "by an exception": ("raise KeyError(1)", KeyError),
    "by sys.exit": ("raise SystemExit(3)", SystemExit),
    "by Ctrl-C": ("raise KeyboardInterrupt", KeyboardInterrupt),
}


@pytest.mark.parametrize(("end", "error"), ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_everything_is_put_back(
    script: Script, tmp_path: Path, change: str, end: str, error: type[BaseException] | None
) -> None:
    (tmp_path / "beside.py").write_text("", encoding="utf-8")
    run = run_of(script(f"x = 1\n{change}\n{end}\n"), "x=2")
    before = state()

    if error is None:
        lend(run)
    else:
        with pytest.raises(error):
            lend(run)

    assert state() == before


def test_a_script_sees_itself_as_main(script: Script) -> None:
    text = (
        "import sys\nseen = (__name__, sys.argv, sys.path[0], sys.modules['__main__'].__dict__ is globals())"
    )
    path = script(text)

    loan = lend(run_of(path))

    assert loan.module.seen == ("__main__", [path, "a"], os.path.dirname(path), True)


def test_a_script_under_its_own_name_sees_that(script: Script) -> None:
    path = script("import sys\nseen = (__name__, __spec__.name, sys.modules['script'].__dict__ is globals())")

    loan = lend(run_of(path, is_main=False), is_main=False)

    assert loan.module.seen == ("script", "script", True)
    assert "script" not in sys.modules


def test_modules_of_the_scripts_folder_are_kept_and_leave(script: Script, tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("y = 1", encoding="utf-8")

    loan = lend(run_of(script("import beside, colorsys")))

    assert loan.kept["beside"].y == 1
    assert loan.kept["__main__"] is loan.module
    assert "beside" not in sys.modules
    assert "colorsys" in sys.modules


def test_the_hosts_module_of_that_name_is_hidden_and_comes_back(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "beside.py").write_text("y = 1", encoding="utf-8")
    hosts: Any = types.ModuleType("beside")
    hosts.__file__ = "/elsewhere/beside.py"
    monkeypatch.setitem(sys.modules, "beside", hosts)

    loan = lend(run_of(script("import beside\ny = beside.y")))

    assert loan.module.y == 1
    assert sys.modules["beside"] is hosts


SHARED = {
    "overrides": lambda mod: {"overrides": overrides_of({"opt": mod.Opt()})},
    "arguments": lambda mod: {"kwargs": {"opt": [{"a": mod.Opt}]}},
    "attributes": lambda mod: {"overrides": overrides_of({"opt": types.SimpleNamespace(mode=mod.Mode.A)})},
}
MODULE = "import enum, below\nclass Opt: pass\nclass Mode(enum.Enum): A = 1"


@pytest.mark.parametrize("fields", SHARED.values(), ids=SHARED.keys())
def test_a_module_that_objects_of_the_config_come_from_is_shared(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fields: Callable[[Any], dict[str, Any]]
) -> None:
    for name, text in {"mine": MODULE, "below": "", "apart": ""}.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    hosts = {name: importlib.import_module(name) for name in ("mine", "below", "apart")}
    source = "import mine, below, apart\nopt = None\ndef main(opt): pass\nmain(1)"
    run = prepare(RunRequest(script=script(source), **fields(hosts["mine"])))

    loan = lend(run)

    found = {name: getattr(loan.module, name) is module for name, module in hosts.items()}
    assert found == {"mine": True, "below": True, "apart": False}
    assert {name: sys.modules[name] for name in hosts} == hosts


def test_each_loan_loads_the_scripts_modules_anew(script: Script, tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("y = []", encoding="utf-8")
    path = script("import beside\nbeside.y.append(1)\ny = beside.y")

    first, second = lend(run_of(path)), lend(run_of(path))

    assert first.module.y == second.module.y == [1]


def test_a_script_imported_under_its_own_name_gets_the_overrides(script: Script, tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("from script import x", encoding="utf-8")
    text = "x = 1\nif __name__ == '__main__':\n  import beside\n  seen = beside.x\n"

    assert lend(run_of(script(text), "x=5")).module.seen == 5


def test_two_loans_at_once_are_refused(script: Script) -> None:
    run = run_of(script("x = 1"))

    with Loan(run, is_main=True), pytest.raises(RunInProgressError) as caught:
        Loan(run, is_main=True).__enter__()

    assert caught.value.path == run.request.script
    assert lend(run).module.x == 1


def test_a_loan_that_fails_gives_everything_back(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "beside.py").write_text("y = 1", encoding="utf-8")
    run = run_of(script("x = 1"), "x=2")
    hosts: Any = types.ModuleType("beside")
    hosts.__file__ = str(tmp_path / "beside.py")
    monkeypatch.setitem(sys.modules, "beside", hosts)
    before = state()

    with monkeypatch.context() as patched:
        patched.setattr(hooks, "_patch_get_code", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            lend(run)

    assert state() == before
    assert lend(run).module.x == 2


def test_a_library_beside_the_script_that_cannot_be_imported_is_the_scripts_affair(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "typer.py").write_text("raise RuntimeError('typer')", encoding="utf-8")
    source = "try: import typer\nexcept RuntimeError as error: print(error)\n"
    option = "def main(lr: float = 0.1): pass\nif 0: typer.run(main)\n"
    for name in [name for name in sys.modules if name.partition(".")[0] == "typer"]:
        monkeypatch.delitem(sys.modules, name)

    with pytest.raises(RuntimeError, match="typer") as caught:
        lend(run_of(script(f"import typer\n{option}"), "lr=2"))

    assert "parsers.py" not in [entry.path.name for entry in caught.traceback if hasattr(entry.path, "name")]
    assert lend(run_of(script(f"{source}x = 1"), "x=2")).module.x == 2


def test_a_working_directory_that_is_gone_stays_gone(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_of(script("x = 1"))
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    shutil.rmtree(tmp_path / "gone")

    assert lend(run).module.x == 1


def test_a_script_that_removes_the_working_directory_gives_back_the_rest(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_of(script("import shutil, sys\nshutil.rmtree(sys.argv[1])"))
    run.request.argv = [str(tmp_path / "gone")]
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    loan = Loan(run, is_main=True)

    try:
        with loan:
            process.execute(run.code)
    finally:
        is_still_lent = hooks.current_run() is not None
        if is_still_lent:
            monkeypatch.chdir(tmp_path)
            loan._cwd = str(tmp_path)
            loan.__exit__()

    assert not is_still_lent


def test_a_module_of_the_library_of_that_name_comes_back(tmp_path: Path) -> None:
    import colorsys

    path = tmp_path / "colorsys.py"
    path.write_text("x = 1", encoding="utf-8")
    try:
        lend(run_of(str(path), is_main=False), is_main=False)
        found = sys.modules.get("colorsys")
    finally:
        sys.modules["colorsys"] = colorsys

    assert found is colorsys
