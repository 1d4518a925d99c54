"""use_config: inheriting from another config."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config import (
    Config,
    ConfigCycleError,
    ConfigExecutionError,
    ConfigGenerator,
    ConfigNotFoundError,
    ConfigShapeError,
    load_config,
    use_config,
)
from kohakuengine.config.base import helpers_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str], str]

USE = "from kohakuengine.config import use_config\n"
BASE = (
    "lr = 0.1\nlayers = [64]\n_kwargs = {'device': 'cpu', 'seed': 1}\n_args = [1]\n_metadata = {'run': 1}\n"
)


def load(path: str) -> Config:
    config = load_config(path)
    assert isinstance(config, Config)
    return config


# -- bare files ------------------------------------------------------------------------------------

CHILDREN: dict[str, tuple[str, dict[str, Any]]] = {
    "inherits": ("use_config('base.py')", {"lr": 0.1, "layers": [64]}),
    "child wins": ("use_config('base.py')\nlr = 1", {"lr": 1, "layers": [64]}),
    "child wins, set before": ("lr = 1\nuse_config('base.py')", {"lr": 1, "layers": [64]}),
    "adds": ("use_config('base.py')\nseed = 3", {"lr": 0.1, "layers": [64], "seed": 3}),
    "reads the base": ("use_config('base.py')\nlr = lr * 10", {"lr": 1.0, "layers": [64]}),
    "changes a value of the base": (
        "use_config('base.py')\nlayers.append(32)",
        {"lr": 0.1, "layers": [64, 32]},
    ),
    "deletes": ("use_config('base.py')\ndel lr", {"layers": [64]}),
    "the base in a variable": (
        "base = use_config('base.py')\nlr = base.globals_dict['lr'] * 2",
        {"lr": 0.2, "layers": [64]},
    ),
    "in a branch": ("if True:\n    use_config('base.py')\nlr = 1", {"lr": 1, "layers": [64]}),
    "two bases, the later wins": (
        "use_config('base.py')\nuse_config('other.py')",
        {"lr": 5, "layers": [64], "wd": 0},
    ),
    "two bases, the other order": (
        "use_config('other.py')\nuse_config('base.py')",
        {"lr": 0.1, "layers": [64], "wd": 0},
    ),
    "two bases and the child": (
        "use_config('base.py')\nlr = 7\nuse_config('other.py')",
        {"lr": 7, "layers": [64], "wd": 0},
    ),
    "two bases, the child reads the later": (
        "use_config('base.py')\nuse_config('other.py')\nlr = lr * 2",
        {"lr": 10, "layers": [64], "wd": 0},
    ),
    "a base with a base": ("use_config('middle.py')\nepochs = 1", {"lr": 2, "layers": [64], "epochs": 1}),
    "a base of data": ("use_config('data.json')\nepochs = 1", {"momentum": 0.9, "a.b": 1, "epochs": 1}),
    "a base with CONFIG": ("use_config('named.py')", {"lr": 3}),
    "a base with config_gen": ("use_config('made.py')", {"lr": 4}),
    "a name like a builtin's": ("use_config('builtin.py')\nn = max([1, 2])", {"max": 3, "n": 2}),
    "an import of the child is its own": (
        "use_config('base.py')\nfrom math import pi as layers",
        {"lr": 0.1, "layers": [64]},
    ),
}


@pytest.fixture
def bases(write: Write) -> None:
    config = "from kohakuengine.config import Config\n"
    write("base.py", BASE)
    write("other.py", "lr = 5\nwd = 0")
    write("middle.py", USE + "use_config('base.py')\nlr = 2")
    write("data.json", '{"globals": {"momentum": 0.9, "a.b": 1}}')
    write("named.py", config + "CONFIG = Config({'lr': 3})")
    write("made.py", config + "def config_gen():\n    return Config({'lr': 4})")
    write("builtin.py", "max = 3")


@pytest.mark.usefixtures("bases")
@pytest.mark.parametrize(("code", "expected"), CHILDREN.values(), ids=CHILDREN.keys())
def test_a_bare_file_inherits(code: str, expected: dict[str, Any], write: Write) -> None:
    assert load(write("c.py", USE + code)).globals_dict == expected


@pytest.mark.usefixtures("bases")
def test_kwargs_and_metadata_are_inherited_by_key_and_args_whole(write: Write) -> None:
    inherited = load(write("a.py", USE + "use_config('base.py')"))
    changed = load(
        write(
            "b.py",
            USE + "use_config('base.py')\n_kwargs = {'seed': 2}\n_metadata = {'by': 'me'}\n_args = [2, 3]",
        )
    )

    assert (inherited.args, inherited.kwargs, inherited.metadata) == (
        [1],
        {"device": "cpu", "seed": 1},
        {"run": 1},
    )
    assert changed.kwargs == {"device": "cpu", "seed": 2}
    assert changed.metadata == {"run": 1, "by": "me"}
    assert changed.args == [2, 3]


@pytest.mark.usefixtures("bases")
def test_a_child_may_take_the_arguments_away(write: Write) -> None:
    config = load(write("c.py", USE + "use_config('base.py')\n_args = []\n_metadata = None"))

    assert (config.args, config.metadata) == ([], None)


@pytest.mark.usefixtures("bases")
def test_a_base_without_arguments_takes_none_away(write: Write) -> None:
    config = load(write("c.py", USE + "use_config('base.py')\nuse_config('other.py')"))

    assert config.args == [1]


@pytest.mark.usefixtures("bases")
def test_an_inherited_file_alone_is_a_config(write: Write) -> None:
    assert load(write("c.py", USE + "use_config('base.py')")).globals_dict["lr"] == 0.1


def test_helpers_of_the_base_are_inherited(write: Write) -> None:
    write("base.py", "lr = 1\ndef schedule(n): return n")

    config = load(write("c.py", USE + "use_config('base.py')\nalias = schedule\ndef own(): pass"))

    assert set(config.globals_dict) == {"lr", "schedule", "alias", "own"}
    assert helpers_of(config) == {"schedule", "own"}


def test_what_the_base_uses_is_not_used_by_the_child(write: Write) -> None:
    write("base.py", "from kohakuengine.config import use\nimport math\nroot = use(math.sqrt)")

    with pytest.raises(ConfigShapeError, match="'mine' is the imported function sqrt"):
        load(write("c.py", USE + "import math\nuse_config('base.py')\nmine = math.sqrt"))


def test_each_child_has_a_base_of_its_own(write: Write) -> None:
    write("base.py", "layers = [64]")
    child = USE + "use_config('base.py')\nlayers.append(1)"

    first, second = load(write("a.py", child)), load(write("b.py", child))

    assert first.globals_dict == second.globals_dict == {"layers": [64, 1]}


# -- config_gen and CONFIG -------------------------------------------------------------------------


@pytest.mark.usefixtures("bases")
def test_config_gen_builds_on_the_config_it_returns(write: Write) -> None:
    code = (
        "from kohakuengine.config import Config\ndef config_gen():\n    base = use_config('base.py')\n"
        "    return Config({**base.globals_dict, 'lr': 1}, kwargs=base.kwargs)"
    )

    config = load(write("c.py", USE + code))

    assert config == Config({"lr": 1, "layers": [64]}, kwargs={"device": "cpu", "seed": 1})


@pytest.mark.usefixtures("bases")
def test_a_generator_builds_on_a_base_while_it_runs(write: Write) -> None:
    code = (
        "from kohakuengine.config import Config\ndef config_gen():\n    for lr in (1, 2):\n"
        "        base = use_config('base.py')\n        yield Config({**base.globals_dict, 'lr': lr})"
    )

    configs = load_config(write("c.py", USE + code))

    assert isinstance(configs, ConfigGenerator)
    assert [config.globals_dict["lr"] for config in configs] == [1, 2]


@pytest.mark.usefixtures("bases")
def test_config_gen_does_not_get_names_of_the_base(write: Write) -> None:
    code = (
        "from kohakuengine.config import Config\ndef config_gen():\n    use_config('base.py')\n"
        "    return Config({'seen': 'lr' in globals()})"
    )

    assert load(write("c.py", USE + code)).globals_dict == {"seen": False}


@pytest.mark.usefixtures("bases")
def test_config_is_built_on_a_base(write: Write) -> None:
    code = "import dataclasses\nCONFIG = dataclasses.replace(use_config('base.py'), args=[9])"

    assert load(write("c.py", USE + code)).args == [9]


def test_the_base_is_made_for_the_same_worker(write: Write) -> None:
    head = "from kohakuengine.config import Config\n"
    write("base.py", head + "def config_gen(worker_id):\n    return Config({'worker': worker_id})")
    path = write("c.py", USE + "use_config('base.py')\nlr = 1")

    assert load_config(path, worker_id=4).globals_dict == {"worker": 4, "lr": 1}  # type: ignore[union-attr]


# -- where the base is -----------------------------------------------------------------------------


def test_the_path_is_relative_to_the_file(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write("configs/base/base.py", "lr = 1")
    write("configs/base/middle.py", USE + "use_config('base.py')")
    child = write("configs/c.py", USE + "use_config('base/middle.py')\nseed = 2")
    monkeypatch.chdir(tmp_path)

    assert load("configs/c.py").globals_dict == {"lr": 1, "seed": 2}
    assert load(child).globals_dict == {"lr": 1, "seed": 2}
    monkeypatch.chdir(tmp_path / "configs")
    assert load("c.py").globals_dict == {"lr": 1, "seed": 2}


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_the_path_is_relative_to_the_real_file_behind_a_link(write: Write, tmp_path: Path) -> None:
    write("store/base.py", "lr = 1")
    os.symlink(write("store/c.py", USE + "use_config('base.py')\nseed = 2"), tmp_path / "current.py")

    assert load(str(tmp_path / "current.py")).globals_dict == {"lr": 1, "seed": 2}


def test_an_absolute_path_is_taken_as_it_is(write: Write) -> None:
    base = write("elsewhere/base.py", "lr = 1")

    assert load(write("c.py", f"{USE}use_config({base!r})")).globals_dict == {"lr": 1}


def test_a_helper_module_inherits_for_the_file(write: Write) -> None:
    write("base.py", "lr = 1")
    write("common.py", USE + "def base():\n    return use_config('base.py').globals_dict")

    assert load(write("c.py", "import common\nlr = common.base()['lr'] + 1")).globals_dict == {"lr": 2}


def test_outside_of_configs_the_path_is_relative_to_the_caller(write: Write) -> None:
    write("base.py", "lr = 1")
    program = write("program.py", USE + "config = use_config('base.py')")
    namespace = {"__file__": program, "__name__": "program"}

    with open(program, encoding="utf-8") as file:
        exec(compile(file.read(), program, "exec"), namespace)

    assert namespace["config"] == Config({"lr": 1})
    assert "lr" not in namespace


# -- what cannot be inherited ----------------------------------------------------------------------


def test_a_sweep_cannot_be_inherited(write: Write) -> None:
    write("sweep.py", "from kohakuengine.config import Config\ndef config_gen():\n    yield Config()")

    with pytest.raises(ConfigShapeError) as caught:
        load(write("c.py", USE + "use_config('sweep.py')"))

    assert str(caught.value) == (
        "sweep.py: a sweep cannot be inherited from (KE601). "
        "use_config() takes a file that gives one Config; load_config() takes any."
    )


def test_a_missing_base_of_a_base_is_named_with_the_base(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write("base.py", USE + "\nuse_config('gone.py')")
    write("c.py", USE + "use_config('base.py')")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ConfigNotFoundError) as caught:
        load("c.py")

    assert (caught.value.path, caught.value.line, caught.value.used) == ("base.py", 3, "gone.py")


def test_a_missing_base_is_named_with_the_line_that_asks_for_it(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write("configs/base.py", "lr = 1")
    write("configs/c.py", USE + "use_config('bse.py')")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ConfigNotFoundError) as caught:
        load("configs/c.py")

    assert str(caught.value) == (
        "configs/c.py:2: use_config: no such config file 'bse.py' (KE502). Did you mean 'base.py'?"
    )


def test_an_exception_of_the_base_names_the_base(write: Write) -> None:
    base = write("base.py", "lr = 1\n1 / 0")

    with pytest.raises(ConfigExecutionError) as caught:
        load(write("c.py", USE + "use_config('base.py')"))

    assert str(caught.value) == f"{base}:2: the config raised ZeroDivisionError: division by zero (KE604)."


CYCLES = {
    "itself": (["a"], "a.py -> a.py"),
    "two": (["a", "b"], "a.py -> b.py -> a.py"),
    "three": (["a", "b", "c"], "a.py -> b.py -> c.py -> a.py"),
}


@pytest.mark.parametrize(("names", "chain"), CYCLES.values(), ids=CYCLES.keys())
@pytest.mark.parametrize(
    "form", ["use_config({!r})", "def config_gen():\n    return use_config({!r})"], ids=["bare", "config_gen"]
)
def test_configs_that_inherit_in_a_circle_are_refused(
    names: list[str], chain: str, form: str, write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, base in zip(names, [*names[1:], names[0]], strict=True):
        write(f"{name}.py", USE + form.format(f"{base}.py"))
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ConfigCycleError) as caught:
        load("a.py")

    assert str(caught.value) == f"{names[-1]}.py: configs inherit in a circle: {chain} (KE603)."
    assert isinstance(caught.value, ValueError)


def test_a_circle_that_is_entered_from_outside_is_named_without_the_way_in(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write("start.py", USE + "use_config('a.py')")
    write("a.py", USE + "use_config('b.py')")
    write("b.py", USE + "use_config('../" + tmp_path.name + "/a.py')")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ConfigCycleError) as caught:
        load("start.py")

    assert caught.value.chain[0] == "a.py"
    assert len(caught.value.chain) == 3


def test_a_circle_names_a_file_once_however_deep_it_calls(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write("a.py", USE + "use_config('b.py')")
    write("b.py", USE + "def inherit():\n    use_config('a.py')\ninherit()")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ConfigCycleError) as caught:
        load("a.py")

    assert caught.value.chain == ["a.py", "b.py", "a.py"]


def test_two_children_of_one_base_are_no_circle(write: Write) -> None:
    write("base.py", "lr = 1")
    write("left.py", USE + "use_config('base.py')")
    write("right.py", USE + "use_config('base.py')\nseed = 1")

    config = load(write("c.py", USE + "use_config('left.py')\nuse_config('right.py')"))

    assert config.globals_dict == {"lr": 1, "seed": 1}


def test_outside_of_a_file_the_path_is_relative_to_the_current_folder(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write("base.py", "lr = 1")
    monkeypatch.chdir(tmp_path)

    namespace: dict[str, Any] = {"use_config": use_config}
    exec("config = use_config('base.py')", namespace)

    assert namespace["config"] == Config({"lr": 1})
