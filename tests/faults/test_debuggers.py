"""Debugger, profiler and coverage see the file on disk, line for line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from .agreement import check_agreement
from .case import Case, possible
from .stage import KOGINE, PYTHON, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

_MAIN = """
    import sys
    x = 1
    y = x + 1
    def main(n):
        total = 0
        for i in range(n):
            total += i * x
        return total
    {stop}
    if __name__ == "__main__":
        z = y
        print(main(3), z)
"""

PDB = [
    Case(
        id="into-the-guard-and-the-entrypoint",
        script=_MAIN.format(stop="breakpoint()"),
        stdin=b"l\ntbreak 11\nc\nn\ns\na\nn\nn\np total, x, n\nr\np __return__\nc\n",
        shows="-> def main(n):",
    ),
    Case(
        id="line-by-line-through-the-module",
        script=_MAIN.format(stop="import pdb; pdb.set_trace()"),
        stdin=b"n\nn\nn\nn\np x, y, z\nc\n",
        shows="--Return--",
    ),
    Case(
        id="step-over-overridden-declarations",
        script="""
            breakpoint()
            w = 0
            x = 1
            y = [x,
                 2]
            print(y)
        """,
        stdin=b"tbreak 3\nc\ns\ns\ns\ns\np x, y\nc\n",
        shows="(1, [1, 2])",
        shows_source=True,
    ),
    Case(
        id="breakpoint-in-a-function",
        script=_MAIN.format(stop="breakpoint()"),
        stdin=b"b 7\nb\nc\np i, total\ncl 1\nc\n",
        shows="Breakpoint 1 at",
    ),
    Case(
        id="names-and-source",
        script=_MAIN.format(stop="breakpoint()"),
        stdin=b"p sorted(n for n in dir() if n[0] != '_')\nll\nsource main\nwhatis main\np __file__\nc\n",
        shows="['main', 'sys', 'x', 'y']",
        shows_source=True,
    ),
    Case(
        id="value-changed-by-hand",
        script=_MAIN.format(stop="breakpoint()"),
        stdin=b"!y = 20\nc\n",
        shows="3 20",
    ),
    Case(
        id="quit",
        script=_MAIN.format(stop="breakpoint()"),
        stdin=b"q\n",
        exit=1,
        shows="BdbQuit",
    ),
    Case(
        id="post-mortem",
        script="""
            import pdb, sys
            x = 1
            def fail():
                local = x
                raise ValueError(local)
            try:
                fail()
            except ValueError:
                pdb.post_mortem(sys.exc_info()[2])
        """,
        stdin=b"w\np local\nup\nl\nq\n",
        shows="-> raise ValueError(local)",
    ),
]

LOOKING = [
    Case(
        id="settrace-sees-every-line-once",
        script="""
            import sys
            seen = []
            def trace(frame, event, argument):
                if frame.f_code.co_filename == __file__:
                    seen.append((event, frame.f_lineno, frame.f_code.co_name))
                    return trace
            sys.settrace(trace)
            sys._getframe().f_trace = trace
            x = 1
            y = (x,
                 2)
            def main():
                return x
            if __name__ == "__main__":
                main()
            sys.settrace(None)
            print(seen)
        """,
        shows="('call', 12, 'main')",
    ),
    Case(
        id="settrace-left-on-is-there-at-exit",
        script="""
            import atexit, sys
            seen = []
            def trace(frame, event, argument):
                seen.append((event, frame.f_code.co_name, frame.f_lineno))
            def last():
                pass
            def at_exit():
                last()
                print(sys.gettrace() is trace, seen, x)
            x = 1
            atexit.register(at_exit)
            sys.settrace(trace)
        """,
        shows="True [('call', 'at_exit', 7), ('call', 'last', 5)] 1",
    ),
    Case(
        id="settrace-taken-off-is-not-there-at-exit",
        script="""
            import atexit, sys
            x = 1
            atexit.register(lambda: print(sys.gettrace(), x))
            sys.settrace(lambda *_: None)
            sys.settrace(None)
        """,
        shows="None 1",
    ),
    Case(
        id="setprofile-sees-no-python-call-of-ours",
        script="""
            import sys
            seen = []
            def profile(frame, event, argument):
                if not event.startswith("c_"):
                    seen.append((event, frame.f_code.co_name, frame.f_lineno))
            sys.setprofile(profile)
            x = 1
            def main():
                return len([x])
            if __name__ == "__main__":
                main()
            sys.setprofile(None)
            print(seen)
        """,
        shows="('call', 'main', 8), ('return', 'main', 9)",
    ),
    Case(
        id="cprofile",
        script="""
            import cProfile, pstats
            x = 1
            def main():
                return sum(range(x))
            profiler = cProfile.Profile()
            profiler.runcall(main)
            counts = pstats.Stats(profiler).stats
            print(sorted((name, line, count[0]) for (_, line, name), count in counts.items()))
        """,
        shows="('main', 3, 1)",
    ),
    Case(
        id="inspect",
        script="""
            import inspect, linecache, sys
            x = 1
            def main():
                return x  # as on disk
            class Kept:
                y = x
            print(inspect.getsource(main), inspect.getsource(Kept), inspect.getsourcefile(main) == __file__)
            print(linecache.getline(__file__, 4), inspect.getsourcelines(Kept)[1])
            print(main.__code__.co_firstlineno)
            print(inspect.getmodule(main) is sys.modules["__main__"], inspect.getmodulename(__file__))
        """,
        shows="# as on disk",
    ),
    Case(
        id="line-table-of-the-code",
        script="""
            import sys
            x = 1
            def main():
                return [x
                        for _ in range(2)]
            print(sorted({line for _, _, line in sys._getframe().f_code.co_lines() if line}))
            print(sorted({line for _, _, line in main.__code__.co_lines() if line}))
        """,
        shows="[1, 2, 3, 6, 7]",
    ),
    Case(
        id="doctest",
        script='''
            import doctest
            x = 1
            def add(n):
                """Add.

                >>> add(1)
                2
                >>> add(2)
                99
                """
                return n + x
            print(doctest.testmod())
        ''',
        shows="TestResults(failed=1, attempted=2)",
    ),
    Case(
        id="unittest",
        script="""
            import io, unittest
            x = 1
            class Claims(unittest.TestCase):
                def test_right(self):
                    self.assertEqual(x, x)
            silent = unittest.TextTestRunner(stream=io.StringIO())
            done = unittest.main(verbosity=0, argv=["own"], exit=False, testRunner=silent)
            print(Claims.__module__, done.result)
        """,
        shows="__main__",
    ),
]


@pytest.mark.parametrize("case", possible(PDB), ids=lambda case: case.id)
def test_the_debugger_steps_as_under_python(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))


@pytest.mark.parametrize("case", possible(LOOKING), ids=lambda case: case.id)
def test_tools_that_look_at_the_script_see_what_they_see_under_python(
    case: Case, stage: Callable[[Case], Stage]
) -> None:
    check_agreement(stage(case))


_COVERED = Case(
    id="coverage",
    script="""
        import sys
        x = 1
        y: int = x
        if x == 9:
            print("never")
        def main(n):
            for i in range(n):
                if i == x + 5:
                    return "never"
            else:
                return [
                    i,
                    x,
                ]
        class Kept:
            z = x
            def unused(self):
                return None
        if __name__ == "__main__":
            print(main(3))
    """,
)


@pytest.mark.parametrize("sets", [[], ["--set", "x=2"]], ids=["bare", "set"])
def test_coverage_reports_the_lines_it_reports_under_python(
    sets: list[str], stage: Callable[[Case], Stage]
) -> None:
    played = stage(_COVERED)
    wanted = _covered(played, ["script.py"], is_edited=bool(sets))
    got = _covered(played, [str(KOGINE), "run", "script.py", *sets], is_edited=False)

    assert wanted["summary"]["num_statements"] > 10
    assert got == wanted


def _covered(played: Stage, words: list[str], *, is_edited: bool) -> dict[str, dict[str, int]]:
    """Return what coverage.py reports of the script, with branches."""
    coverage = [*PYTHON, "-m", "coverage"]
    played.write(is_edited=is_edited)
    ran = played.play([*coverage, "run", "--branch", "--include=*/script.py", *words])
    assert ran.exit_code == 0, ran.stderr.decode()
    told = played.play([*coverage, "json", "-q", "-o", "report.json"])
    assert told.exit_code == 0, told.stdout.decode()
    report = json.loads((played.folder / "report.json").read_text(encoding="utf-8"))
    [of_script] = report["files"].values()
    return of_script  # type: ignore[no-any-return]
