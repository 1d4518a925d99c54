"""How runs end: killed, crashed, out of memory, hung, by `sys.exit` of every kind."""

from __future__ import annotations

import os
import signal
import uuid
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .project import finished, line, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .project import Project

MEMORY = Path("/sys/fs/cgroup/memory")

WAITING = """
import os, subprocess, time

number = -1

def main():
    if number == 1:
        subprocess.Popen(["sleep", "600"], start_new_session=True)
        with open("pid.new", "w") as file:
            file.write(str(os.getpid()))
        os.rename("pid.new", "pid")
        time.sleep(600)
    return number

if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("SIGKILL", "killed by SIGKILL (the kernel's out-of-memory killer, or somebody)"),
        ("SIGTERM", "killed by SIGTERM"),
        ("SIGABRT", "killed by SIGABRT"),
        ("SIGHUP", "killed by SIGHUP"),
    ],
)
def test_a_run_that_is_killed_has_failed_and_the_others_go_on(
    project: Project, process_mode: str, name: str, reason: str
) -> None:
    project.write("train.py", WAITING)
    project.sweep(3)

    process = project.start(*line(process_mode))
    pid = int(project.wait_for("pid", process).read_text(encoding="ascii"))
    until(lambda: project.sleepers() == 1, process)
    os.kill(pid, getattr(signal, name))
    done = finished(process)

    assert project.survivors() == {}
    assert done.code == 1
    assert reason in done.err
    assert project.ends() == [("COMPLETED", None), ("FAILED", reason), ("COMPLETED", None)]
    assert project.shown(2)["exit_code"] == -getattr(signal, name)


def test_a_run_that_crashes_has_failed_and_its_log_says_where(project: Project, process_mode: str) -> None:
    project.write(
        "train.py",
        """
        import ctypes, faulthandler
        number = -1

        def main():
            faulthandler.enable()
            print("before", number, flush=True)
            if number == 0:
                ctypes.string_at(0)
            return number

        if __name__ == "__main__":
            main()
        """,
    )
    project.sweep(2)

    done = project.workflow(process_mode)
    logs = project.run("runs", "logs", "1")

    assert done.code == 1
    assert "Segmentation fault" in done.err
    assert project.ends() == [("FAILED", "killed by SIGSEGV"), ("COMPLETED", None)]
    assert not (project.run_folder(1) / "result.json").exists()
    assert "before 0" in logs.out
    assert "Fatal Python error: Segmentation fault" in logs.out + logs.err


@contextmanager
def memory_limit(size_bytes: int) -> Iterator[Path]:
    """Make a control group whose processes have so much memory, and no more."""
    group = MEMORY / f"kogine-{uuid.uuid4().hex}"
    try:
        group.mkdir()
    except OSError as error:
        pytest.skip(f"no memory cgroup can be made: {error.strerror}")
    try:
        (group / "memory.limit_in_bytes").write_text(str(size_bytes), encoding="ascii")
        with suppress(OSError):
            (group / "memory.memsw.limit_in_bytes").write_text(str(size_bytes), encoding="ascii")
        yield group
    finally:
        until(lambda: not (group / "cgroup.procs").read_text(encoding="ascii"))
        group.rmdir()


@pytest.mark.skipif(not (MEMORY / "cgroup.procs").exists(), reason="no cgroup v1 memory controller")
def test_a_run_that_the_kernel_kills_for_its_memory_has_failed(project: Project, process_mode: str) -> None:
    project.write(
        "train.py",
        """
        import os
        number = -1
        group = ""

        def main():
            with open(os.path.join(group, "cgroup.procs"), "w") as file:
                file.write(str(os.getpid()))
            size = (200 if number == 1 else 2) * 2**20
            return len(bytearray(b"x" * 4096) * (size // 4096))

        if __name__ == "__main__":
            main()
        """,
    )
    with memory_limit(60 * 2**20) as group:
        project.sweep(3, group=repr(str(group)))

        done = project.workflow(process_mode)

        struck = dict(
            words.split() for words in (group / "memory.oom_control").read_text(encoding="ascii").splitlines()
        )

    assert int(struck["oom_kill"]) == 1
    assert done.code == 1
    reason = "killed by SIGKILL (the kernel's out-of-memory killer, or somebody)"
    assert project.ends() == [("COMPLETED", None), ("FAILED", reason), ("COMPLETED", None)]


HUNG = """
import os, signal, subprocess, time
number = -1

def main():
    if number == 0 and not os.path.exists("mended"):
        IGNORE
        subprocess.Popen(["sleep", "600"], start_new_session=True)
        open("began", "w").close()
        time.sleep(600)
    return number

if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize(
    ("ignore", "code"),
    [("pass", -signal.SIGTERM), ("signal.signal(signal.SIGTERM, signal.SIG_IGN)", -signal.SIGKILL)],
    ids=["polite", "deaf"],
)
def test_a_run_that_hangs_is_ended_in_time_and_goes_again(
    project: Project, process_mode: str, ignore: str, code: int
) -> None:
    project.write("train.py", HUNG.replace("IGNORE", ignore))
    project.sweep(2)

    done = project.workflow(process_mode, "--timeout", "1.5")
    (project.folder / "mended").touch()
    again = project.workflow(process_mode, "--timeout", "60")

    assert (project.folder / "began").exists()
    assert (done.code, again.code) == (1, 0)
    assert "it took longer than 1.5 s" in done.err
    assert project.ends() == [
        ("TIMED_OUT", "it took longer than 1.5 s"),
        ("COMPLETED", None),
        ("COMPLETED", None),
    ]
    assert [run["attempt"] for run in project.runs()] == [1, 1, 2]
    assert project.shown(1)["exit_code"] == code


def test_a_child_of_a_run_that_hangs_ends_with_it(project: Project, mode: str) -> None:
    project.write(
        "train.py",
        """
        import subprocess, sys
        number = -1

        def main():
            code = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True)"
            code += "; time.sleep(600)"
            child = subprocess.Popen(
                [sys.executable, "-c", code], stdout=subprocess.PIPE, start_new_session=True
            )
            child.stdout.read(1)
            open("hung", "w").write(str(child.pid))
            return number

        if __name__ == "__main__":
            main()
        """,
    )
    project.sweep(1)

    done = project.workflow(mode)

    assert (project.folder / "hung").exists()
    assert done.code == 0
    assert project.survivors() == {}


EXITS = [
    ("sys.exit()", "COMPLETED", None, 0),
    ("sys.exit(0)", "COMPLETED", None, 0),
    ("sys.exit(None)", "COMPLETED", None, 0),
    ("sys.exit(False)", "COMPLETED", None, 0),
    ("os._exit(0)", "COMPLETED", None, 0),
    ("sys.exit(1)", "FAILED", "exit code 1", 1),
    ("sys.exit(True)", "FAILED", "exit code 1", 1),
    ("sys.exit(256)", "FAILED", "exit code 256", 0),
    ("sys.exit(-1)", "FAILED", "exit code -1", 255),
    ("sys.exit('no data')", "FAILED", "sys.exit: no data", 1),
    ("sys.exit('')", "FAILED", "sys.exit: ''", 1),
    ("sys.exit((1, 2))", "FAILED", "exit code 1", 1),
    ("sys.exit(2.5)", "FAILED", "exit code 1", 1),
    ("raise SystemExit(4)", "FAILED", "exit code 4", 4),
    ("exit(5)", "FAILED", "exit code 5", 5),
    ("os._exit(6)", "FAILED", "exit code 6", 6),
    ("raise KeyboardInterrupt", "FAILED", "KeyboardInterrupt", -signal.SIGINT),
    ("os.abort()", "FAILED", "killed by SIGABRT", -signal.SIGABRT),
]


def test_exit_of_every_kind_is_recorded_as_python_has_it(project: Project, process_mode: str) -> None:
    branches = "\n".join(
        f"    if number == {number}:\n        {end}" for number, (end, *_) in enumerate(EXITS)
    )
    project.write("train.py", f"import os, sys\nnumber = -1\n\ndef main():\n{branches}\n\nmain()\n")
    project.sweep(len(EXITS))

    done = project.workflow(process_mode)

    in_order = sorted(  # no two numbers are equal
        (run["values"]["number"], (run["status"], run["reason"], run["exit_code"])) for run in project.runs()
    )
    assert done.code == 1
    assert [(EXITS[number][0], *end) for number, end in in_order] == EXITS


@pytest.mark.parametrize(
    ("end", "status", "reason", "code"),
    [
        ("sys.exit(0)", "COMPLETED", None, 0),
        ("sys.exit(3)", "FAILED", "exit code 3", 1),
        ("sys.exit(256)", "FAILED", "exit code 256", 1),
        ("sys.exit('no data')", "FAILED", "sys.exit: no data", 1),
        ("raise ValueError('bad')", "FAILED", "ValueError: bad", 1),
        ("raise KeyboardInterrupt", "CANCELLED", "interrupted by SIGINT", 130),
    ],
)
def test_in_this_process_too(project: Project, end: str, status: str, reason: str | None, code: int) -> None:
    project.write("train.py", f"import sys\nnumber = -1\n\ndef main():\n    {end}\n\nmain()\n")
    project.sweep(2)

    done = project.workflow("inprocess")

    assert done.code == code
    assert project.ends()[0] == (status, reason)
    assert len(project.ends()) == (2 if status == "COMPLETED" else 1)
