"""Errors: fields first, the message built from them, the builtins that callers expect."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from kohakuengine import config
from kohakuengine.config import KohakuError
from kohakuengine.config import errors as tree
from kohakuengine.config.kohaku_error import did_you_mean, nearest

# Class, fields, builtins, message.
ERRORS: list[tuple[type[KohakuError], dict[str, Any], tuple[type, ...], str]] = [
    (
        tree.UnknownParameterError,
        {"name": "lrr", "path": "train.py", "line": 12, "candidates": ["lr", "epochs"]},
        (ValueError,),
        "train.py:12: no parameter 'lrr' (KE101). Did you mean 'lr'? 'kogine "
        "inspect train.py' lists them all.",
    ),
    (
        tree.UnknownParameterError,
        {"name": "data", "path": "train.py", "hint": "Type it after '--'.", "is_listed": False},
        (ValueError,),
        "train.py: no parameter 'data' (KE101). Type it after '--'.",
    ),
    (
        tree.UnknownParameterError,
        {"name": "zzz", "candidates": ["lr"]},
        (ValueError,),
        "no parameter 'zzz' (KE101).",
    ),
    (
        tree.ProtectedNameError,
        {"name": "__name__", "path": "train.py"},
        (ValueError,),
        "train.py: '__name__' cannot be set, it is python's own (KE102).",
    ),
    (
        tree.AmbiguousNameError,
        {"name": "lr", "path": "train.py", "line": 3, "option_line": 30},
        (ValueError,),
        "train.py:3: 'lr' is a global and an unrelated option (line 30) (KE103). "
        "Say which: 'global:lr' or 'option:lr'.",
    ),
    (
        tree.AmbiguousNameError,
        {"name": "lr"},
        (ValueError,),
        "'lr' is a global and an unrelated option (KE103). Say which: 'global:lr' or 'option:lr'.",
    ),
    (
        tree.NotOverridableError,
        {"name": "i", "path": "train.py", "line": 4, "reason": "is a loop variable"},
        (ValueError,),
        "train.py:4: 'i' cannot be overridden, it is a loop variable (KE104).",
    ),
    (
        tree.UnknownPathError,
        {
            "name": "cfg.dpeth",
            "path": "t.py",
            "line": 2,
            "missing": "dpeth",
            "owner": "cfg",
            "candidates": ["depth"],
        },
        (ValueError,),
        "t.py:2: 'cfg.dpeth' leads nowhere, cfg has no 'dpeth' (KE105). Did you mean 'depth'?",
    ),
    (
        tree.InheritedMemberError,
        {"name": "Sub.lr", "path": "t.py", "line": 9, "base": "Base"},
        (ValueError,),
        "t.py:9: 'Sub.lr' is declared by the base class Base (KE106). Set 'Base.lr'.",
    ),
    (
        tree.ValueFitError,
        {"name": "lr", "path": "t.py", "line": 1, "reason": "expected float, got 'fast'", "default": "1e-3"},
        (ValueError, TypeError),
        "t.py:1: the value of 'lr' does not fit: expected float, got 'fast' (KE201). Its default is 1e-3.",
    ),
    (
        tree.ValueFitError,
        {"name": "lr", "reason": "expected float, got 'fast'"},
        (ValueError, TypeError),
        "the value of 'lr' does not fit: expected float, got 'fast' (KE201).",
    ),
    (
        tree.MalformedOverrideError,
        {"text": "lr", "reason": "it has no '='"},
        (ValueError,),
        "'lr' is not an override: it has no '=' (KE202). "
        "Write NAME=VALUE, as in 'lr=0.1', 'model.depth=4' or '+new_name=1'.",
    ),
    (
        tree.CarryError,
        {"name": "f", "path": "t.py", "reason": "it cannot be pickled"},
        (RuntimeError,),
        "t.py: the value of 'f' cannot travel to a child process: it cannot be pickled (KE203). Install "
        "cloudpickle, or set it in a config file, which the child can read again, "
        "to the same value each time.",
    ),
    (
        tree.ConfigNotFoundError,
        {"path": "a.py"},
        (FileNotFoundError, OSError),
        "a.py: no such config file (KE502).",
    ),
    (
        tree.ConfigNotFoundError,
        {"path": "configs/swep.py", "candidates": ["configs/sweep.toml", "configs/x.py"]},
        (FileNotFoundError,),
        "configs/swep.py: no such config file (KE502). Did you mean 'configs/sweep.toml'?",
    ),
    (
        tree.ConfigShapeError,
        {"path": "a.py", "line": 2, "reason": "it is wrong", "hint": "Mend it."},
        (ValueError,),
        "a.py:2: it is wrong (KE601). Mend it.",
    ),
    (
        tree.ConfigYieldError,
        {"path": "a.py", "line": 2, "got": "dict"},
        (TypeError,),
        "a.py:2: Generator must yield Config objects, got dict (KE602). Write "
        "'yield Config(globals_dict={...})'.",
    ),
    (
        tree.ConfigCycleError,
        {"path": "a.py", "chain": ["a.py", "b.py", "a.py"]},
        (ValueError,),
        "a.py: configs inherit in a circle: a.py -> b.py -> a.py (KE603).",
    ),
    (
        tree.ConfigExecutionError,
        {"path": "a.py", "line": 3, "reason": "KeyError: 'x'"},
        (RuntimeError,),
        "a.py:3: the config raised KeyError: 'x' (KE604).",
    ),
    (
        tree.FormatSupportError,
        {"path": "a.yaml", "format": "YAML", "extra": "yaml"},
        (ImportError, ValueError),
        "a.yaml: no reader for YAML is installed (KE605). Install it: pip install "
        "'kohakuengine-config[yaml]'.",
    ),
]
IDS = [f"{cls.__name__} {index}" for index, (cls, *_) in enumerate(ERRORS)]
ROWS = pytest.mark.parametrize(("cls", "fields", "builtins", "message"), ERRORS, ids=IDS)


@ROWS
def test_a_message_says_what_where_and_what_now(
    cls: type[KohakuError], fields: dict[str, Any], builtins: tuple[type, ...], message: str
) -> None:
    error = cls(**fields)

    assert str(error) == message
    assert f"({cls.code})" in message


@ROWS
def test_an_error_is_the_builtin_that_callers_expect(
    cls: type[KohakuError], fields: dict[str, Any], builtins: tuple[type, ...], message: str
) -> None:
    error = cls(**fields)

    assert all(isinstance(error, builtin) for builtin in (*builtins, KohakuError, Exception))


@ROWS
def test_an_error_survives_a_pickle(
    cls: type[KohakuError], fields: dict[str, Any], builtins: tuple[type, ...], message: str
) -> None:
    error = pickle.loads(pickle.dumps(cls(**fields)))

    assert type(error) is cls
    assert str(error) == message
    assert {name: getattr(error, name) for name in fields} == fields


@ROWS
def test_an_error_shows_its_fields(
    cls: type[KohakuError], fields: dict[str, Any], builtins: tuple[type, ...], message: str
) -> None:
    shown = repr(cls(**fields))

    assert shown.startswith(f"{cls.__name__}(")
    assert all(f"{name}={value!r}" in shown for name, value in fields.items())


def test_a_field_can_be_added_to_an_error_that_is_on_its_way() -> None:
    error = tree.ConfigShapeError(reason="it is wrong")

    error.path = "a.py"
    error.line = 3

    assert str(error) == "a.py:3: it is wrong (KE601)."


def test_a_missing_field_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match=r"UnknownParameterError: missing fields \['name'\]"):
        tree.UnknownParameterError(path="a.py")  # type: ignore[call-arg]


def test_an_unknown_field_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match=r"ConfigYieldError: unknown fields \['gott'\]"):
        tree.ConfigYieldError(gott="dict")  # type: ignore[call-arg]


def test_every_code_is_used_once() -> None:
    classes = [getattr(tree, name) for name in tree.__all__ if name != "nearest"]
    codes = [cls.code for cls in classes if "code" in vars(cls) and cls is not KohakuError]

    assert len(codes) == len(set(codes)) == len({cls for cls, *_ in ERRORS})
    assert all(
        cls.code in (tree.__doc__ or "") for cls in classes if "code" in vars(cls) and cls is not KohakuError
    )


def test_every_error_is_public() -> None:
    names = {name for name in tree.__all__ if name.endswith("Error")}

    assert names <= set(config.__all__)
    assert all(getattr(config, name) is getattr(tree, name) for name in names)


NEAREST = {
    "one": ("lrr", ["lr", "epochs"], ["lr"]),
    "case": ("LR", ["lr", "epochs"], ["lr"]),
    "best first": ("learning_rat", ["learning", "learning_rate"], ["learning_rate", "learning"]),
    "at most three": ("aaaa", ["aaab", "aaac", "aaad", "aaae"], 3),
    "none": ("zzz", ["lr"], []),
    "no candidates": ("lr", [], []),
    "the first of one spelling": ("lrx", ["lr", "LR"], ["lr"]),
}


@pytest.mark.parametrize(("name", "candidates", "found"), NEAREST.values(), ids=NEAREST.keys())
def test_the_nearest_names(name: str, candidates: list[str], found: Any) -> None:
    result = nearest(name, candidates)

    assert (len(result) if isinstance(found, int) else result) == found


def test_the_question_for_a_misspelt_name() -> None:
    assert did_you_mean("lrr", ["lr"]) == "Did you mean 'lr'?"
    assert did_you_mean("lr_mox", ["lr_max", "lr_mix"]) == "Did you mean 'lr_mix' or 'lr_max'?"
    assert did_you_mean("zzz", ["lr"]) == ""
