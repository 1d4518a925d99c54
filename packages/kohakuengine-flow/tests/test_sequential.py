"""Sequential: one run after another, in this process."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine import Config, ConfigGenerator, Script, Sequential, WorkflowError
from kohakuengine.config.errors import UnknownParameterError, ValueFitError
from kohakuengine.flow import NothingToRunError, RunStatus, WorkflowShapeError
from kohakuengine.flow.launch.run_report import RunReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TRAIN = """
    lr: float = 0.1
    def main(scale=1):
        return lr * scale
    if __name__ == "__main__":
        main()
"""


def test_results_come_in_the_order_of_the_scripts(write: Callable[[str, str], str]) -> None:
    train = write("train.py", TRAIN)

    values = Sequential(
        [
            Script(train, config=Config(globals_dict={"lr": 2.0})),
            Script(train, config=Config(kwargs={"scale": 30})),
            Script(train),
        ]
    ).run()

    assert values == [2.0, 3.0, 0.1]


def test_each_config_of_a_generator_is_a_run(write: Callable[[str, str], str]) -> None:
    configs = ConfigGenerator(Config(globals_dict={"lr": float(lr)}) for lr in (1, 2, 3))

    assert Sequential([Script(write("train.py", TRAIN), config=configs)]).run() == [1.0, 2.0, 3.0]


def test_a_config_is_drawn_when_the_run_before_it_has_ended(
    write: Callable[[str, str], str], tmp_path: Path
) -> None:
    path = write(
        "train.py", f"n = 0\nwith open({str(tmp_path / 'log')!r}, 'a') as log:\n    print('run', n, file=log)"
    )

    def configs() -> Iterator[Config]:
        for number in (1, 2):
            with open(tmp_path / "log", "a", encoding="utf-8") as log:
                log.write(f"draw {number}\n")
            yield Config(globals_dict={"n": number})

    Sequential([Script(path, config=ConfigGenerator(configs))]).run()

    assert (tmp_path / "log").read_text(encoding="utf-8").split("\n")[:-1] == [
        "draw 1",
        "run 1",
        "draw 2",
        "run 2",
    ]


def test_the_run_that_a_generator_receives_is_done(write: Callable[[str, str], str]) -> None:
    seen = []

    def configs() -> Iterator[Config]:
        lr = 8.0
        while lr > 1:
            run: Any = yield Config(globals_dict={"lr": lr})
            seen.append((run.done(), run.result().value))
            lr = run.result().value / 2

    values = Sequential([Script(write("train.py", TRAIN), config=ConfigGenerator(configs))]).run()

    assert values == [8.0, 4.0, 2.0]
    assert seen == [(True, 8.0), (True, 4.0), (True, 2.0)]


def test_two_scripts_have_a_pass_each_over_one_generator(write: Callable[[str, str], str]) -> None:
    def configs() -> Iterator[Config]:
        yield Config(globals_dict={"lr": 1.0})
        yield Config(globals_dict={"lr": 2.0})

    both = ConfigGenerator(configs)
    path = write("train.py", TRAIN)

    assert Sequential([Script(path, config=both), Script(path, config=both)]).run() == [1.0, 2.0, 1.0, 2.0]


def test_the_first_failure_is_the_last_run(write: Callable[[str, str], str], tmp_path: Path) -> None:
    bad = write("bad.py", "raise ValueError('no data')")
    after = write("after.py", f"import pathlib; pathlib.Path({str(tmp_path / 'ran')!r}).touch()")
    workflow = Sequential([Script(write("train.py", TRAIN)), Script(bad), Script(after)])

    with pytest.raises(WorkflowError) as caught:
        workflow.run()

    assert str(caught.value).startswith(
        "1 of 2 runs did not complete; the first: bad: ValueError: no data (KE901)."
    )
    assert isinstance(caught.value.__cause__, ValueError)
    assert [result.status for result in caught.value.results] == [RunStatus.COMPLETED, RunStatus.FAILED]
    assert not (tmp_path / "ran").exists()


def test_a_generator_is_not_drawn_from_after_a_failure(write: Callable[[str, str], str]) -> None:
    drawn = []

    def configs() -> Iterator[Config]:
        drawn.append(1)
        yield Config()

    bad = Script(write("bad.py", "1 / 0"))
    workflow = Sequential([bad, Script(write("train.py", TRAIN), config=ConfigGenerator(configs))])

    with pytest.raises(WorkflowError):
        workflow.run()

    assert drawn == []


def test_with_continue_the_others_go_on(write: Callable[[str, str], str]) -> None:
    bad, good = Script(write("bad.py", "import sys; sys.exit('no data')")), Script(write("train.py", TRAIN))
    workflow = Sequential([bad, good], on_error="continue")

    with pytest.raises(WorkflowError):
        workflow.run()

    assert [(one.status.value, one.reason, one.returncode) for one in workflow.runs] == [
        ("FAILED", "sys.exit: no data", 1),
        ("COMPLETED", None, 0),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("import sys; sys.exit(3)", "exit code 3"),
        ("import sys; sys.exit(256)", "exit code 256"),
        ("import sys; sys.exit('a\\nb')", "sys.exit: a"),
        ("raise KeyError('x')", "KeyError: 'x'"),
        ("raise ValueError", "ValueError"),
        ("def f(:", "SyntaxError"),
    ],
    ids=["code", "code-of-0-for-the-system", "text", "error", "no-message", "syntax"],
)
def test_a_failure_says_why(write: Callable[[str, str], str], text: str, reason: str) -> None:
    workflow = Sequential([Script(write("bad.py", text))])

    with pytest.raises((WorkflowError, SyntaxError)) as caught:
        workflow.run()

    assert reason in str(caught.value) or isinstance(caught.value, SyntaxError)


def test_a_script_that_exits_with_0_completes(write: Callable[[str, str], str]) -> None:
    assert Sequential([Script(write("good.py", "import sys; sys.exit()"))]).run() == [None]


def test_values_are_the_very_objects(write: Callable[[str, str], str]) -> None:
    thing = object()
    path = write("train.py", "thing = None\ndef main():\n    return thing\nmain()")

    [value] = Sequential([Script(path, config=Config(globals_dict={"thing": thing}))]).run()

    assert value is thing


def test_a_script_that_changes_its_values_changes_nobody_elses(write: Callable[[str, str], str]) -> None:
    path = write(
        "train.py",
        """
        import helper
        dims = [1]
        dims.append(2)
        helper.seen.append(1)
        def main(more):
            more.append(3)
            return dims, more, helper.seen
        main([])
        """,
    )
    write("helper.py", "seen = []")
    config = Config(globals_dict={"dims": [0, 5]}, kwargs={"more": []})
    before = set(sys.modules)

    values = Sequential([Script(path, config=config), Script(path, config=config)]).run()

    assert values == [([0, 5, 2], [3], [1])] * 2
    assert config == Config(globals_dict={"dims": [0, 5]}, kwargs={"more": []})
    assert "helper" not in set(sys.modules) - before


def test_an_unknown_name_is_refused_before_anything_starts(
    write: Callable[[str, str], str], tmp_path: Path
) -> None:
    first = write("first.py", f"import pathlib; pathlib.Path({str(tmp_path / 'ran')!r}).touch()")
    second = Script(write("train.py", TRAIN), config=Config(globals_dict={"lrr": 1}))

    with pytest.raises(UnknownParameterError, match=r"no parameter 'lrr' .*Did you mean 'lr'"):
        Sequential([Script(first), second]).run()

    assert not (tmp_path / "ran").exists()


def test_a_misfit_of_a_generator_ends_the_flow_and_what_ran_is_recorded(
    write: Callable[[str, str], str],
) -> None:
    def configs() -> Iterator[Config]:
        yield Config(globals_dict={"lr": 1.0})
        yield Config(globals_dict={"lr": "fast"})
        yield Config(globals_dict={"lr": 3.0})

    workflow = Sequential([Script(write("train.py", TRAIN), config=ConfigGenerator(configs))])

    with pytest.raises(ValueFitError, match="'lr'"):
        workflow.run()


def test_an_error_of_a_generator_passes(write: Callable[[str, str], str]) -> None:
    def configs() -> Iterator[Config]:
        yield Config(globals_dict={"lr": 1.0})
        raise OSError("no such table")

    workflow = Sequential([Script(write("train.py", TRAIN), config=ConfigGenerator(configs))])

    with pytest.raises(OSError, match="no such table"):
        workflow.run()


def test_a_flow_of_no_runs_is_an_error(write: Callable[[str, str], str]) -> None:
    workflow = Sequential([Script(write("train.py", TRAIN), config=ConfigGenerator(iter([])))])

    with pytest.raises(NothingToRunError, match="nothing to run"):
        workflow.run()


def test_ctrl_c_in_a_script_stops_the_flow(write: Callable[[str, str], str]) -> None:
    workflow = Sequential(
        [
            Script(write("stop.py", "import os, signal; os.kill(os.getpid(), signal.SIGINT)")),
            Script(write("train.py", TRAIN)),
        ]
    )

    with pytest.raises(KeyboardInterrupt):
        workflow.run()

    assert [(one.status.value, one.reason) for one in workflow.runs] == [
        ("CANCELLED", "interrupted by SIGINT"),
    ]


def test_ctrl_c_behind_the_result_of_a_run_does_not_undo_it(
    write: Callable[[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    save = RunReport.save

    def save_and_be_stopped(report: RunReport) -> None:
        save(report)
        raise KeyboardInterrupt

    scripts = [Script(write("train.py", TRAIN), config=Config(globals_dict={"lr": lr})) for lr in (2.0, 3.0)]
    workflow = Sequential(scripts)
    monkeypatch.setattr(RunReport, "save", save_and_be_stopped)

    with pytest.raises(KeyboardInterrupt):
        workflow.run()

    assert [(one.status.value, one.value) for one in workflow.runs] == [("COMPLETED", 2.0)]


def test_a_failed_run_is_tried_again(write: Callable[[str, str], str], tmp_path: Path) -> None:
    path = write(
        "flaky.py",
        f"""
        import pathlib
        marks = pathlib.Path({str(tmp_path / "marks")!r})
        marks.mkdir(exist_ok=True)
        (marks / str(len(list(marks.iterdir())))).touch()
        def main():
            if len(list(marks.iterdir())) < 3:
                raise OSError("flaky")
            return "done"
        main()
        """,
    )
    workflow = Sequential([Script(path)], retries=2)

    assert workflow.run() == ["done"]
    assert workflow.runs[0].attempt == 3


def test_variables_say_which_run_it_is(write: Callable[[str, str], str], store: Path) -> None:
    path = write(
        "env.py",
        """
        import os
        def main():
            return [os.environ["KOGINE_" + name] for name in ("RUN_ID", "RUN_DIR", "WORKER_ID")]
        main()
        """,
    )

    [value] = Sequential([Script(path)]).run()

    assert value == ["1", str(store / "runs/000000/1"), "0"]


@pytest.mark.parametrize(
    ("scripts", "error"),
    [([], ValueError), ("train.py", TypeError), (["train.py"], TypeError), (None, TypeError)],
    ids=["none", "text", "list-of-text", "nothing"],
)
def test_what_is_no_list_of_scripts_is_refused(scripts: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        Sequential(scripts)


@pytest.mark.parametrize(
    "options",
    [{"on_error": "ignore"}, {"launcher": "cloud"}, {"retries": -1}, {"timeout": -1}, {"timeout": 5}],
    ids=lambda value: str(value),
)
def test_options_that_make_no_sense_are_refused(write: Callable[[str, str], str], options: Any) -> None:
    with pytest.raises(WorkflowShapeError):
        Sequential([Script(write("train.py", TRAIN))], **options)


def test_a_script_that_has_gone_is_refused(write: Callable[[str, str], str], tmp_path: Path) -> None:
    script = Script(write("train.py", TRAIN))
    (tmp_path / "train.py").unlink()

    with pytest.raises(ValueError, match="script not found"):
        Sequential([script])


def test_a_config_that_is_none_is_refused(write: Callable[[str, str], str]) -> None:
    script = Script(write("train.py", TRAIN))
    script.config = [Config()]  # type: ignore[assignment]

    with pytest.raises(TypeError, match="not list"):
        Sequential([script])


def test_runs_are_known_after_the_run_alone(write: Callable[[str, str], str]) -> None:
    workflow = Sequential([Script(write("train.py", TRAIN))])

    with pytest.raises(RuntimeError, match="has not run yet"):
        _ = workflow.runs
