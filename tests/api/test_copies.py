"""Files that stand in several distributions are the same in all of them."""

from __future__ import annotations

import pytest

from .workspace import CLI, CONFIG, DISTRIBUTIONS, ENGINE, FLOW, ROOT, TOOLING, Distribution

TOP = "src/kohakuengine"


@pytest.mark.parametrize("distribution", [ENGINE, FLOW, CLI], ids=lambda one: one.name)
@pytest.mark.parametrize("name", ["__init__.py", "py.typed"])
def test_the_top_level_module_is_that_of_config(distribution: Distribution, name: str) -> None:
    original = CONFIG.folder / TOP / name
    copy = distribution.folder / TOP / name
    assert copy.read_bytes() == original.read_bytes(), f"cp {original} {copy}"


@pytest.mark.parametrize("distribution", DISTRIBUTIONS, ids=lambda one: one.name)
def test_the_licence_is_that_of_the_workspace(distribution: Distribution) -> None:
    assert (distribution.folder / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_the_build_hooks_are_the_same() -> None:
    hooks = [one.folder / "hatch_build.py" for one in DISTRIBUTIONS if one is not CONFIG]
    assert len({hook.read_bytes() for hook in hooks}) == 1


def test_the_page_that_diagnostics_link_to_is_that_of_the_docs() -> None:
    original = ROOT / "docs" / "reference" / "errors.md"
    copy = TOOLING.folder / "src" / "kohakuengine_tooling" / "server" / "error_page.md"
    assert copy.read_bytes() == original.read_bytes(), f"cp {original} {copy}"
