"""What `kogine run s.py --set x=1` imports loads nothing of the standard library beyond a bare start."""

from __future__ import annotations

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
    loaded = set(done.stdout.split()) - {"__future__"}
    assert [name for name in sorted(loaded) if not name.startswith("kohakuengine")] == []
