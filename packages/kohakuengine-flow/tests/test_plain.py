"""Values as JSON text: scalars of numpy are the numbers and texts that they hold."""

from __future__ import annotations

import json

import pytest

from kohakuengine.flow.plain import describe, write_plain
from kohakuengine.flow.store.value_filter import ValueFilter

np = pytest.importorskip("numpy", reason="numpy is not installed")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (np.float64(0.1), 0.1),
        (np.float32(0.5), 0.5),
        (np.int64(8), 8),
        (np.uint8(8), 8),
        (np.bool_(True), True),
        (np.str_("adam"), "adam"),
        (np.float64("nan"), {"$type": "float", "$repr": "nan"}),
    ],
    ids=repr,
)
def test_a_scalar_of_numpy_is_described_as_what_it_holds(value: object, shown: object) -> None:
    described = json.loads(describe({"inside": [value]}))["inside"][0]

    assert (described, type(described)) == (shown, type(shown))
    assert write_plain(value) is None  # it comes back as what it was, from its pickle


@pytest.mark.parametrize(
    "value", [np.array([1, 2]), np.array(0.1), np.datetime64("2026-01-31"), np.longdouble(1), np.complex64(1)]
)
def test_what_else_numpy_has_is_described_by_its_repr(value: object) -> None:
    assert json.loads(describe(value))["$repr"]


def test_a_class_that_only_looks_like_a_scalar_of_numpy_is_not_asked() -> None:
    class Generic:
        __module__ = "numpy"

        def item(self) -> int:
            raise AssertionError

    assert json.loads(describe(Generic()))["$type"].endswith("Generic")


@pytest.mark.parametrize("condition", ["lr<0.2", "lr=0.1", "lr>=0.1", "bs=8", "is_on=true", "steps=1"])
def test_conditions_compare_them_as_numbers(condition: str) -> None:
    values = {"lr": np.float64(0.1), "bs": np.int64(8), "is_on": np.bool_(True), "steps": "1"}

    assert ValueFilter.parse(condition).holds(json.loads(describe(values)))
