"""Dotted paths into a value: a key, an index, an attribute, a field of something frozen."""

from __future__ import annotations

import collections
import dataclasses
import enum
from typing import Any, NamedTuple

import pytest

from kohakuengine.config.errors import NotOverridableError, UnknownPathError, ValueFitError
from kohakuengine.engine.errors import NoEffectError
from kohakuengine.engine.landing import Landing
from kohakuengine.engine.proof import Proof
from kohakuengine.engine.reach import Reach
from kohakuengine.engine.record import CompiledTarget

FIELDS: dict[str, Any] = {"key": "cfg.x", "name": "cfg", "kind": "path", "line": 4}


class Mode(enum.Enum):
    FAST = 1
    SLOW = 2


class Point(NamedTuple):
    x: int = 1
    y: int = 2


@dataclasses.dataclass
class Open:
    x: float = 1
    mode: Mode = Mode.FAST
    inner: Any = None


@dataclasses.dataclass(frozen=True)
class Frozen:
    x: int = 1
    inner: Any = None


@dataclasses.dataclass(frozen=True)
class Derived:
    x: int = 1
    y: int = dataclasses.field(default=2, init=False)
    start: dataclasses.InitVar[int] = 3

    def __post_init__(self, start: int) -> None:
        object.__setattr__(self, "z", start)

    def __repr__(self) -> str:
        return f"Derived({vars(self)})"

    @classmethod
    def of(cls, x: int, y: int) -> Derived:
        made = cls(x)
        object.__setattr__(made, "y", y)
        return made


