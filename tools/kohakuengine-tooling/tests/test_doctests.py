"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import kohakuengine_tooling

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(kohakuengine_tooling.__path__, "kohakuengine_tooling.")
    if not module.name.endswith(".__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_a_module_are_true(name: str) -> None:
    module = importlib.import_module(name)

    result = doctest.testmod(module)

    assert result.failed == 0
