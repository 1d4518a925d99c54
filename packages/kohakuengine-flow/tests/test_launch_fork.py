"""What is the `fork` launcher's own: what its parent imports, learns, and must not do."""

from __future__ import annotations

import logging
import os
import signal
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest
from launch_world import MARK, TELL, World, is_alive, marked, parent_of, returning

from kohakuengine.flow.launchers import can_fork

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(not can_fork(), reason=f"there is no fork launcher for {sys.platform}")


@pytest.fixture
def launcher_name() -> str:
    """Only this one."""
    return "fork"


_CRASHES_IN_THE_PARENT = "import os\nif 'KOGINE_RUN_ID' not in os.environ:\n    os.kill(os.getpid(), 9)\n"


# A module that tells in which processes it was imported.
_COUNTED = "import os\nwith open('imported', 'a') as file:\n    file.write(f'{__name__} {os.getpid()}\\n')\n"


def _imported(world: World, name: str) -> int:
    path = world.folder / "imported"
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    return len([line for line in lines if line.split()[0] == name])


# As torch loads what its optimisers need: at the first use.
_LAZY = "def load():\n    import thick.late\n"


class TestParent:
    """What the parent does for its runs."""

    def test_what_is_installed_is_imported_once(
        self, world: World, installed: Callable[[str, str], None]
    ) -> None:
        installed("thick.py", _COUNTED)
        script = world.write("uses.py", "import thick\nprint(thick.__name__)\n")

        runs = [world.play(script, slot=slot) for slot in (0, 1, 0, 1)]

        assert [run.stdout for run in runs] == [b"thick\n"] * 4
        assert _imported(world, "thick") == 1

    def test_a_module_of_the_project_is_imported_by_every_run(self, world: World) -> None:
        world.write("mine.py", _COUNTED)
        script = world.write("uses.py", "import mine\n")

        for _ in range(3):
            assert world.play(script).exit_code == 0

        assert _imported(world, "mine") == 3

    def test_what_imports_modules_of_the_project_is_not_forked(
        self, world: World, installed: Callable[[str, str], None], caplog: pytest.LogCaptureFixture
    ) -> None:
        installed("careless.py", "import config\n")
        world.write("config.py", _COUNTED)
        script = world.write("uses.py", "import careless\nprint('ran')\n")

        runs = [world.play(script) for _ in range(3)]

        assert [run.stdout for run in runs] == [b"ran\n"] * 3
        assert _imported(world, "config") == 4
        assert "imports config of the project" in caplog.text

    def test_imports_find_the_command_line_of_the_script(
        self, world: World, installed: Callable[[str, str], None]
    ) -> None:
        installed("reads.py", "import sys\nseen = [*sys.argv, sys.path[0]]\n")
        script = world.write("sub/uses.py", "import reads\nprint(reads.seen)\n")

        assert world.play(script).stdout.decode() == f"{[script, os.path.dirname(script)]}\n"

    def test_what_the_script_sets_before_an_import_counts(
        self, world: World, installed: Callable[[str, str], None]
    ) -> None:
        installed("threads.py", "import os\ncount = os.environ.get('COUNT', 'unset')\n")
        script = world.write(
            "sets.py", "import os\nos.environ['COUNT'] = '1'\nimport threads\nprint(threads.count)\n"
        )

        assert [world.play(script).stdout for _ in range(3)] == [b"1\n"] * 3

    def test_imports_find_the_environment_of_the_slot(
        self, world: World, installed: Callable[[str, str], None]
    ) -> None:
        installed("gpus.py", "import os\nseen = os.environ.get('GPUS')\n")
        script = world.write("uses.py", "import gpus\nprint(gpus.seen)\n")

        runs = [world.play(script, slot=slot, environment={"GPUS": str(slot)}) for slot in (0, 1, 0)]

        assert [run.stdout for run in runs] == [b"0\n", b"1\n", b"0\n"]

    def test_what_imports_print_is_in_every_log(
        self, world: World, installed: Callable[[str, str], None]
    ) -> None:
        installed("loud.py", "import sys\nprint('welcome')\nprint('beware', file=sys.stderr)\n")
        script = world.write("uses.py", "import loud\nprint('ran')\n")

        runs = [world.play(script) for _ in range(3)]

        assert [(run.stdout, run.stderr) for run in runs] == [(b"welcome\nran\n", b"beware\n")] * 3

    @pytest.mark.parametrize(
        "text", ["raise ImportError('no')\n", "import sys\nsys.exit(3)\n", "1 / 0\n"], ids=lambda t: t[:9]
    )
    def test_an_import_that_fails_fails_in_the_run(
        self, world: World, installed: Callable[[str, str], None], text: str
    ) -> None:
        installed("fails.py", text)
        script = world.write("uses.py", "import fails\n")

        runs = [world.play(script) for _ in range(2)]

        assert {run.exit_code for run in runs} == ({3} if "exit" in text else {1})
        assert all(b"fails.py" in run.stderr for run in runs) or "exit" in text

    def test_an_import_that_crashes_the_parent_falls_back(
        self, world: World, installed: Callable[[str, str], None], caplog: pytest.LogCaptureFixture
    ) -> None:
        installed("crashes.py", _CRASHES_IN_THE_PARENT)
        script = world.write("uses.py", "import crashes\nprint('ran')\n")

        runs = [world.play(script) for _ in range(2)]

        assert [run.stdout for run in runs] == [b"ran\n"] * 2
        [record] = caplog.records
        assert record.levelno == logging.WARNING
        assert "uses.py: its runs are not forked" in record.getMessage()
        assert "has ended" in record.getMessage()

    @pytest.mark.parametrize("name", ["jax", "tensorflow"])
    def test_what_cannot_be_forked_falls_back(
        self,
        world: World,
        installed: Callable[[str, str], None],
        caplog: pytest.LogCaptureFixture,
        name: str,
    ) -> None:
        installed(f"{name}/__init__.py", _COUNTED)
        script = world.write("uses.py", f"import {name}\nimport os\nprint(os.getpid())\n")

        runs = [world.play(script) for _ in range(3)]

        assert [run.exit_code for run in runs] == [0] * 3
        assert f"{name} starts threads" in caplog.text
        assert _imported(world, name) == 4

    def test_a_thread_that_an_import_starts_falls_back(
        self, world: World, installed: Callable[[str, str], None], caplog: pytest.LogCaptureFixture
    ) -> None:
        text = """
            import queue, threading
            asked, given = queue.Queue(), queue.Queue()
            def answer():
                while True:
                    given.put(asked.get() * 2)
            threading.Thread(target=answer, daemon=True).start()
        """
        installed("server.py", textwrap.dedent(text))
        use = "import server\nserver.asked.put(2)\nprint(server.given.get(timeout=30))\n"
        script = world.write("uses.py", use)

        runs = [world.play(script) for _ in range(2)]

        assert [run.stdout for run in runs] == [b"4\n"] * 2
        assert "has started a thread" in caplog.text

    def test_cuda_that_is_initialised_falls_back(
        self, world: World, installed: Callable[[str, str], None], caplog: pytest.LogCaptureFixture
    ) -> None:
        installed("torch/__init__.py", "from . import cuda\n")
        installed("torch/cuda.py", "def is_initialized():\n    return True\n")

        run = world.play(world.write("uses.py", "import torch\nprint('ran')\n"))

        assert run.stdout == b"ran\n"
        assert "CUDA is initialised" in caplog.text

    @pytest.mark.parametrize("end", ["", "import sys\nsys.exit(0)\n"], ids=["end", "exit"])
    def test_what_the_first_run_had_to_import_is_learned(
        self, world: World, installed: Callable[[str, str], None], end: str
    ) -> None:
        installed("thick/__init__.py", _LAZY)
        installed("thick/late.py", _COUNTED)
        script = world.write("uses.py", f"import thick\nx = str(1)\nthick.load()\nprint('ran')\n{end}")

        runs = [world.play(script) for _ in range(4)]

        assert [run.stdout for run in runs] == [b"ran\n"] * 4
        assert _imported(world, "thick.late") == 2
        assert not (runs[0].folder / "learned").exists()

    def test_a_first_run_that_fails_teaches_nothing(
        self, world: World, installed: Callable[[str, str], None]
    ) -> None:
        installed("thick/__init__.py", _LAZY)
        installed("thick/late.py", _COUNTED)
        script = world.write("uses.py", "import thick\nx = int(1)\nthick.load()\nassert x > 1\n")

        assert [world.play(script, sets=[f"x={x}"]).exit_code for x in (1, 2, 3, 4)] == [1, 0, 0, 0]

        assert _imported(world, "thick.late") == 3

    def test_two_scripts_take_turns_in_a_slot(
        self, world: World, installed: Callable[[str, str], None]
    ) -> None:
        installed("thick.py", _COUNTED)
        first = world.write("one/first.py", "import thick, sys\nprint('first', sys.path[0])\n")
        second = world.write("two/second.py", "import thick, sys\nprint('second', sys.path[0])\n")

        runs = [world.play(script) for script in (first, second) * 3]

        expected = [f"first {world.folder / 'one'}\n", f"second {world.folder / 'two'}\n"]
        assert [run.stdout.decode() for run in runs] == expected * 3
        assert _imported(world, "thick") == 2

    def test_a_killed_parent_is_replaced_and_its_runs_go_on(
        self, world: World, installed: Callable[[str, str], None]
    ) -> None:
        installed("thick.py", _COUNTED)
        script = world.write("uses.py", "import thick\n" + TELL + "start_descendants()\nsleep_on()\n")
        handle = world.start(script)
        *descendants, pid = world.pids(5)
        keeper = parent_of(pid)
        parent = parent_of(keeper)
        assert parent_of(parent_of(parent)) == os.getpid()

        os.kill(parent, signal.SIGKILL)
        world.until(lambda: not is_alive(parent))
        other = world.play("print('other')\n", slot=1)

        assert other.stdout == b"other\n"
        assert is_alive(pid)
        os.kill(keeper, signal.SIGKILL)
        assert world.wait(handle).ended.is_lost
        assert [one for one in (*descendants, pid) if is_alive(one)] == []
        short = world.write("uses.py", "import thick\nprint('again')\n")
        assert [world.play(short, slot=slot).stdout for slot in (0, 1)] == [b"again\n"] * 2
        assert _imported(world, "thick") == 2

    def test_a_parent_that_is_killed_while_it_learns_loses_no_run(
        self, world: World, installed: Callable[[str, str], None]
    ) -> None:
        installed("thick/__init__.py", _LAZY)
        installed("thick/late.py", _CRASHES_IN_THE_PARENT)
        script = world.write("uses.py", "import thick\nx = str(1)\nthick.load()\nprint('ran')\n")

        runs = [world.play(script) for _ in range(4)]

        assert [run.stdout for run in runs] == [b"ran\n"] * 4


