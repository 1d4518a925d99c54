"""Pipeline, Graph and workflows inside of workflows: scripts that take what others leave."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine import Config, ConfigGenerator, Graph, Parallel, Pipeline, Script, Sequential, WorkflowError
from kohakuengine.config.errors import UnknownParameterError
from kohakuengine.engine import OutputUnknownError
from kohakuengine.flow import ReferenceCycleError, ValueLostError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Write = Callable[[str, str], str]

PREP = """
    import pathlib
    out_dir = pathlib.Path("data")
    def main():
        return {"rows": 3}
    main()
"""
TAKE = """
    given = None
    def main(more=None):
        return [given, more]
    main()
"""
LAUNCHERS = pytest.mark.parametrize("launcher", ["inprocess", "subprocess", "fork"])


@LAUNCHERS
def test_a_script_takes_globals_and_return_values_of_those_before(write: Write, launcher: str) -> None:
    prep = Script(write("prep.py", PREP))
    take = Script(write("take.py", TAKE))
    take.config = Config(
        globals_dict={"given": [prep.output("out_dir"), {"inner": (prep.output(),)}]},
        kwargs={"more": prep.output()},
    )

    values = Pipeline([prep, take], launcher=launcher).run()

    import pathlib

    rows = {"rows": 3}
    assert values == [rows, [[pathlib.Path("data"), {"inner": (rows,)}], rows]]


@LAUNCHERS
def test_objects_are_handed_on(write: Write, launcher: str) -> None:
    prep = Script(write("prep.py", "class Model:\n    size = 3\nmodel = Model()\nmodel.size = 4"))
    take = Script(write("take.py", "model = None\ndef main():\n    return model.size\nmain()"))
    take.config = Config(globals_dict={"model": prep.output("model")})

    assert Pipeline([prep, take], launcher=launcher).run() == [None, 4]


def test_a_script_with_a_generator_leaves_a_list(write: Write) -> None:
    train = Script(write("train.py", "lr = 0\ndef main():\n    return lr * 2\nmain()"))
    train.config = ConfigGenerator(Config(globals_dict={"lr": lr}) for lr in (1, 2))
    take = Script(write("take.py", TAKE), config=Config(globals_dict={"given": train.output()}))

    assert Pipeline([train, take]).run() == [2, 4, [[2, 4], None]]


def test_a_generator_may_hold_references_and_fetch_values(write: Write) -> None:
    prep = Script(write("prep.py", "rows = 2"))
    rows = prep.output("rows")

    def configs() -> Iterator[Config]:
        for index in range(rows.get()):
            yield Config(globals_dict={"given": [index, rows]})

    take = Script(write("take.py", TAKE), config=ConfigGenerator(configs))

    assert Pipeline([prep, take]).run() == [None, [[0, 2], None], [[1, 2], None]]


@LAUNCHERS
@pytest.mark.parametrize("kind", [Sequential, Pipeline, Graph])
def test_a_generator_may_be_the_first_to_refer_to_a_script(write: Write, kind: Any, launcher: str) -> None:
    prep = Script(write("prep.py", PREP))

    def configs() -> Iterator[Config]:
        for index in range(prep.output().get()["rows"] - 1):
            yield Config(globals_dict={"given": [index, prep.output()]})

    train = Script(write("train.py", TAKE), config=ConfigGenerator(configs))
    end = Script(write("end.py", TAKE), config=Config(globals_dict={"given": train.output()}))
    rows = {"rows": 3}
    trained = [[[index, rows], None] for index in range(2)]

    if kind is Graph and launcher == "inprocess":
        launcher = "subprocess"

    assert kind([prep, train, end], launcher=launcher).run() == [rows, *trained, [trained, None]]
    assert kind([prep, train, end], launcher=launcher, resume=True).run() == [rows, *trained, [trained, None]]


def test_a_generator_inside_of_an_inner_workflow_may_be_the_first_to_refer(write: Write) -> None:
    prep = Script(write("prep.py", PREP))

    def configs() -> Iterator[Config]:
        for index in range(2):
            yield Config(globals_dict={"given": [index, prep.output()]})

    train = Script(write("train.py", TAKE), config=ConfigGenerator(configs))

    values = Pipeline([Sequential([prep]), Parallel([train])]).run()

    assert values == [{"rows": 3}, [[0, {"rows": 3}], None], [[1, {"rows": 3}], None]]


@LAUNCHERS
def test_a_global_that_nobody_had_asked_for_is_an_error_and_says_how_to_ask(
    write: Write, launcher: str
) -> None:
    prep = Script(write("prep.py", PREP))

    def configs() -> Iterator[Config]:
        yield Config(globals_dict={"given": prep.output("out_dir")})

    take = Script(write("take.py", TAKE), config=ConfigGenerator(configs))

    with pytest.raises(ValueLostError, match=r"output\('out_dir'\) stands outside of the generator"):
        Pipeline([prep, take], launcher=launcher).run()


def test_a_global_that_is_asked_for_now_is_had_from_a_new_run(write: Write) -> None:
    import pathlib

    path, taking = write("prep.py", PREP), write("take.py", TAKE)

    def flow(*, is_asked: bool) -> Pipeline:
        prep = Script(path)
        if is_asked:
            prep.output("out_dir")

        def configs() -> Iterator[Config]:
            yield Config(globals_dict={"given": prep.output("out_dir")})

        return Pipeline([prep, Script(taking, config=ConfigGenerator(configs))])

    with pytest.raises(ValueLostError):
        flow(is_asked=False).run()

    assert flow(is_asked=True).run() == [{"rows": 3}, [pathlib.Path("data"), None]]


@pytest.mark.parametrize("on_error", ["stop", "continue"])
def test_what_takes_of_a_script_that_could_not_start_does_not_start(write: Write, on_error: Any) -> None:
    bad = Script(write("bad.py", "raise SystemExit(3)"))

    def configs() -> Iterator[Config]:
        yield Config()
        yield Config(globals_dict={"given": bad.output()})

    train = Script(write("train.py", TAKE), config=ConfigGenerator(configs))
    end = Script(write("end.py", TAKE), config=Config(globals_dict={"given": train.output()}))
    flow = Pipeline([bad, train, end], on_error=on_error)

    with pytest.raises(WorkflowError):
        flow.run()

    reasons = [result.reason for result in flow.runs if result.run_id is None]
    assert reasons == (["bad failed", "not all runs of train were started"] if on_error == "continue" else [])


def test_part_of_a_sweep_is_no_output(write: Write) -> None:
    inner_script = Script(write("train.py", "n = 0\ndef main():\n    return 1 // (1 - n)\nmain()"))
    inner_script.config = ConfigGenerator(Config(globals_dict={"n": n}) for n in (0, 1, 2))
    never = Script(write("never.py", TAKE))
    end = Script(write("end.py", TAKE), config=Config(globals_dict={"given": never.output()}))
    flow = Pipeline([Sequential([inner_script, never], on_error="stop"), end], on_error="continue")

    with pytest.raises(WorkflowError):
        flow.run()

    assert [result.reason for result in flow.runs if result.run_id is None] == ["never was not started"]


def test_a_condition_is_a_generator_that_yields_or_does_not(write: Write) -> None:
    train = Script(write("train.py", "loss = 0.5\ndef main():\n    return loss\nmain()"))
    loss = train.output()

    def only_if(limit: float) -> ConfigGenerator:
        def configs() -> Iterator[Config]:
            if loss.get() < limit:
                yield Config(globals_dict={"given": loss})

        return ConfigGenerator(configs)

    path = write("take.py", TAKE)
    evaluate, publish = Script(path, config=only_if(0.9)), Script(path, config=only_if(0.1))

    assert Pipeline([train, evaluate, publish]).run() == [0.5, [0.5, None]]


def test_a_reference_to_a_later_script_is_refused(write: Write) -> None:
    later = Script(write("later.py", PREP))
    take = Script(write("take.py", TAKE), config=Config(globals_dict={"given": later.output()}))

    with pytest.raises(OutputUnknownError, match="Let later stand before take, or use a Graph"):
        Pipeline([take, later]).run()


def test_an_unknown_name_is_refused_before_anything_starts(write: Write, store: Any) -> None:
    prep = Script(write("prep.py", PREP))
    take = Script(write("take.py", TAKE), config=Config(globals_dict={"gven": prep.output()}))

    with pytest.raises(UnknownParameterError, match="gven"):
        Pipeline([prep, take]).run()

    assert os.listdir(store / "runs") == []


def test_a_global_that_the_script_does_not_leave_is_an_error(write: Write) -> None:
    prep = Script(write("prep.py", PREP))
    take = Script(write("take.py", TAKE), config=Config(globals_dict={"given": prep.output("out_dri")}))

    with pytest.raises(ValueLostError, match="'out_dri' of prep cannot be had"):
        Pipeline([prep, take]).run()


def test_a_graph_finds_the_order(write: Write) -> None:
    add = write("add.py", "a = b = 1\ndef main():\n    return a + b\nmain()")
    first, second, third = Script(add), Script(add), Script(add)
    first.config = Config(globals_dict={"a": second.output(), "b": third.output()})
    second.config = Config(globals_dict={"a": third.output()})

    assert Graph([first, second, third], max_workers=2).run() == [5, 3, 2]


def test_scripts_of_a_graph_that_need_nothing_go_side_by_side(write: Write) -> None:
    meet = write(
        "meet.py",
        """
        import pathlib, time
        here = ""
        folder = pathlib.Path(__file__).parent / "meeting"
        folder.mkdir(exist_ok=True)
        (folder / here).touch()
        deadline = time.monotonic() + 30
        while len(list(folder.iterdir())) < 2:
            if time.monotonic() > deadline:
                raise TimeoutError
            time.sleep(0.01)
        """,
    )
    scripts = [Script(meet, config=Config(globals_dict={"here": name})) for name in "ab"]

    assert Graph(scripts, max_workers=2).run() == [None, None]


def test_what_needs_a_script_that_failed_is_not_started(write: Write) -> None:
    bad, good = Script(write("bad.py", "1 / 0")), Script(write("prep.py", PREP))
    take = write("take.py", TAKE)
    of_bad = Script(take, config=Config(globals_dict={"given": bad.output()}))
    of_that = Script(take, config=Config(globals_dict={"given": of_bad.output()}))
    of_good = Script(take, config=Config(globals_dict={"given": good.output()}))
    graph = Graph([of_that, of_bad, bad, good, of_good])

    with pytest.raises(
        WorkflowError, match="3 of 5 runs did not complete; the first: bad: ZeroDivisionError"
    ):
        graph.run()

    assert [(one.status.value, one.reason) for one in graph.runs] == [
        ("CANCELLED", "take was not started"),
        ("CANCELLED", "bad failed"),
        ("FAILED", "ZeroDivisionError: division by zero"),
        ("COMPLETED", None),
        ("COMPLETED", None),
    ]


def test_a_cycle_is_refused_before_anything_starts(write: Write, store: Any) -> None:
    path = write("take.py", TAKE)
    first, second, third = Script(path), Script(path), Script(path)
    first.config = Config(globals_dict={"given": second.output()})
    second.config = Config(globals_dict={"given": [third.output()]})
    third.config = Config(kwargs={"more": first.output()})

    with pytest.raises(ReferenceCycleError, match="take -> take -> take -> take"):
        Graph([first, second, third]).run()

    assert os.listdir(store / "runs") == []


def test_a_cycle_of_generators_is_refused(write: Write) -> None:
    path = write("take.py", TAKE)
    first, second = Script(path), Script(path)

    def taking(script: Script) -> ConfigGenerator:
        output = script.output()
        return ConfigGenerator(lambda: (Config(globals_dict={"given": output.get()}) for _ in range(1)))

    first.config, second.config = taking(second), taking(first)

    with pytest.raises(ReferenceCycleError):
        Graph([first, second]).run()


def test_a_reference_to_a_script_outside_is_refused(write: Write) -> None:
    outside = Script(write("prep.py", PREP))
    take = Script(write("take.py", TAKE), config=Config(globals_dict={"given": outside.output()}))

    for workflow in (Pipeline([take]), Graph([take]), Parallel([take]), Sequential([take])):
        with pytest.raises(OutputUnknownError, match="prep is not part of this workflow"):
            workflow.run()


def test_workflows_nest(write: Write) -> None:
    prep = Script(write("prep.py", PREP))
    take = write("take.py", TAKE)
    sides = Parallel(
        [
            Script(take, config=Config(globals_dict={"given": [side, prep.output("out_dir")]}))
            for side in "ab"
        ],
        max_workers=2,
    )
    last = Script(take, config=Config(globals_dict={"given": "last"}))

    values = Pipeline([prep, sides, last]).run()

    import pathlib

    data = pathlib.Path("data")
    assert values == [{"rows": 3}, [["a", data], None], [["b", data], None], ["last", None]]


def test_chains_side_by_side_stop_by_themselves(write: Write) -> None:
    """A chain that fails does not run on; the other one does."""
    good, bad = write("prep.py", PREP), write("bad.py", "1 / 0")
    chains = [Sequential([Script(good), Script(bad), Script(good)]), Sequential([Script(good), Script(good)])]
    workflow = Parallel(chains, max_workers=2)

    with pytest.raises(WorkflowError, match="1 of 4 runs"):
        workflow.run()

    assert [(one.position, one.status.value) for one in workflow.runs] == [
        ((0, 0, 0), "COMPLETED"),
        ((0, 1, 0), "FAILED"),
        ((1, 0, 0), "COMPLETED"),
        ((1, 1, 0), "COMPLETED"),
    ]


def test_a_sequence_stops_after_a_workflow_in_it_that_failed(write: Write) -> None:
    good, bad = Script(write("prep.py", PREP)), Script(write("bad.py", "1 / 0"))
    workflow = Sequential([Parallel([bad, good]), good])

    with pytest.raises(WorkflowError, match="1 of 2 runs"):
        workflow.run()


def test_a_workflow_takes_what_is_not_said_from_the_one_around_it(write: Write, tmp_path: Any) -> None:
    flaky = write(
        "flaky.py",
        """
        import pathlib
        mark = pathlib.Path(__file__).parent / "mark"
        if not mark.exists():
            mark.touch()
            raise OSError
        """,
    )
    workflow = Parallel([Sequential([Script(flaky)])], retries=1, launcher="fork")

    workflow.run()

    assert workflow.runs[0].attempt == 2
