"""Sources that are long, deep or wide: what python compiles, kogine runs, with an override in it."""

from __future__ import annotations

import pytest

from .judge import judge
from .session import Sessions
from .table import Case

_BRANCHES = "\n".join(f"elif n == {k}:\n    y = {k}" for k in range(2, 1500))
_NESTED = "\n".join(f"{'    ' * k}if x:" for k in range(18))

_SOURCES = {
    "a-sum-of-1500-terms": "x = 1\ny = " + " + ".join(["x"] * 1500) + "\nprint(x, y)\n",
    "a-default-of-1500-terms": "x = " + " + ".join(["1"] * 1500) + "\nprint(x)\n",
    "1500-elif-branches": f"x = 1\nn = 1400\nif n == 1:\n    y = 1\n{_BRANCHES}\nprint(x, y)\n",
    "declared-in-1500-elif-branches": f"n = 1400\nif n == 1:\n    x = 1\n{_BRANCHES.replace('y = ', 'x = ')}\nprint(x)\n",
    "18-nested-blocks": f"x = 1\n{_NESTED}\n{'    ' * 18}y = x\nprint(x, y)\n",
    "80-nested-brackets": "x = 1\ny = " + "[" * 80 + "x" + "]" * 80 + "\nprint(x, y)\n",
    "80-chained-calls": "x = 'a'\ny = x" + ".strip()" * 80 + "\nprint(x, y)\n",
    "a-line-of-a-million-characters": f"x = 1\ntext = '{'q' * 1_000_000}'; print(x, len(text))\n",
    "a-default-of-a-million-characters": f"x = '{'q' * 1_000_000}'\nprint(len(x))\n",
    "a-list-of-20000-numbers": f"x = 1\nnumbers = [{', '.join(map(str, range(20_000)))}]\nprint(x, sum(numbers))\n",
    "a-default-of-20000-numbers": f"x = [{', '.join(map(str, range(20_000)))}]\nprint(x, len(x))\n".replace("(x, ", "("),
    "10000-lines-of-functions": "x = 1\n" + "".join(f"def f{k}():\n    return x + {k}\n" for k in range(5000)) + "print(f7())\n",
    "2000-declarations-of-one-name": "\n".join(f"x = {k}; assert x" for k in range(1, 2001)) + "\nprint(x)\n",
    "one-line-of-2000-statements": "; ".join(f"y{k} = {k}" for k in range(1000)) + "; x = 1; print(x, y7)\n",
}


def _edited(name: str, source: str) -> tuple[str, str]:
    """The text for `--set` and the edited source."""
    if name == "declared-in-1500-elif-branches":
        return "x=7", "print(7)\n"
    if name == "a-default-of-1500-terms":
        return "x=7", "print(7)\n"
    if name == "a-default-of-a-million-characters":
        return "x=seven", "print(5)\n"
    if name == "a-default-of-20000-numbers":
        return "x=1,2,3", "print(3)\n"
    if name == "2000-declarations-of-one-name":
        return "x=7", "print(7)\n"
    if name == "80-chained-calls":
        return "x=b", source.replace("x = 'a'", "x = 'b'")
    return "x=7", source.replace("x = 1\n", "x = 7\n").replace("x = 1;", "x = 7;")


@pytest.mark.parametrize("name", _SOURCES)
def test_a_large_source_runs_with_an_override(name: str, sessions: Sessions) -> None:
    source = _SOURCES[name]
    text, edited = _edited(name, source)
    case = Case(id=f"large-{name}", script=source, set=[text], edited=edited, stderr="free")

    for _ in ("first", "from the compile cache"):
        complaints = judge(case, sessions, sessions.kogine(case))
        assert not complaints, "\n".join(complaints)[:2000]


@pytest.mark.parametrize("name", _SOURCES)
def test_a_large_source_runs_alone(name: str, sessions: Sessions) -> None:
    case = Case(id=f"large-alone-{name}", script=_SOURCES[name], same_as_python=True)

    complaints = judge(case, sessions, sessions.kogine(case))

    assert not complaints, "\n".join(complaints)[:2000]
