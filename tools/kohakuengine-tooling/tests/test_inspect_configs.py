"""What configs set beside what a script has: read, never executed."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from inspect_facts import MAIN, TRAIN, option, parameter, static
from inspect_line import Printed, Wrong, type_line

from kohakuengine_tooling import Argument, ScriptFacts
from kohakuengine_tooling.inspect.inspection import inspect_scripts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a script."""
    (tmp_path / "train.py").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def inspect(
    folder: Path,
    *configs: str,
    facts: ScriptFacts = TRAIN,
    words: tuple[str, ...] = (),
    problems: Sequence[Wrong] = (),
) -> Printed:
    """Write configs, and inspect the script with them."""
    line = []
    for at, text in enumerate(configs):
        (folder / f"c{at}.py").write_text(text, encoding="utf-8")
        line += ["--config", f"c{at}.py"]
    return type_line("train.py", *line, *words, read=lambda _: facts, problems=problems)


def cell(printed: Printed, name: str, heading: str = "c0.py") -> str:
    """Return the cell of a row under a config's heading."""
    lines = printed.out.splitlines()
    head = next(line for line in lines if line.startswith("  NAME"))
    start = head.index(heading)
    later = [head.index(other) for other in ("c1.py", "LINE") if other in head and head.index(other) > start]
    row = next(line for line in lines if line.split()[:1] == [name])
    return row[start : min(later)].strip()


def wrong(printed: Printed) -> list[str]:
    """Return the sentences about names that belong nowhere."""
    return [line for line in printed.out.splitlines() if line.startswith("c") and ".py:" in line]


GEN = "from kohakuengine.config import Config\ndef config_gen():\n"
SET = {
    "bare": ("learning_rate = 0.1", "learning_rate", "0.1"),
    "computed": ("learning_rate = 1 / 3", "learning_rate", "not static"),
    "text": ("schedule = 'linear'", "schedule", "'linear'"),
    "member": (GEN + "    return Config(globals_dict={'CFG.dropout': 0.5})", "CFG.dropout", "0.5"),
    "prefixed": (GEN + "    return Config(globals_dict={'global:seed': 3})", "seed", "3"),
    "place in a value": (GEN + "    return Config(globals_dict={'layers.depth': 3})", "layers.depth", "3"),
    "sweep": (
        GEN + "    yield Config(globals_dict={'seed': 1})\n    yield Config(globals_dict={'seed': 2})",
        "seed",
        "1 | 2",
    ),
    "sweep of equals": (
        GEN + "    yield Config(globals_dict={'seed': 1})\n    yield Config(globals_dict={'seed': 1})",
        "seed",
        "1",
    ),
    "long sweep": (
        GEN + "".join(f"    yield Config(globals_dict={{'seed': {at}}})\n" for at in range(9)),
        "seed",
        "0 | 1 | 2 | 3 | ...",
    ),
    "option": ("precision = 'fp16'", "precision", "'fp16'"),
    "prefixed option": (GEN + "    return Config(globals_dict={'option:resume': True})", "resume", "True"),
    "keyword": ("_kwargs = {'device': 'cuda'}", "device", "'cuda'"),
    "keyword that is an option": ("_kwargs = {'precision': 'fp16'}", "precision", "'fp16'"),
    "position": ("_args = ('cuda',)", "device", "'cuda'"),
}


@pytest.mark.parametrize(("config", "name", "text"), SET.values(), ids=SET)
def test_what_a_config_sets_stands_beside_the_default(
    folder: Path, config: str, name: str, text: str
) -> None:
    printed = inspect(folder, config)

    assert (cell(printed, name), wrong(printed), printed.code) == (text, [], 0)


ALONE = {
    "a place that cannot be seen": (
        GEN + "    return Config(globals_dict={'layers.width': 3})",
        "layers.width",
    ),
    "a new name": (GEN + "    return Config(globals_dict={'+new': 3})", "+new"),
}


@pytest.mark.parametrize(("config", "name"), ALONE.values(), ids=ALONE)
def test_what_only_a_config_names_gets_a_row(folder: Path, config: str, name: str) -> None:
    printed = inspect(folder, config)

    assert (cell(printed, name), wrong(printed)) == ("3", [])
    assert "set by configs alone\n" in printed.out


