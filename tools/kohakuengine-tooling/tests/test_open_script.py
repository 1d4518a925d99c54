"""A script that is being edited: broken statements keep their last facts, the others have new ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kohakuengine_tooling import OpenScript, ScriptFacts
from kohakuengine_tooling.script_reading import read_script_text


def after(script: OpenScript, text: str) -> ScriptFacts:
    """Change the text, and describe the script."""
    script.update(text)
    return script.facts()


TEXT = """\
import argparse
# the rate
lr: float = 1e-3  # learning rate
epochs = 3
parser = argparse.ArgumentParser()
parser.add_argument("--seed", type=int, default=0)

class CFG:
    depth = 4

def main(device="cpu", *, n=3):
    print(lr, epochs, device)

if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("lr: float = 1e-3  # learning rate", "lr: float = ", 3),
        ("lr: float = 1e-3  # learning rate", "lr: float = (1e-3  # learning rate", 3),
        ("lr: float = 1e-3  # learning rate", "lr: float = 1e-3 *", 3),
        ("lr: float = 1e-3  # learning rate", "lr: flo at = 1e-3", 3),
        ('parser.add_argument("--seed"', 'parser.add_argument("--seed', 6),
        ("    depth = 4", "    depth = = 4", 9),
        ('main(device="cpu", *, n=3):', 'main(device="cpu", *, n=):', 11),
        ("    print(lr,", "    print(lr,)(,", 12),
        ("    main()", "    main(", 15),
    ],
)
def test_a_broken_statement_keeps_what_it_said(old: str, new: str, line: int) -> None:
    script = OpenScript("train.py")
    before = after(script, TEXT)
    now = after(script, TEXT.replace(old, new))

    assert [one.code for one in now.diagnostics] == ["KE505"]
    assert now.diagnostics[0].line == line
    assert now.error is not None
    assert replace(now, error=None, diagnostics=()) == before


def test_it_keeps_it_over_several_changes() -> None:
    script = OpenScript("train.py")
    before = after(script, TEXT)
    for typed in ("epochs =", "epochs = (", "epochs = (4", "epochs = (4 +"):
        now = after(script, TEXT.replace("epochs = 3", typed))
        assert now.parameters == before.parameters
    now = after(script, TEXT.replace("epochs = 3", "epochs = (4 + 1)"))

    assert [one.value for one in now.parameters if one.name == "epochs"] == [5]
    assert now.error is None


def test_the_lines_below_a_broken_statement_move() -> None:
    script = OpenScript("train.py")
    script.update(TEXT)
    now = after(script, TEXT.replace("lr: float = 1e-3", "lr: float = (\n    1e-3 +\n"))

    assert {one.name: one.line for one in now.parameters} == {
        "lr": 3,
        "epochs": 6,
        "parser": 7,
        "CFG.depth": 11,
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("import argparse", "# above\nimport argparse"),
        ("epochs = 3\n", "epochs = 3\n\n\n# between\n"),
        ("epochs = 3\n", "\n\nepochs = 3\n"),
        ("    main()\n", "    main()\n\n\n# below\n"),
    ],
)
def test_statements_move_with_the_space_around_them(old: str, new: str) -> None:
    script = OpenScript("train.py")
    script.update(TEXT)
    text = TEXT.replace(old, new)

    assert after(script, text) == read_script_text(text, "train.py")
    assert after(script, TEXT) == read_script_text(TEXT, "train.py")


