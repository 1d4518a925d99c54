"""ConfigGenerator: lazy, one pass, two-way."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config import Config, ConfigGenerator, ConfigShapeError, ConfigYieldError

if TYPE_CHECKING:
    from collections.abc import Iterator


def three() -> Iterator[Config]:
    for n in range(3):
        yield Config({"n": n})


def values(configs: ConfigGenerator) -> list[int]:
    return [config.globals_dict["n"] for config in configs]


@pytest.mark.parametrize(
    "source", [three, three(), iter(list(three()))], ids=["function", "generator", "iterator"]
)
def test_configs_come_in_order(source: Any) -> None:
    assert values(ConfigGenerator(source)) == [0, 1, 2]


def test_iterating_is_one_pass() -> None:
    configs = ConfigGenerator(three)

    assert iter(configs) is configs
    assert next(configs).globals_dict == {"n": 0}
    assert values(configs) == [1, 2]
    assert values(configs) == []


def test_configs_are_made_when_they_are_asked_for() -> None:
    made = []

    def tracked() -> Iterator[Config]:
        for n in range(3):
            made.append(n)
            yield Config()

    configs = ConfigGenerator(tracked)
    before = list(made)
    next(configs)

    assert (before, made) == ([], [0])


def test_a_generator_is_exhausted_after_its_last_config() -> None:
    configs = ConfigGenerator(three)

    for _ in range(3):
        next(configs)
        assert not configs.exhausted
    with pytest.raises(StopIteration):
        next(configs)
    assert configs.exhausted
    with pytest.raises(StopIteration, match="Config generator exhausted"):
        next(configs)


@pytest.mark.parametrize(("wrong", "name"), [({"lr": 1}, "dict"), (None, "NoneType"), (Config, "type")])
def test_anything_but_a_config_is_refused(wrong: object, name: str) -> None:
    def bad() -> Iterator[Any]:
        yield Config()
        yield wrong

    configs = ConfigGenerator(bad)
    next(configs)
    with pytest.raises(ConfigYieldError) as caught:
        next(configs)

    error = caught.value
    assert isinstance(error, TypeError)
    assert error.got == name
    assert str(error) == (
        f"{__file__}:{error.line}: Generator must yield Config objects, got {name} (KE602). "
        "Write 'yield Config(globals_dict={...})'."
    )
    assert error.line == bad.__code__.co_firstlineno + 2


def test_a_wrong_element_of_an_iterator_is_refused_without_a_place() -> None:
    with pytest.raises(ConfigYieldError) as caught:
        next(ConfigGenerator(iter([1])))  # type: ignore[arg-type]

    assert str(caught.value).startswith("Generator must yield Config objects, got int (KE602).")


def test_a_generator_that_raises_is_exhausted_and_its_error_passes() -> None:
    def failing() -> Iterator[Config]:
        yield Config()
        raise KeyError("x")

    configs = ConfigGenerator(failing())
    next(configs)

    with pytest.raises(KeyError, match="x"):
        next(configs)
    assert configs.exhausted
    with pytest.raises(StopIteration):
        next(configs)


def test_fresh_gives_a_new_pass_and_leaves_this_one() -> None:
    configs = ConfigGenerator(three)
    next(configs)

    fresh = configs.fresh()

    assert values(fresh) == [0, 1, 2]
    assert values(configs) == [1, 2]
    assert values(configs.fresh().fresh()) == [0, 1, 2]


def test_an_iterator_has_only_one_pass() -> None:
    with pytest.raises(ConfigShapeError) as caught:
        ConfigGenerator(three()).fresh()

    assert str(caught.value) == (
        "this generator has only one pass (KE601). Make it from a function: "
        "ConfigGenerator(config_gen), not config_gen()."
    )


def test_a_yield_receives_what_is_sent() -> None:
    received: list[object] = []

    def listening() -> Any:
        received.append((yield Config({"n": 0})))
        received.append((yield Config({"n": 1})))

    configs = ConfigGenerator(listening)
    next(configs)

    assert configs.send("a").globals_dict == {"n": 1}
    with pytest.raises(StopIteration):
        configs.send("b")
    assert received == ["a", "b"]
    assert configs.exhausted


def test_next_sends_none() -> None:
    received: list[object] = []

    def listening() -> Any:
        received.append((yield Config()))
        yield Config()

    configs = ConfigGenerator(listening)
    next(configs)
    next(configs)

    assert received == [None]


def test_nothing_can_be_sent_before_the_first_config() -> None:
    configs = ConfigGenerator(three)

    with pytest.raises(TypeError, match="can't send a value before the first Config was yielded"):
        configs.send(1)
    assert values(configs) == [0, 1, 2]


def test_sending_none_begins() -> None:
    assert ConfigGenerator(three).send(None).globals_dict == {"n": 0}


def test_an_iterator_that_cannot_listen_goes_on() -> None:
    configs = ConfigGenerator(iter([Config({"n": 0}), Config({"n": 1})]))
    next(configs)

    assert configs.send("ignored").globals_dict == {"n": 1}


def test_closing_runs_the_finally_of_the_generator() -> None:
    closed = []

    def careful() -> Iterator[Config]:
        try:
            yield Config()
        finally:
            closed.append(True)

    configs = ConfigGenerator(careful)
    next(configs)
    configs.close()

    assert closed == [True]
    assert configs.exhausted
    assert values(configs) == []


def test_closing_what_cannot_be_closed_ends_it() -> None:
    configs = ConfigGenerator(iter([Config()]))
    unstarted = ConfigGenerator(three)

    configs.close()
    unstarted.close()

    assert configs.exhausted
    assert values(unstarted) == []


@pytest.mark.parametrize("source", [3, [Config()], None, Config()], ids=["int", "list", "None", "Config"])
def test_only_generators_and_functions_are_taken(source: Any) -> None:
    kind = type(source).__name__
    with pytest.raises(TypeError) as caught:
        ConfigGenerator(source)

    assert str(caught.value) == f"ConfigGenerator takes a generator or a function that makes one, not {kind}"


def test_a_function_that_makes_no_generator_is_refused_when_it_is_asked() -> None:
    configs = ConfigGenerator(lambda: [Config()])  # type: ignore[arg-type,return-value]

    with pytest.raises(ConfigShapeError) as caught:
        next(configs)

    assert str(caught.value) == "the function of a ConfigGenerator returned list, no generator (KE601)."


def test_a_class_of_iterators_is_a_function_that_makes_them() -> None:
    class Twice:
        def __init__(self) -> None:
            self.left = 2

        def __iter__(self) -> Twice:
            return self

        def __next__(self) -> Config:
            if not self.left:
                raise StopIteration
            self.left -= 1
            return Config({"n": self.left})

    configs = ConfigGenerator(Twice)

    assert values(configs) == [1, 0]
    assert values(configs.fresh()) == [1, 0]


def test_the_number_left_is_known_where_the_iterator_knows() -> None:
    known = ConfigGenerator(iter([Config(), Config()]))
    next(known)
    unknown = ConfigGenerator(three)
    next(unknown)

    assert operator.length_hint(known, -1) == 1
    assert operator.length_hint(unknown, -1) == -1
    unknown.close()
    assert operator.length_hint(unknown, -1) == 0


def test_a_generator_shows_how_far_it_is() -> None:
    configs = ConfigGenerator(three)
    next(configs)
    before = repr(configs)
    configs.close()

    assert before == "<ConfigGenerator, 1 yielded>"
    assert repr(configs) == "<ConfigGenerator, exhausted>"