class Delegating:
    """Keeps its attributes in a dict, as configurations do."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.__dict__["data"] = data

    def __getattr__(self, name: str) -> Any:
        try:
            return self.data[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        self.data[name] = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Delegating) and self.data == other.data

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return f"Delegating({self.data})"


class Answering:
    """Answers to every name."""

    x = 1

    def __getattr__(self, name: str) -> None:
        return None


class DotDict(dict[str, Any]):
    __getattr__ = dict.get
    __setattr__: Any = dict.__setitem__


class Tagged(dict[str, Any]):
    tag = "a"

    def __init__(self, **attributes: str) -> None:
        self.__dict__.update(attributes)

    def __repr__(self) -> str:
        return f"Tagged({self.tag!r})"


class Closed:
    @property
    def x(self) -> int:
        return 1


class Slotted:
    __slots__ = ("x",)

    def __init__(self, x: int) -> None:
        self.x = x


def landing_of(path: str, text: str | None, value: Any = None, lines: tuple[int, ...] = (4,)) -> Landing:
    fields = {**FIELDS, "path": tuple(path.split(".")), "lines": lines}
    return Landing(CompiledTarget(**fields), value, text)


def reach(base: Any, path: str, text: str | None, *rest: Any) -> Any:
    landing = landing_of(path, text, *rest)
    return Reach(landing, Proof("script.py", [landing])).reach(base), landing


# Base, path, text, what is bound then, whether it is the same object.
REACHED: dict[str, tuple[Any, str, str, Any, bool]] = {
    "key": ({"x": 1}, "x", "5", {"x": 5}, True),
    "number as key": ({3: 1}, "3", "5", {3: 5}, True),
    "text before number": ({3: 1, "3": 2}, "3", "5", {3: 1, "3": 5}, True),
    "nested key": ({"a": {"b": 1}}, "a.b", "5", {"a": {"b": 5}}, True),
    "index": ([1, 2], "1", "5", [1, 5], True),
    "index from the end": ([1, 2], "-1", "5", [1, 5], True),
    "index in a tuple": ((1, 2), "0", "5", (5, 2), False),
    "list in a dict": ({"a": [1, 2]}, "a.0", "5", {"a": [5, 2]}, True),
    "tuple in a dict": ({"a": (1, 2)}, "a.0", "5", {"a": (5, 2)}, True),
    "named tuple": (Point(), "x", "5", Point(5, 2), False),
    "attribute": (Open(), "x", "5", Open(5.0), True),
    "annotation decides": (Open(), "mode", "SLOW", Open(mode=Mode.SLOW), True),
    "frozen": (Frozen(), "x", "5", Frozen(5), False),
    "in something frozen": (Frozen(inner={"a": 1}), "inner.a", "5", Frozen(inner={"a": 5}), True),
    "frozen in an open one": (Open(inner=Frozen()), "inner.x", "5", Open(inner=Frozen(5)), True),
    "frozen in frozen": (Frozen(inner=Frozen()), "inner.x", "5", Frozen(inner=Frozen(5)), False),
    "frozen, not of its __init__": (Derived(), "y", "5", Derived.of(1, 5), False),
    "frozen, set by __post_init__": (Derived(), "z", "5", Derived(1, 5), False),
    "behind __getattr__": (Delegating({"x": 1}), "x", "5", Delegating({"x": 5}), True),
    "of a mapping, not in its keys": (Tagged(), "tag", "b", Tagged(tag="b"), True),
    "a mapping of its own": (collections.OrderedDict(x=1), "x", "5", collections.OrderedDict(x=5), True),
    "text stays text": ({"x": "a"}, "x", "1e5", {"x": "1e5"}, True),
    "None takes anything": ({"x": None}, "x", "[1]", {"x": [1]}, True),
}


@pytest.mark.parametrize(("base", "path", "text", "expected", "is_same"), REACHED.values(), ids=REACHED)
def test_a_path_sets_what_it_names(base: Any, path: str, text: str, expected: Any, is_same: bool) -> None:
    found, landing = reach(base, path, text)

    assert (found, repr(found)) == (expected, repr(expected))
    assert ((found is base), landing.has_landed) == (is_same, True)


def test_a_slot_is_an_attribute() -> None:
    found, _ = reach(Slotted(1), "x", "5")

    assert found.x == 5


def test_an_object_is_set_as_a_copy_of_its_own() -> None:
    value = [1]

    found, _ = reach({"x": [0]}, "x", None, value)

    assert found == {"x": [1]}
    assert found["x"] is not value


# Base, path, what is missing, in what, candidates.
MISSING: dict[str, tuple[Any, str, str, str, list[str]]] = {
    "key": ({"depth": 1}, "dpeth", "dpeth", "cfg", ["depth"]),
    "nested": ({"model": {"depth": 1}}, "model.dpeth", "dpeth", "cfg.model", ["depth"]),
    "index": ([1, 2], "2", "2", "cfg", ["0", "1"]),
    "no index": ([1, 2], "x", "x", "cfg", ["0", "1"]),
    "field": (Point(), "z", "z", "cfg", ["x", "y"]),
    "attribute": (Frozen(), "z", "z", "cfg", ["inner", "x"]),
    "behind __getattr__": (Delegating({"x": 1}), "z", "z", "cfg", ["data"]),
    "of what answers to all": (Answering(), "z", "z", "cfg", ["x"]),
    "key of a dotted dict": (DotDict(depth=1), "dpeth", "dpeth", "cfg", ["depth"]),
    "method of a dict": ({"depth": 1}, "items", "items", "cfg", ["depth"]),
    "in a number": ({"a": 1}, "a.b.c", "b", "cfg.a", [n for n in dir(1) if not n.startswith("_")]),
}


@pytest.mark.parametrize(("base", "path", "missing", "owner", "known"), MISSING.values(), ids=MISSING)
def test_a_path_that_leads_nowhere_is_an_error(
    base: Any, path: str, missing: str, owner: str, known: list[str]
) -> None:
    with pytest.raises(UnknownPathError) as caught:
        reach(base, path, "5")

    error = caught.value
    assert (error.missing, error.owner, error.candidates) == (missing, owner, known)
    assert (error.path, error.line) == ("script.py", 4)


def test_of_several_declarations_one_must_have_it() -> None:
    base = {"y": 1}

    found, landing = reach(base, "x", "5", None, (4, 9))

    assert found is base
    assert (landing.has_landed, type(landing.problem)) == (False, UnknownPathError)


class Locked(dict[str, int]):
    def __setitem__(self, name: str, value: int) -> None:
        raise TypeError("locked:\n  no new values")


REFUSING: dict[str, tuple[Any, str]] = {
    "property": (Closed(), "refuses it with AttributeError"),
    "mapping": (Locked(x=1), "refuses it with TypeError: locked: no new values"),
}


@pytest.mark.parametrize(("base", "reason"), REFUSING.values(), ids=REFUSING.keys())
def test_what_the_owner_refuses_is_an_error(base: Any, reason: str) -> None:
    with pytest.raises(NotOverridableError) as caught:
        reach(base, "x", "5")

    assert reason in caught.value.reason
    assert "\n" not in caught.value.reason


def test_what_a_factory_makes_has_it_each_time() -> None:
    landing = landing_of("x", "5")
    reaching = Reach(landing, Proof("script.py", [landing]))

    factory = reaching.reach_made(lambda: {"x": 1})
    assert (landing.has_landed, type(landing.problem)) == (False, NoEffectError)

    assert factory() == factory() == {"x": 5}
    assert factory() is not factory()
    assert landing.has_landed


def test_the_keywords_of_a_field_give_another_default() -> None:
    landing = landing_of("x", "5")
    reaching = Reach(landing, Proof("script.py", [landing]))

    plain = reaching.reach_default({"default": Frozen(), "repr": False})
    made = reaching.reach_default({"default_factory": Frozen})

    assert plain == {"default": Frozen(5), "repr": False}
    assert made["default_factory"]() == Frozen(5)


MISFITS: dict[str, tuple[Any, str, str | None, Any]] = {
    "a word for a number": ({"x": 1}, "x", "many", None),
    "an annotation": (Open(), "x", "many", None),
    "no member": (Open(), "mode", "LAZY", None),
    "an object": (Open(), "x", None, "1"),
}


@pytest.mark.parametrize(("base", "path", "text", "value"), MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_is_refused(base: Any, path: str, text: str | None, value: Any) -> None:
    with pytest.raises(ValueFitError) as caught:
        reach(base, path, text, value)

    assert (caught.value.name, caught.value.line) == ("cfg.x", 4)


@pytest.mark.parametrize("path", ["x", "y"], ids=["a misfit", "nowhere"])
def test_a_failure_is_kept_for_the_end(path: str) -> None:
    landing = landing_of(path, "many")
    proof = Proof("script.py", [landing])

    with pytest.raises((ValueFitError, UnknownPathError)) as caught:
        Reach(landing, proof).reach({"x": 1})

    assert proof.failure is caught.value
