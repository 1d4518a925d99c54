"""What stands beside a config can be imported by it, and by nobody else."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config import Config, ConfigExecutionError, ConfigGenerator, load_config, siblings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Write = Callable[[str, str], str]


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    path, modules = list(sys.path), set(sys.modules)
    yield
    left = {name for name in set(sys.modules) - modules if not name.startswith("kohakuengine")}
    for name in left:
        del sys.modules[name]
    assert sys.path == path


def values(config: Config | ConfigGenerator) -> dict[str, Any]:
    assert isinstance(config, Config)
    return config.globals_dict


def test_a_module_beside_the_config_is_imported(write: Write) -> None:
    write("common.py", "LR = 5")

    assert values(load_config(write("c.py", "import common\nlr = common.LR"))) == {"lr": 5}


def test_packages_and_their_modules_are_imported(write: Write) -> None:
    write("pack/__init__.py", "")
    write("pack/deep.py", "LR = 5")
    write("space/part.py", "SEED = 6")

    path = write("c.py", "import pack.deep\nfrom space import part\nlr = pack.deep.LR\nseed = part.SEED")

    assert values(load_config(path)) == {"lr": 5, "seed": 6}
    assert not {"pack", "pack.deep", "space", "space.part"} & set(sys.modules)


def test_what_was_imported_from_beside_leaves_with_the_config(write: Write) -> None:
    write("common.py", "import fractions\nLR = 5")

    load_config(write("c.py", "import common\nlr = common.LR"))

    assert "common" not in sys.modules
    assert "fractions" in sys.modules


def test_two_folders_have_modules_of_one_name(write: Write) -> None:
    write("a/common.py", "LR = 1")
    write("b/common.py", "LR = 2")
    code = "import common\nlr = common.LR"

    first, second = load_config(write("a/c.py", code)), load_config(write("b/c.py", code))

    assert (values(first), values(second)) == ({"lr": 1}, {"lr": 2})


def test_a_base_in_another_folder_has_its_own_modules(write: Write) -> None:
    write("common.py", "LR = 1")
    write("base/common.py", "LR = 2")
    write("base/base.py", "import common\nbase_lr = common.LR")
    code = (
        "from kohakuengine.config import use_config\nimport common\nuse_config('base/base.py')\n"
        "import common as again\nlr = common.LR\nsame = again is common"
    )

    assert values(load_config(write("c.py", code))) == {"lr": 1, "base_lr": 2, "same": True}


def test_configs_of_one_folder_share_their_modules(write: Write) -> None:
    write("common.py", "VALUES = []")
    code = "import common\nvalues = common.VALUES"

    first, second = load_config(write("a.py", code)), load_config(write("b.py", code))

    assert values(first)["values"] is values(second)["values"]


def test_modules_of_the_program_stay_in_their_place(write: Write) -> None:
    write("common.py", "LR = 5")
    mine = type(sys)("common")
    config_code = "import common\nlr = getattr(common, 'LR', None)"
    load_config(write("a.py", config_code))
    sys.modules["common"] = mine

    config = load_config(write("b.py", config_code))

    assert values(config) == {"lr": 5}
    assert sys.modules["common"] is mine


def test_a_folder_on_the_path_keeps_its_modules(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write("common.py", "LR = 5")
    monkeypatch.syspath_prepend(str(tmp_path))

    load_config(write("c.py", "import common\nlr = common.LR"))

    assert sys.modules["common"].LR == 5


def test_the_current_folder_on_the_path_counts(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write("common.py", "LR = 5")
    monkeypatch.syspath_prepend("")
    monkeypatch.chdir(tmp_path)

    load_config(write("c.py", "import common\nlr = common.LR"))

    assert sys.modules["common"].LR == 5


def test_the_modules_of_a_folder_can_be_had(write: Write, tmp_path: Path) -> None:
    write("common.py", "LR = 5")
    write("other/common.py", "LR = 6")
    code = "import common\nlr = common.LR"
    load_config(write("c.py", code))
    load_config(write("other/c.py", code))

    assert [module.LR for module in siblings_of(str(tmp_path)).values()] == [5]
    assert list(siblings_of(str(tmp_path / "other"))) == ["common"]
    assert siblings_of(str(tmp_path / "nowhere")) == {}


def test_a_generator_imports_from_beside_while_it_runs(write: Write) -> None:
    write("common.py", "LR = 5")
    write("later.py", "LR = 6")
    code = (
        "from kohakuengine.config import Config\nimport common\ndef config_gen():\n"
        "    import common as again\n    yield Config({'same': again is common})\n"
        "    import later\n    yield Config({'lr': later.LR})"
    )

    configs = load_config(write("c.py", code))

    assert [values(config) for config in configs] == [{"same": True}, {"lr": 6}]  # type: ignore[union-attr]
    assert not {"common", "later"} & set(sys.modules)


def test_the_path_is_put_back_whatever_the_config_does_to_it(write: Write) -> None:
    path_object, before = sys.path, list(sys.path)

    load_config(write("a.py", "import sys\nsys.path.insert(0, 'x')\nlr = 1"))
    load_config(write("b.py", "import sys\nsys.path = ['x']\nlr = 1"))
    load_config(write("c.py", "import sys\nsys.path.clear()\nlr = 1"))
    with pytest.raises(ConfigExecutionError):
        load_config(write("d.py", "import sys\nsys.path.append('x')\n1 / 0"))

    assert sys.path is path_object
    assert sys.path == before


def test_the_folder_is_that_of_the_real_file(write: Write, tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("links need a privilege there")
    write("store/common.py", "LR = 5")
    os.symlink(write("store/c.py", "import common\nlr = common.LR"), tmp_path / "link.py")

    assert values(load_config(tmp_path / "link.py")) == {"lr": 5}


def test_the_folder_comes_first_on_the_path(write: Write, tmp_path: Path) -> None:
    config = load_config(write("c.py", "import sys\nfirst = str(sys.path[0])"))

    assert values(config) == {"first": os.path.realpath(tmp_path)}


def test_installed_modules_below_the_folder_stay(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write("env/lib/installed_thing.py", "LR = 5")
    monkeypatch.syspath_prepend(str(tmp_path / "env" / "lib"))

    load_config(write("c.py", "import installed_thing\nlr = installed_thing.LR"))

    assert "installed_thing" in sys.modules
