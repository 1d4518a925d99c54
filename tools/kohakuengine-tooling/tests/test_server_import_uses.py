"""The uses of a global of a script in files that import it."""

from __future__ import annotations

from pathlib import Path

import pytest
from statements_of import statements_of

from kohakuengine_tooling.server.import_uses import ImportUses, find_import_uses
from kohakuengine_tooling.statement_facts import Span

SCRIPT = Path("/w/pkg/train.py")

# A file of /w/pkg, in which each use of `lr` is marked <so>.
TEXTS = {
    "a name": "from train import <lr>\nprint(<lr>)\n",
    "a name among others": "from train import (wd, <lr>,\n    n)\nf(lr=<lr>, x=o.lr)\n",
    "a name with an alias": "from train import <lr> as rate\nlr = 1\nprint(lr, rate)\n",
    "an alias of its name": "from train import <lr> as lr\nprint(lr)\n",
    "another name": "from train import wd\nlr = 1\n",
    "the module": "import train\nprint(train.<lr>, other.lr, train.x.lr)\n",
    "the module with an alias": "import train as t\nprint(t.<lr>, train.lr)\n",
    "the module among others": "import os, train\ntrain.<lr> = 2\n",
    "a parameter of the module's name": "import train\ndef f(train):\n    train.lr\ntrain.<lr>\n",
    "a local of the module's name": "import train\ndef f():\n    train = o\n    train.lr\nf(train.<lr>)\n",
    "a parameter of the package's name": (
        "import pkg.train\ng = lambda pkg: pkg.train.lr\n[pkg.train.lr for pkg in x]\npkg.train.<lr>\n"
    ),
    "in functions": "import train\ndef f(a=train.<lr>):\n    def g():\n        return train.<lr>\n",
    "imported in a function": "def f():\n    import train\n    x = train.<lr>\ndef g(train):\n    train.lr\n",
    "a parameter, and a name of another": "from train import wd\ndef f(train):\n    train.lr\n",
    "used often": "import train\n" + "x(train.<lr>, train.wd)\n" * 300,
    "in a package": "import pkg.train\nprint(pkg.train.<lr>, train.lr)\n",
    "out of a package": "from pkg import train, other\nprint(train.<lr>, other.lr)\n",
    "out of a package, a name": "from pkg.train import <lr>\nx = <lr>\n",
    "relative": "from .train import <lr>\nx = <lr>\n",
    "relative, the module": "from . import train as t\nx = t.<lr>\n",
    "relative, elsewhere": "from ..train import lr\nx = lr\n",
    "with a stand-in": (
        "try:\n    from train import <lr>\n    print(<lr>)\nexcept ImportError:\n    <lr> = 1\nx = <lr>\n"
    ),
    "bound again": "from train import <lr>\n<lr> = <lr> + 1\n",
    "a parameter of its name": "from train import <lr>\ndef f(lr):\n    return lr\n",
    "another module of that name": "from other.train import lr\nimport x.train\nx.train.lr\n",
    "no import": "lr = 1\n",
    "strings": "from train import <lr>\nx['lr'] = 'train.lr'\n",
    "in a formatted string": "import train\nprint(f'{train.<lr>:>{train.<lr>}}')\n",
    "around an error": "from train import <lr>\nx = = 1\ny = <lr>\n",
}


def uses_in(text: str, name: str = "eval.py") -> ImportUses:
    """Find the uses of `lr` in a file beside the script; neither need exist."""
    return find_import_uses(text, statements_of(text), SCRIPT.parent / name, SCRIPT, "lr")


@pytest.mark.parametrize("marked", TEXTS.values(), ids=TEXTS.keys())
def test_each_use_is_found_and_no_other(marked: str) -> None:
    *parts, last = marked.split("<lr>")
    text = "lr".join([*parts, last])
    places, at = [], 0
    for part in parts:
        at += len(part)
        places.append((at, at + 2))
        at += 2

    found = uses_in(text)

    assert [tuple(place) for place in found.places] == places
    assert (found.unseen, found.problem) == ((), None)


PROBLEMS = {
    "def f():\n    from train import lr\n    return lr\n": "a function imports it",
    "from train import lr\nfrom other import lr\n": "another import binds the same name",
    "def f():\n    import train\n    def g():\n        return train.lr\n": "a function imports the module",
    "from train import lr\nclass C:\n    lr = lr\n": "a class of the script binds the same name",
    "from train import lr\ndef lr(): pass\n": "it is bound by a function",
}


@pytest.mark.parametrize(("text", "problem"), PROBLEMS.items(), ids=range(len(PROBLEMS)))
def test_what_may_not_be_all_is_said(text: str, problem: str) -> None:
    assert uses_in(text).problem == problem


def test_a_star_is_said_with_its_line() -> None:
    assert uses_in("import os\nfrom train import *\nprint(lr)\n") == ImportUses(
        [], ((2, "everything of the script is imported by '*'"),)
    )


@pytest.mark.parametrize(
    "use",
    ["f(train)", "def f(train=train): train.lr", "x = [train]", "getattr(train, 'lr')", "y = train or 1"],
)
def test_a_module_that_is_handed_on_is_said_with_its_line(use: str) -> None:
    found = uses_in(f"import train\nprint(train.lr)\n{use}\n")

    assert found == ImportUses([Span(25, 27)], ((3, "the module itself is handed on"),))


def test_a_file_of_a_folder_below_finds_the_script_above() -> None:
    found = uses_in("from train import lr\n", "deep/eval.py")

    assert [tuple(place) for place in found.places] == [(18, 20)]
