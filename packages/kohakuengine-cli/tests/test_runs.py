"""`kogine runs list`, `show`, `compare`, `export`: a store as flows leave it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import time
from typing import TYPE_CHECKING, Any

import pytest
from recorded_runs import ERROR, add, key

if TYPE_CHECKING:
    from kogine_process import Kogine

    from kohakuengine.flow.store import RunStore


def ids(done: Any) -> list[int]:
    return [run["id"] for run in json.loads(done.out)["runs"]]


def test_list_shows_what_became_of_each_the_newest_first(kogine: Kogine, store: RunStore) -> None:
    done = kogine("runs", "list")

    lines = [line.split() for line in done.out.splitlines()]
    assert (done.code, done.err) == (0, "")
    assert lines[0] == ["run", "flow", "script", "status", "started", "took", "values", "reason"]
    assert [(line[0], line[2], line[3]) for line in lines[1:]] == [
        ("3", "train", "COMPLETED"),
        ("2", "train", "FAILED"),
        ("1", "train", "COMPLETED"),
    ]
    assert "1.50 s" in done.out
    assert "lr=0.2" in done.out
    assert done.out.splitlines()[2].endswith("ValueError: bad lr")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], [3, 2, 1]),
        (["lr<0.3"], [2, 1]),
        (["lr<0.3", "cfg.width>=1"], [2]),
        (["--status", "failed"], [2]),
        (["--status", "FAILED", "--status", "COMPLETED"], [3, 2, 1]),
        (["--since", "1h"], [3, 2, 1]),
        (["--flow", "1", "--limit", "2"], [3, 2]),
        (["--script", "train.py"], [3, 2, 1]),
        (["3", "1"], [3, 1]),
        (["returned.loss<0.5"], [1]),
        (["--sort", "returned.loss"], [1, 3, 2]),
        (["--sort", "-returned.loss", "--limit", "1"], [3]),
        (["--sort=-lr", "--status", "COMPLETED"], [3, 1]),
        (["--sort", "cfg.width"], [1, 2, 3]),
        (["--sort", "id"], [1, 2, 3]),
    ],
    ids=lambda one: " ".join(map(str, one)),
)
def test_list_takes_conditions(
    kogine: Kogine, store: RunStore, words: list[str], expected: list[int]
) -> None:
    assert ids(kogine("runs", "list", "--format", "json", *words)) == expected


def test_list_says_how_many_more_there_are(kogine: Kogine, store: RunStore) -> None:
    done = kogine("runs", "list", "--limit", "1")

    assert len(done.out.splitlines()) == 2
    assert done.err == "kogine: note: 2 more; --limit 3 shows all, conditions fewer\n"


@pytest.mark.parametrize("words", [["--until", "1h"], ["lr=5"], ["lr=none"], ["1", "lr=0.2"]], ids=" ".join)
def test_nothing_found_is_said_and_is_exit_code_1(kogine: Kogine, store: RunStore, words: list[str]) -> None:
    done = kogine("runs", "list", *words)

    assert (done.code, done.out) == (1, "")
    assert "no such runs" in done.err


@pytest.mark.parametrize("command", ["list", "export"])
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["lrr=0.1"], "No run has a value 'lrr'. Did you mean 'lr'?"),
        (["loss<0.1"], "No run has a value 'loss'. Did you mean 'returned.loss'?"),
        (["lr<abc"], "'lr' is a number in each run, 'abc' is none."),
        (["lr>0", "lr=abc"], "'lr' is a number in each run, 'abc' is none."),
        (["--flow", "9"], "there is no flow 9. The newest is 1."),
        (["--script", "trian"], "there is no run of 'trian'. Did you mean 'train'?"),
        (["--script", "trian.py"], "there is no run of 'trian.py'. Did you mean 'train.py'?"),
        (["9"], "there is no run 9 (KE907). The nearest is 3;"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_fits_no_run_is_an_error_with_the_nearest(
    kogine: Kogine, store: RunStore, command: str, words: list[str], message: str
) -> None:
    done = kogine("runs", command, *words)

    assert (done.code, done.out) == (1, "")
    assert f"kogine: error: {store.folder}: {message}" in done.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["lr==0.1"], "'lr==0.1' is no condition. Did you mean 'lr=0.1'?"),
        (["lr=>0.1"], "'lr=>0.1' is no condition. Did you mean 'lr>=0.1'?"),
        (["--sort", "los"], "--sort: none of the runs has 'los'."),
        (["--sort", "-loss"], "--sort: none of the runs has 'loss'. Did you mean 'returned.loss'?"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_line_that_is_wrong_is_refused(
    kogine: Kogine, store: RunStore, words: list[str], message: str
) -> None:
    done = kogine("runs", "list", *words)

    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_a_sorted_list_shows_what_it_is_sorted_by(kogine: Kogine, store: RunStore) -> None:
    lines = kogine("runs", "list", "--sort", "returned.loss").out.splitlines()

    assert lines[0].split()[6:] == ["returned.loss", "values", "reason"]
    assert ("  0.0  " in lines[1], "  1.0  " in lines[2]) == (True, True)


def test_numbers_are_sorted_as_numbers_and_what_has_none_comes_last(kogine: Kogine, store: RunStore) -> None:
    nan = {"$type": "float", "$repr": "nan"}
    with store.enter(key("other"), sources={}) as flow:
        for index, size in enumerate(("16", 8, "large", nan, 128)):
            add(kogine.folder, flow, index, {"size": size})

    rising = kogine("runs", "list", "--flow", "2", "--sort", "size", "--format", "json")
    falling = kogine("runs", "list", "--flow", "2", "--sort", "-size", "--format", "json")

    assert ids(rising) == [5, 4, 8, 6, 7]
    assert ids(falling) == [6, 8, 4, 5, 7]


def test_a_sorted_export_has_a_column_for_each_key_of_a_result(kogine: Kogine, store: RunStore) -> None:
    done = kogine("runs", "export", "--sort", "-returned.loss")

    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [row["returned.loss"] for row in rows] == ["1.0", "0.0", ""]


@pytest.mark.parametrize(
    "words",
    [["list"], ["show", "1"], ["logs", "1"], ["compare", "1", "2"], ["export"], ["rm", "1", "--yes"]],
    ids=lambda words: words[0],
)
def test_a_folder_without_a_store_is_told_and_left_alone(kogine: Kogine, words: list[str]) -> None:
    done = kogine("runs", *words)

    assert (done.code, done.out) == (1, "")
    assert "there is no run store (KE910)" in done.err
    assert not (kogine.folder / ".kogine").exists()


@pytest.mark.parametrize(
    "words",
    [["list"], ["show", "1"], ["logs", "1"], ["compare", "1", "2"], ["export"], ["rm", "1", "--yes"]],
    ids=lambda words: words[0],
)
def test_a_damaged_store_is_named(kogine: Kogine, words: list[str]) -> None:
    kogine.write(".kogine/runs.sqlite", "this is no database" * 100)

    done = kogine("runs", *words)

    assert (done.code, done.out) == (2, "")
    assert "runs.sqlite: the run store is damaged: file is not a database (KE912)" in done.err


@pytest.mark.parametrize(
    "words",
    [["show", "7"], ["logs", "7"], ["compare", "1", "7"], ["rm", "7", "--yes"]],
    ids=lambda words: words[0],
)
def test_an_unknown_run_is_an_error_with_the_nearest(
    kogine: Kogine, store: RunStore, words: list[str]
) -> None:
    done = kogine("runs", *words)

    assert (done.code, done.out) == (1, "")
    assert "there is no run 7 (KE907). The nearest is 3;" in done.err


def test_show_has_all_that_is_known(kogine: Kogine, store: RunStore) -> None:
    done = kogine("runs", "show", "2")

    shown = {line.partition("  ")[0]: line.partition("  ")[2].strip() for line in done.out.splitlines()}
    assert done.code == 0
    assert shown["status"] == "FAILED"
    assert shown["reason"] == "ValueError: bad lr"
    assert shown["script"] == f"{kogine.folder}/train.py (is as it was)"
    assert shown["folder"] == str(store.run_folder(2))
    assert "\n  lr   0.2\n" in done.out
    assert done.out.endswith(f"\n\n{ERROR['traceback']}")


def test_show_says_whether_the_script_has_changed(kogine: Kogine, store: RunStore) -> None:
    kogine.write("train.py", "lr = 0.2\n")

    table, data = kogine("runs", "show", "1"), kogine("runs", "show", "1", "--format", "json")

    assert "train.py (has changed since)" in table.out
    assert json.loads(data.out)["is_script_changed"] is True
    assert json.loads(data.out)["returned"] == {"loss": 0.0}


def test_compare_shows_the_values_that_differ_and_what_came_of_them(kogine: Kogine, store: RunStore) -> None:
    done = kogine("runs", "compare", "1", "3", "--format", "json")

    assert json.loads(done.out)["runs"] == [
        {
            "id": 1,
            "status": "COMPLETED",
            "values": {"lr": 0.1, "cfg.width": 0},
            "returned": {"loss": 0.0},
            "duration_s": pytest.approx(1.5),
        },
        {
            "id": 3,
            "status": "COMPLETED",
            "values": {"lr": 0.3, "cfg.width": 2},
            "returned": {"loss": 1.0},
            "duration_s": pytest.approx(1.5),
        },
    ]
    assert kogine("runs", "compare", "3", "1").out.split()[:6] == [
        "run",
        "status",
        "lr",
        "cfg.width",
        "returned.loss",
        "took",
    ]
    lines = kogine("runs", "compare", "3", "1", "--format", "csv").out.splitlines()
    assert [line.rpartition(",")[0] for line in lines] == [
        "run,status,lr,cfg.width,returned.loss",
        "3,COMPLETED,0.3,2,1.0",
        "1,COMPLETED,0.1,0,0.0",
    ]


def test_compare_of_one_run_is_refused(kogine: Kogine, store: RunStore) -> None:
    done = kogine("runs", "compare", "1")

    assert (done.code, "Name two or more" in done.err) == (2, True)


def test_export_has_a_column_for_each_value(kogine: Kogine, store: RunStore) -> None:
    with store.enter(key("other"), sources={}) as flow:
        add(kogine.folder, flow, 0, {"id": 7, "where": {"$type": "PosixPath", "$repr": "PosixPath('a')"}})

    done = kogine("runs", "export")

    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [row["id"] for row in rows] == ["4", "3", "2", "1"]
    assert [row["lr"] for row in rows] == ["", "0.3", "0.2", "0.1"]
    assert (rows[0]["values.id"], rows[0]["where"]) == ("7", "PosixPath('a')")
    assert (rows[1]["position"], json.loads(rows[1]["cfg"])) == ("0/2", {"depth": 4, "width": 2})
    assert rows[2]["traceback"] == ERROR["traceback"]


def test_the_store_above_is_found_and_another_can_be_named(kogine: Kogine, store: RunStore) -> None:
    (kogine.folder / "below").mkdir()
    there = subprocess.run(
        kogine.line("runs", "list"),
        cwd=kogine.folder / "below",
        env=kogine.environment,
        capture_output=True,
        check=True,
    )
    elsewhere = kogine("runs", "list", environment={"KOGINE_STORE": "other"})

    assert b"COMPLETED" in there.stdout
    assert (elsewhere.code, f"{kogine.folder}/other: there is no run store" in elsewhere.err) == (1, True)


def test_looking_does_not_change_the_store(kogine: Kogine, store: RunStore) -> None:
    store.close()
    before = {path: path.read_bytes() for path in store.folder.rglob("*") if path.is_file()}

    for words in (["list"], ["show", "1"], ["logs", "1", "--stderr"], ["compare", "1", "2"], ["export"]):
        assert kogine("runs", *words).code == 0

    assert {path: path.read_bytes() for path in store.folder.rglob("*") if path.is_file()} == before


def test_a_list_of_ten_thousand_runs_is_quick(kogine: Kogine, store: RunStore) -> None:
    with store.enter(key("large"), sources={}) as flow, store.database.transaction() as connection:
        connection.execute(
            "WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 10000) "
            "INSERT INTO runs (flow_id, position, attempt, name, script, slot, launcher, status, started_at, "
            "\"values\") SELECT ?, printf('%08x', n), 1, 'train', 'train.py', 0, 'fork', 'FAILED', 1.0, "
            "'{\"globals\": {}}' FROM many",
            (flow.id,),
        )
    begun = time.perf_counter()

    done = kogine("runs", "list")

    took_s = time.perf_counter() - begun
    print(f"kogine runs list of 10,003 runs: {took_s:.2f} s")  # noqa: T201
    assert len(done.out.splitlines()) == 51
    assert took_s < 2.0  # 0.15 s where nothing else runs


def test_numbers_of_runs_are_completed(kogine: Kogine, store: RunStore) -> None:
    done = kogine("_complete", "zsh", "runs", "show", "")

    assert done.out.splitlines()[:2] == ["done\t3\ttrain COMPLETED", "done\t2\ttrain FAILED"]
    assert "FAILED" in kogine("_complete", "zsh", "runs", "list", "--status", "F").out
