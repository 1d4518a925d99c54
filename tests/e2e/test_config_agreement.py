"""`kogine run`, `config check` and `inspect -c` say the same of a config: one code, one reason."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Case(NamedTuple):
    """A script, what a config sets in it, and the code that all three commands give, "" where it is right."""

    script: str
    sets: Mapping[str, object]
    code: str


ENUM = "from enum import Enum\nclass Mode(Enum):\n    FAST = 1\n    SLOW = 2\n"
OPTIONS = "import argparse\np = argparse.ArgumentParser()\n"
DATACLASS = (
    "from dataclasses import dataclass, field\n@dataclass\nclass Optim:\n    rate: float = 0.1\n"
    "@dataclass\nclass Setup:\n    depth: int\n    names: list[str] = field(default_factory=list)\n"
    "    optim: Optim = field(default_factory=Optim)\n    note: 'str | None' = None\n    extra = 3\n"
    "cfg = Setup(3)\n"
)

NAMES = {
    "right": Case("lr = 1\n", {"lr": 2}, ""),
    "misspelt": Case("lr = 1\n", {"lrr": 2}, "KE101"),
    "only an argument": Case("def main(lr=1): pass\nmain()\n", {"lr": 2}, "KE101"),
    "flag of an option": Case(
        OPTIONS + "p.add_argument('--lr', dest='rate', type=float)\np.parse_args()\n", {"lr": 2.0}, "KE101"
    ),
    "positional of a parser": Case(
        OPTIONS + "p.add_argument('source', nargs='?')\np.parse_args()\n", {"source": "x"}, "KE101"
    ),
    "no such option": Case("lr = 1\n", {"option:lr": 2}, "KE101"),
    "no such global": Case(
        OPTIONS + "p.add_argument('--lr', type=float)\np.parse_args()\n", {"global:lr": 2}, "KE101"
    ),
    "no such member": Case("class A:\n    lr = 1\n", {"A.lrr": 2}, "KE101"),
    "python's own": Case("lr = 1\n", {"__name__": "x"}, "KE102"),
    "ambiguous": Case(
        "lr = 1\n" + OPTIONS + "p.add_argument('--lr', type=float)\np.parse_args()\n", {"lr": 2}, "KE103"
    ),
    "told global": Case(
        "lr = 1\n" + OPTIONS + "p.add_argument('--lr', type=float)\np.parse_args()\n", {"global:lr": 2}, ""
    ),
    "loop variable": Case("for i in range(3): pass\n", {"i": 2}, "KE104"),
    "import": Case("import os\n", {"os": 2}, "KE104"),
    "function": Case("def f(): pass\n", {"f": 2}, "KE104"),
    "class": Case("class A:\n    lr = 1\n", {"A": 2}, "KE104"),
    "leading underscore": Case("_a = 1\n", {"_a": 2}, "KE104"),
    "method": Case("class A:\n    lr = 1\n    def f(self): pass\n", {"A.f": 2}, "KE104"),
    "result": Case("def main(): return 1\nif __name__ == '__main__':\n    rc = main()\n", {"rc": 2}, "KE104"),
    "with target": Case("with open(__file__) as f: pass\n", {"f": 2}, "KE104"),
    "except target": Case("try:\n    1 / 0\nexcept ZeroDivisionError as e: pass\n", {"e": 2}, "KE104"),
    "path into an import": Case("import sys\n", {"sys.path": 2}, "KE104"),
    "global in a function": Case("def f():\n    global g\n    g = 1\nf()\n", {"g": 2}, "KE104"),
    "outside the marked cell": Case(
        "# %% kogine:config\nlr = 1\n# %% kogine:script\nx = 3\n", {"x": 2}, "KE104"
    ),
    "shared in an Enum": Case("from enum import Enum\nclass E(Enum):\n    A = B = 1\n", {"E.A": 2}, "KE104"),
    "all that share a value in an Enum": Case(
        "from enum import Enum\nclass E(Enum):\n    A, B = range(2)\n", {"E.A": 2, "E.B": 3}, ""
    ),
    "inherited member": Case("class A:\n    lr = 1\nclass B(A):\n    x = 2\n", {"B.lr": 2}, "KE106"),
    "no name": Case("lr = 1\n", {"l r": 2}, "KE202"),
    "one parameter twice": Case("lr = 1\n", {"lr": 1, "global:lr": 2}, "KE202"),
}
PATHS = {
    "key of dict()": Case("cfg = dict(epochs=3)\n", {"cfg.epochs": 4}, ""),
    "no key of dict()": Case("cfg = dict(epochs=3)\n", {"cfg.epoch": 4}, "KE105"),
    "text for an int of dict()": Case("cfg = dict(epochs=3)\n", {"cfg.epochs": "4"}, "KE201"),
    "no key of a display": Case("cfg = {'a': {'lr': 3}}\n", {"cfg.a.lrr": 4}, "KE105"),
    "key beside others": Case("more = {'b': 1}\ncfg = {'a': 1, **more}\n", {"cfg.b": 4}, ""),
    "computed value": Case("cfg = {'a': 2 * 3.5}\n", {"cfg.a": "x"}, "KE201"),
    "no item": Case("cfg = [1, 2]\n", {"cfg.2": 4}, "KE105"),
    "item": Case("cfg = [1, 2]\n", {"cfg.1": 4}, ""),
    "path into a number": Case("lr = 1.0\n", {"lr.x": 4}, "KE105"),
    "path into text": Case("lr = 'a'\n", {"lr.x": 4}, "KE105"),
    "field": Case(DATACLASS, {"cfg.depth": 4}, ""),
    "no field": Case(DATACLASS, {"cfg.dept": 4}, "KE105"),
    "float for an int field": Case(DATACLASS, {"cfg.depth": 4.5}, "KE201"),
    "text among the elements of a field": Case(DATACLASS, {"cfg.names": [1]}, "KE201"),
    "field of a field": Case(DATACLASS, {"cfg.optim.rate": 1}, ""),
    "no field of a field": Case(DATACLASS, {"cfg.optim.rat": 1}, "KE105"),
    "text for a field of a field": Case(DATACLASS, {"cfg.optim.rate": "x"}, "KE201"),
    "None for an annotation in quotes": Case(DATACLASS, {"cfg.note": None}, ""),
    "plain attribute of a class": Case(DATACLASS, {"cfg.extra": 4}, ""),
    "field of a NamedTuple": Case(
        "from typing import NamedTuple\nclass T(NamedTuple):\n    x: int = 1\ncfg = T()\n",
        {"cfg.y": 1},
        "KE105",
    ),
    "attribute that a maker sets": Case(
        "class C:\n    def __init__(self): self.depth = 3\ncfg = C()\n", {"cfg.depth": 4}, ""
    ),
    "attribute that nobody sets": Case(
        "class C:\n    def __init__(self): self.depth = 3\ncfg = C()\n", {"cfg.dept": 4}, "KE105"
    ),
    "attribute that a helper sets": Case(
        "def fill(o): o.late = 1\nclass C:\n    def __init__(self): fill(self)\ncfg = C()\n",
        {"cfg.late": 4},
        "",
    ),
    "attribute of a patched class": Case(
        "class C:\n    depth = 3\nC.late = 1\ncfg = C()\n", {"cfg.late": 4}, ""
    ),
    "one of two declarations has it": Case(
        "import sys\nif sys.argv:\n    cfg = {'a': 1}\nelse:\n    cfg = {'b': 1}\n", {"cfg.a": 2}, ""
    ),
    "none of two declarations has it": Case(
        "import sys\nif sys.argv:\n    cfg = {'a': 1}\nelse:\n    cfg = {'b': 1}\n", {"cfg.c": 2}, "KE105"
    ),
    "into what the config itself sets": Case("cfg = {'a': 1}\n", {"cfg": {"b": 1}, "cfg.b": 2}, ""),
    "namespace": Case(
        "from types import SimpleNamespace\ncfg = SimpleNamespace(a=1)\n", {"cfg.b": 1}, "KE105"
    ),
}
TYPES = {
    "Path annotated, text given": Case(
        "from pathlib import Path\nx: Path = Path('a')\n", {"x": "b"}, "KE201"
    ),
    "Path by default, text given": Case("from pathlib import Path\nx = Path('a')\n", {"x": "b"}, ""),
    "Path by default, number given": Case("from pathlib import Path\nx = Path('a')\n", {"x": 3}, "KE201"),
    "Path in a dict, text given": Case("from pathlib import Path\nc = {'x': Path('a')}\n", {"c.x": "b"}, ""),
    "Enum annotated, name given": Case(ENUM + "x: Mode = Mode.FAST\n", {"x": "FAST"}, "KE201"),
    "Enum annotated, value given": Case(ENUM + "x: Mode = Mode.FAST\n", {"x": 1}, "KE201"),
    "Enum or None, None given": Case(ENUM + "x: Mode | None = Mode.FAST\n", {"x": None}, ""),
    "Enum or None, name given": Case(ENUM + "x: Mode | None = Mode.FAST\n", {"x": "FAST"}, "KE201"),
    "Enum by default, name given": Case(ENUM + "x = Mode.FAST\n", {"x": "FAST"}, "KE201"),
    "Enum by default, None given": Case(ENUM + "x = Mode.FAST\n", {"x": None}, ""),
    "class annotated, text given": Case("class P: pass\nx: P = P()\n", {"x": "a"}, "KE201"),
    "Literal, another given": Case(
        "from typing import Literal\nx: Literal['a'] = 'a'\n", {"x": "b"}, "KE201"
    ),
    "Literal, one of them given": Case(
        "from typing import Literal\nx: Literal['a', 1] = 'a'\n", {"x": 1}, ""
    ),
    "Optional, None given": Case("from typing import Optional\nx: Optional[int] = 3\n", {"x": None}, ""),
    "Optional, text given": Case("from typing import Optional\nx: Optional[int] = 3\n", {"x": "a"}, "KE201"),
    "int annotated, None given": Case("x: int = 3\n", {"x": None}, "KE201"),
    "int by default, None given": Case("x = 3\n", {"x": None}, ""),
    "datetime annotated, text given": Case(
        "from datetime import datetime\nx: datetime = datetime(2020, 1, 1)\n", {"x": "2021-01-01"}, "KE201"
    ),
    "datetime by default, text given": Case(
        "from datetime import datetime\nx = datetime(2020, 1, 1)\n", {"x": "2021-01-01"}, "KE201"
    ),
    "float annotated, int given": Case("x: float = 1.0\n", {"x": 2}, ""),
    "int annotated, bool given": Case("x: int = 1\n", {"x": True}, ""),
    "bool annotated, int given": Case("x: bool = True\n", {"x": 1}, "KE201"),
    "bool by default, int given": Case("x = True\n", {"x": 1}, ""),
    "int annotated, float given": Case("x: int = 1\n", {"x": 1.0}, "KE201"),
    "int by default, float given": Case("x = 1\n", {"x": 1.5}, ""),
    "str annotated, number given": Case("x: str = 'a'\n", {"x": 1}, "KE201"),
    "str by default, number given": Case("x = 'a'\n", {"x": 1}, ""),
    "list annotated, list given": Case("x: list = [1]\n", {"x": [1]}, ""),
    "tuple annotated, list given": Case("x: tuple = (1,)\n", {"x": [1]}, "KE201"),
    "tuple by default, list given": Case("x = (1,)\n", {"x": [1]}, ""),
    "list of ints annotated, text in it": Case("x: list[int] = [1]\n", {"x": ["a"]}, "KE201"),
    "list of ints by default, text in it": Case("x = [1]\n", {"x": ["a"]}, "KE201"),
    "dict by default, list given": Case("x = {'a': 1}\n", {"x": [1]}, "KE201"),
    "dict annotated, text in it": Case("x: dict[str, int] = {'a': 1}\n", {"x": {"a": "b"}}, "KE201"),
    "array annotated, list given": Case(
        "import array\nx: array.array = array.array('i')\n", {"y": [1]}, "KE101"
    ),
    "option of int, text given": Case(
        OPTIONS + "p.add_argument('--n', type=int)\np.parse_args()\n", {"n": "a"}, "KE201"
    ),
    "option of a choice, another given": Case(
        OPTIONS + "p.add_argument('--n', choices=['a'])\np.parse_args()\n", {"n": "b"}, "KE201"
    ),
    "member, text given": Case("class A:\n    lr: float = 1.0\n", {"A.lr": "x"}, "KE201"),
    "only read, text given": Case("x: int\nprint(x)\n", {"x": "a"}, "KE201"),
}
CASES = {**NAMES, **PATHS, **TYPES}


def kogine(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run one command in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "kohakuengine.cli", *words],
        cwd=folder,
        env={**os.environ, "XDG_CACHE_HOME": str(folder / ".cache"), "COLUMNS": "1000"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def codes(text: str) -> list[str]:
    """List the codes in a text, each once."""
    return list(dict.fromkeys(re.findall(r"KE\d+", text)))


def checked(folder: Path, config: str) -> list[str]:
    """Return what `config check` finds, a sentence each without its place."""
    done = kogine(folder, "config", "check", config, "--script", "train.py", "--format", "json")
    [one] = json.loads(done.stdout)["configs"]
    assert (one["error"], done.returncode) == (None, int(bool(one["findings"])))
    return [finding["message"] for finding in one["findings"]]


def inspected(folder: Path, config: str) -> list[str]:
    """Return what `inspect -c` marks, a sentence each without its place."""
    done = kogine(folder, "inspect", "train.py", "-c", config, "--format", "json")
    [one] = json.loads(done.stdout)["configs"]
    return [re.sub(r"^\S+: ", "", marked["message"], count=1) for marked in one["problems"]]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_all_three_say_the_same_of_a_config(tmp_path: Path, case: Case) -> None:
    (tmp_path / "train.py").write_text(case.script, encoding="utf-8")
    (tmp_path / "c.json").write_text(json.dumps({"globals": case.sets}), encoding="utf-8")

    run = kogine(tmp_path, "run", "train.py", "-c", "c.json")
    found = checked(tmp_path, "c.json")

    expected = [case.code] if case.code else []
    assert (codes(run.stderr), run.returncode) == (expected, 2 if case.code else 0), run.stderr
    assert codes("".join(found)) == expected
    assert inspected(tmp_path, "c.json") == found
    if case.code not in ("", "KE201"):
        reason = re.split(r" in train\.py| \(KE", found[0])[0]
        assert reason in run.stderr


ARGUMENTS = {
    "taken": ("def main(a=1): pass\n", "_kwargs = {'a': 2}", ""),
    "not taken": ("def main(a=1): pass\n", "_kwargs = {'b': 2}", "KE402"),
    "an option of the parser inside": (
        "def main():\n    import argparse\n    p = argparse.ArgumentParser()\n    p.add_argument('--lr')\n"
        "    p.parse_args()\n",
        "_kwargs = {'lr': 2}",
        "KE402",
    ),
    "by position only": ("def main(a=1, /): pass\n", "_kwargs = {'a': 2}", "KE402"),
    "any by name": ("def main(**kw): pass\n", "_kwargs = {'a': 2}", ""),
    "too many": ("def main(a=1): pass\n", "_args = [1, 2]", "KE402"),
    "any number": ("def main(*a): pass\n", "_args = [1, 2]", ""),
    "nobody takes them": ("if True:\n    pass\n", "_kwargs = {'a': 2}", "KE403"),
    "command": (
        "import click\n@click.command()\n@click.option('--lr', default=1.0)\ndef main(lr): pass\n",
        "_kwargs = {'lrr': 2}",
        "KE402",
    ),
}


@pytest.mark.parametrize(("script", "config", "code"), ARGUMENTS.values(), ids=ARGUMENTS)
def test_all_three_say_the_same_of_arguments(tmp_path: Path, script: str, config: str, code: str) -> None:
    call = "if __name__ == '__main__':\n    main()\n" if "def main" in script else ""
    (tmp_path / "train.py").write_text(script + call, encoding="utf-8")
    (tmp_path / "c.py").write_text(config + "\n", encoding="utf-8")

    run = kogine(tmp_path, "run", "train.py", "-c", "c.py")
    found = checked(tmp_path, "c.py")

    expected = [code] if code else []
    assert (codes(run.stderr), run.returncode) == (expected, 2 if code else 0), run.stderr
    assert codes("".join(found)) == expected
    assert inspected(tmp_path, "c.py") == found


def test_what_a_config_sets_itself_hides_what_it_inherits(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("lr = 0.1\n", encoding="utf-8")
    (tmp_path / "base.py").write_text("lr = 'fast'\n", encoding="utf-8")
    config = "from kohakuengine.config import use_config\nuse_config('base.py')\nlr = 0.5\n"
    (tmp_path / "c.py").write_text(config, encoding="utf-8")

    run = kogine(tmp_path, "run", "train.py", "-c", "c.py")

    assert (run.returncode, run.stderr) == (0, "")
    assert (checked(tmp_path, "c.py"), inspected(tmp_path, "c.py")) == ([], [])
