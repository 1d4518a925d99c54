"""JSON, TOML and YAML configs, and parsed data."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config import Config, ConfigShapeError, FormatSupportError, load_config, load_from_dict
from kohakuengine.config.base import source_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str], str]

JSON = (
    '{"globals": {"lr": 0.1, "dims": [64, 128]}, "args": [1], "kwargs": '
    '{"device": "cpu"}, "metadata": {"run": 1}}'
)
TOML = """\
    args = [1]

    [globals]
    lr = 0.1
    dims = [64, 128]

    [kwargs]
    device = "cpu"

    [metadata]
    run = 1
    """
YAML = """\
    globals:
      lr: 0.1
      dims: [64, 128]
    args: [1]
    kwargs: {device: cpu}
    metadata:
      run: 1
    """
FULL = Config({"lr": 0.1, "dims": [64, 128]}, [1], {"device": "cpu"}, {"run": 1})


@pytest.mark.parametrize(
    ("name", "text"),
    [("c.json", JSON), ("c.toml", TOML), ("c.yaml", YAML), ("c.yml", YAML), ("c.JSON", JSON)],
)
def test_a_data_file_is_a_config(name: str, text: str, write: Write) -> None:
    path = write(name, text)

    config = load_config(path)

    assert config == FULL
    assert isinstance(config, Config)
    assert source_of(config) == (path, 0)


PARTS: dict[str, tuple[dict[str, Any], Config]] = {
    "nothing": ({}, Config()),
    "globals": ({"globals": {"lr": 1}}, Config({"lr": 1})),
    "args": ({"args": [1, 2]}, Config(args=[1, 2])),
    "kwargs": ({"kwargs": {"a": 1}}, Config(kwargs={"a": 1})),
    "metadata": ({"metadata": {"a": 1}}, Config(metadata={"a": 1})),
    "null parts": ({"globals": None, "args": None, "kwargs": None, "metadata": None}, Config()),
}


@pytest.mark.parametrize(("data", "config"), PARTS.values(), ids=PARTS.keys())
def test_parsed_data_is_a_config(data: dict[str, Any], config: Config) -> None:
    assert load_from_dict(data) == config


def test_parsed_values_pass_by_identity() -> None:
    values = {"lr": 1}

    assert load_from_dict({"globals": values}).globals_dict is values


WRONG_DATA: dict[str, tuple[Any, str]] = {
    "unknown key": (
        {"lr": 0.1},
        "unknown key 'lr' (KE601). Values of the script stand under 'globals'.",
    ),
    "misspelt key": (
        {"global": {}},
        "unknown key 'global' (KE601). Did you mean 'globals'? Values of the script stand under 'globals'.",
    ),
    "field of Config": (
        {"globals_dict": {}},
        "unknown key 'globals_dict' (KE601). Did you mean 'globals'? Values of the "
        "script stand under 'globals'.",
    ),
    "key that is no word": (
        {1: 2},
        "unknown key 1 (KE601). Values of the script stand under 'globals'.",
    ),
    "list": ([1], "a config is a mapping of globals, args, kwargs, metadata, got list (KE601)."),
    "nothing at all": (
        None,
        "a config is a mapping of globals, args, kwargs, metadata, got NoneType (KE601).",
    ),
}


@pytest.mark.parametrize(("data", "message"), WRONG_DATA.values(), ids=WRONG_DATA.keys())
def test_other_data_is_refused(data: Any, message: str) -> None:
    with pytest.raises(ConfigShapeError) as caught:
        load_from_dict(data)

    assert str(caught.value) == message


def test_a_part_of_the_wrong_type_is_refused_as_by_config() -> None:
    with pytest.raises(TypeError, match="globals_dict must be a dict, got list"):
        load_from_dict({"globals": [1]})


WRONG_FILES: dict[str, tuple[str, str, str]] = {
    "no JSON": (
        "c.json",
        '{"globals": \n{,}}',
        "c.json:2: it is not JSON: Expecting property name enclosed in double quotes (column 2) (KE601).",
    ),
    "empty JSON": ("c.json", "", "c.json:1: it is not JSON: Expecting value (column 1) (KE601)."),
    "JSON key twice": (
        "c.json",
        '{"globals": {"lr": 1,\n "lr": 2}}',
        "c.json: the key 'lr' is given twice (KE601).",
    ),
    "JSON list": (
        "c.json",
        "[1]",
        "c.json: a config is a mapping of globals, args, kwargs, metadata, got list (KE601).",
    ),
    "JSON part": ("c.json", '{"args": 3}', "c.json: args must be a list or tuple, got int (KE601)."),
    "JSON unknown key": (
        "c.json",
        '{"lr": 0.1}',
        "c.json: unknown key 'lr' (KE601). Values of the script stand under 'globals'.",
    ),
    "JSON too deep": ("c.json", '{"globals": ' + "[" * 100_000, "c.json: it is nested too deeply (KE601)."),
    "no YAML": (
        "c.yaml",
        "globals:\n  a: [1",
        "c.yaml:2: it is not YAML: expected ',' or ']', but got '<stream end>' (KE601).",
    ),
    "empty YAML": (
        "c.yaml",
        "",
        "c.yaml: a config is a mapping of globals, args, kwargs, metadata, got NoneType (KE601).",
    ),
    "YAML key twice": (
        "c.yaml",
        "globals:\n  lr: 1\n  seed: 2\n  lr: 3\n",
        "c.yaml:4: the key 'lr' is given twice (KE601).",
    ),
    "YAML keys": (
        "c.yaml",
        "globals:\n  1: 2\n",
        "c.yaml: the keys of globals_dict must be strings, got 1 (KE601).",
    ),
    "YAML tag": (
        "c.yaml",
        "globals:\n  a: !!python/object/apply:os.getcwd []\n",
        "c.yaml:2: it is not YAML: could not determine a constructor for the tag "
        "'tag:yaml.org,2002:python/object/apply:os.getcwd' (KE601).",
    ),
    "two YAML documents": (
        "c.yaml",
        "globals: {}\n---\nglobals: {}\n",
        "c.yaml:2: it is not YAML: but found another document (KE601).",
    ),
}


@pytest.mark.parametrize(("name", "text", "message"), WRONG_FILES.values(), ids=WRONG_FILES.keys())
def test_a_wrong_data_file_is_refused_with_its_place(
    name: str, text: str, message: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(os.path.dirname(write(name, text)))

    with pytest.raises(ConfigShapeError) as caught:
        load_config(name)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[globals]\nlr = \n", ":2: it is not TOML: Invalid value (column 6) (KE601)."),
        ("[globals]\nlr = 1\nlr = 2\n", ":3: it is not TOML: Cannot overwrite a value (column 7) (KE601)."),
        ("a = [", ": it is not TOML: Invalid value (at end of document) (KE601)."),
    ],
    ids=["value", "key twice", "end"],
)
def test_a_file_that_is_no_toml_is_refused_with_its_line(text: str, message: str, write: Write) -> None:
    path = write("c.toml", text)

    with pytest.raises(ConfigShapeError) as caught:
        load_config(path)

    said = str(caught.value).replace("Can not", "Cannot")  # tomli 2.0 writes two words
    assert said == path + message


@pytest.mark.parametrize("suffix", ["json", "toml", "yaml"])
def test_bytes_that_are_no_utf_8_are_refused_with_their_line(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"c.{suffix}"
    path.write_bytes(b"# x\n# \xff\n")

    with pytest.raises(ConfigShapeError) as caught:
        load_config(path)

    assert str(caught.value) == f"{path}:2: it is not UTF-8 text (KE601)."


@pytest.mark.parametrize(("suffix", "text"), [("json", JSON), ("toml", TOML), ("yaml", YAML)])
def test_a_byte_order_mark_is_no_matter(suffix: str, text: str, tmp_path: Path) -> None:
    import textwrap

    path = tmp_path / f"c.{suffix}"
    path.write_text("\ufeff" + textwrap.dedent(text), encoding="utf-8")

    assert load_config(path) == FULL


NUMBERS = [
    ("1e-3", 0.001),
    ("1E5", 100000.0),
    ("-2e3", -2000.0),
    ("1.5e3", 1500.0),
    ("1.0e+3", 1000.0),
    ("1_0e2", 1000.0),
    ("0.1", 0.1),
    ("10", 10),
    ("1e", "1e"),
    ("e5", "e5"),
    ("yes", True),
    ("~", None),
    ("2024-01-31", dt.date(2024, 1, 31)),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS, ids=[text for text, _ in NUMBERS])
def test_yaml_numbers_are_what_people_mean(text: str, value: object, write: Write) -> None:
    config = load_config(write("c.yaml", f"globals:\n  x: {text}\n"))

    assert config == Config({"x": value})
    assert isinstance(config, Config)
    assert type(config.globals_dict["x"]) is type(value)


def test_yaml_merge_keys_may_be_overridden(write: Write) -> None:
    text = "globals:\n  base: &base {lr: 1, seed: 2}\n  own: {<<: *base, lr: 3}\n"

    config = load_config(write("c.yaml", text))

    assert config == Config({"base": {"lr": 1, "seed": 2}, "own": {"lr": 3, "seed": 2}})


def test_toml_dates_stay_dates(write: Write) -> None:
    config = load_config(write("c.toml", "[globals]\nday = 2024-01-31\n"))

    assert config == Config({"day": dt.date(2024, 1, 31)})


MISSING = {
    "yaml": ("c.yaml", ["yaml"], "YAML", "yaml"),
    "toml": ("c.toml", ["tomli"], "TOML", "toml"),
}


@pytest.mark.parametrize(("name", "modules", "form", "extra"), MISSING.values(), ids=MISSING.keys())
def test_a_missing_reader_names_its_extra(
    name: str, modules: list[str], form: str, extra: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    if form == "TOML" and sys.version_info >= (3, 11):
        pytest.skip("TOML is in the standard library since Python 3.11")
    path = write(name, "")
    for module in modules:
        monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(FormatSupportError) as caught:
        load_config(path)

    assert str(caught.value) == (
        f"{path}: no reader for {form} is installed (KE605). "
        f"Install it: pip install 'kohakuengine-config[{extra}]'."
    )
    assert isinstance(caught.value, ImportError)
    assert isinstance(caught.value, ValueError)


def test_nothing_of_a_data_file_is_executed(write: Write) -> None:
    path = write("c.json", '{"globals": {"x": "__import__(\'os\')"}}')
    code = (
        f"import sys; from kohakuengine.config import load_config; print(load_config({path!r}).globals_dict)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "{'x': \"__import__('os')\"}\n"