@pytest.mark.parametrize("first", ["lr = ", "lr = (", "def main(:", "x = 1 2"])
def test_what_was_never_python_has_the_facts_of_its_text(first: str) -> None:
    text = f"{first}\nepochs = 3\n"

    assert after(OpenScript("train.py"), text) == read_script_text(text, "train.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("def main(", "def train("),
        ("    main()\n", "    train()\n"),
        ('__name__ == "__main__"', '__name__ == "main"'),
        ('device="cpu"', 'device="gpu"'),
    ],
    ids=["another name", "another call", "no guard any more", "another signature"],
)
def test_entrypoints_are_those_of_the_text_as_it_is_now(old: str, new: str) -> None:
    script = OpenScript("train.py")
    script.update(TEXT)
    assert old in TEXT
    text = TEXT.replace(old, new)

    assert after(script, text).entrypoints == read_script_text(text, "train.py").entrypoints
    assert after(script, text).entrypoints != after(OpenScript("train.py"), TEXT).entrypoints


def test_a_new_statement_that_is_broken_takes_nothing_from_another() -> None:
    script = OpenScript("train.py")
    script.update("lr = 1e-3\nepochs = 3\n")
    now = after(script, "lr = 1e-3\nwd = \nepochs = 3\n")

    assert [(one.name, one.value) for one in now.parameters] == [("lr", 1e-3), ("wd", None), ("epochs", 3)]


def test_a_text_that_is_whole_again_has_the_facts_of_a_fresh_reading() -> None:
    script = OpenScript("train.py")
    for end in range(0, len(TEXT), 7):
        script.update(TEXT[:end])

    assert after(script, TEXT) == read_script_text(TEXT, "train.py")


@pytest.mark.parametrize(
    "late",
    [
        "from __future__ import annotations",
        "global lr",
        "if lr:\n    global lr",
        "x = 1; from __future__ import annotations",
    ],
)
def test_a_statement_that_makes_others_no_python_is_said_when_it_comes_and_when_it_goes(late: str) -> None:
    text = "lr = 1\nwd = 2\n"
    script = OpenScript("train.py")
    before = after(script, text)

    broken = after(script, f"{text}{late}\n")

    assert [one.code for one in broken.diagnostics] == ["KE505"]
    assert broken.diagnostics == read_script_text(f"{text}{late}\n", "train.py").diagnostics
    assert after(script, text) == before


def test_the_future_may_stand_first() -> None:
    text = '"Doc."\nfrom __future__ import annotations\nfrom __future__ import division\nlr = 1\n'
    script = OpenScript("train.py")
    script.update(text)
    script.facts()

    assert after(script, text.replace("1", "2")) == read_script_text(text.replace("1", "2"), "train.py")
    assert after(script, text.replace('"Doc."', "x = 1")).error is not None


FUTURE = "from __future__ import annotations\n"


@pytest.mark.parametrize(
    "broken",
    [
        "zz: (y := 1) = 2",
        "def main(a: (y := 1) = 2): pass",
        "class C:\n    zz: (y := 1) = 2",
        "if True:\n    zz: (y := 1) = 2",
    ],
)
@pytest.mark.parametrize("last", ["y = 3\n", "import os\nmain(3)\n"])
def test_what_only_the_future_breaks_is_read_anew_once_that_goes(broken: str, last: str) -> None:
    script = OpenScript("train.py")
    script.update(f"{FUTURE}zz: int = 1\n{last}")
    script.facts()
    assert after(script, f"{FUTURE}{broken}\n{last}").error is not None

    for text in (f"{broken}\n{last}", f"# annotations\n{broken}\n{last}"):
        assert after(script, text) == read_script_text(text, "train.py")
        assert script.facts().error is None
        assert script.names() == opened(text).names()


def test_what_the_future_breaks_keeps_what_it_said() -> None:
    text = "zz: (y := 1) = 2\ny = 3\n"
    script = OpenScript("train.py")
    before = after(script, text)

    now = after(script, FUTURE + text)

    assert now.error is not None
    assert [(one.name, one.value) for one in now.parameters] == [
        (one.name, one.value) for one in before.parameters
    ]
    assert after(script, text) == before


def test_what_was_the_result_of_the_entrypoint_is_a_default_once_another_call_is_it() -> None:
    text = "def run():\n    return 1\n\n\na = run()\n"
    script = OpenScript("train.py")
    assert [one.name for one in after(script, text).parameters if one.is_overridable] == []

    text = f"def main():\n    return 2\n\n\nb = main()\n{text}"
    now = after(script, text)

    assert now == read_script_text(text, "train.py")
    assert [one.name for one in now.parameters if one.is_overridable] == ["a"]


def test_names_are_those_of_the_text_as_it_is() -> None:
    script = OpenScript("train.py")
    script.update("b = 1\na = 2\n_c = 3\n")
    assert script.names() == ["b", "a"]

    script.update("a = 1\nd = 3\nb = 2\n")

    assert script.names() == ["a", "d", "b"]


WALRUS = "def f(a: (b := 1)): pass\n"
KNOT = f"x = {'[' * 19}0{' for i in y]' * 19}\n"
CALLED = "def main(x): pass\nmain(w := 1)\nz = 1\n"


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("y = 2\nz = 3\n", "  x = 1\ny = 2\nz = 3\n"),
        ("y = 2\nz = 3\n", "  )\ny = 2\nz = 3\n"),
        ("y = 2\nz = 3\n", "# \0\ny = 2\nz = 3\n"),
        ("y = 2\nz = 3\n", "y = 2\nz = 3\n\x0b\n"),
        ("x = 1\nz = 3\n", "x = 1  # \0\nz = 3\n"),
        ("x = 1\nz = 3\n", "x = '\0'\nz = 3\n"),
        (
            "def f(a: (b := 1)): pass\ny = 1\n",
            "from __future__ import annotations\ndef f(a: (b := 1)): pass\ny = 1\n",
        ),
        (f"x = {'[' * 19}0{' for i in y]' * 19}\nz = 3\n", f"x = {'[' * 19}0{' for i in y]' * 19}\nreturn\n"),
    ],
    ids=[
        *("an indented beginning", "a stray bracket", "a null byte above", "a stray character below"),
        *("a null byte in a comment", "a null byte in a string", "the future", "a return beside a knot"),
    ],
)
def test_what_a_change_breaks_is_said_and_what_it_mends_is_not(before: str, now: str) -> None:
    script = OpenScript("train.py")
    assert after(script, before).error is None

    assert after(script, now).error == read_script_text(now, "train.py").error
    assert script.facts().error is not None
    assert after(script, f"{now}last = 1\n").error is not None
    assert after(script, before).error is None


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("b: int\na = 1\n", "b: int = 2\na = 1\n"),
        (
            "def main(x): pass\nmain(w := 1)\nz = 1\n",
            "def main(x): pass\nmain(w := 1)\nz = 1\nif __name__ == '__main__':\n    main(2)\n",
        ),
    ],
    ids=["an annotation gets a value", "a walrus is no part of the entrypoint call any more"],
)
def test_names_come_in_the_order_of_the_text(before: str, now: str) -> None:
    script = OpenScript("train.py")
    script.update(before)

    script.update(now)

    assert script.names() == opened(now).names()
    assert script.facts() == read_script_text(now, "train.py")