class TestChance:
    """Unseeded random numbers."""

    def test_fifty_runs_of_numpy_give_fifty_results(self, world: World) -> None:
        pytest.importorskip("numpy", reason="numpy is not installed")
        script = world.write("draws.py", returning("float(np.random.rand())", "import numpy as np"))

        values = {world.play(script, slot=slot % 2).value for slot in range(50)}

        assert len(values) == 50

    def test_what_was_imported_and_seeded_before_differs(
        self, world: World, installed: Callable[[str, str], None]
    ) -> None:
        pytest.importorskip("numpy", reason="numpy is not installed")
        installed("torch.py", "class default_generator:\n    def seed():\n        print('seeded')\n")
        before = "import random, tempfile, torch, uuid\nimport numpy.random"
        values = "[random.random(), numpy.random.rand(), tempfile.mktemp(), str(uuid.uuid4())]"
        script = world.write("draws.py", returning(values, before))

        runs = [world.play(script) for _ in range(5)]

        columns = zip(*(run.value for run in runs), strict=True)
        assert [len(set(column)) for column in columns] == [5] * 4
        assert [run.stdout for run in runs] == [b"seeded\n"] * 5

    def test_a_torch_without_a_generator_is_none_to_seed(
        self, world: World, installed: Callable[[str, str], None]
    ) -> None:
        installed("torch.py", "")

        assert world.play("import torch\nprint('ran')\n").stdout == b"ran\n"

    def test_a_seed_of_the_scripts_own_counts(self, world: World) -> None:
        pytest.importorskip("numpy", reason="numpy is not installed")
        before = "import random\nimport numpy as np\nrandom.seed(1)\nnp.random.seed(1)"
        script = world.write("draws.py", returning("[random.random(), float(np.random.rand())]", before))

        assert len({tuple(world.play(script).value) for _ in range(3)}) == 1


def _resident_kib(pid: int) -> int:
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        return sum(int(line.split()[1]) for line in file if line.startswith("Private"))


def _descriptors(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


class TestManyRuns:
    """What many runs leave behind in the processes that carry them."""

    def test_nothing_grows_with_the_number_of_runs(self, world: World) -> None:
        script = world.write("small.py", "import os\nx = 0\nprint(os.getppid(), x)\n")
        [keeper] = {int(world.play(script, sets=[f"x={n}"]).stdout.split()[0]) for n in range(100)}
        helpers = list(marked(os.environ[MARK]))
        before = {pid: (_resident_kib(pid), _descriptors(pid)) for pid in (*helpers, os.getpid())}
        assert keeper in before

        for n in range(400):
            assert world.play(script, sets=[f"x={n}"]).exit_code == 0

        assert list(marked(os.environ[MARK])) == helpers
        for pid, (kib, descriptors) in before.items():
            assert _descriptors(pid) == descriptors
            assert pid == os.getpid() or _resident_kib(pid) <= kib * 1.05 + 64
