"""Parallel: runs side by side, each a process of its own."""

from __future__ import annotations

import datetime as dt
import os
import pathlib
import threading
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine import Config, ConfigGenerator, Parallel, Script, Sequential, WorkflowError, load_config
from kohakuengine.config.errors import ConfigExecutionError, UnknownParameterError
from kohakuengine.flow import RunFailedError, RunStatus, WorkflowShapeError

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
MEETING = """
    import pathlib, time
    here, others = "", 0
    folder = pathlib.Path(__file__).parent / "meeting"
    folder.mkdir(exist_ok=True)
    (folder / here).touch()
    deadline = time.monotonic() + 30
    while len(list(folder.iterdir())) < others:
        if time.monotonic() > deadline:
            raise TimeoutError("nobody came")
        time.sleep(0.01)
"""
each_mode = pytest.mark.parametrize("use_subprocess", [True, False], ids=["subprocess", "fork"])


@each_mode
def test_results_come_in_the_order_of_the_plan(
    write: Callable[[str, str], str], use_subprocess: bool
) -> None:
    path = write(
        "train.py", "import time\nwait = 0.0\ntime.sleep(wait)\ndef main():\n    return wait\nmain()"
    )
    scripts = [Script(path, config=Config(globals_dict={"wait": wait})) for wait in (0.3, 0.0, 0.1)]

    assert Parallel(scripts, 3, use_subprocess).run() == [0.3, 0.0, 0.1]


def test_so_many_go_at_once(write: Callable[[str, str], str]) -> None:
    path = write("meet.py", MEETING)
    configs = ConfigGenerator(Config(globals_dict={"here": name, "others": 3}) for name in "abc")

    assert Parallel([Script(path, config=configs)], max_workers=3).run() == [None] * 3


def test_no_more_than_max_workers_go_at_once(write: Callable[[str, str], str], tmp_path: Path) -> None:
    path = write(
        "count.py",
        """
        import os, pathlib, time
        folder = pathlib.Path(__file__).parent / "at_work"
        folder.mkdir(exist_ok=True)
        mine = folder / os.environ["KOGINE_RUN_ID"]
        mine.touch()
        def main():
            time.sleep(0.05)
            return len(list(folder.iterdir()))
        most = main()
        mine.unlink()
        """,
    )

    values = Parallel([Script(path) for _ in range(6)], max_workers=2).run()

    assert max(values) <= 2


def test_values_come_back_as_they_were(write: Callable[[str, str], str]) -> None:
    path = write(
        "values.py",
        """
        import datetime, pathlib
        class Point:
            def __init__(self, x):
                self.x = x
            def __eq__(self, other):
                return self.x == other.x
        def main(given):
            when = datetime.date(2024, 2, 29)
            return given, pathlib.Path("a"), float("inf"), when, (1, {2}), b"x", Point(3).x
        main(None)
        """,
    )
    given = [float("-inf"), (1, 2), {"a": {3}}]

    [value] = Parallel([Script(path, config=Config(kwargs={"given": given}))]).run()

    assert value == (given, pathlib.Path("a"), float("inf"), dt.date(2024, 2, 29), (1, {2}), b"x", 3)


def test_others_go_on_when_one_fails(write: Callable[[str, str], str]) -> None:
    good, bad = Script(write("train.py", TRAIN)), Script(write("bad.py", "raise ValueError('no data')"))
    workflow = Parallel([bad, good, bad, good], max_workers=1)

    with pytest.raises(
        WorkflowError, match="2 of 4 runs did not complete; the first: bad: ValueError: no data"
    ) as caught:
        workflow.run()

    results = caught.value.results
    assert [one.status.value for one in results] == ["FAILED", "COMPLETED", "FAILED", "COMPLETED"]
    assert b"ValueError: no data" in results[0].stderr
    assert "bad.py" in str(caught.value.__cause__)
    assert results[1].value == 0.1
    with pytest.raises(RunFailedError, match="bad is FAILED: ValueError: no data"):
        _ = results[0].value


def test_with_stop_nothing_more_starts(write: Callable[[str, str], str]) -> None:
    good, bad = Script(write("train.py", TRAIN)), Script(write("bad.py", "1 / 0"))
    workflow = Parallel([bad, good, good], max_workers=1, on_error="stop")

    with pytest.raises(WorkflowError):
        workflow.run()

    assert [(one.status.value, one.reason) for one in workflow.runs][:2] == [
        ("FAILED", "ZeroDivisionError: division by zero"),
        ("CANCELLED", "bad failed before it"),
    ]


