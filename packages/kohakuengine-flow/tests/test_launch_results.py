"""What runs leave behind, under every launcher."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from launch_world import returning

if TYPE_CHECKING:
    from launch_world import World


class TestResults:
    """What runs leave behind."""

    def test_a_plain_value_is_in_the_result(self, world: World) -> None:
        run = world.play(returning("{'loss': [1, 2.5, None, True, 'x']}"))

        assert run.value == {"loss": [1, 2.5, None, True, "x"]}
        assert run.result["value"] == {"plain": {"loss": [1, 2.5, None, True, "x"]}}
        assert not (run.folder / "value.pickle").exists()

    @pytest.mark.parametrize(
        "expression",
        ["(1, 2)", "float('inf')", "Path('a')", "date(2020, 1, 2)", "{1: 2}", "{3}", "b'x'", "10**100"],
    )
    def test_other_values_are_pickled(self, world: World, expression: str) -> None:
        from datetime import date
        from pathlib import Path

        run = world.play(returning(expression, "from datetime import date\nfrom pathlib import Path"))

        expected = eval(expression, {"Path": Path, "date": date})
        assert run.value == expected
        assert type(run.value) is type(expected)

    def test_arrays_come_back(self, world: World) -> None:
        pytest.importorskip("numpy", reason="numpy is not installed")
        run = world.play(returning("np.arange(3)", "import numpy as np"))

        assert run.value.tolist() == [0, 1, 2]
        assert run.result["value"] == {"shown": {"$type": "ndarray", "$repr": "array([0, 1, 2])"}}

    def test_an_object_of_the_scripts_own_class_comes_back(self, world: World) -> None:
        text = """
        class Model:
            def __init__(self, depth):
                self.depth = depth
            def double(self):
                return self.depth * factor
        factor = 2
        def main():
            return [Model(2), lambda: factor]
        if __name__ == "__main__":
            main()
        """

        run = world.play(text)

        model, function = run.value
        assert (model.double(), function()) == (4, 2)

    def test_a_value_that_cannot_be_stored_is_lost_and_the_run_is_not(self, world: World) -> None:
        run = world.play(returning("threading.Lock()", "import threading"))

        assert run.exit_code == 0
        assert "cannot pickle" in run.result["value"]["lost"]
        with pytest.raises(ValueError, match="cannot pickle"):
            _ = run.value

    def test_a_value_that_holds_itself_comes_back(self, world: World) -> None:
        text = """
        def main():
            loop = []
            loop += [loop, loop]
            deep = [0]
            for _ in range(90):
                deep = [deep, deep]
            return {"loop": loop, "deep": deep}
        if __name__ == "__main__":
            main()
        """

        run = world.play(text)

        assert run.exit_code == 0
        loop = run.value["loop"]
        assert loop[0] is loop
        assert loop[1] is loop

    def test_what_stands_in_two_places_comes_back_as_one(self, world: World) -> None:
        run = world.play(returning("[shared, shared]", "shared = [1]"))

        first, second = run.value
        assert first is second

    def test_globals_that_are_wanted_come_back(self, world: World) -> None:
        text = "from pathlib import Path\nx = 1\nout = Path('a') / str(x)\nrest = 5\n"

        run = world.play(text, sets=["x=3"], wanted=("x", "out", "missing"))

        assert {name: str(value) for name, value in run.outputs.items()} == {"x": "3", "out": "a/3"}

    def test_globals_that_are_wanted_are_those_at_the_end_of_a_script_that_exits(self, world: World) -> None:
        run = world.play("import sys\nx = 1\nx = x + 1\nsys.exit(0)\n", wanted=("x",))

        assert run.outputs == {"x": 2}

    def test_times_and_project_files_are_told(self, world: World) -> None:
        world.write("beside.py", "")

        run = world.play("import beside, json, time\ntime.sleep(0.05)\n")

        assert list(run.result["imports"]) == [str(world.folder / "beside.py")]
        assert run.result["ended_at"] - run.result["started_at"] >= 0.05

    def test_a_lazy_module_is_not_loaded_to_be_told(self, processes: World) -> None:
        processes.write("lazy.py", "print('loaded')\n")
        text = """
        import importlib.util, sys
        spec = importlib.util.find_spec("lazy")
        spec.loader = importlib.util.LazyLoader(spec.loader)
        module = importlib.util.module_from_spec(spec)
        sys.modules["lazy"] = module
        spec.loader.exec_module(module)
        sys.modules["nothing"] = None
        """

        run = processes.play(text)

        assert (run.exit_code, run.stdout) == (0, b"")