def test_what_a_run_would_refuse_is_told(folder: Path) -> None:
    problems = [Wrong("c0.py", 1, "zzz"), Wrong("base.py", 3, "seed", "KE201")]

    printed = inspect(folder, "zzz = 1", problems=problems)

    assert "\n\nc0.py:1: zzz is wrong (KE101).\nbase.py:3: seed is wrong (KE201).\n\n" in printed.out


def test_a_place_that_a_run_refuses_gets_no_row(folder: Path) -> None:
    config = GEN + "    return Config(globals_dict={'layers.width': 3})"

    printed = inspect(folder, config, problems=[Wrong("c0.py", 3, "layers.width", "KE105")])

    assert "set by configs alone" not in printed.out
    assert wrong(printed) == ["c0.py:3: layers.width is wrong (KE105)."]


class Asked(Printed):
    """Notes what it is asked."""

    asked: tuple[tuple[str, str], ...] = ()

    def find_problems(self, config: str, script: str) -> list[Wrong]:
        self.asked = (*self.asked, (config, script))
        return []


@pytest.mark.parametrize(("error", "asked"), [(None, (("c0.py", "train.py"),)), ("train.py: broken", ())])
def test_nothing_is_asked_of_a_script_that_cannot_be_read(
    folder: Path, error: str | None, asked: tuple[tuple[str, str], ...]
) -> None:
    (folder / "c0.py").write_text("seed = 1", encoding="utf-8")
    facts = replace(TRAIN, error=error)
    line = {"scripts": ["train.py"], "output_format": "json", "is_full": False, "configs": ["c0.py"]}
    report = Asked()

    inspect_scripts(**line, report=report, read=lambda _: facts)  # type: ignore[arg-type]

    assert report.asked == asked


OPEN = {
    "takes any": replace(
        MAIN, parameters=(Argument(name="kw", type=None, default=None, kind="varkeywords"),)
    ),
    "of another file": replace(MAIN, line=120, call_line=120, parameters=()),
}


@pytest.mark.parametrize("entry", OPEN.values(), ids=OPEN)
def test_a_keyword_that_may_be_right_is_not_called_wrong(folder: Path, entry: object) -> None:
    facts = ScriptFacts(script="train.py", parameters=TRAIN.parameters, entrypoints=(entry,))  # type: ignore[arg-type]

    printed = inspect(folder, "_kwargs = {'x': 1}", facts=facts)

    assert (wrong(printed), cell(printed, "x")) == ([], "1")


def test_configs_that_are_inherited_count_and_the_child_wins(folder: Path) -> None:
    (folder / "base.py").write_text("seed = 1\nepochs = 1\n", encoding="utf-8")

    printed = inspect(folder, "from kohakuengine.config import use_config\nuse_config('base.py')\nseed = 2\n")

    assert (cell(printed, "seed"), cell(printed, "epochs")) == ("2", "1")


def test_configs_that_inherit_in_a_circle_end(folder: Path) -> None:
    text = "from kohakuengine.config import use_config\nuse_config('c0.py')\nseed = 2\n"

    assert cell(inspect(folder, text), "seed") == "2"


def test_each_config_has_its_column(folder: Path) -> None:
    printed = inspect(folder, "seed = 1", "epochs = 2")

    assert (cell(printed, "seed"), cell(printed, "epochs")) == ("1", "")
    assert (cell(printed, "seed", "c1.py"), cell(printed, "epochs", "c1.py")) == ("", "2")


def test_values_are_shown_whole_where_asked_for(folder: Path) -> None:
    text = f"schedule = {'x' * 99!r}"

    assert cell(inspect(folder, text), "schedule").endswith("...")
    assert cell(inspect(folder, text, words=("--values",)), "schedule") == repr("x" * 99)


def test_what_only_running_could_tell_is_said(folder: Path) -> None:
    printed = inspect(folder, GEN + "    return Config(globals_dict=dict(read()))")

    assert "c0.py may set more: only running it could tell\n" in printed.out


UNREAD = {
    "missing": (None, "c.py: no such config file (KE502)."),
    "no Python": ("def (", "c.py:1: invalid syntax"),
}


