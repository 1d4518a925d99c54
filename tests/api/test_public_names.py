"""The public names of each package: what `__init__` exports, and nothing else."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import pytest

from .interpreter import run_python
from .workspace import CONFIG, ENGINE, Distribution

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PACKAGES = [
    "kohakuengine",
    "kohakuengine.config",
    "kohakuengine.engine",
    "kohakuengine.flow",
    "kohakuengine.cli",
    "kohakuengine.main",
    "kohakuengine_tooling",
]
each_package = pytest.mark.parametrize("package", PACKAGES)


@each_package
def test_dir_lists_the_public_names_and_no_others(package: str) -> None:
    module = importlib.import_module(package)
    assert dir(module) == sorted(module.__all__)


@each_package
def test_every_public_name_is_there_once(package: str) -> None:
    module = importlib.import_module(package)
    assert len(module.__all__) == len(set(module.__all__))
    for name in module.__all__:
        assert getattr(module, name) is not None


@each_package
def test_a_name_that_is_not_public_is_an_attribute_error(package: str) -> None:
    with pytest.raises(AttributeError, match="no attribute 'confg'"):
        importlib.import_module(package).confg  # noqa: B018


def test_the_top_level_hands_out_what_the_parts_hold() -> None:
    import kohakuengine
    from kohakuengine import config, engine, flow

    for name in set(kohakuengine.__all__) - {"__version__"}:
        home = next(part for part in (config, engine, flow) if name in part.__all__)
        assert getattr(kohakuengine, name) is getattr(home, name)


def test_star_import_works() -> None:
    names: dict[str, object] = {}
    exec("from kohakuengine import *", names)
    assert names["Config"] is importlib.import_module("kohakuengine.config").Config


@pytest.mark.parametrize(
    ("installed", "name", "missing"),
    [
        (CONFIG, "Script", "kohakuengine-engine"),
        (CONFIG, "run", "kohakuengine-engine"),
        (ENGINE, "Sequential", "kohakuengine-flow"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_a_missing_part_is_named_with_what_to_install(
    installed: Distribution, name: str, missing: str, site: Callable[[Distribution], Path]
) -> None:
    done = run_python(f"from kohakuengine import {name}", site=site(installed))
    assert f"'{name}' is part of {missing}: pip install {missing}" in done.stderr


@pytest.mark.parametrize("package", ["kohakuengine", "kohakuengine.main"])
@pytest.mark.parametrize("name", ["Parallel", "Pipeline", "Sequential"])
def test_workflows_can_be_imported_under_both_names(name: str, package: str) -> None:
    from kohakuengine import flow

    assert getattr(importlib.import_module(package), name) is getattr(flow, name)


def test_config_alone_can_be_imported_with_a_star(site: Callable[[Distribution], Path]) -> None:
    code = "from kohakuengine import *; import kohakuengine; print(*dir(kohakuengine), Config.__name__)"
    done = run_python(code, site=site(CONFIG))
    names = "Config ConfigGenerator ConfigLoader FormatArg __version__ load_config use use_config"
    assert (done.stdout, done.stderr) == (f"{names} Config\n", "")


def test_the_top_level_has_no_public_name_of_its_own_making() -> None:
    import kohakuengine

    parts = {"cli", "config", "engine", "flow", "main"}
    found = {name for name in vars(kohakuengine) if not name.startswith("_")}
    assert found - set(kohakuengine.__all__) <= parts


def test_config_alone_hands_out_its_names(site: Callable[[Distribution], Path]) -> None:
    code = "from kohakuengine import Config, __version__; print(Config(globals_dict={'x': 1}).globals_dict)"
    done = run_python(code, site=site(CONFIG))
    assert (done.stdout, done.stderr) == ("{'x': 1}\n", "")


def test_an_error_inside_a_part_is_not_taken_for_a_missing_part(
    site: Callable[[Distribution], Path],
) -> None:
    folder = site(ENGINE)
    (folder / "kohakuengine" / "engine" / "__init__.py").write_text("import numpi\n", encoding="utf-8")

    done = run_python("from kohakuengine import Script", site=folder)

    assert "No module named 'numpi'" in done.stderr
    assert "pip install" not in done.stderr


def test_a_folder_of_this_name_beside_a_script_is_not_taken_for_a_part(
    site: Callable[[Distribution], Path], tmp_path: Path
) -> None:
    (tmp_path / "kohakuengine").mkdir()
    code = f"sys.path.insert(0, {str(tmp_path)!r}); import kohakuengine; print(len(kohakuengine.__path__))"
    done = run_python(code, site=site(ENGINE))
    assert (done.stdout, done.stderr) == ("1\n", "")
