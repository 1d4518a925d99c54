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
    assert "exists. --force replaces it." in second.err
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


@pytest.mark.parametrize("form", ["bare", "config_gen"])
def test_with_everything_uncommented_it_is_python(form: str, kogine: Kogine) -> None:
    kogine.write("train.py", SCRIPT)
    text = kogine("config", "init", "train.py", "--form", form, "-o", "-").out

    ast.parse(re.sub(r"^( *)# (?!kogine:)", r"\1", text, flags=re.MULTILINE))


def test_the_script_is_not_run(kogine: Kogine) -> None:
    kogine.write("train.py", "open('ran', 'w')\nlr = 1\n")

    kogine("config", "init", "train.py")

    assert not (kogine.folder / "ran").exists()


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("absent.py", "absent.py (KE501)"),
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
