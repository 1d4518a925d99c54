"""Where the script lies and how it is named: links, odd names, folders that vanish, modules."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from .agreement import check_agreement
from .case import Case, possible
from .stage import BOUND

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stage import Stage

_WHO = """
    import os, sys
    x = 1
    print(__file__, sys.argv, x)
    print(sys.path[0], sys.path[1:] == [p for p in sys.path[1:]], len(sys.path))
    print(__name__, __spec__, __package__, __loader__.name, __loader__.path)
    raise ValueError(os.path.basename(__file__))
"""

PATHS = [
    Case(id="beside", script=_WHO, exit=1, shows="ValueError: script.py"),
    Case(id="with-a-dot", script=_WHO, words=("./script.py",), exit=1),
    Case(id="below", script=_WHO, name="deep/er/script.py", exit=1),
    Case(
        id="not-normalised", script=_WHO, name="deep/script.py", words=("deep/../deep/./script.py",), exit=1
    ),
    Case(
        id="above",
        script=_WHO,
        files={"deep/keep": ""},
        shell='cd deep && exec "$@"',
        words=("../script.py",),
        exit=1,
    ),
    Case(id="spaces", script=_WHO, name="my tools/the script.py", exit=1, shows="the script.py"),
    Case(id="beyond-ascii", script=_WHO, name="größe/字 😀.py", exit=1, shows="字 😀.py"),
    Case(id="line-end-in-the-name", script=_WHO, name="two\nlines.py", exit=1),
    Case(id="quotes-and-percent", script=_WHO, name='it\'s 100%s "so" {x}.py', exit=1),
    Case(id="leading-dash", script=_WHO, name="-odd.py", words=("./-odd.py",), exit=1),
    Case(id="dots-in-the-name", script=_WHO, name="train.v2.py", exit=1),
    Case(
        id="name-of-a-library", script="x = 1\nimport json\nprint(json.__name__, x)\n", name="typing_extra.py"
    ),
    Case(id="named-main", script=_WHO, name="main.py", exit=1),
    Case(id="named-__main__", script=_WHO, name="__main__.py", exit=1),
    Case(
        id="symbolic-link",
        script=_WHO,
        name="real/script.py",
        links={"link.py": "real/script.py"},
        words=("link.py",),
        exit=1,
    ),
    Case(
        id="link-to-a-link",
        script=_WHO,
        name="real/script.py",
        links={"one.py": "two.py", "two.py": "real/script.py"},
        words=("one.py",),
        exit=1,
    ),
    Case(
        id="linked-folder",
        script=_WHO,
        name="real/script.py",
        links={"linked": "real"},
        words=("linked/script.py",),
        exit=1,
    ),
    Case(
        id="import-from-the-folder-of-the-real-file",
        script="import beside\nx = 1\nprint(beside.__file__, x)\n",
        name="real/script.py",
        files={"real/beside.py": ""},
        links={"link.py": "real/script.py"},
        words=("link.py",),
        shows="real/beside.py",
    ),
    Case(id="absolute", script=_WHO, words=("{folder}/script.py",), exit=1, shows="ValueError: script.py"),
    Case(
        id="many-arguments",
        script="import sys\nx = 1\nprint(sys.argv, x)\n",
        argv=("--set", "x=9", "-c", "a b", "", "--", "größe", "-m", "--help", "*"),
        shows="'--set', 'x=9'",
    ),
    Case(
        id="arguments-that-are-no-utf-8",
        script="import sys\nx = 1\nprint(ascii(sys.argv[1:]), x)\n",
        shell='exec "$@" "$(printf \'\\377\\376\')"',
        argv=("first",),
        shows=r"\udcff\udcfe",
    ),
]

FOLDERS = [
    Case(
        id="deleted-by-the-script",
        script="""
            import os, shutil
            x = 1
            os.mkdir("gone")
            os.chdir("gone")
            os.rmdir("../gone")
            try:
                os.getcwd()
            except FileNotFoundError as error:
                print(error, x)
            raise ValueError("after")
        """,
        exit=1,
        shows="ValueError: after",
    ),
    Case(
        id="deleted-before-it-starts",
        script="""
            import sys
            x = 1
            print(__file__, sys.path[0], sys.argv, x)
        """,
        shell='top=$PWD; mkdir gone; cd gone; rmdir ../gone; exec "$@"',
        words=("../script.py",),
    ),
    Case(
        id="changed-before-an-error",
        script="""
            import os
            x = 1
            os.chdir("/")
            raise ValueError(x)
        """,
        exit=1,
        shows="raise ValueError(x)",
    ),
    Case(
        id="script-deleted-by-itself",
        script="""
            import os
            x = 1
            os.remove(__file__)
            raise ValueError(x)
        """,
        exit=1,
        shows="in <module>",
    ),
    Case(
        id="script-changed-by-itself",
        script="""
            x = 1
            with open(__file__, "w") as file:
                file.write("one\\ntwo\\nthree\\nfour\\nfive\\nsix\\n")
            raise ValueError(x)
        """,
        exit=1,
        shows="four",
    ),
    Case(
        id="read-only-folder",
        script="""
            import os, beside
            x = 1
            print(os.access(".", os.W_OK), x, os.path.exists("__pycache__"))
        """,
        files={"beside.py": ""},
        shell=f'chmod a-w .; {" ".join(BOUND)} "$@"; code=$?; chmod u+w .; exit $code',
        shows="False 1 False",
    ),
    Case(
        id="script-that-only-can-be-read",
        script="x = 1\nprint(x)\n",
        shell='chmod 444 script.py; exec "$@"',
    ),
]

_PACKAGE: dict[str, str | bytes] = {
    "pkg/__init__.py": "print('package', __name__)\n",
    "pkg/beside.py": "value = 'beside'\nprint('beside', __name__)\n",
    "pkg/sub/__init__.py": "",
}
_MODULE = """
    import sys
    from . import beside
    from .beside import value
    x = 1
    print(__name__, __package__, __spec__.name, __spec__.origin == __file__, __loader__.name)
    print(__cached__ is not None)
    print(sys.argv, sys.path[0], value, x)