def test_a_reading_that_fails_costs_what_was_kept_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    script = OpenScript("train.py")
    script.update("a = 1\nb = 2\n")
    with monkeypatch.context() as patched:
        patched.setattr("kohakuengine_tooling.statements.resplit", _fails)
        with pytest.raises(MemoryError):
            script.update("a = 1\nnew = 3\nb = 2\n")

    script.update("a = 1\nnew = 3\nb = 2\nc = 4\n")

    assert script.names() == ["a", "new", "b", "c"]


def _fails(*_words: object, **_options: object) -> None:
    raise MemoryError


def opened(text: str) -> OpenScript:
    """Open a text."""
    script = OpenScript("train.py")
    script.update(text)
    return script


_ARGPARSE = """\
import argparse
MODES = ["a", "b"]
parser = argparse.ArgumentParser()
parser.add_argument("--mode", choices=MODES)
"""
_ABSL = """\
from absl import flags
flags.DEFINE_string("name", None, "Its name.")
flags.mark_flag_as_required("name")
"""


@pytest.mark.parametrize(
    ("before", "old", "new"),
    [
        pytest.param(_ARGPARSE, '"b"', '"c"', id="choices-of-another-statement"),
        pytest.param(_ABSL, '_required("name")', '_required("nam")', id="required-by-another-statement"),
        pytest.param(_ARGPARSE, "argparse", "other", id="library-gone"),
        pytest.param(
            _ARGPARSE.replace("argparse", "other"),
            "import other",
            "import argparse as other",
            id="library-come",
        ),
        pytest.param(
            "# other\n" + _ARGPARSE.replace("argparse", "other"), "# other", "# argparse", id="library-above"
        ),
    ],
)
def test_options_follow_what_other_statements_say_of_them(before: str, old: str, new: str) -> None:
    script, fresh = OpenScript("s.py"), OpenScript("s.py")
    script.update(before)
    first = script.options()

    script.update(before.replace(old, new))
    fresh.update(before.replace(old, new))

    assert script.options() == fresh.options() != first


def test_each_of_many_parameters_has_its_own_line() -> None:
    script = OpenScript("s.py")
    script.update("".join(f"name{number} = {number}\n\n" for number in range(100)))

    assert [one.line for one in script.facts().parameters] == list(range(1, 200, 2))


@pytest.mark.parametrize("before", ["", "a = 1\n", "a = '''\n'''\n"])
def test_a_mark_of_a_cell_counts_with_its_last_letter_and_no_longer_without_it(before: str) -> None:
    script, mark, rest = (
        OpenScript("train.py"),
        "# %% kogine:config",
        "\nlr = 1\n# %% kogine:script\nwd = 2\n",
    )
    found = []
    for text in (mark[:-1], mark, mark[1:], mark, f"'{mark}'", mark):
        script.update(before + text + rest)
        found.append([one.name for one in script.facts().parameters if one.is_overridable])

    free = [*(["a"] if before else []), "lr", "wd"]
    assert found == [free, ["lr"], free, ["lr"], free, ["lr"]]


@pytest.mark.parametrize(
    "places", [(2, 9, 5, 11, 1), (11, 1, 11, 1), (3, 4, 5, 6, 7), (7, 6, 5, 4, 3), (1, 6, 6, 12)]
)
@pytest.mark.parametrize("typed", ["0", "00\nnew = 1", ""])
def test_wherever_is_typed_in_turn_all_stand_where_they_do(places: tuple[int, ...], typed: str) -> None:
    lines = [f"name_{number} = 1{number}000" for number in range(14)]
    script = OpenScript("train.py")
    script.update("\n".join(lines))

    for place in places:
        lines[place] = f"{lines[place]}{typed}" if typed else lines[place][:-1]
        text = "\n".join(lines)
        facts = after(script, text)
        assert facts == read_script_text(text, "train.py")
