"""Each wheel holds its own part, works with what it needs alone, and agrees about the version."""

from __future__ import annotations

import zipfile
from email.parser import HeaderParser
from typing import TYPE_CHECKING

import pytest

import kohakuengine

from .interpreter import run_python
from .workspace import CONFIG, DISTRIBUTIONS, ENGINE, PARTS, UMBRELLA, Distribution

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import Message
    from pathlib import Path

each_distribution = pytest.mark.parametrize("distribution", DISTRIBUTIONS, ids=lambda one: one.name)
each_part = pytest.mark.parametrize("distribution", PARTS, ids=lambda one: one.name)


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def metadata(wheel: Path) -> Message:
    found = next(data for name, data in contents(wheel).items() if name.endswith(".dist-info/METADATA"))
    return HeaderParser().parsestr(found.decode("utf-8"))


@each_distribution
def test_every_wheel_has_the_one_version(
    distribution: Distribution, wheels: dict[Distribution, Path]
) -> None:
    assert metadata(wheels[distribution])["Version"] == kohakuengine.__version__


@each_distribution
def test_siblings_are_pinned_to_this_very_version(
    distribution: Distribution, wheels: dict[Distribution, Path]
) -> None:
    required = metadata(wheels[distribution]).get_all("Requires-Dist", [])
    siblings = [one for one in required if one.startswith("kohakuengine") and "extra ==" not in one]
    assert siblings == [f"{name}=={kohakuengine.__version__}" for name in distribution.needs]


@pytest.mark.parametrize("distribution", [CONFIG, ENGINE], ids=lambda one: one.name)
def test_config_and_engine_need_the_standard_library_alone(
    distribution: Distribution, wheels: dict[Distribution, Path]
) -> None:
    required = metadata(wheels[distribution]).get_all("Requires-Dist", [])
    assert [one for one in required if not one.startswith("kohakuengine") and "extra ==" not in one] == []


@each_part
def test_a_part_can_be_imported_with_what_it_needs_alone(
    distribution: Distribution, site: Callable[[Distribution], Path]
) -> None:
    code = f"import {distribution.package} as part; print(part.__file__)"
    folder = site(distribution)

    done = run_python(code, site=folder)

    assert done.stderr == ""
    assert done.stdout.startswith(str(folder))


def test_the_top_level_module_is_in_one_wheel_alone(wheels: dict[Distribution, Path]) -> None:
    owners = [one.name for one, wheel in wheels.items() if "kohakuengine/__init__.py" in contents(wheel)]
    markers = [one.name for one, wheel in wheels.items() if "kohakuengine/py.typed" in contents(wheel)]
    assert owners == markers == ["kohakuengine-config"]


def test_no_two_wheels_hold_the_same_file(wheels: dict[Distribution, Path]) -> None:
    names = [name for wheel in wheels.values() for name in contents(wheel)]
    assert sorted(names) == sorted(set(names))


def test_the_umbrella_holds_no_code(wheels: dict[Distribution, Path]) -> None:
    assert [name for name in contents(wheels[UMBRELLA]) if ".dist-info/" not in name] == []


def test_a_source_distribution_gives_the_same_wheel(
    wheels: dict[Distribution, Path], wheels_from_sdists: dict[Distribution, Path]
) -> None:
    for one, wheel in wheels.items():
        assert contents(wheels_from_sdists[one]) == contents(wheel)