"""

MODULES = [
    Case(
        id="relative-imports",
        script=_MODULE,
        name="pkg/mod.py",
        files=_PACKAGE,
        words=("-m", "pkg.mod"),
        shows="beside 1",
    ),
    Case(
        id="arguments",
        script=_MODULE,
        name="pkg/mod.py",
        files=_PACKAGE,
        words=("-m", "pkg.mod"),
        argv=("-m", "--set", "a b"),
        shows="'--set', 'a b'",
    ),
    Case(
        id="package-with-main",
        script=_MODULE,
        name="pkg/__main__.py",
        files=_PACKAGE,
        words=("-m", "pkg"),
        shows="pkg.__main__",
    ),
    Case(
        id="module-without-package",
        script="x = 1\nprint(__package__ == '', __spec__.name, x)\n",
        name="mod.py",
        words=("-m", "mod"),
    ),
    Case(
        id="nested-package",
        script="from ..beside import value\nx = 1\nprint(value, __package__, x)\n",
        name="pkg/sub/mod.py",
        files=_PACKAGE,
        words=("-m", "pkg.sub.mod"),
        shows="beside pkg.sub 1",
    ),
    Case(
        id="namespace-package",
        script="x = 1\nprint(__package__, x)\n1 / 0\n",
        name="space/mod.py",
        words=("-m", "space.mod"),
        exit=1,
        shows="space 1",
    ),
    Case(
        id="error-in-the-module",
        script="x = 1\ndef f():\n    raise ValueError(x)\nf()\n",
        name="pkg/mod.py",
        files=_PACKAGE,
        words=("-m", "pkg.mod"),
        exit=1,
        shows="<frozen runpy>" if sys.version_info >= (3, 11) else "runpy.py",
    ),
    Case(
        id="error-in-the-package",
        script="x = 1\nprint('never')\n",
        name="pkg/mod.py",
        files={"pkg/__init__.py": "raise ValueError('in the package')\n"},
        words=("-m", "pkg.mod"),
        exit=1,
        shows="in the package",
    ),
    Case(
        id="exit-in-the-package",
        script="x = 1\nprint('never')\n",
        name="pkg/mod.py",
        files={"pkg/__init__.py": "raise SystemExit(4)\n"},
        words=("-m", "pkg.mod"),
        exit=4,
    ),
    Case(
        id="import-error-in-the-package",
        script="x = 1\nprint('never')\n",
        name="pkg/mod.py",
        files={"pkg/__init__.py": "import no_such_module\n"},
        words=("-m", "pkg.mod"),
        exit=1,
        shows="no_such_module",
    ),
    Case(
        id="syntax-error-in-the-package",
        script="x = 1\nprint('never')\n",
        name="pkg/mod.py",
        files={"pkg/__init__.py": "y = (\n"},
        words=("-m", "pkg.mod"),
        exit=1,
        shows="SyntaxError",
    ),
    Case(
        id="syntax-error-in-the-module",
        script="x = 1\ny = (\n",
        name="pkg/mod.py",
        files=_PACKAGE,
        words=("-m", "pkg.mod"),
        exit=1,
        shows="SyntaxError",
    ),
    Case(
        id="imported-by-its-own-package",
        script="x = 1\nprint('ran as', __name__, x)\n",
        name="pkg/mod.py",
        files={"pkg/__init__.py": "import sys\nfrom . import mod\n"},
        words=("-m", "pkg.mod"),
        shows="RuntimeWarning",
    ),
    Case(
        id="exit-status",
        script="x = 1\nraise SystemExit(x + 2)\n",
        name="pkg/mod.py",
        files=_PACKAGE,
        words=("-m", "pkg.mod"),
        exit=3,
    ),
    Case(
        id="keyboard-interrupt",
        script="x = 1\nraise KeyboardInterrupt\n",
        name="pkg/mod.py",
        files=_PACKAGE,
        words=("-m", "pkg.mod"),
        exit=-2,
    ),
    Case(
        id="import-beyond-the-top",
        script="x = 1\nfrom ... import far\n",
        name="pkg/mod.py",
        files=_PACKAGE,
        words=("-m", "pkg.mod"),
        exit=1,
        shows="beyond top-level package",
    ),
]


@pytest.mark.parametrize("case", possible(PATHS), ids=lambda case: case.id)
def test_a_script_is_named_as_under_python(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))


@pytest.mark.parametrize("case", possible(FOLDERS), ids=lambda case: case.id)
def test_folders_that_fail_do_so_as_under_python(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))


@pytest.mark.parametrize("case", possible(MODULES), ids=lambda case: case.id)
def test_a_module_runs_as_under_python(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))
