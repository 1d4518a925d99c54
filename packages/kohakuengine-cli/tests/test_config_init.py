"""`kogine config init`: the file that it writes."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from kogine_process import Kogine

SCRIPT = """\
import argparse
import os

lr: float = 1e-3  # learning rate
#: how often
#: to step
steps = 10
name = "größe"
layers = {
    "first": 1,
    "second": [2, 3],
}
home = os.environ.get("HOME")
_private = 1


class CFG:
    depth = 3


def train(device, seed: int = 0, *rest, fast=False, **more):
    parser = argparse.ArgumentParser()
    parser.add_argument("--optimizer", choices=["adam", "sgd"], default="adam", help="which one")
    parser.parse_args()
    print(lr, steps, name, layers, CFG.depth, iteration)


if __name__ == "__main__":
    train("cpu")
"""


@pytest.mark.parametrize("form", ["bare", "config_gen"])
def test_it_lists_every_parameter(form: str, kogine: Kogine, snapshot: Callable[[str, str], None]) -> None:
    kogine.write("train.py", SCRIPT)

    done = kogine("config", "init", "train.py", "--form", form, "-o", "-")

    assert (done.code, done.err) == (0, "")
    ast.parse(done.out)
    snapshot(f"config_init/{form}", done.out)


def test_it_writes_beside_the_script_and_never_over_a_file(kogine: Kogine) -> None:
    kogine.write("sub/train.py", SCRIPT)
    written = kogine.folder / "sub" / "train_config.py"

    first = kogine("config", "init", "sub/train.py")
    written.write_text("mine", encoding="utf-8")
    second = kogine("config", "init", "sub/train.py")
    kept = written.read_text(encoding="utf-8")
    third = kogine("config", "init", "sub/train.py", "--force")

    assert (first.code, first.out) == (0, "")
    assert first.err.startswith("kogine: wrote sub/train_config.py. ")
    assert (second.code, kept) == (2, "mine")
    assert second.err == "kogine: error: sub/train_config.py exists. --force replaces it.\n"
    assert third.code == 0
    assert "# kogine: script = train.py" in written.read_text(encoding="utf-8")
    assert sorted(path.name for path in written.parent.iterdir()) == ["train.py", "train_config.py"]


@pytest.mark.parametrize("form", ["bare", "config_gen"])
def test_what_is_uncommented_runs_and_checks(form: str, kogine: Kogine) -> None:
    kogine.write("train.py", "lr = 1e-3  # rate\nsteps = 10\nprint(lr, steps)\n")
    kogine("config", "init", "train.py", "--form", form, "-o", "configs/train.py")
    (kogine.folder / "configs").mkdir()
    kogine("config", "init", "train.py", "--form", form, "-o", "configs/train.py")
    path = kogine.folder / "configs" / "train.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"# (\W?lr\W.*)1e-3", r"\g<1>0.5", text), encoding="utf-8")

    assert kogine("run", "train.py", "-c", "configs/train.py").out == "0.5 10\n"
    assert kogine("config", "check", "configs/train.py").code == 0


def uncommented(text: str) -> str:
    return re.sub(r"^( *)# (?!kogine:)", r"\1", text, flags=re.MULTILINE)


KNOWN = """\
import argparse

lr = 0.1
text = ("a"
    "b")
squares = [i * i for i in range(3)]
huge = float("inf")


def train(device="cpu", *, seed=0):
    p = argparse.ArgumentParser()
    p.add_argument("--cuda", action="store_false")
    p.add_argument("--fast", action="store_true")
    print(lr, text, squares, huge, device, seed, p.parse_args())


train()
"""


@pytest.mark.parametrize("form", ["bare", "config_gen"])
def test_with_everything_uncommented_it_is_the_run_without_a_config(form: str, kogine: Kogine) -> None:
    kogine.write("train.py", KNOWN)
    text = kogine("config", "init", "train.py", "--form", form, "-o", "-").out
    kogine.write("c.py", uncommented(text))

    done = kogine("run", "train.py", "-c", "c.py")

    assert (done.code, done.err) == (0, "")
    assert done.out == kogine("run", "train.py").out


TWO_MEANINGS = """\
import argparse

