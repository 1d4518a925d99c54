"""later_dataclass: what it makes behaves like what `dataclasses` makes of the same class."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from kohakuengine.config import later_dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

FROZEN = {"frozen": True, "kw_only": True, "slots": True}
WAYS = {
    "plain": {},
    "keywords": {"kw_only": True},
    "frozen": {"frozen": True},
    "frozen with slots": FROZEN,
    "slots without eq": {"kw_only": True, "slots": True, "eq": False},
}


def _run(make: Any, **options: bool) -> Any:
    @make.dataclass(**options)
    class Run:
        """A run."""

        KINDS: ClassVar[int] = 3
        number: int
        name: str = "a"
        parts: list[int] = make.field(default_factory=list)
        log: object = make.field(default=None, repr=False, compare=False)

        @property
        def twice(self) -> int:
            return 2 * self.number

    return Run


def _pair(**options: bool) -> tuple[Any, Any]:
    return _run(later_dataclass, **options), _run(dataclasses, **options)


Ours: Any = _run(later_dataclass, **FROZEN)
Ours.__qualname__ = Ours.__name__ = "Ours"  # a class can be pickled that is found by its name


@pytest.fixture(params=WAYS, ids=lambda way: way.replace(" ", "-"))
def pair(request: pytest.FixtureRequest) -> tuple[Any, Any]:
    """The same class made by both."""
    return _pair(**WAYS[request.param])


def test_objects_have_the_same_fields_and_the_same_repr(pair: tuple[Any, Any]) -> None:
    ours, theirs = (cls(number=1, parts=[2]) for cls in pair)
    assert repr(ours).rpartition(".")[2] == repr(theirs).rpartition(".")[2]
    assert (ours.number, ours.name, ours.parts, ours.log, ours.twice) == (1, "a", [2], None, 2)
    assert hasattr(ours, "__dict__") == hasattr(theirs, "__dict__")


def test_defaults_of_factories_are_not_shared(pair: tuple[Any, Any]) -> None:
    for cls in pair:
        cls(number=1).parts.append(3)
        assert cls(number=1).parts == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"number": 1}, {"number": 1}),
        ({"number": 1}, {"number": 2}),
        ({"number": 1, "log": "x"}, {"number": 1, "log": "y"}),
        ({"number": 1, "parts": [1]}, {"number": 1, "parts": [1]}),
    ],
)
def test_they_compare_the_same(pair: tuple[Any, Any], first: dict[str, Any], second: dict[str, Any]) -> None:
    ours, theirs = ((cls(**first) == cls(**second)) for cls in pair)
    assert ours is theirs
    assert pair[0](number=1) != 1


def test_they_hash_the_same(pair: tuple[Any, Any]) -> None:
    ours, theirs = (_outcome(_both_in_a_set, cls) for cls in pair)
    assert ours if isinstance(ours, str) else len(ours) == len(theirs)
    assert isinstance(ours, str) == isinstance(theirs, str)


@pytest.mark.parametrize(
    "call", [(), ((1, 2, 3, 4, 5), {}), ((1,), {"number": 2}), ((), {"nmae": 1, "number": 1})]
)
def test_wrong_calls_are_type_errors(pair: tuple[Any, Any], call: Any) -> None:
    values, given = call or ((), {})
    for cls in pair:
        with pytest.raises(TypeError, match="__init__"):
            cls(*values, **given)


def test_positions_are_taken_as_there(pair: tuple[Any, Any]) -> None:
    ours, theirs = (_outcome(_by_position, cls) for cls in pair)
    assert (ours == theirs) if not isinstance(theirs, str) else isinstance(ours, str)


def test_frozen_ones_refuse_to_change() -> None:
    for cls in _pair(**FROZEN):
        one = cls(number=1)
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'number'"):
            one.number = 2
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'number'"):
            del one.number


def test_dataclasses_knows_them(pair: tuple[Any, Any]) -> None:
    ours, theirs = pair
    told = [[(f.name, f.default, f.repr, f.compare) for f in dataclasses.fields(cls)] for cls in pair]
    assert told[0] == told[1]
    is_known: bool = dataclasses.is_dataclass(ours)
    assert is_known
    assert dataclasses.asdict(ours(number=1)) == dataclasses.asdict(theirs(number=1))
    assert dataclasses.replace(ours(number=1), name="b").name == "b"
    for name in ("frozen", "eq", "init"):
        assert getattr(ours.__dataclass_params__, name) == getattr(theirs.__dataclass_params__, name)


def test_the_signature_is_theirs(pair: tuple[Any, Any]) -> None:
    ours, theirs = (str(inspect.signature(cls)) for cls in pair)
    assert ours == theirs


def test_replace_and_copies() -> None:
    one = Ours(number=1, parts=[1])
    assert later_dataclass.replace(one, name="b") == Ours(number=1, parts=[1], name="b")
    assert copy.deepcopy(one) == one
    assert pickle.loads(pickle.dumps(one)) == one
    if sys.version_info >= (3, 13):
        assert copy.replace(one, name="b").name == "b"


def test_a_subclass_has_the_fields_of_both() -> None:
    @later_dataclass.dataclass(**FROZEN)
    class More(Ours):  # type: ignore[misc]
        more: int

    assert More(number=1, more=2) == More(more=2, number=1)
    assert More(number=1, more=2) != Ours(number=1)
    assert list(inspect.signature(More).parameters) == ["number", "name", "parts", "log", "more"]
    with pytest.raises(TypeError, match="more"):
        More(number=1)


def test_a_subclass_made_by_dataclasses_is_whole() -> None:
    base: Any = _run(later_dataclass)

    @dataclasses.dataclass
    class More(base):  # type: ignore[misc]
        more: int = 0

    assert More(1, more=2).more == 2
    assert [one.name for one in dataclasses.fields(More)] == ["number", "name", "parts", "log", "more"]
    for cls in (base, More):
        assert [*inspect.signature(cls).parameters] == [one.name for one in dataclasses.fields(cls)]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Theirs(Ours):  # type: ignore[misc]
    """A frozen class that `dataclasses` makes of one of ours."""

    more: int


def test_a_frozen_subclass_made_by_dataclasses_is_copied_whole() -> None:
    one = Theirs(number=1, more=2)

    for again in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert (again.number, again.more, again) == (1, 2, one)


def test_a_subclass_without_fields_is_called_the_same_way() -> None:
    class Same(Ours):  # type: ignore[misc]
        pass

    assert inspect.signature(Same) == inspect.signature(Ours)
    assert Same(number=1).name == "a"


def test_what_the_class_defines_stays() -> None:
    @later_dataclass.dataclass(frozen=True, kw_only=True)
    class Own:
        number: int

        def __repr__(self) -> str:
            return "own"

        def __hash__(self) -> int:
            return 7

    assert repr(Own(number=1)) == "own"
    assert hash(Own(number=1)) == 7


def test_errors_name_what_was_wrong_in_the_call() -> None:
    cls = _run(later_dataclass)

    with pytest.raises(TypeError, match="unexpected keyword argument 'nmae'"):
        cls(1, nmae="b")
    with pytest.raises(TypeError, match="missing a required argument: 'number'"):
        cls(name="b")
    with pytest.raises(TypeError, match="multiple values for argument 'number'"):
        cls(1, number=2)


def test_a_mutable_default_is_refused() -> None:
    class Shared:
        parts: list[int] = []  # noqa: RUF012 - it is what is refused

    with pytest.raises(ValueError, match="mutable default"):
        later_dataclass.dataclass(Shared)


def test_attributes_that_are_none_stay() -> None:
    @later_dataclass.dataclass(**FROZEN)
    class Empty:
        KIND: ClassVar[object] = None
        number: int

    assert Empty.KIND is Empty(number=1).KIND is None


def test_the_signature_of_an_object_is_that_of_its_call() -> None:
    @later_dataclass.dataclass(**FROZEN)
    class Adder:
        number: int

        def __call__(self, other: int) -> int:
            return self.number + other

    assert [*inspect.signature(Adder(number=1)).parameters] == ["other"]


def test_dataclasses_is_not_imported_for_them() -> None:
    code = """
import sys
from kohakuengine.config.later_dataclass import dataclass, field, replace

@dataclass(frozen=True, kw_only=True, slots=True)
class A:
    a: int
    b: list = field(default_factory=list)

hash(replace(A(a=1), b=()))
assert repr(A(a=1)) != repr(A(a=2)) and A(a=1) != A(a=2)
sys.exit("dataclasses" in sys.modules or "inspect" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _both_in_a_set(cls: Any) -> set[Any]:
    return {cls(number=1, parts=()), cls(number=1, parts=())}


def _by_position(cls: Any) -> tuple[Any, ...]:
    return cls(1, "b").name, cls.__match_args__


def _outcome(call: Callable[[Any], Any], cls: Any) -> Any:
    """Return what a call gives, or the name of what it raises."""
    try:
        return call(cls)
    except TypeError as error:
        return type(error).__name__
