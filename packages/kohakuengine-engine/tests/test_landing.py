"""How values land: counted, copied or handed over as they are, without a frame of Python."""

from __future__ import annotations

import gc
import pickle
import sys
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kohakuengine.engine.landing import Landing, Trace, fill
from kohakuengine.engine.record import CompiledTarget, Record

FIELDS = {
    "default": None,
    "is_annotated": False,
    "is_early": True,
    "is_watched": True,
    "key": "x",
    "kind": "global",
    "library": "",
    "line": 1,
    "lines": (1,),
    "name": "x",
    "path": (),
    "spec": ("any",),
}


def landing_of(value: object, text: str | None = None, **fields: Any) -> Landing:
    merged = {**FIELDS, **fields}
    return Landing(CompiledTarget(**merged), value, text)


OBJECTS = [1, 1.5, "text", None, len, Fraction(1, 3), object(), range(3), type("Mine", (list,), {})([1])]


@pytest.mark.parametrize("value", OBJECTS, ids=lambda value: type(value).__name__)
def test_an_object_lands_as_it_is(value: object) -> None:
    iterator = landing_of(value).iterator()

    assert next(iterator) is value
    assert next(iterator) is value


SHARED = [1]
CONTAINERS: dict[str, Any] = {
    "list": [1, [2, "a"], None],
    "dict": {"a": {"b": [1.5]}},
    "dict in order": dict.fromkeys("zyx"),
    "set": {1, 2},
    "bytearray": bytearray(b"ab"),
    "tuple of a list": ([1], 2),
    "list of a set": [{1}],
    "with an object": [SHARED, Fraction(1, 2)],
    "the same twice": [SHARED, SHARED],
    "empty": [],
}


@pytest.mark.parametrize("value", CONTAINERS.values(), ids=CONTAINERS.keys())
def test_a_container_lands_as_a_copy_each_time(value: Any) -> None:
    first, second = (next(iterator) for iterator in [landing_of(value).iterator()] * 2)

    assert first == second == value
    assert (type(first), repr(first)) == (type(value), repr(value))
    assert first is not second
    assert value is not first


def test_what_was_one_object_stays_one_in_a_copy() -> None:
    for value in ([SHARED, SHARED], [SHARED, SHARED, Fraction(1, 2)]):
        copy = next(landing_of(value).iterator())

        assert copy[0] is copy[1]
        assert copy[0] is not SHARED


def test_a_container_that_holds_itself_lands() -> None:
    value: list[Any] = [1]
    value.append(value)

    copy = next(landing_of(value).iterator())

    assert copy[1] is copy
    assert copy is not value


PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(), st.binary()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.one_of(st.text(), st.integers()), inner, max_size=3),
    ),
    max_leaves=8,
)


@given(PLAIN)
def test_a_copy_equals_its_value_and_types(value: object) -> None:
    copy = next(landing_of(value).iterator())

    assert copy == value
    assert repr(copy) == repr(value)


@pytest.mark.parametrize("value", [1, [1], {1}, object()], ids=["int", "list", "set", "object"])
def test_every_landing_is_counted(value: object) -> None:
    landing = landing_of(value)
    one, other = landing.iterator(), landing.iterator()
    before = landing.has_landed

    next(one), next(other), next(one)

    assert (before, landing.has_landed) == (False, True)
    assert landing.counter.__length_hint__() == sys.maxsize - 3


def test_of_the_copies_of_a_statement_the_last_is_known() -> None:
    landing = landing_of([1])
    iterators = [landing.iterator(), landing.iterator()]

    copies = [next(iterators[0]), next(iterators[1]), next(iterators[0])]

    assert landing.landed == [Trace(id=id(copies[2])), Trace(id=id(copies[1]))]


TRACKED = [[], {}, set(), ([],), [object()]]


@pytest.mark.parametrize("value", TRACKED, ids=["list", "dict", "set", "tuple", "with an object"])
def test_a_copy_lives_no_longer_than_the_script_keeps_it(value: Any) -> None:
    iterator = landing_of(value).iterator()
    next(iterator)

    gc.collect()
    before = len(gc.get_objects())
    for _ in range(2000):
        next(iterator)
    gc.collect()

    assert len(gc.get_objects()) - before < 100


