"""Files beside the script with the names of the standard library's modules: the script gets its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .agreement import check_agreement
from .case import Case

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stage import Stage

_NAMES = [
    "ast",
    "copy",
    "enum",
    "functools",
    "inspect",
    "keyword",
    "linecache",
    "operator",
    "re",
    "reprlib",
    "string",
    "token",
    "tokenize",
    "types",
    "typing",
    "warnings",
]

_SCRIPT = """
    x = 1
    import {name}
    print(getattr({name}, "here", "the library's"), x)
"""

NAMESAKES = [
    Case(id=name, script=_SCRIPT.format(name=name), files={f"{name}.py": "here = 'own'\n"}, shows="own 1")
    for name in _NAMES
]

OTHERS = [
    Case(
        id="package",
        script=_SCRIPT.format(name="tokenize"),
        files={"tokenize/__init__.py": "here = 'own'\n"},
        shows="own 1",
    ),
    Case(
        id="folder-that-is-no-package",
        script=_SCRIPT.format(name="tokenize"),
        files={"tokenize/data.txt": ""},
        shows="the library's 1",
    ),
    Case(
        id="module-that-the-interpreter-has-loaded",
        script=_SCRIPT.format(name="os"),
        files={"os.py": "here = 'own'\n"},
        shows="the library's 1",
    ),
    Case(
        id="syntax-warning-beside-a-warnings-py",
        script='x = 1\nprint("\\d", x)\nimport warnings\nprint(warnings.here)\n',
        files={"warnings.py": "here = 'own'\n"},
        flags=("-W", "ignore"),
        shows="AttributeError",
        exit=1,
    ),
    Case(
        id="tokens-of-an-nlp-script",
        script="""
            # -*- coding: utf-8 -*-
            import token, tokenize
            x = 1
            print(tokenize.words("a b"), token.EOS, x)
        """,
        files={"tokenize.py": "def words(text): return text.split()\n", "token.py": "EOS = '</s>'\n"},
        shows="['a', 'b'] </s> 1",
    ),
    Case(
        id="module-of-that-name",
        script=_SCRIPT.format(name="tokenize"),
        files={"tokenize.py": "here = 'own'\n"},
        words=("-m", "script"),
        shows="own 1",
    ),
]


@pytest.mark.parametrize("case", [*NAMESAKES, *OTHERS], ids=lambda case: case.id)
def test_the_script_imports_its_own_file(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))


def test_a_path_into_a_value_needs_no_module_that_a_file_may_hide(stage: Callable[[Case], Stage]) -> None:
    case = Case(
        id="path",
        script="x = 1\ncfg = {'lr': 1}\nprint(cfg, x)\nimport keyword\nprint(keyword.here)\n",
        files={"keyword.py": "here = 'own'\n"},
    )
    played = stage(case)

    for _ in ("cold", "warm"):
        outcome = played.kogine("cfg.lr=2")

        assert (outcome.stdout, outcome.stderr) == (b"{'lr': 2} 1\nown\n", b"")
