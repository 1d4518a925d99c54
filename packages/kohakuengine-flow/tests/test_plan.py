"""What `plan()` says before anything runs."""

from __future__ import annotations

from itertools import count, islice
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine import Config, ConfigGenerator, Parallel, Pipeline, Script, Sequential
from kohakuengine.config.errors import ConfigShapeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from typing_extensions import Self

TRAIN = "lr = 0.1\ndef main():\n    return lr\nmain()"


@pytest.fixture
def train(write: Callable[[str, str], str]) -> str:
    return write("train.py", TRAIN)


def configs(*rates: float) -> ConfigGenerator:
    return ConfigGenerator(Config(globals_dict={"lr": rate}) for rate in rates)


def test_a_plan_names_every_run_with_its_place(train: str) -> None:
    inner = Parallel([Script(train), Script(train, config=configs(1, 2))])
    workflow = Sequential([Script(train, config=Config(globals_dict={"lr": 5})), inner])

    plan = workflow.plan()

    assert [(spec.position, spec.config and spec.config.globals_dict["lr"]) for spec in plan] == [
        ((0, 0), 5),
        ((1, 0, 0), None),
        ((1, 1, 0), 1),
        ((1, 1, 1), 2),
    ]
    assert not plan.is_open


def test_a_plan_has_no_effect(train: str, store: Path) -> None:
    list(Sequential([Script(train)]).plan())

    assert not store.exists()


def test_a_plan_is_drawn_as_it_is_looked_at(train: str) -> None:
    drawn = []

    def endless() -> Iterator[Config]:
        for number in count():
            drawn.append(number)
            yield Config(globals_dict={"lr": number})

    plan = Sequential([Script(train, config=ConfigGenerator(endless))]).plan()
    before = list(drawn)

    assert len(list(islice(plan, 3))) == 3
    assert (before, drawn) == ([], [0, 1, 2])


def test_a_plan_can_be_looked_at_again_and_run(train: str) -> None:
    def two() -> Iterator[Config]:
        yield Config(globals_dict={"lr": 1})
        yield Config(globals_dict={"lr": 2})

    workflow = Sequential([Script(train, config=ConfigGenerator(two))])
    plan = workflow.plan()

    assert (len(list(plan)), len(list(plan)), workflow.run(), workflow.run()) == (2, 2, [1, 2], [1, 2])


def test_what_was_drawn_of_a_pass_that_cannot_be_repeated_is_kept(train: str) -> None:
    workflow = Sequential([Script(train, config=configs(1, 2, 3))])

    first_two = [spec.config for spec in islice(workflow.plan(), 2)]

    assert [config and config.globals_dict["lr"] for config in first_two] == [1, 2]
    assert len(list(workflow.plan())) == 3
    assert workflow.run() == [1, 2, 3]


def test_two_scripts_cannot_share_a_pass_that_cannot_be_repeated(train: str) -> None:
    shared = configs(1, 2)
    workflow = Sequential([Script(train, config=shared), Script(train, config=shared)])

    with pytest.raises(ConfigShapeError, match="only one pass"):
        workflow.run()


def test_a_search_is_planned_up_to_the_first_result_that_it_reads(train: str) -> None:
    closed = []

    def search() -> Iterator[Config]:
        try:
            first: Any = yield Config(globals_dict={"lr": 1})
            yield Config(globals_dict={"lr": 2})
            yield Config(globals_dict={"lr": first.result().value + 2})
        finally:
            closed.append(True)

    workflow = Parallel([Script(train, config=ConfigGenerator(search))])
    plan = workflow.plan()

    assert [spec.config and spec.config.globals_dict["lr"] for spec in plan] == [1, 2]
    assert plan.is_open
    assert closed == [True]
    assert workflow.run() == [1, 2, 3]


def test_a_pass_that_cannot_be_repeated_and_was_broken_off_does_not_run_in_part(train: str) -> None:
    def search() -> Iterator[Config]:
        first: Any = yield Config(globals_dict={"lr": 1})
        yield Config(globals_dict={"lr": first.result().value + 2})

    workflow = Sequential([Script(train, config=ConfigGenerator(search()))])
    list(workflow.plan())

    with pytest.raises(ConfigShapeError, match="ConfigGenerator\\(config_gen\\)"):
        workflow.run()


def test_references_stand_in_a_plan_as_they_are_written(train: str) -> None:
    prep = Script(train)
    taker = Script(train, config=Config(globals_dict={"lr": prep.output("lr")}))

    [_, spec] = Pipeline([prep, taker]).plan()

    assert spec.values_text() == (
        '{"globals": {"lr": {"$type": "Output", "$repr": "train.output(\'lr\')"}}, "args": [], "kwargs": {}, '
        '"metadata": {}}'
    )


class Named(Config):
    """A config whose class makes its objects in a way of its own."""

    def __new__(cls, _name: str) -> Self:
        return super().__new__(cls)

    def __init__(self, name: str) -> None:
        super().__init__({"lr": 1})
        self.name = name

    def __getnewargs__(self) -> tuple[str]:
        return (self.name,)


def test_a_config_of_a_class_of_its_own_is_copied_as_that_says(train: str) -> None:
    given = Named("a")

    (spec,) = Sequential([Script(train, config=given)]).plan()

    assert isinstance(spec.config, Named)
    assert spec.config is not given
    assert (spec.config.name, spec.config.globals_dict) == ("a", {"lr": 1})