def test_nothing_was_handed_out_before_the_first_landing() -> None:
    landing = landing_of([1])
    landing.iterator()

    assert landing.landed == [Trace()]


def test_a_landing_is_counted_afresh_in_another_process() -> None:
    landing = landing_of([1])
    next(landing.iterator())

    found = pickle.loads(pickle.dumps(landing))

    assert (found.value, found.target.fields()) == ([1], landing.target.fields())
    assert not found.has_landed


UNHASHABLE = type("Unhashable", (), {"__hash__": None})()
FIELD_KEYWORDS: dict[str, tuple[Any, str, dict[str, Any]]] = {
    "number": (1, "dataclass", {"default": 1}),
    "tuple": ((1, 2), "dataclass", {"default": (1, 2)}),
    "unhashable for attrs": (UNHASHABLE, "attrs", {"default": UNHASHABLE}),
    "unhashable for pydantic": (UNHASHABLE, "others", {"default": UNHASHABLE}),
}


@pytest.mark.parametrize(("value", "detail", "keywords"), FIELD_KEYWORDS.values(), ids=FIELD_KEYWORDS.keys())
def test_a_field_gets_its_default(value: Any, detail: str, keywords: dict[str, Any]) -> None:
    landing = landing_of(value)

    assert next(landing.field(detail)) == keywords
    assert landing.has_landed


FACTORIES = {"dataclass": "default_factory", "others": "default_factory", "attrs": "factory"}


@pytest.mark.parametrize(("detail", "keyword"), FACTORIES.items(), ids=FACTORIES.keys())
@pytest.mark.parametrize("value", [[1], {"a": 1}, {1}], ids=["list", "dict", "set"])
def test_a_field_makes_its_container_anew(value: Any, detail: str, keyword: str) -> None:
    factory = next(landing_of(value).field(detail))[keyword]

    assert factory() == factory() == value
    assert factory() is not factory()


def test_a_field_of_a_dataclass_gets_what_cannot_be_hashed_from_a_factory() -> None:
    assert next(landing_of(UNHASHABLE).field("dataclass"))["default_factory"]() is UNHASHABLE


def places_of(code: Any, texts: list[str], where: tuple[int, ...] = ()) -> list[tuple[int, tuple[int, ...]]]:
    found = []
    for index, constant in enumerate(code.co_consts):
        if constant in texts:
            found.append((texts.index(constant), (*where, index)))
        elif hasattr(constant, "co_consts"):
            found += places_of(constant, texts, (*where, index))
    return found


def test_markers_are_filled_at_every_depth() -> None:
    source = "x = 'M0'.__next__()\ndef f():\n  class C:\n    y = 'M1'.__next__(), 'M1'\n  return C.y\nz = f()"
    code = compile(source, "script.py", "exec")
    slots: list[Any] = [("value", 0, ""), ("value", 1, "")]
    record = Record(code=code, slots=slots, places=places_of(code, ["M0", "M1"]))
    namespace: dict[str, Any] = {}

    filled = fill(record, [landing_of(7), landing_of([8])], {})
    exec(filled, namespace)

    assert (namespace["x"], namespace["z"][0]) == (7, [8])
    assert record.code is code


def test_a_service_takes_its_slot() -> None:
    code = compile("x = 'M0'", "script.py", "exec")
    record = Record(code=code, slots=[("proof", -1, "")], places=places_of(code, ["M0"]))
    proof = object()
    namespace: dict[str, Any] = {}

    exec(fill(record, [], {"proof": proof}), namespace)

    assert namespace["x"] is proof


def test_the_count_is_the_largest_until_all_have_landed() -> None:
    code = compile("a = 'M0'.__next__()", "script.py", "exec")
    record = Record(code=code, slots=[("count", -1, "0,1")], places=places_of(code, ["M0"]))
    landings = [landing_of(1), landing_of(2)]
    filled = fill(record, landings, {})
    namespace: dict[str, Any] = {}
    counts = []

    for landing in (None, *landings):
        if landing is not None:
            next(landing.iterator())
        exec(filled, namespace)
        counts.append(namespace["a"] < sys.maxsize)

    assert counts == [False, False, True]


def test_code_without_markers_stays_the_same_object() -> None:
    record = Record(code=compile("x = 1", "script.py", "exec"))

    assert fill(record, [], {}) is record.code
