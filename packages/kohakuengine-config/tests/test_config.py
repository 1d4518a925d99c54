"""Config: the seed's mutable record, a dataclass for everything in `dataclasses`."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
import typing
from typing import Any

import pytest

from kohakuengine.config import Config, ConfigProvider, Configurable


@dataclasses.dataclass
class Sweep(Config):
    """A subclass made as the seed's Config was: with @dataclass."""

    name: str = "sweep"


class Plain(Config):
    """A subclass without @dataclass."""


@dataclasses.dataclass
class Checked(Config):
    """A subclass with a check of its own."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.globals_dict:
            raise ValueError("empty")


def full() -> Config:
    return Config({"lr": 0.1}, [1], {"device": "cpu"}, {"run": 1})


def test_a_config_without_parts_is_empty() -> None:
    config = Config()

    assert (config.globals_dict, config.args, config.kwargs, config.metadata) == ({}, [], {}, {})


def test_two_configs_share_nothing() -> None:
    first, second = Config(), Config()

    first.globals_dict["lr"] = 1
    first.args.append(1)  # type: ignore[union-attr]

    assert second == Config()


def test_parts_are_given_by_position_or_name() -> None:
    assert full() == Config(globals_dict={"lr": 0.1}, args=[1], kwargs={"device": "cpu"}, metadata={"run": 1})


def test_parts_are_kept_by_identity() -> None:
    values: dict[str, Any] = {}

    assert Config(values).globals_dict is values


def test_a_config_is_mutable() -> None:
    config = Config()

    config.globals_dict = {"lr": 1}

    assert config == Config({"lr": 1})


def test_the_class_has_no_values_of_its_own() -> None:
    assert not any(hasattr(Config, name) for name in Config.__match_args__)


def test_args_may_be_a_tuple_and_metadata_none() -> None:
    config = Config(args=(1, 2), metadata=None)

    assert (config.args, config.metadata) == ((1, 2), None)


WRONG = {
    "globals_dict": ({"globals_dict": []}, "globals_dict must be a dict, got list"),
    "globals_dict None": ({"globals_dict": None}, "globals_dict must be a dict, got NoneType"),
    "args": ({"args": "ab"}, "args must be a list or tuple, got str"),
    "args None": ({"args": None}, "args must be a list or tuple, got NoneType"),
    "kwargs": ({"kwargs": [1]}, "kwargs must be a dict, got list"),
    "metadata": ({"metadata": [1]}, "metadata must be a dict or None, got list"),
    "key": ({"globals_dict": {1: 2}}, "the keys of globals_dict must be strings, got 1"),
    "kwargs key": ({"kwargs": {None: 2}}, "the keys of kwargs must be strings, got None"),
}


@pytest.mark.parametrize(("parts", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_part_of_the_wrong_type_is_refused(parts: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError) as caught:
        Config(**parts)

    assert str(caught.value) == message


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'global_dict'"):
        Config(global_dict={})  # type: ignore[call-arg]


def test_metadata_may_have_any_keys() -> None:
    keys: Any = {1: 2}

    assert Config(metadata=keys).metadata == keys


def test_a_config_shows_its_parts() -> None:
    shown = "Config(globals_dict={'lr': 0.1}, args=[1], kwargs={'device': 'cpu'}, metadata={'run': 1})"

    assert repr(full()) == shown
    assert repr(Plain()) == "Plain(globals_dict={}, args=[], kwargs={}, metadata={})"


@pytest.mark.parametrize("part", ["globals_dict", "args", "kwargs", "metadata"])
def test_configs_are_equal_by_their_parts(part: str) -> None:
    emptied: dict[str, Any] = {part: [] if part == "args" else {}}
    other = dataclasses.replace(full(), **emptied)

    assert full() == full()
    assert full() != other


def test_configs_of_different_classes_are_not_equal() -> None:
    assert Plain() != Config()
    assert Config() != {}


def test_a_config_has_no_hash() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Config())


def test_a_config_matches_by_position() -> None:
    match full():
        case Config({"lr": lr}, [first], kwargs, metadata):
            assert (lr, first, kwargs, metadata) == (0.1, 1, {"device": "cpu"}, {"run": 1})
        case _:
            pytest.fail("no match")


# -- a dataclass -----------------------------------------------------------------------------------


def test_dataclasses_knows_a_config() -> None:
    assert dataclasses.is_dataclass(Config)
    assert dataclasses.is_dataclass(Config())
    assert [field.name for field in dataclasses.fields(Config)] == [
        "globals_dict",
        "args",
        "kwargs",
        "metadata",
    ]
    factories: list[Any] = [field.default_factory for field in dataclasses.fields(full())]
    assert factories == [dict, list, dict, dict]


def test_dataclasses_takes_a_config_apart() -> None:
    config = full()

    assert dataclasses.asdict(config) == {
        "globals_dict": {"lr": 0.1},
        "args": [1],
        "kwargs": {"device": "cpu"},
        "metadata": {"run": 1},
    }
    assert dataclasses.astuple(config) == ({"lr": 0.1}, [1], {"device": "cpu"}, {"run": 1})


def test_dataclasses_replaces_parts_of_a_config() -> None:
    config = full()

    changed = dataclasses.replace(config, args=[2])

    assert changed == Config({"lr": 0.1}, [2], {"device": "cpu"}, {"run": 1})
    assert changed.globals_dict is config.globals_dict
    assert config.args == [1]


def test_replacing_a_part_by_a_wrong_one_is_refused() -> None:
    with pytest.raises(TypeError, match="args must be a list or tuple, got int"):
        dataclasses.replace(full(), args=3)  # type: ignore[arg-type]


def test_a_config_has_the_same_dataclass_facts_as_the_seed() -> None:
    @dataclasses.dataclass
    class Seed:
        globals_dict: dict[str, Any] = dataclasses.field(default_factory=dict)
        args: list[Any] = dataclasses.field(default_factory=list)
        kwargs: dict[str, Any] = dataclasses.field(default_factory=dict)
        metadata: dict[str, Any] | None = dataclasses.field(default_factory=dict)

    assert repr(Config.__dataclass_params__) == repr(Seed.__dataclass_params__)  # type: ignore[attr-defined]
    assert Config.__match_args__ == Seed.__match_args__
    assert str(inspect.signature(Config)).replace("object", "Any").split(" -> ")[0].count("<factory>") == 4
    assert list(inspect.signature(Config).parameters) == list(inspect.signature(Seed).parameters)


def test_the_types_of_a_config_can_be_resolved() -> None:
    hints = typing.get_type_hints(Config)

    assert list(hints) == ["globals_dict", "args", "kwargs", "metadata"]


def test_a_subclass_by_dataclass_has_the_fields_of_both() -> None:
    sweep = Sweep({"lr": 1}, name="x")

    assert [field.name for field in dataclasses.fields(Sweep)][-2:] == ["metadata", "name"]
    assert sweep == Sweep(globals_dict={"lr": 1}, name="x")
    assert sweep != Sweep(globals_dict={"lr": 1})
    assert repr(sweep).endswith("metadata={}, name='x')")
    assert isinstance(sweep, Config)
    assert Sweep().args == []


def test_a_subclass_by_dataclass_checks_its_parts() -> None:
    with pytest.raises(TypeError, match="kwargs must be a dict, got list"):
        Sweep(kwargs=[])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="empty"):
        Checked()


def test_a_plain_subclass_is_a_dataclass_too() -> None:
    plain = Plain({"lr": 1})

    assert dataclasses.replace(plain, args=[1]) == Plain({"lr": 1}, [1])


@pytest.mark.skipif(sys.version_info < (3, 13), reason="copy.replace is of Python 3.13")
def test_copy_replaces_parts_of_a_config() -> None:
    assert copy.replace(full(), args=[2]) == dataclasses.replace(full(), args=[2])  # type: ignore[attr-defined]


def test_copies_of_a_config_are_equal() -> None:
    config = full()

    assert copy.copy(config) == copy.deepcopy(config) == config
    assert copy.copy(config).globals_dict is config.globals_dict
    assert copy.deepcopy(config).globals_dict is not config.globals_dict


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_config_survives_a_pickle(protocol: int) -> None:
    assert pickle.loads(pickle.dumps(full(), protocol)) == full()
    assert pickle.loads(pickle.dumps(Sweep(name="x"), protocol)) == Sweep(name="x")


def test_extra_attributes_survive_copies_and_pickles() -> None:
    config = full()
    config.note = "mine"  # type: ignore[attr-defined]

    assert copy.copy(config).note == "mine"  # type: ignore[attr-defined]
    assert pickle.loads(pickle.dumps(config)).note == "mine"


DATACLASS_USES = [
    "dataclasses.is_dataclass(Config)",
    "dataclasses.is_dataclass(Config())",
    "len(dataclasses.fields(Config)) == 4",
    "dataclasses.replace(Config(), args=[1]).args == [1]",
    "dataclasses.asdict(Config())['args'] == []",
    "dataclasses.dataclass(type('Sub', (Config,), {}))({'a': 1}).globals_dict == {'a': 1}",
    "Config.__dataclass_params__.eq and Config.__dataclass_params__.eq",
    "Config().__dataclass_fields__ is Config.__dataclass_fields__",
]


@pytest.mark.parametrize("use", DATACLASS_USES)
def test_the_first_use_of_a_fresh_interpreter_finds_a_dataclass(use: str) -> None:
    code = (
        "import sys; from kohakuengine.config import Config; Config() == Config(); repr(Config())\n"
        f"assert 'dataclasses' not in sys.modules\nimport dataclasses\nassert {use}"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.stderr == ""


def test_the_protocols_are_checked_at_run_time() -> None:
    class Provider:
        def get_config(self) -> Config:
            return Config()

    class Consumer:
        def apply_config(self, config: Config) -> None: ...

    assert isinstance(Provider(), ConfigProvider)
    assert not isinstance(Consumer(), ConfigProvider)
    assert isinstance(Consumer(), Configurable)
    assert not isinstance(Provider(), Configurable)
