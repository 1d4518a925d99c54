"""Short runs of a parallel workflow, which wait behind each other in their slots: nobody notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kohakuengine import Config, ConfigGenerator, Parallel, Script, WorkflowError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kohakuengine.flow import RunResult

TRAIN = """
    lr: float = 0.1
    def main():
        return lr
    if __name__ == "__main__":
        main()
"""


def _span(result: RunResult) -> tuple[float, float]:
    """Return when a run began and when it ended, in seconds."""
    assert result.started_at is not None
    assert result.duration_s is not None
    begun = result.started_at.timestamp()
    return begun, begun + result.duration_s


def test_short_runs_do_not_wait_for_a_long_one(write: Callable[[str, str], str]) -> None:
    path = write(
        "others.py",
        """
        import os, pathlib, time
        waits = False
        folder = pathlib.Path(__file__).parent / "ended"
        folder.mkdir(exist_ok=True)
        deadline = time.monotonic() + 30
        while waits and len(list(folder.iterdir())) < 59:
            if time.monotonic() > deadline:
                raise TimeoutError("a run waits behind this one")
            time.sleep(0.01)
        (folder / os.environ["KOGINE_RUN_ID"]).touch()
        """,
    )
    configs = ConfigGenerator(Config(globals_dict={"waits": index == 20}) for index in range(60))
    workflow = Parallel([Script(path, config=configs)], max_workers=2)

    workflow.run()

    assert [one.status.value for one in workflow.runs] == ["COMPLETED"] * 60


def test_runs_that_wait_for_their_turn_do_not_overlap(write: Callable[[str, str], str]) -> None:
    path = write("train.py", TRAIN)
    configs = ConfigGenerator(Config(globals_dict={"lr": float(index)}) for index in range(60))
    workflow = Parallel([Script(path, config=configs)], max_workers=2, timeout=30.0)

    assert workflow.run() == [float(index) for index in range(60)]

    spans = [_span(one) for one in workflow.runs]
    for start, _ in spans:
        assert sum(begun <= start < end for begun, end in spans) <= 2


def test_runs_of_one_script_do_not_keep_those_of_another_waiting(write: Callable[[str, str], str]) -> None:
    many, one = (write(name, TRAIN) for name in ("many.py", "one.py"))
    rates = [Config(globals_dict={"lr": float(index)}) for index in range(200)]
    scripts = [Script(many, config=ConfigGenerator(iter(rates))), Script(one, config=rates[0])]
    workflow = Parallel(scripts, max_workers=2)

    workflow.run()

    starts = {one.position: _span(one)[0] for one in workflow.runs}
    assert starts[1, 0] < starts[0, 150]


def test_the_time_of_a_run_counts_from_its_own_start(write: Callable[[str, str], str]) -> None:
    path = write("nap.py", "import time\nnap = 0.01\ntime.sleep(nap)\n")
    configs = ConfigGenerator(Config(globals_dict={"nap": 0.01}) for _ in range(300))
    workflow = Parallel([Script(path, config=configs)], max_workers=1, timeout=2.0)

    workflow.run()

    assert [one.status.value for one in workflow.runs] == ["COMPLETED"] * 300


def test_a_run_that_hangs_after_short_ones_is_ended(write: Callable[[str, str], str]) -> None:
    path = write("hang.py", "import time\nhangs = False\nif hangs: time.sleep(20)\n")
    configs = ConfigGenerator(Config(globals_dict={"hangs": index == 30}) for index in range(40))
    workflow = Parallel([Script(path, config=configs)], max_workers=1, timeout=1.0)

    with pytest.raises(WorkflowError) as caught:
        workflow.run()

    statuses = [one.status.value for one in caught.value.results]
    assert statuses == ["COMPLETED"] * 30 + ["TIMED_OUT"] + ["COMPLETED"] * 9


def test_none_waits_behind_a_run_that_may_be_the_last(write: Callable[[str, str], str]) -> None:
    path = write("train.py", "fails = False\nif fails: raise ValueError\n")
    configs = ConfigGenerator(Config(globals_dict={"fails": index == 30}) for index in range(60))
    workflow = Parallel([Script(path, config=configs)], max_workers=1, on_error="stop")

    with pytest.raises(WorkflowError) as caught:
        workflow.run()

    statuses = [one.status.value for one in caught.value.results]
    assert statuses[:31] == ["COMPLETED"] * 30 + ["FAILED"]
    assert "COMPLETED" not in statuses[31:]