lr = 3
p = argparse.ArgumentParser()
p.add_argument("--lr", type=float, default=0.5)
print(lr, p.parse_args().lr)
"""


def test_a_name_that_means_two_things_is_written_as_both(kogine: Kogine) -> None:
    kogine.write("train.py", TWO_MEANINGS)

    text = kogine("config", "init", "train.py", "--form", "config_gen", "-o", "-").out
    lines = [line.strip() for line in text.splitlines() if "lr" in line]
    written = re.sub(r"# (\"\w+:lr\".*)", r"\1", text).replace(": 3,", ": 4,").replace("0.5", "0.25")
    kogine.write("c.py", written)

    assert lines == ['# "global:lr": 3,', '# "option:lr": 0.5,']
    assert kogine("run", "train.py", "-c", "c.py").out == "4 0.25\n"
    assert kogine("config", "check", "c.py").code == 0


def test_a_bare_file_says_how_a_name_that_means_two_things_is_set(kogine: Kogine) -> None:
    kogine.write("train.py", TWO_MEANINGS)

    text = kogine("config", "init", "train.py", "-o", "-").out

    assert [line for line in text.splitlines() if "lr" in line] == [
        "#: lr is a global and an unrelated option (line 5): "
        "'global:lr' and 'option:lr' need --form config_gen, or --set."
    ]


TYPES = {
    "function of the script": ("def make(): return 1\nn = make()\n", "n", None),
    "function of another file": ("from glob import glob\nn = glob('*')\n", "n", None),
    "attribute of a module": ("import os\nn = os.sep\n", "n", None),
    "member of a class": ("class A:\n    WIDTH = 1\nn = A.WIDTH\n", "n", None),
    "class of the script": ("class A: pass\nn = A()\n", "n", "A"),
    "class of another file": ("from fractions import Fraction\nn = Fraction(1)\n", "n", "Fraction"),
    "member of an Enum": ("from enum import Enum\nclass A(Enum):\n    X = 1\nn = A.X\n", "n", "A"),
}


@pytest.mark.parametrize(("script", "name", "kind"), TYPES.values(), ids=TYPES)
def test_a_class_is_named_as_a_type_and_nothing_else_is(
    script: str, name: str, kind: str | None, kogine: Kogine
) -> None:
    kogine.write("train.py", script)

    lines = kogine("config", "init", "train.py", "-o", "-").out.splitlines()

    at = next(index for index, line in enumerate(lines) if line.startswith(f"# {name} ="))
    assert lines[at - 1] == (f"#: {kind}" if kind else "")


def test_arguments_are_those_that_the_script_itself_passes(kogine: Kogine) -> None:
    script = (
        "def train(fold=0, *, seed=7, **more):\n    print(fold, seed, more)\ntrain(1, seed=2, name='a')\n"
    )
    kogine.write("train.py", script)
    kogine.write("c.py", uncommented(kogine("config", "init", "train.py", "-o", "-").out))

    done = kogine("run", "train.py", "-c", "c.py")

    assert (done.out, done.err) == ("1 2 {'name': 'a'}\n", "")


UNKNOWN = {
    "computed from another": ("epochs = 3\nwarmup = int(epochs * 0.1)\n", "computed: int(epochs * 0.1)"),
    "of an import": ("from pathlib import Path\nwarmup = Path('x')\n", "computed: Path('x')"),
    "of the module": ("warmup = __file__\n", "computed: __file__; write a value"),
    "read from a file": ("warmup = open('w').read()\n", "computed: open('w').read()"),
    "none at all": ("def f(): return warmup\n", "no default that can be read"),
}


@pytest.mark.parametrize("form", ["bare", "config_gen"])
@pytest.mark.parametrize(("script", "says"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_cannot_stand_in_a_config_is_no_python_until_a_value_is_written(
    script: str, says: str, form: str, kogine: Kogine
) -> None:
    kogine.write("train.py", script)

    text = kogine("config", "init", "train.py", "--form", form, "-o", "-").out

    assert says in text
    with pytest.raises(SyntaxError):
        ast.parse(uncommented(text))
    ast.parse(uncommented(re.sub(r"(warmup\"? ?[=:]) ", r"\g<1> 1", text)))


def test_members_alone_are_written_in_the_form_that_can_set_them(kogine: Kogine) -> None:
    kogine.write("members.py", "class CFG:\n    depth = 3\n")

    text = kogine("config", "init", "members.py", "-o", "-").out

    assert text == kogine("config", "init", "members.py", "--form", "config_gen", "-o", "-").out
    assert '# "CFG.depth": 3,' in text


def test_an_option_of_several_commands_is_listed_once(kogine: Kogine) -> None:
    kogine.write(
        "group.py",
        "import click\n@click.option('--lr', default=0.1)\ndef a(lr): pass\n"
        "@click.option('--lr', default=0.5)\ndef b(lr): pass\n",
    )

    text = kogine("config", "init", "group.py", "-o", "-").out

    assert text.count("# lr = ") == 1
    assert "#: An option of the same name is declared in line 4, with the default 0.5.\n# lr = 0.1\n" in text


def test_a_module_is_read_and_its_config_written_here(kogine: Kogine) -> None:
    kogine.write("package/__init__.py", "raise SystemExit('imported')\n")
    kogine.write("package/train.py", "lr = 1\nprint(lr)\n")

    printed = kogine("config", "init", "-m", "package.train", "-o", "-")
    written = kogine("config", "init", "-m", "package.train")

    assert printed.out.splitlines()[1] == "# kogine: script = package/train.py"
    assert (kogine.folder / "train_config.py").read_text(encoding="utf-8") == printed.out
    assert written.err.endswith("then: kogine run -m package.train -c train_config.py\n")


def test_the_script_is_not_run(kogine: Kogine) -> None:
    kogine.write("train.py", "open('ran', 'w')\nlr = 1\n")

    kogine("config", "init", "train.py")

    assert not (kogine.folder / "ran").exists()


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("absent.py", "absent.py: no such script (KE501)"),
        ("broken.py", "broken.py:1: this is not Python"),
        ("train.py -o absent/folder.py", "absent/folder.py: cannot be written: No such file or directory"),
    ],
)
def test_what_cannot_be_done_is_refused(script: str, says: str, kogine: Kogine) -> None:
    kogine.write("train.py", SCRIPT)
    kogine.write("broken.py", "def f(:\n")

    done = kogine("config", "init", *script.split())

    assert (done.code, done.out) == (2, "")
    assert says in done.err
