"""What one run leaves is not there for the next: random state, modules, values of the config, folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .project import finished, line

if TYPE_CHECKING:
    from .project import Project


def test_fifty_unseeded_runs_of_a_fork_give_fifty_results(project: Project) -> None:
    project.write(
        "train.py",
        """
        import os, random, sys
        import numpy
        number = -1

        def main():
            forked = "kohakuengine.flow.launch.fork_parent" in sys.modules
            new = numpy.random.default_rng()
            return [float(numpy.random.rand()), random.random(), float(new.random()), forked]

        if __name__ == "__main__":
            main()
        """,
    )
    project.sweep(50)

    done = project.workflow("fork")

    returned = [run["returned"] for run in project.runs()]
    assert done.code == 0
    assert [len({values[k] for values in returned}) for k in range(4)] == [50, 50, 50, 1]
    assert returned[0][3] is True


def test_runs_in_this_process_leave_nothing_to_the_next(project: Project) -> None:
    project.write("state.py", "count = 0\nseen = []\n")
    project.write(
        "train.py",
        """
        import os, sys
        import state
        number = -1
        items = []
        nested = {}

        def main():
            state.count += 1
            state.seen.append(number)
            items.append(number)
            nested["inner"].append(number)
            sys.argv.append("more")
            sys.path.insert(0, "elsewhere")
            os.environ.setdefault("KOGINE_TEST_LEAK", str(number))
            left = globals().get("left_over")
            globals()["left_over"] = number
            os.makedirs("deeper", exist_ok=True)
            os.chdir("deeper")
            is_on_path = "elsewhere" in sys.path[1:]
            return [state.count, state.seen, items, nested["inner"], sys.argv, is_on_path, left]

        if __name__ == "__main__":
            main()
        """,
    )
    project.write(
        "sweep.py",
        """
        from kohakuengine import Config
        items = [1]
        nested = {"inner": []}

        def config_gen():
            for number in range(3):
                yield Config(globals_dict={"number": number, "items": items, "nested": nested})
        """,
    )

    done = project.workflow("inprocess")

    assert done.code == 0, done.err
    assert [run["returned"] for run in project.runs()] == [
        [1, [number], [1, number], [number], ["train.py", "more"], False, None] for number in range(3)
    ]


GONE = """
import os, shutil
number = -1

def main():
    if number == 0 and not os.path.exists("../mended"):
        shutil.rmtree(os.getcwd())
        try:
            os.getcwd()
        except FileNotFoundError:
            return "gone"
    return number

if __name__ == "__main__":
    main()
"""


def test_a_working_folder_that_a_run_removes_is_said(project: Project, mode: str) -> None:
    project.sweep(3)
    project.folder /= "inner"
    project.folder.mkdir()
    project.write("train.py", GONE)
    one_by_one = ("workflow", "sequential", "train.py", "-c", "../sweep.py")
    mode_words = ("--mode", mode)

    done = project.run(*one_by_one, *mode_words)
    project.folder = project.folder.parent
    ends = project.ends()
    (project.folder / "mended").touch()
    project.folder /= "inner"
    project.folder.mkdir()
    project.write("train.py", GONE)
    again = project.run(*one_by_one, *mode_words)

    assert (done.code, again.code) == (2, 0), done.err
    assert "kogine: error: the working folder has been removed. Change to one that is there." in done.err
    assert "Traceback" not in done.err
    assert [status for status, _ in ends] in (["COMPLETED"], ["LOST"])  # its result is on disk, see below
    assert [(run["attempt"], run["status"]) for run in project.runs()] == [(1, "COMPLETED")] * 3
    assert project.shown(1)["returned"] == "gone"


def test_a_working_folder_that_is_gone_before_is_said(project: Project, mode: str) -> None:
    project.write("train.py", "number = -1\n\ndef main():\n    return number\n\nmain()\n")
    project.sweep(1)
    inner = project.folder / "inner"
    inner.mkdir()
    project.folder = inner
    words = [f"../{word}" if word.endswith(".py") else word for word in line(mode)]
    project.before = ("sh", "-c", f'rmdir {inner} && exec "$@"', "sh")

    done = finished(project.start(*words))

    assert done.code == 2
    assert "Traceback" not in done.err
    assert "the working folder has been removed" in done.err


def test_what_a_run_has_started_has_ended_before_the_next_begins(project: Project, mode: str) -> None:
    project.write(
        "train.py",
        """
        import os, subprocess
        number = -1

        def state_of(pid):
            try:
                return open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[0]
            except OSError:
                return "gone"

        def main():
            if number == 0:
                child = subprocess.Popen(["sleep", "600"], start_new_session=True)
                open("pid", "w").write(str(child.pid))
            return state_of(open("pid").read()) in ("Z", "X", "gone")

        if __name__ == "__main__":
            main()
        """,
    )
    project.sweep(2)

    done = project.run("workflow", "sequential", "train.py", "-c", "sweep.py", "--mode", mode)

    assert done.code == 0
    assert [run["returned"] for run in project.runs()] == [False, True]
