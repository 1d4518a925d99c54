"""copy_plain: plain containers are copied, everything else stays the very object."""

from __future__ import annotations

import collections
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kohakuengine.config import copy_plain


class Leaf:
    """An object with an identity, hashable."""


class OwnList(list[Any]):
    pass


LEAVES = st.integers() | st.text() | st.builds(Leaf) | st.builds(OwnList)
PLAIN = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(st.text(), inner)
        | st.sets(st.integers() | st.builds(Leaf))
        | st.frozensets(st.builds(Leaf))
        | st.binary().map(bytearray)
    ),
    max_leaves=10,
)
MUTABLE = (list, dict, set, bytearray)


def parts(value: Any, found: list[Any] | None = None) -> list[Any]:
    """List a value and everything in it, in a fixed order, without entering anything twice."""
    found = [] if found is None else found
    if any(value is known for known in found):
        return found
    found.append(value)
    if type(value) in (list, tuple):
        for element in value:
            parts(element, found)
    elif type(value) is dict:
        for element in value.values():
            parts(element, found)
    return found


@given(PLAIN)
def test_a_copy_is_equal(value: Any) -> None:
    assert copy_plain(value) == value
    assert type(copy_plain(value)) is type(value)


@given(PLAIN)
def test_a_copy_shares_no_mutable_container(value: Any) -> None:
    originals = [part for part in parts(value) if type(part) in MUTABLE]
    copies = [part for part in parts(copy_plain(value)) if type(part) in MUTABLE]

    assert len(originals) == len(copies)
    assert not {id(part) for part in originals} & {id(part) for part in copies}


@given(PLAIN)
def test_a_copy_keeps_the_identity_of_leaves(value: Any) -> None:
    leaves = [part for part in parts(value) if isinstance(part, (Leaf, OwnList))]
    copied = [part for part in parts(copy_plain(value)) if isinstance(part, (Leaf, OwnList))]

    assert list(map(id, leaves)) == list(map(id, copied))


@given(PLAIN)
def test_a_copy_keeps_aliases(inner: Any) -> None:
    value = [inner, {"again": inner}, (inner,)]

    copy = copy_plain(value)

    assert copy[0] is copy[1]["again"] is copy[2][0]


CYCLES = ["list", "dict", "through a tuple", "through a dict"]


@pytest.mark.parametrize("kind", CYCLES)
def test_a_copy_keeps_cycles(kind: str) -> None:
    if kind == "list":
        loop: Any = []
        loop.append(loop)
        copy = copy_plain(loop)
        assert copy is not loop
        assert copy[0] is copy
    elif kind == "dict":
        table: Any = {}
        table["self"] = table
        copy = copy_plain(table)
        assert copy["self"] is copy is not table
    elif kind == "through a tuple":
        inner: Any = []
        pair = (inner, 1)
        inner.append(pair)
        copy = copy_plain(pair)
        assert copy[0] is not inner
        assert copy[0][0][0] is copy[0]
    else:
        first: Any = {}
        second = [first]
        first["second"] = second
        copy = copy_plain(second)
        assert copy[0]["second"] is copy is not second


OTHERS = [
    OwnList([1]),
    collections.OrderedDict(a=[1]),
    collections.Counter("a"),
    range(3),
    "text",
    b"bytes",
    Leaf(),
    Leaf,
    len,
    None,
]


@pytest.mark.parametrize("value", OTHERS, ids=[type(value).__name__ for value in OTHERS])
def test_other_objects_stay_themselves(value: object) -> None:
    assert copy_plain(value) is value
    assert copy_plain([value])[0] is value


def test_keys_stay_the_very_objects() -> None:
    key = (Leaf(),)

    copy = copy_plain({key: [1]})

    assert next(iter(copy)) is key or next(iter(copy)) == key


def test_an_empty_container_is_copied() -> None:
    value: list[Any] = [[], {}, set(), bytearray()]

    copy = copy_plain(value)

    assert all(a is not b and a == b for a, b in zip(value, copy, strict=True))


def test_the_order_of_a_dict_is_kept() -> None:
    assert list(copy_plain({"b": 1, "a": 2})) == ["b", "a"]
