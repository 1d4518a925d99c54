"""The configs on which the tests of `kohakuengine.config.static` stand, by name."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

_ROOT = Path(__file__).resolve().parents[2]
_TESTS = _ROOT / "packages" / "kohakuengine-config" / "tests"


def config_cases() -> dict[str, str]:
    """Map the name of each case to its text; the configs of examples/ are among them."""
    head: str = _load("static_entries").HEAD
    cases: dict[str, str] = {}
    for module in ("test_static", "test_static_calls"):
        for table in ("READINGS", "COMPLETE", "GENERATORS"):
            found: dict[str, Any] = getattr(_load(module), table, {})
            for name, case in found.items():
                code = case if isinstance(case, str) else case[0]
                cases[f"{module}/{table}/{name}"] = head + code
    for path in sorted((_ROOT / "examples").glob("*/*.py")):
        cases[f"{path.parent.name}/{path.name}"] = path.read_text(encoding="utf-8")
    return cases


def _load(name: str) -> ModuleType:
    """Import a test module of kohakuengine-config, which imports others by their bare names."""
    spec = importlib.util.spec_from_file_location(f"_config_tests_{name}", _TESTS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(_TESTS))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(_TESTS))
    return module
