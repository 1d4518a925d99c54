"""What a script needs before it is forked: found without executing anything."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from kohakuengine.engine.request import RunRequest
from kohakuengine.flow.launch.preload import plan_preload
from kohakuengine.flow.launchers import can_fork

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(not can_fork(), reason=f"there is no fork launcher for {sys.platform}")


class TestPreload:
    """Which imports the parent may do."""

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ('"""Doc."""\nfrom __future__ import annotations\nimport os, sys\n', "__future__ os sys"),
            ("import psutil as ps\nLR = 0.1\nSEED: int = -1\nimport json\n", "psutil json"),
            ("import os\nos.environ['A'] = '1'\nimport psutil\n", "os"),
            ("import os; os.environ['A'] = '1'; import psutil\n", "os"),
            ("import mine\nimport psutil\n", ""),
            ("import psutil\nfrom mine import x\nimport json\n", "psutil"),
            ("from . import x\nimport json\n", ""),
            ("import json, mine\nimport os\n", ""),
            ("import hidden\nimport json\n", ""),
            ("import nowhere\nimport json\n", ""),
            ("try:\n    import psutil\nexcept ImportError:\n    pass\nimport json\n", ""),
            ("x = f()\nimport json\n", ""),
            ("x: f() = 1\nimport json\n", ""),
            ("x: dict[str, int] | None = None\nimport json\n", "json"),
            ("a.b = 1\nimport json\n", ""),
            ("x = 'a\\d'\nimport json\n", "json"),
            ("import json\nx = (\n", ""),
            ("import psutil.linalg\nfrom os import path\n", "psutil.linalg os"),
        ],
    )
    def test_only_what_comes_first_and_is_installed(
        self, tmp_path: Path, installed: Callable[[str, str], None], text: str, names: str
    ) -> None:
        installed("hidden.py", "")
        (tmp_path / "hidden.py").write_text("", encoding="utf-8")
        (tmp_path / "mine.py").write_text("x = 1\n", encoding="utf-8")
        script = tmp_path / "script.py"
        script.write_text(text, encoding="utf-8")

        assert " ".join(plan_preload(RunRequest(script=str(script))).names) == names

    def test_what_a_script_imports_itself_later_is_not_learned(self, tmp_path: Path) -> None:
        script = tmp_path / "script.py"
        late = "import psutil.late\nfrom psutil import part\nfrom psutil.deep import y\n"
        text = "import psutil\nx = str(1)\n" + late
        script.write_text(text, encoding="utf-8")
        preload = plan_preload(RunRequest(script=str(script)))

        names = ("psutil.late", "psutil.late.er", "psutil.part", "psutil.deep", "psutil.lazy", "psutil.lat")

        assert [name for name in names if preload.may_learn(name)] == ["psutil.lazy", "psutil.lat"]

    def test_a_script_that_has_gone_needs_nothing(self, tmp_path: Path) -> None:
        assert plan_preload(RunRequest(script=str(tmp_path / "gone.py"))).names == ()

    def test_only_submodules_of_what_comes_first_are_learned(self, tmp_path: Path) -> None:
        script = tmp_path / "script.py"
        script.write_text("import psutil\nimport os\nos.environ['A'] = '1'\nimport json\n", encoding="utf-8")
        preload = plan_preload(RunRequest(script=str(script)))

        names = ("psutil.random", "psutil", "json", "json.decoder", "mine.part", "os.path")

        assert [name for name in names if preload.may_learn(name)] == ["psutil.random", "os.path"]
