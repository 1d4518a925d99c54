"""What `kogine run s.py --set x=1` imports loads nothing of the standard library beyond a bare start.

Neither does `kogine inspect s.py`, once the script is known.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import libcst
import pytest

from .interpreter import run_python
from .workspace import CLI, CONFIG, ENGINE, FLOW, TOOLING, UMBRELLA, Distribution

if TYPE_CHECKING:
    from collections.abc import Callable

LIGHT = [
    (CONFIG, "kohakuengine"),
    (CONFIG, "kohakuengine.config"),
    (CONFIG, "kohakuengine.config.fitting"),
    (CONFIG, "kohakuengine.config.overrides"),
    (ENGINE, "kohakuengine.engine"),
    (ENGINE, "kohakuengine.engine.launch"),
    (ENGINE, "kohakuengine.engine.request"),
    (FLOW, "kohakuengine.flow"),
    (CLI, "kohakuengine.cli"),
    (CLI, "kohakuengine.cli.entry"),
    (TOOLING, "kohakuengine_tooling"),
    (TOOLING, "kohakuengine_tooling.inspect.inspection"),
    (TOOLING, "kohakuengine_tooling.inspect.plain_line"),
]

SHOW_MODULES = "print(); print(*sorted(sys.modules))\n"


@pytest.mark.parametrize(("distribution", "module"), LIGHT, ids=[module for _, module in LIGHT])
def test_a_light_module_loads_only_ours(
    distribution: Distribution, module: str, site: Callable[[Distribution], Path]
) -> None:
    code = f"before = set(sys.modules); import {module}; print(*sorted(set(sys.modules) - before))"

    done = run_python(code, site=site(distribution))

    assert done.stderr == ""
    assert [name for name in done.stdout.split() if not is_light(name)] == []


def test_a_second_run_with_an_override_loads_only_ours(
    site: Callable[[Distribution], Path], tmp_path: Path
) -> None:
    folder = site(CLI)
    script = tmp_path / "script.py"
    script.write_text("import sys\nx = 1\nprint(x, *sorted(sys.modules))\n", encoding="utf-8")
    words = ["run", str(script), "--set", "x=2"]
    code = f"from kohakuengine.cli.entry import main\nsys.exit(main({words!r}))"
    run_python(code, site=folder, cache=tmp_path)
    plain = run_python(f"exec(open({str(script)!r}).read())", site=folder).stdout.split()

    value, *loaded = run_python(code, site=folder, cache=tmp_path).stdout.split()

    assert value == "2"
    assert [name for name in loaded if name not in plain and not is_light(name)] == []


@pytest.fixture
def inspect(site: Callable[[Distribution], Path], tmp_path: Path) -> Callable[..., set[str]]:
    """Inspect a script with everything of ours installed, and return what was loaded."""
    folder = site(UMBRELLA)
    script = tmp_path / "script.py"
    script.write_text("lr = 1e-3\nsteps = 3 * max(1, 2)\nprint(lr)\n", encoding="utf-8")
    bare = run_python(SHOW_MODULES, site=folder).stdout.split()

    def run(*words: str, beside: str = "") -> set[str]:
        line = ["inspect", str(script), *words]
        code = f"sys.path.append({beside!r})\nfrom kohakuengine.cli.entry import main\nmain({line!r})\n"
        done = run_python(code + SHOW_MODULES, site=folder, cache=tmp_path)
        assert done.stderr == ""
        assert "lr" in done.stdout
        return set(done.stdout.splitlines()[-1].split()) - set(bare)

    return run


def test_a_second_look_at_a_script_loads_only_ours(inspect: Callable[..., set[str]]) -> None:
    home = str(Path(libcst.__file__).parents[1])
    inspect(beside=home)

    for words in ([], ["--values"], ["--format", "json"]):
        loaded = inspect(*words)
        assert sorted(name for name in loaded if not is_light(name)) == []
        assert "kohakuengine.cli.installed_points" not in loaded


def test_a_first_look_at_a_script_loads_no_command_line_library(inspect: Callable[..., set[str]]) -> None:
    loaded = inspect(beside=str(Path(libcst.__file__).parents[1]))

    assert loaded & {"click", "rich", "importlib.metadata", "pygls"} == set()


def is_light(name: str) -> bool:
    """Tell whether importing `name` costs next to nothing: ours, or compiled into python."""
    return name.startswith("kohakuengine") or name == "__future__" or name in sys.builtin_module_names