def test_a_run_that_takes_too_long_is_ended(write: Callable[[str, str], str]) -> None:
    path = write("slow.py", "import time\nprint('on', flush=True)\ntime.sleep(600)")
    workflow = Parallel([Script(path)], timeout=1)

    with pytest.raises(WorkflowError, match=r"it took longer than 1 s"):
        workflow.run()

    [result] = workflow.runs
    assert (result.status, result.stdout) == (RunStatus.TIMED_OUT, b"on\n")


def test_a_run_that_does_not_listen_is_killed(
    write: Callable[[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from kohakuengine.flow import stopping

    monkeypatch.setattr(stopping, "_TIMEOUT_GRACE_S", 0.2)
    path = write(
        "deaf.py", "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(600)"
    )
    workflow = Parallel([Script(path)], timeout=1)

    with pytest.raises(WorkflowError):
        workflow.run()

    assert (workflow.runs[0].status, workflow.runs[0].exit_code) == (RunStatus.TIMED_OUT, -9)


@pytest.mark.parametrize(
    ("text", "reason", "exit_code"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "killed by SIGSEGV", -11),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "killed by SIGKILL (the kernel's", -9),
        ("import os; os._exit(7)", "exit code 7", 7),
        ("import sys; sys.exit(256)", "exit code 256", 0),
    ],
    ids=["segfault", "killed", "os-exit", "exit-256"],
)
def test_a_death_says_how(write: Callable[[str, str], str], text: str, reason: str, exit_code: int) -> None:
    workflow = Parallel([Script(write("bad.py", text))])

    with pytest.raises(WorkflowError):
        workflow.run()

    [result] = workflow.runs
    assert (result.status, result.exit_code) == (RunStatus.FAILED, exit_code)
    assert result.reason is not None
    assert result.reason.startswith(reason)


def test_a_generator_is_not_drawn_far_ahead(write: Callable[[str, str], str]) -> None:
    drawn, most = 0, 0
    runs: list[Any] = []

    def configs() -> Iterator[Config]:
        nonlocal drawn, most
        for _ in range(30):
            drawn += 1
            most = max(most, drawn - sum(run.done() for run in runs))
            runs.append((yield Config(globals_dict={"lr": 1.0})))

    Parallel([Script(write("train.py", TRAIN), config=ConfigGenerator(configs))], max_workers=2).run()

    assert drawn == 30
    # What has ended a moment ago, what runs, what waits behind it, the window, and the one in hand.
    assert most <= 2 * 5 + 2 * 5 + 8 + 1


def test_a_search_goes_on_with_what_it_learned(write: Callable[[str, str], str]) -> None:
    """Batches of three; the next batch is around the best of the last."""

    def search() -> Iterator[Config]:
        centre, width = 0.0, 8.0
        for _ in range(3):
            batch: list[Any] = []
            for x in (centre - width, centre, centre + width):
                batch.append((yield Config(globals_dict={"x": x})))
            best = min(batch, key=lambda run: run.result().value)
            centre, width = best.spec.config.globals_dict["x"], width / 2

    path = write("loss.py", "x = 0.0\ndef main():\n    return (x - 5) ** 2\nmain()")

    values = Parallel([Script(path, config=ConfigGenerator(search))], max_workers=2).run()

    assert len(values) == 9
    assert min(values) <= 1.0


def test_searches_side_by_side_wait_for_their_own_runs(write: Callable[[str, str], str]) -> None:
    path = write("meet.py", MEETING)

    def search(name: str) -> Callable[[], Iterator[Config]]:
        def configs() -> Iterator[Config]:
            for step in range(2):
                run: Any = yield Config(globals_dict={"here": f"{name}{step}", "others": 2 * step + 2})
                run.result()

        return configs

    scripts = [Script(path, config=ConfigGenerator(search(name))) for name in "ab"]

    assert Parallel(scripts, max_workers=2).run() == [None] * 4


def test_searches_of_config_files_keep_their_folders_apart(
    write: Callable[[str, str], str], tmp_path: Path
) -> None:
    """Each waits for a run of its own while the other one imports from beside itself."""
    path = write("meet.py", MEETING)
    for name in "ab":
        write(f"{name}/names.py", f"name = {name!r}")
        write(
            f"{name}/search.py",
            """
            from kohakuengine import Config
            def config_gen():
                from names import name
                for step in range(2):
                    run = yield Config(globals_dict={"here": f"{name}{step}", "others": 2 * step + 2})
                    run.result()
                    import names
                    assert names.name == name
            """,
        )
    import sys

    before = list(sys.path)
    scripts = [Script(path, config=load_config(tmp_path / name / "search.py")) for name in "ab"]

    assert Parallel(scripts, max_workers=2).run() == [None] * 4

    assert sys.path == before
    assert sorted(one.name for one in (tmp_path / "meeting").iterdir()) == ["a0", "a1", "b0", "b1"]


def test_a_failed_run_is_a_result_for_its_generator(write: Callable[[str, str], str]) -> None:
    seen = []

    def configs() -> Iterator[Config]:
        run: Any = yield Config(globals_dict={"lr": 0.0})
        seen.append(run.result().status)
        seen.append(type(run.exception()))
        yield Config(globals_dict={"lr": 1.0})

    path = write("train.py", "lr = 0.1\ndef main():\n    return 1 / lr\nmain()")

    with pytest.raises(WorkflowError, match="1 of 2 runs"):
        Parallel([Script(path, config=ConfigGenerator(configs))]).run()

    assert seen == [RunStatus.FAILED, RunFailedError]


def test_an_error_of_a_config_file_has_its_place_and_what_ran_is_recorded(
    write: Callable[[str, str], str], store: Path
) -> None:
    configs = write(
        "sweep.py",
        """
        from kohakuengine import Config
        def config_gen():
            run = yield Config(globals_dict={"lr": 1.0})
            run.result()
            raise OSError("no such table")
        """,
    )
    workflow = Parallel([Script(write("train.py", TRAIN), config=load_config(configs))])

    with pytest.raises(ConfigExecutionError, match=r"sweep\.py:6: .*OSError: no such table"):
        workflow.run()

    from kohakuengine.flow.store.run_store import RunStore

    with RunStore(store, is_read_only=True) as opened:
        assert [run.status for run in opened.runs()] == [RunStatus.COMPLETED]


def test_an_unknown_name_is_refused_before_anything_starts(
    write: Callable[[str, str], str], store: Path
) -> None:
    scripts = [
        Script(write("train.py", TRAIN), config=Config(globals_dict={name: 1})) for name in ("lr", "lrr")
    ]

    with pytest.raises(UnknownParameterError):
        Parallel(scripts).run()

    assert os.listdir(store / "runs") == []


@pytest.mark.parametrize("workers", [0, -1, 2.5, True], ids=str)
def test_a_number_of_workers_that_is_none_is_refused(write: Callable[[str, str], str], workers: Any) -> None:
    with pytest.raises(WorkflowShapeError, match="max_workers"):
        Parallel([Script(write("train.py", TRAIN))], max_workers=workers)


def test_runs_in_this_process_cannot_go_side_by_side(write: Callable[[str, str], str]) -> None:
    scripts = [Script(write("train.py", TRAIN))]

    with pytest.raises(WorkflowShapeError, match="side by side"):
        Parallel(scripts, launcher="inprocess")
    with pytest.raises(WorkflowShapeError, match="side by side"):
        Parallel([Sequential(scripts, launcher="inprocess")])


def test_no_thread_is_left(write: Callable[[str, str], str]) -> None:
    before = threading.active_count()

    Parallel([Script(write("train.py", TRAIN), config=ConfigGenerator(iter([Config()])))]).run()

    assert threading.active_count() == before


@each_mode
def test_scripts_are_main_in_every_mode(write: Callable[[str, str], str], use_subprocess: bool) -> None:
    path = write(
        "who.py",
        "import pickle\nclass A: pass\ndef main():\n    return __name__, bool(pickle.dumps(A()))\nmain()",
    )

    assert Parallel([Script(path)], use_subprocess=use_subprocess).run() == [("__main__", True)]


def test_a_cancelled_run_is_not_started(write: Callable[[str, str], str]) -> None:
    cancelled = []

    def configs() -> Iterator[Config]:
        first: Any = yield Config(globals_dict={"here": "a", "others": 2})
        second: Any = yield Config(globals_dict={"here": "b", "others": 2})
        third: Any = yield Config(globals_dict={"here": "c", "others": 9})
        cancelled.append(third.cancel())
        first.result(), second.result()

    path = write("meet.py", MEETING)
    workflow = Parallel([Script(path, config=ConfigGenerator(configs))], max_workers=2)

    with pytest.raises(WorkflowError, match="it was cancelled"):
        workflow.run()

    assert cancelled == [True]
    assert [one.status.value for one in workflow.runs] == ["COMPLETED", "COMPLETED", "CANCELLED"]


def test_values_are_those_of_the_yield_though_the_config_is_changed_later(
    write: Callable[[str, str], str],
) -> None:
    def configs() -> Iterator[Config]:
        config = Config(globals_dict={"lr": 0.0, "seen": []})
        for lr in (1.0, 2.0, 3.0):
            config.globals_dict["lr"] = lr
            config.globals_dict["seen"].append(lr)
            yield config

    path = write("seen.py", "lr, seen = 0.0, []\ndef main():\n    return lr, seen\nmain()")

    values = Parallel([Script(path, config=ConfigGenerator(configs))], max_workers=2).run()

    assert values == [(1.0, [1.0]), (2.0, [1.0, 2.0]), (3.0, [1.0, 2.0, 3.0])]
