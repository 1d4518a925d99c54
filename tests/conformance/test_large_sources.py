"""Sources that are long, deep or wide: what python compiles, kogine runs, with an override in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .judge import judge
from .table import Case

if TYPE_CHECKING:
    from .session import Sessions

_BRANCHES = "\n".join(f"elif n == {k}:\n    y = {k}" for k in range(2, 1500))
_NESTED = "\n".join(f"{'    ' * k}if x:" for k in range(18))
_FUNCTIONS = "".join(f"def f{k}():\n    return x + {k}\n" for k in range(5000))
_NUMBERS = ", ".join(map(str, range(20_000)))
_STATEMENTS = "; ".join(f"y{k} = {k}" for k in range(1000))
_LONG = "q" * 1_000_000

_BESIDE = {
    "a-sum-of-1500-terms": "x = 1\ny = " + " + ".join(["x"] * 1500) + "\nprint(x, y)\n",
    "1500-elif-branches": f"x = 1\nn = 1400\nif n == 1:\n    y = 1\n{_BRANCHES}\nprint(x, y)\n",
    "18-nested-blocks": f"x = 1\n{_NESTED}\n{'    ' * 18}y = x\nprint(x, y)\n",
    "80-nested-brackets": "x = 1\ny = " + "[" * 80 + "x" + "]" * 80 + "\nprint(x, y)\n",
    "80-chained-calls": "x = 1\ny = str(x)" + ".strip()" * 80 + "\nprint(x, y)\n",
    "a-line-of-a-million-characters": f"x = 1\ntext = '{_LONG}'; print(x, len(text))\n",
    "a-list-of-20000-numbers": f"x = 1\nnumbers = [{_NUMBERS}]\nprint(x, sum(numbers))\n",
    "10000-lines-of-functions": f"x = 1\n{_FUNCTIONS}print(f7())\n",
    "one-line-of-1000-statements": f"x = 1\n{_STATEMENTS}\nprint(x, y7)\n",
}
"""Sources whose size stands beside the declaration `x = 1` in the first line."""

_WITHIN = {
    "a-default-of-1500-terms": ("x = " + " + ".join(["1"] * 1500) + "\nprint(x)\n", "x=7", "7"),
    "a-default-of-a-million-characters": (f"x = '{_LONG}'\nprint(len(x))\n", "x=seven", "5"),
    "a-default-of-20000-numbers": (f"x = [{_NUMBERS}]\nprint(len(x))\n", "x=1,2,3", "3"),
    "declared-in-1500-branches": (
        f"n = 1400\nif n == 1:\n    x = 1\n{_BRANCHES.replace('y = ', 'x = ')}\nprint(x)\n",
        "x=7",
        "7",
    ),
    "2000-declarations-of-one-name": (
        "\n".join(f"x = {k}; assert x" for k in range(1, 2001)) + "\nprint(x)\n",
        "x=7",
        "7",
    ),
}
"""Sources whose declaration of `x` itself is large, the text for `--set`, and what is printed then."""


@pytest.mark.parametrize("name", _BESIDE)
def test_a_large_source_runs_with_an_override(name: str, sessions: Sessions) -> None:
    source = _BESIDE[name]
    edited = source.replace("x = 1\n", "x = 7\n", 1)
    case = Case(id=f"beside-{name}", script=source, set=["x=7"], edited=edited, stderr="free")

    _check_twice(case, sessions)


@pytest.mark.parametrize("name", _WITHIN)
def test_a_large_declaration_is_replaced(name: str, sessions: Sessions) -> None:
    source, text, printed = _WITHIN[name]
    case = Case(id=f"within-{name}", script=source, set=[text], stdout=f"{printed}\n", stderr="free")

    _check_twice(case, sessions)


@pytest.mark.parametrize("name", _BESIDE)
def test_a_large_source_runs_alone(name: str, sessions: Sessions) -> None:
    case = Case(id=f"alone-{name}", script=_BESIDE[name], same_as_python=True)

    _check_twice(case, sessions)


def _check_twice(case: Case, sessions: Sessions) -> None:
    """Run the case without and with the compile cache."""
    for _ in range(2):
        complaints = judge(case, sessions, sessions.kogine(case))
        assert not complaints, "\n".join(complaints)[:2000]
