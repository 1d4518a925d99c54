"""`kogine config check`: what is found, and that nothing is executed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from kogine_process import Kogine

SCRIPT = """\
import argparse
from typing import Literal

lr: float = 1e-3
steps = 10
mode: Literal["fast", "slow"] = "fast"
derived = lr * 2
for step in range(2):
    pass


class CFG:
    depth = 3


def train(device="cpu", *, seed: int = 0):
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", choices=["a", "b"])
    parser.parse_args()


if __name__ == "__main__":
    train()
"""

CONFIGS = {
    "all well": "lr = 0.5\nsteps = 3\nmode = 'slow'\nname = 'a'\n_kwargs = {'device': 'gpu', 'seed': 1}\n",
    "unknown name": "x = 1\nlrr = 0.5\n",
    "wrong type": "lr = 'fast'\n",
    "guided type": "steps = 'many'\n",
    "none of the literals": "mode = 'medium'\n",
    "none of the choices": "name = 'c'\n",
    "member": "from kohakuengine import Config\nCONFIG = Config({'CFG.depth': 4, 'CFG.dept': 5})\n",
    "loop variable": "step = 3\n",
    "unknown kwarg": "_kwargs = {'devise': 'gpu'}\n",
    "new name": "from kohakuengine import Config\nCONFIG = Config({'+anything': 4})\n",
    "prefix": "from kohakuengine import Config\nCONFIG = Config({'global:lr': 4, 'option:lr': 5})\n",
    "helper": "def helper():\n    pass\n\n\nlr = 0.1\n",
    "generator": (
        "from kohakuengine import Config\n\n\ndef config_gen():\n    for lr in (1, 2):\n"
        "        yield Config(globals_dict={'lr': lr, 'stepz': 3})\n"
    ),
    "hidden": (
        "from kohakuengine import Config\n\n\ndef config_gen():\n    return Config(globals_dict=read())\n"
    ),
    "nothing": "# lr = 0.1\n",
    "misspelt kwargs": "lr = 0.5\n_kwarg = {'device': 'gpu'}\n",
    "returned list": "def config_gen():\n    return [{'lr': 1}]\n",
    "returned nothing": "def config_gen():\n    lr = 1\n",
    "yielded dict": "def config_gen():\n    yield {'lr': 1}\n",
    "list for config_gen": "config_gen = [{'lr': 1}]\n",
    "dict for CONFIG": "CONFIG = {'lr': 1}\n",
    "imported function": "from math import sqrt, pi\nmode = sqrt\nlr = pi\n",
    "imported class": "from fractions import Fraction\nfrom json import JSONDecoder\nmode = JSONDecoder\n",
    "imported from beside": "from beside import f, value\nmode = f\nlr = value\n",
    "imported module": "import math\nlr = math\n",
    "undefined name": "lr = 0.1\nsteps = int(epochs * 10)\n",
    "names in many scopes": (
        "import os\nlr = sum(x for x in [1.0] if (y := x))\n_f = lambda z: z + w\n"
        "steps = len(__file__) if os.name else max(map(_f, []))\n"
        "try:\n    pass\nexcept OSError as error:\n    _text = str(error)\n"
        "_own = (__builtins__, __cached__, __doc__, __loader__, __name__, __package__, __spec__)\n"
    ),
}


@pytest.mark.parametrize("text", CONFIGS.values(), ids=CONFIGS)
def test_a_config_is_compared_with_its_script(
    text: str, kogine: Kogine, snapshot: Callable[[str, str], None], request: pytest.FixtureRequest
) -> None:
    kogine.write("train.py", SCRIPT)
    kogine.write("train_config.py", text)
    kogine.write("beside/__init__.py", "from .inner import g as f\nvalue = 1.0\n")
    kogine.write("beside/inner.py", "raise SystemExit('executed')\ndef g(): pass\n")

    done = kogine("config", "check", "train_config.py")

    assert done.err == ""
    assert done.code == (1 if "problem" in done.out else 0)
    snapshot(f"config_check/{request.node.callspec.id}".replace(" ", "_"), done.out)


def test_what_is_inherited_is_checked_too(kogine: Kogine) -> None:
    kogine.write("train.py", SCRIPT)
    kogine.write("base.py", "lrr = 1\n")
    inheriting = "from kohakuengine import use_config\nbase = use_config('base.py')\nsteps = 2\n"
    kogine.write("train_config.py", inheriting)

    done = kogine("config", "check", "train_config.py")

    assert done.code == 1
    assert "base.py:1: no parameter 'lrr' in train.py (KE101). Did you mean 'lr'?" in done.out


def test_data_files_are_checked(kogine: Kogine) -> None:
    kogine.write("train.py", SCRIPT)
    kogine.write("c.json", '{\n  "globals": {\n    "lrr": 1\n  }\n}\n')

    done = kogine("config", "check", "c.json", "--script", "train.py")

    assert done.out.startswith("c.json:3: no parameter 'lrr' in train.py (KE101).")


AMBIGUOUS = "import argparse\np = argparse.ArgumentParser()\np.add_argument('--lr', type=float)\nlr = 3\n"


def test_a_name_that_means_two_things_is_refused_as_the_run_refuses_it(kogine: Kogine) -> None:
    kogine.write("train.py", AMBIGUOUS)
    kogine.write("train_config.py", "lr = 1\n")
    kogine.write("either.json", '{"globals": {"global:lr": 1}}')

    done = kogine("config", "check", "train_config.py")
    run = kogine("run", "train.py", "-c", "train_config.py")

    assert done.out.startswith(
        "train_config.py:1: 'lr' is a global and an unrelated option (line 3) in train.py:4 (KE103). "
        "Say which: 'global:lr' or 'option:lr'.\n"
    )
    assert "(KE103)" in run.err
    assert kogine("config", "check", "either.json", "--script", "train.py").code == 0


def test_nothing_is_executed(kogine: Kogine) -> None:
    kogine.write("train.py", "open('script ran', 'w')\nlr = 1\n")
    kogine.write("train_config.py", "open('config ran', 'w')\nlr = open('value ran', 'w')\n")

    done = kogine("config", "check", "train_config.py")

    assert done.code == 0
    assert sorted(path.name for path in kogine.folder.iterdir()) == ["train.py", "train_config.py"]


def test_several_are_checked_and_the_worst_decides(kogine: Kogine) -> None:
    kogine.write("train.py", SCRIPT)
    kogine.write("configs/train_small.py", "lr = 0.1\n")
    kogine.write("configs/train_big.py", "lrr = 0.1\n")
    kogine.write("configs/train_broken.py", "lr = = 1\n")

    small, big, broken = (f"configs/train_{name}.py" for name in ("small", "big", "broken"))
    good = kogine("config", "check", small)
    bad = kogine("config", "check", small, big)
    worst = kogine("config", "check", broken, big, small)

    assert (good.code, bad.code, worst.code) == (0, 1, 2)
    assert "configs/train_small.py: ok (script " in worst.out
    assert "kogine: error: configs/train_broken.py:1: invalid syntax" in worst.err


def test_json_says_the_same(kogine: Kogine) -> None:
    kogine.write("train.py", SCRIPT)
    kogine.write("train_config.py", "lrr = 1\n")

    done = kogine("config", "check", "train_config.py", "absent.py", "--format", "json")

    assert done.code == 2
    assert json.loads(done.out) == {
        "version": 1,
        "configs": [
            {
                "config": "train_config.py",
                "script": "train.py",
                "error": None,
                "complete": True,
                "findings": [
                    {
                        "code": "KE101",
                        "path": "train_config.py",
                        "line": 1,
                        "name": "lrr",
                        "message": "no parameter 'lrr' in train.py (KE101). Did you mean 'lr'?",
                    }
                ],
            },
            {
                "config": "absent.py",
                "script": None,
                "error": "absent.py: no such config file (KE502).",
                "complete": True,
                "findings": [],
            },
        ],
    }


def test_a_config_that_belongs_to_nothing_asks_for_its_script(kogine: Kogine) -> None:
    kogine.write("small.py", "x = 1\n")

    done = kogine("config", "check", "small.py")

    assert (done.code, done.out) == (2, "")
    assert "small.py: which script is it for? Name it with --script" in done.err


def test_a_mark_that_leads_nowhere_is_noticed(kogine: Kogine) -> None:
    kogine.write("small.py", "# kogine: script = gone.py\nx = 1\n")

    done = kogine("config", "check", "small.py")

    assert done.code == 2
    assert done.err == (
        "kogine: error: small.py:1: its script gone.py does not exist (KE501). "
        "The path is relative to the config.\n"
    )


def test_the_project_names_the_script(kogine: Kogine) -> None:
    kogine.write(
        "pyproject.toml", '[[tool.kogine.configs]]\nscript = "src/train.py"\nconfigs = "runs/*.py"\n'
    )
    kogine.write("src/train.py", "lr = 1\n")
    kogine.write("runs/a.py", "lr = 2\n")

    done = kogine("config", "check", "runs/a.py")

    assert (done.code, done.out) == (0, f"runs/a.py: ok (script {Path('src/train.py')})\n")


def test_a_project_that_names_no_script_is_noticed(kogine: Kogine) -> None:
    kogine.write("pyproject.toml", '[[tool.kogine.configs]]\nscript = "gone.py"\nconfigs = "runs/*.py"\n')
    kogine.write("runs/a.py", "lr = 2\n")

    done = kogine("config", "check", "runs/a.py")

    assert done.code == 2
    assert done.err == (
        "kogine: error: pyproject.toml: gone.py, the script of runs/a.py, does not exist (KE501). "
        "The path is relative to the pyproject.toml.\n"
    )


def test_json_is_not_told_to_hold_a_comment(kogine: Kogine) -> None:
    kogine.write("v.json", '{"globals": {"lr": 1}}')

    done = kogine("config", "check", "v.json")

    assert done.code == 2
    assert done.err == "kogine: error: v.json: which script is it for? Name it with --script\n"


def test_a_missing_base_is_the_fault_of_the_config_that_uses_it(kogine: Kogine) -> None:
    kogine.write("train.py", SCRIPT)
    kogine.write("c/small.py", "from kohakuengine import use_config\nuse_config('../gone.py')\n")

    done = kogine("config", "check", "c/small.py", "--script", "train.py")

    assert (done.code, done.err) == (
        2,
        "kogine: error: c/small.py: use_config: no such config file '../gone.py' (KE502).\n",
    )


def test_choices_that_the_parser_reads_in_its_own_way_are_left_to_it(kogine: Kogine) -> None:
    kogine.write(
        "train.py",
        "import argparse\nparser = argparse.ArgumentParser()\n"
        "parser.add_argument('--mode', type=str.lower, choices=['fast'])\nprint(parser.parse_args())\n",
    )
    kogine.write("train_config.py", "mode = 'FAST'\n")

    done = kogine("config", "check", "train_config.py")

    assert (done.code, done.err) == (0, "")
