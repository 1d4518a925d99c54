"""Config modules: names of their own, found again by pickle and by children."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kohakuengine.config import (
    Config,
    ConfigExecutionError,
    config_module_name,
    load_config,
    load_config_module,
    loaded_config_modules,
    register_config_module,
)
from kohakuengine.config.base import helpers_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str], str]

CLASSES = """\
    import dataclasses

    lr = 0.1

    @dataclasses.dataclass
    class Options:
        depth: int = 3

    class Net:
        class Layer:
            pass

    options = Options(5)

    def schedule(step):
        return lr * step
    """


def load(path: str) -> Config:
    config = load_config(path)
    assert isinstance(config, Config)
    return config


def test_the_name_is_that_of_the_real_path(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("configs/big.py", "lr = 1")
    monkeypatch.chdir(tmp_path)

    name = config_module_name(path)

    assert name == config_module_name("configs/big.py") == config_module_name(tmp_path / "configs" / "big.py")
    assert name.startswith("kohakuengine_config_")
    assert name.endswith("_big")
    assert name.isidentifier()


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_has_the_name_of_the_file_behind_it(write: Write, tmp_path: Path) -> None:
    path = write("big.py", "lr = 1")
    os.symlink(path, tmp_path / "link.py")

    assert config_module_name(tmp_path / "link.py") == config_module_name(path)


def test_the_name_is_the_same_in_every_process(write: Write) -> None:
    path = write("big.py", "lr = 1")
    code = f"from kohakuengine.config import config_module_name; print(config_module_name({path!r}))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == config_module_name(path)


@pytest.mark.parametrize(
    ("stem", "end"),
    [("my-config", "my_config"), ("v1.2", "v1_2"), ("größe", "größe"), ("1", "1"), ("a b", "a_b")],
)
def test_the_name_can_be_imported_whatever_the_file_is_called(stem: str, end: str, write: Write) -> None:
    path = write(f"{stem}.py", "class Net: pass\nlr = 1")

    name = config_module_name(path)
    net = load(path).globals_dict["Net"]

    assert name.endswith(f"_{end}")
    assert pickle.loads(pickle.dumps(net)) is net


def test_two_files_of_one_stem_never_meet(write: Write) -> None:
    first = load(write("a/config.py", "class Net: pass\nlr = 1"))
    second = load(write("b/config.py", "class Net: pass\nlr = 2"))

    assert (first.globals_dict["lr"], second.globals_dict["lr"]) == (1, 2)
    assert first.globals_dict["Net"] is not second.globals_dict["Net"]
    assert pickle.loads(pickle.dumps(first)) == first
    assert pickle.loads(pickle.dumps(second)) == second
    assert "config" not in sys.modules
    assert "config_module" not in sys.modules


def test_the_module_knows_itself(write: Write) -> None:
    path = write(
        "big.py", "me = (__name__, __file__, __package__, __spec__.name, __spec__.origin, __loader__.name)"
    )

    name = config_module_name(path)

    assert load(path).globals_dict["me"] == (name, path, "", name, path, name)
    assert sys.modules[name].__file__ == path


def test_the_module_shows_no_name_of_ours(write: Write) -> None:
    path = write("big.py", "names = sorted(globals())\nlr = 1")
    expected = ["__builtins__", "__doc__", "__file__", "__loader__", "__name__", "__package__", "__spec__"]

    assert load(path).globals_dict["names"] == expected


def test_its_source_can_be_shown(write: Write) -> None:
    import inspect

    config = load(write("big.py", CLASSES))

    assert inspect.getsource(config.globals_dict["schedule"]) == "def schedule(step):\n    return lr * step\n"


def test_values_of_its_classes_survive_a_pickle(write: Write) -> None:
    config = load(write("big.py", CLASSES))

    again = pickle.loads(pickle.dumps(config))

    assert again == config
    assert again.globals_dict["schedule"] is config.globals_dict["schedule"]
    assert pickle.loads(pickle.dumps(config.globals_dict["Net"].Layer)) is config.globals_dict["Net"].Layer


def test_loading_a_file_again_executes_it_again(write: Write) -> None:
    path = write("big.py", "values = []\nclass Net: pass")

    first, second = load(path), load(path)

    assert first.globals_dict["values"] is not second.globals_dict["values"]


def test_loading_a_file_again_breaks_nothing_of_the_first(write: Write) -> None:
    path = write("big.py", CLASSES)

    configs = [load(path) for _ in range(3)]

    assert all(pickle.loads(pickle.dumps(config)) == config for config in configs)
    assert len({config.globals_dict["Options"].__module__ for config in configs}) == 3
    assert configs[0].globals_dict["Options"].__module__ == config_module_name(path)
    assert [helpers_of(config) for config in configs] == [{"Options", "Net", "schedule"}] * 3


def test_a_file_without_classes_is_loaded_again_under_its_name(write: Write) -> None:
    path = write("big.py", "name = __name__")

    assert load(path).globals_dict["name"] == load(path).globals_dict["name"] == config_module_name(path)


def test_a_file_with_config_gen_alone_is_loaded_again_under_its_name(write: Write) -> None:
    code = "from kohakuengine.config import Config\ndef config_gen():\n    yield Config({'name': __name__})\n"
    path = write("big.py", code)

    names = [config.globals_dict["name"] for _ in range(3) for config in load_config(path)]  # type: ignore[union-attr]

    assert names == [config_module_name(path)] * 3


def test_a_changed_file_is_read_anew(write: Write) -> None:
    first = load(write("big.py", "lr = 1"))
    second = load(write("big.py", "lr = 2"))

    assert (first.globals_dict, second.globals_dict) == ({"lr": 1}, {"lr": 2})


def test_nothing_is_written_beside_the_file(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)

    load(write("big.py", "lr = 1"))

    assert os.listdir(tmp_path) == ["big.py"]


def test_a_file_that_raises_leaves_no_module(write: Write) -> None:
    path = write("big.py", "lr = 1\n1 / 0")

    with pytest.raises(ConfigExecutionError):
        load(path)

    assert config_module_name(path) not in sys.modules


def test_a_file_that_raises_leaves_the_module_of_before(write: Write) -> None:
    path = write("big.py", "lr = 1")
    load(path)
    before = sys.modules[config_module_name(path)]
    write("big.py", "1 / 0")

    with pytest.raises(ConfigExecutionError):
        load(path)

    assert sys.modules[config_module_name(path)] is before


def test_the_module_alone_can_be_loaded(write: Write) -> None:
    path = write("big.py", "lr = 1\ndef config_gen(): raise ValueError")

    module = load_config_module(path)

    assert module.lr == 1
    assert sys.modules[module.__name__] is module


def test_meta_path_and_path_hooks_are_left_alone(write: Write) -> None:
    before = list(sys.meta_path), list(sys.path_hooks)
    path = write("big.py", CLASSES)

    load(path)
    register_config_module("kohakuengine_config_other", path)

    assert (sys.meta_path, sys.path_hooks) == before


# -- children --------------------------------------------------------------------------------------


def test_the_modules_that_a_child_needs_are_listed(write: Write) -> None:
    path = write("big.py", CLASSES)
    load(path)
    load(path)

    found = loaded_config_modules()

    name = config_module_name(path)
    assert [row for row in found if row[1] == path] == [(name, path), (f"{name}_2", path)]


def test_a_registered_module_is_executed_when_it_is_asked(write: Write) -> None:
    path = write("big.py", "import sys\nsys.executed = getattr(sys, 'executed', 0) + 1\nclass Net: pass")
    name = config_module_name(path)
    try:
        register_config_module(name, path)
        before = getattr(sys, "executed", 0)
        module = sys.modules[name]
        hasattr(module, "__path__")
        asked = getattr(sys, "executed", 0)
        first, second = module.Net, module.Net
    finally:
        executed = sys.__dict__.pop("executed", 0)

    assert (before, asked, executed) == (0, 0, 1)
    assert first is second
    assert pickle.loads(pickle.dumps(first)) is first
    assert type(module) is type(sys)


def test_a_registered_module_that_is_loaded_is_not_executed_twice(write: Write) -> None:
    path = write("big.py", CLASSES)
    name = config_module_name(path)
    register_config_module(name, path)

    config = load(path)

    assert config.globals_dict["Options"].__module__ == name
    assert sys.modules[name].Options is config.globals_dict["Options"]


def test_registering_changes_nothing_where_the_name_is_taken(write: Write) -> None:
    path = write("big.py", CLASSES)
    load(path)
    before = sys.modules[config_module_name(path)]

    register_config_module(config_module_name(path), path)

    assert sys.modules[config_module_name(path)] is before


def test_a_registered_module_says_what_it_lacks(write: Write) -> None:
    path = write("big.py", "lr = 1")
    register_config_module("kohakuengine_config_x", path)

    with pytest.raises(AttributeError, match="nothing"):
        sys.modules["kohakuengine_config_x"].nothing  # noqa: B018


def test_a_registered_module_that_raises_may_be_asked_again(write: Write) -> None:
    path = write("big.py", "1 / 0")
    register_config_module("kohakuengine_config_x", path)
    module = sys.modules["kohakuengine_config_x"]

    for _ in range(2):
        with pytest.raises(ConfigExecutionError):
            module.lr  # noqa: B018
    write("big.py", "lr = 1")
    assert module.lr == 1


def test_a_registered_module_imports_what_stands_beside_it(write: Write) -> None:
    write("common_values.py", "LR = 5")
    register_config_module(
        "kohakuengine_config_x", write("big.py", "import common_values\nlr = common_values.LR")
    )

    assert sys.modules["kohakuengine_config_x"].lr == 5
    assert "common_values" not in sys.modules


def test_a_fresh_process_unpickles_what_a_config_defines(write: Write) -> None:
    path = write("big.py", CLASSES)
    load(path)
    config = load(path)

    code = (
        "import pickle, sys; from kohakuengine.config import register_config_module\n"
        "from kohakuengine.config.base import helpers_of\n"
        "modules, data = pickle.load(sys.stdin.buffer)\n"
        "for name, path in modules: register_config_module(name, path)\n"
        "config = pickle.loads(data)\n"
        "values = config.globals_dict\n"
        "answer = values['schedule'](10), values['options'], sorted(helpers_of(config))\n"
        "sys.stdout.buffer.write(pickle.dumps(answer))"
    )
    parcel = pickle.dumps((loaded_config_modules(), pickle.dumps(config)))
    done = subprocess.run([sys.executable, "-c", code], input=parcel, capture_output=True, check=False)

    assert done.stderr == b""
    assert pickle.loads(done.stdout) == (1.0, config.globals_dict["options"], ["Net", "Options", "schedule"])
