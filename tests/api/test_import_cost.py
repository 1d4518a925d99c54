"""What `kogine run s.py --set x=1` imports loads nothing of the standard library beyond a bare start."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from .interpreter import run_python
from .workspace import CLI, CONFIG, ENGINE, FLOW, TOOLING, Distribution

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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
]


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


def is_light(name: str) -> bool:
    """Tell whether importing `name` costs next to nothing: ours, or compiled into python."""
    return name.startswith("kohakuengine") or name == "__future__" or name in sys.builtin_module_names
