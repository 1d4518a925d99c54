"""Flags and environment variables of the interpreter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .agreement import check_agreement
from .case import Case, possible

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stage import Stage

_FLAGS = """
    import sys
    x = 1
    print(sys.flags, sys.warnoptions, sys._xoptions, sys.dont_write_bytecode)
    print(sys.path, sys.argv, sys.executable, x)
    print(sys.stdout.encoding, sys.stdout.errors, sys.getfilesystemencoding(), sys.stdout.line_buffering)
    print(__debug__, f.__doc__) if (f := lambda: 0) else None
    assert x == 9, "asserted"
    b"a" == "a"
"""

FLAGS = [
    Case(id=" ".join(flags) or "none", script=_FLAGS, flags=flags, exit=code, shows=shows)
    for flags, code, shows in [
        ((), 1, "AssertionError"),
        (("-O",), 0, "optimize=1"),
        (("-OO",), 0, "optimize=2"),
        (("-B",), 1, "dont_write_bytecode=1"),
        (("-E",), 1, "ignore_environment=1"),
        (("-s",), 1, "no_user_site=1"),
        (("-S",), 1, "no_site=1"),
        (("-I",), 1, "isolated=1"),
        (("-u",), 1, "AssertionError"),
        (("-b",), 1, "bytes_warning=1"),
        (("-O", "-bb"), 1, "BytesWarning"),
        (("-q",), 1, "quiet=1"),
        (("-R",), 1, "hash_randomization"),
        (("-X", "utf8"), 1, "utf8_mode=1"),
        (("-X", "utf8=0"), 1, "AssertionError"),
        (("-X", "dev"), 1, "dev_mode=True"),
        (("-X", "tracemalloc"), 1, "'tracemalloc': True"),
        (("-X", "faulthandler"), 1, "'faulthandler': True"),
        (("-X", "own=thing"), 1, "'own': 'thing'"),
        (("-W", "error", "-W", "ignore::DeprecationWarning"), 1, "'error'"),
    ]
    if flags != ("-S",)  # without site no venv: neither of the two finds what it needs
] + [
    Case(id="-P", script=_FLAGS, flags=("-P",), since=11, exit=1, shows="safe_path=True"),
    Case(id="-X no_debug_ranges", script=_FLAGS, flags=("-X", "no_debug_ranges"), since=11, exit=1),
    Case(id="-X int_max_str_digits", script=_FLAGS, flags=("-X", "int_max_str_digits=700"), since=11, exit=1),
    Case(id="-X frozen_modules=off", script=_FLAGS, flags=("-X", "frozen_modules=off"), since=11, exit=1),
    Case(id="-X warn_default_encoding", script=_FLAGS, flags=("-X", "warn_default_encoding"), exit=1),
]

VARIABLES = [
    Case(id=f"{name}={value}", script=_FLAGS, env={name: value}, exit=code)
    for name, value, code in [
        ("PYTHONOPTIMIZE", "1", 0),
        ("PYTHONDONTWRITEBYTECODE", "1", 1),
        ("PYTHONUNBUFFERED", "1", 1),
        ("PYTHONUTF8", "1", 1),
        ("PYTHONIOENCODING", "latin-1:backslashreplace", 1),
        ("PYTHONNOUSERSITE", "1", 1),
        ("PYTHONDEVMODE", "1", 1),
        ("PYTHONWARNINGS", "error", 1),
        ("PYTHONSAFEPATH", "1", 1),
        ("PYTHONHASHSEED", "42", 1),
        ("PYTHONPATH", "one:two", 1),
        ("PYTHONNODEBUGRANGES", "1", 1),
        ("PYTHONINTMAXSTRDIGITS", "640", 1),
        ("PYTHONPYCACHEPREFIX", "elsewhere", 1),
        ("PYTHONPROFILEIMPORTTIME", "", 1),
        ("LC_ALL", "C", 1),
        ("LC_ALL", "POSIX", 1),
        ("KOHAKUENGINE_CACHE", "", 1),
    ]
] + [
    Case(
        id="PYTHONBREAKPOINT=0",
        script="x = 1\nbreakpoint()\nprint(x)\n",
        env={"PYTHONBREAKPOINT": "0"},
        shows="1",
    ),
    Case(
        id="PYTHONBREAKPOINT of its own",
        script="def look(): print('looked')\nx = 1\nbreakpoint()\nprint(x)\n",
        env={"PYTHONBREAKPOINT": "__main__.look"},
        shows="looked",
    ),
]


@pytest.mark.parametrize("case", possible(FLAGS), ids=lambda case: case.id)
def test_flags_of_the_interpreter_hold(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))


@pytest.mark.parametrize("case", possible(VARIABLES), ids=lambda case: case.id)
def test_environment_variables_hold(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))