@pytest.mark.parametrize(("text", "says"), UNREAD.values(), ids=UNREAD)
def test_a_config_that_cannot_be_read_is_an_error_beside_the_script(
    folder: Path, text: str | None, says: str
) -> None:
    if text is not None:
        (folder / "c.py").write_text(text, encoding="utf-8")

    printed = type_line("train.py", "-c", "c.py", read=lambda _: TRAIN)

    assert printed.code == 1
    assert printed.err[0].startswith(f"error: {says}")
    assert printed.out.startswith("train.py  runs main(")
    assert says in printed.out.splitlines()[-4]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_config_that_is_a_pipe_is_refused(folder: Path) -> None:
    os.mkfifo("c.py")

    printed = type_line("train.py", "-c", "c.py", read=lambda _: TRAIN)

    assert printed.err == ["error: c.py: a config is a regular file (KE601)."]


def test_json_tells_what_each_config_sets_and_what_is_wrong(folder: Path) -> None:
    config = "seed = 1\nepochs = f()\nzzz = 2\n_kwargs = {'device': {1, 2}}\n"

    problems = [Wrong("c0.py", 3, "zzz"), Wrong("c0.py", 1, "seed", "KE201")]
    unknown = {"name": "zzz", "path": "c0.py", "line": 3, "message": "c0.py:3: zzz is wrong (KE101)."}
    unfit = {"name": "seed", "path": "c0.py", "line": 1, "message": "c0.py:1: seed is wrong (KE201)."}

    printed = inspect(folder, config, words=("--format", "json"), problems=problems)

    assert json.loads(printed.out)["configs"] == [
        {
            "config": "c0.py",
            "error": None,
            "complete": True,
            "sets": [
                entry(name="seed", line=1, value=1),
                entry(name="epochs", line=2, value=None, static=False),
                entry(name="zzz", line=3, value=2),
                entry(name="device", line=4, value=[1, 2], kind="kwarg"),
            ],
            "unknown": [unknown],
            "problems": [{"code": "KE101", **unknown}, {"code": "KE201", **unfit}],
        }
    ]


def entry(**fields: object) -> dict[str, object]:
    """Return what JSON says of one entry of the config."""
    return {"path": "c0.py", "kind": "global", "static": True, **fields}


def test_json_tells_of_a_config_that_cannot_be_read(folder: Path) -> None:
    printed = type_line("train.py", "-c", "c.py", "--format=json", read=lambda _: TRAIN)

    [config] = json.loads(printed.out)["configs"]
    assert (config["error"], config["complete"]) == ("c.py: no such config file (KE502).", False)


def test_a_global_wins_over_an_option_of_its_name(folder: Path) -> None:
    facts = ScriptFacts(
        script="train.py",
        parameters=(static("lr", 1, "float", "0.1", 0.1),),
        options=(option("lr", 2),),
    )

    printed = inspect(folder, "lr = 0.5", facts=facts)

    assert printed.out.count("0.5") == 1
    assert cell(printed, "lr") == "0.5"


def test_an_option_that_no_override_types_is_not_set_by_a_config(folder: Path) -> None:
    facts = ScriptFacts(script="train.py", options=(option("lr", 2, library="tyro"),))

    printed = inspect(folder, "lr = 0.5", facts=facts)

    assert "0.5" not in printed.out


BOTH = ScriptFacts(
    script="train.py",
    parameters=(
        parameter("lr", 1, is_overridable=False, reason="is a global and an unrelated option (line 2)"),
    ),
    options=(option("lr", 2),),
)


def test_a_config_says_which_of_a_global_and_an_option_it_means(folder: Path) -> None:
    told = GEN + "    return Config(globals_dict={'global:lr': 0.5, 'option:lr': 0.1})"

    printed = inspect(folder, told, facts=BOTH)
    assert (cell(printed, "lr"), cell(printed, "global:lr"), wrong(printed)) == ("0.1", "0.5", [])


CANARY = "open('canary', 'w').close()\n"


def test_nothing_of_a_config_is_executed(folder: Path) -> None:
    (folder / "base.py").write_text(CANARY + "seed = 1\n", encoding="utf-8")
    configs = (
        CANARY + "seed = 1\n",
        "from kohakuengine.config import use_config\nuse_config('base.py')\nseed = open('canary', 'w')\n",
        CANARY
        + GEN
        + "    open('canary', 'w')\n    yield Config(globals_dict={'seed': open('canary', 'w')})\n",
        "from kohakuengine.config import Config\nCONFIG = Config(globals_dict={'i': open('canary', 'w')})\n",
    )

    for words in ((), ("--values",), ("--format", "json")):
        inspect(folder, *configs, words=words)

    assert not (folder / "canary").exists()
