"""What is offered at each place of a line, by the protocol that all shells speak."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kohakuengine.cli.complete.answer import answer
from kohakuengine.cli.complete.shell_words import escape, replaced_from, split_line

if TYPE_CHECKING:
    from kogine_process import Kogine

Offers = Callable[..., dict[str, tuple[str, str]]]

SCRIPT = """\
import argparse
from pathlib import Path
from typing import Literal

learning_rate: float = 1e-3  # step size
optimizer: Literal["adam", "sgd"] = "adam"
#: mixed precision
use_amp = True
limit: int | None = None
name = "first run"
out = Path("runs")


class CFG:
    depth = 3


def train(steps=10):
    parser = argparse.ArgumentParser()
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu", help="where to compute")
    args = parser.parse_args()


def evaluate():
    pass


def export(path):
    return _path(path)


def _path(path):
    return path


if __name__ == "__main__":
    evaluate()
    train()
"""


@pytest.fixture
def offers(kogine: Kogine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Offers:
    """Return a function: words after `kogine`, the last one half typed, to {text: (state, note)}."""
    kogine.write("train.py", SCRIPT)
    kogine.write("broken.py", "def (\n")
    kogine.write("notes.txt", "")
    kogine.write(".hidden.py", "")
    kogine.write("configs/small.yaml", "")
    kogine.write("configs/other.txt", "")
    kogine.write("package/__main__.py", "")
    kogine.write("package/tool.py", "")
    monkeypatch.chdir(kogine.folder)

    def ask(*words: str) -> dict[str, tuple[str, str]]:
        assert answer(["zsh", *words]) == 0
        lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
        return {text: (state, note) for state, text, note in lines}

    return ask


def test_first_words_are_the_commands(offers: Offers) -> None:
    assert list(offers(""))[:7] == [
        "workflow",
        "config",
        "runs",
        "run",
        "completion",
        "version",
        "help",
    ]
    assert list(offers("ru")) == ["runs", "run"]


def test_words_of_a_group_are_its_commands(offers: Offers) -> None:
    assert list(offers("config", "")) == ["validate", "show", "check", "init"]
    assert list(offers("help", "config", "")) == ["validate", "show", "check", "init"]


def test_parameters_of_the_scripts_of_a_workflow_are_offered(offers: Offers) -> None:
    single = list(offers("run", "train.py", "--set", ""))

    assert single
    assert list(offers("workflow", "parallel", "train.py", "--set", "")) == single
    assert list(offers("workflow", "sequential", "broken.py", "train.py", "--set", "")) == single


def test_commands_of_other_distributions_and_files_after_them_are_offered(
    offers: Offers, kogine: Kogine, monkeypatch: pytest.MonkeyPatch
) -> None:
    kogine.write("site/look-1.dist-info/METADATA", "Name: look\nVersion: 1\n")
    kogine.write(
        "site/look-1.dist-info/entry_points.txt",
        "[console_scripts]\nlo=a:b\n[kohakuengine.commands]\nlook=a:b\n",
    )
    monkeypatch.syspath_prepend(str(kogine.folder / "site"))

    assert list(offers("lo")) == ["look"]
    assert list(offers("help", "lo")) == ["look"]
    assert list(offers("look", "no")) == ["notes.txt"]
    assert list(offers("look", "--fast", "no")) == ["notes.txt"]
    assert offers("lo", "no") == {}


def test_nothing_is_offered_after_an_unknown_command(offers: Offers) -> None:
    assert offers("deploy", "") == {}
    assert offers("config", "zzz", "") == {}


def test_flags_are_offered_until_they_were_given(offers: Offers) -> None:
    assert "--config" in offers("run", "train.py", "-")
    assert "--config" not in offers("run", "-cx.py", "train.py", "-")
    assert "--config" not in offers("run", "--config", "x.py", "-")
    assert "--set" in offers("run", "train.py", "--set", "a=1", "-")
    assert list(offers("run", "--dr")) == ["--dry-run"]


def test_scripts_are_python_files_and_folders(offers: Offers) -> None:
    assert offers("run", "") == {
        "broken.py": ("done", ""),
        "train.py": ("done", ""),
        "configs/": ("open", ""),
        "package/": ("open", ""),
    }
    assert list(offers("run", ".h")) == [".hidden.py"]
    assert list(offers("run", "./tr")) == ["./train.py"]


def test_configs_are_files_that_can_be_one(offers: Offers) -> None:
    assert list(offers("run", "train.py", "-c", "configs/")) == ["configs/small.yaml"]
    assert list(offers("run", "train.py", "--config=configs/")) == ["--config=configs/small.yaml"]


def test_a_home_folder_stays_as_typed(
    offers: Offers, kogine: Kogine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(kogine.folder))

    assert list(offers("run", "~/tr")) == ["~/train.py"]


def test_parameters_are_offered_with_type_default_and_comment(offers: Offers) -> None:
    assert offers("run", "train.py", "--set", "") == {
        "learning_rate=": ("open", "float = 1e-3 # step size"),
        "optimizer=": ("open", "Literal['adam', 'sgd'] = \"adam\""),
        "use_amp=": ("open", "bool = True # mixed precision"),
        "limit=": ("open", "int | None = None"),
        "name=": ("open", 'str = "first run"'),
        "out=": ("open", 'Path = Path("runs")'),
        "CFG.depth=": ("open", "int = 3"),
        "device=": ("open", '= "cpu" # where to compute'),
    }


def test_a_name_that_means_two_things_is_offered_behind_a_prefix(offers: Offers, kogine: Kogine) -> None:
    ambiguous = "import argparse\np = argparse.ArgumentParser()\np.add_argument('--lr')\nlr = 3\n"
    kogine.write("ambiguous.py", ambiguous)

    assert list(offers("run", "ambiguous.py", "--set", "l")) == []
    assert list(offers("run", "ambiguous.py", "--set", "global:l")) == ["global:lr="]
    assert list(offers("run", "ambiguous.py", "--set", "option:l")) == ["option:lr="]


def test_parameters_that_are_set_are_not_offered_again(offers: Offers) -> None:
    line = ("run", "train.py", "--set", "learning_rate=1", "-soptimizer=adam", "--set=name=x", "--set")

    assert list(offers(*line, "")) == ["use_amp=", "limit=", "out=", "CFG.depth=", "device="]


@pytest.mark.parametrize(
    ("typed", "expected"),
    {
        "use_amp=": {"use_amp=true": "default", "use_amp=false": ""},
        "use_amp=f": {"use_amp=false": ""},
        "optimizer=": {"optimizer=adam": "default", "optimizer=sgd": ""},
        "limit=": {"limit=None": "default"},
        "learning_rate=": {"learning_rate=1e-3": "default"},
        "name=": {"name=first run": "default"},
        "device=": {"device=cpu": "default", "device=cuda": ""},
        "option:device=c": {"option:device=cpu": "default", "option:device=cuda": ""},
        "unknown=": {},
    }.items(),
)
def test_values_are_offered_where_they_can_be_listed(
    typed: str, expected: dict[str, str], offers: Offers
) -> None:
    found = offers("run", "train.py", "--set", typed)

    assert {text: note for text, (_, note) in found.items()} == expected


def test_a_path_is_completed_as_a_file(offers: Offers) -> None:
    assert "out=configs/small.yaml" in offers("run", "train.py", "-s", "out=configs/")


def test_all_public_functions_are_offered_after_the_colon_and_for_entrypoint(offers: Offers) -> None:
    assert list(offers("run", "train.py:")) == ["train.py:train", "train.py:evaluate", "train.py:export"]
    assert list(offers("run", "train.py", "-e", "e")) == ["evaluate", "export"]


def test_modules_are_offered(offers: Offers) -> None:
    assert list(offers("run", "-m", "pack")) == ["package", "package."]
    assert list(offers("run", "-m", "package.")) == ["package.tool"]


def test_parameters_of_a_module_are_offered(offers: Offers) -> None:
    assert "learning_rate=" in offers("run", "-m", "train", "--set", "")


@pytest.mark.parametrize("script", ["broken.py", "absent.py", "configs", "train.py:zzz:"])
def test_a_script_that_cannot_be_read_offers_nothing(script: str, offers: Offers) -> None:
    assert offers("run", script, "--set", "") == {}


def test_what_follows_the_dashes_is_completed_as_files(offers: Offers) -> None:
    assert list(offers("run", "train.py", "--", "--data", "no")) == ["notes.txt"]


def test_the_script_is_never_run(kogine: Kogine) -> None:
    kogine.write("evil.py", "open('ran', 'w').close()\nlr = open('ran too', 'w') or 1\n")

    kogine("_complete", "zsh", "run", "evil.py", "--set", "")

    assert sorted(path.name for path in kogine.folder.iterdir() if path.suffix != ".cache") == ["evil.py"]


def test_completion_imports_no_click(kogine: Kogine) -> None:
    kogine.write("train.py", SCRIPT)
    code = (
        "import sys; from kohakuengine.cli import main;"
        "main(['_complete', 'zsh', 'run', 'train.py', '--set', 'use_amp=']);"
        "print(sorted({'click', 'rich', 'importlib.metadata'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=kogine.folder, capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("kogine run ", ["kogine", "run", ""]),
        ("kogine  run", ["kogine", "run"]),
        ("kogine run a\\ b", ["kogine", "run", "a b"]),
        ("kogine run 'a b", ["kogine", "run", "a b"]),
        ('kogine run "a \\"b\\x', ["kogine", "run", 'a "b\\x']),
        ("kogine -s '' x", ["kogine", "-s", "", "x"]),
        ("kogine -s a'b'c", ["kogine", "-s", "abc"]),
    ],
)
def test_a_bash_line_falls_into_the_words_that_bash_makes_of_it(line: str, expected: list[str]) -> None:
    assert split_line(line) == expected


@pytest.mark.parametrize(
    ("line", "breaks", "expected"),
    [
        ("kogine run tr", "=:", (0, False)),
        ("kogine run --set=lr=", "=:", (9, False)),
        ("kogine run --set=lr=", "", (0, False)),
        ("kogine run train.py:m", "=:", (9, False)),
        ("kogine run 'a=b", "=:", (0, True)),
        ("kogine run -s 'mode=t", "=:", (0, True)),
        ("kogine run -s mode='t", "=:", (5, True)),
    ],
)
def test_bash_keeps_what_stands_before_its_last_break(
    line: str, breaks: str, expected: tuple[int, bool]
) -> None:
    assert replaced_from(line, breaks) == expected


@given(
    st.lists(
        st.text(st.characters(min_codepoint=32, blacklist_categories=["Cs", "Cc"]), min_size=1), max_size=4
    )
)
def test_an_escaped_word_is_read_back_as_itself(words: list[str]) -> None:
    line = " ".join(["kogine", *map(escape, words)])

    assert split_line(line) == ["kogine", *words]
