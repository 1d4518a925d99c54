"""Children that a script starts anew see the overrides."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
from multiprocessing.forkserver import ForkServer
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config.errors import CarryError
from kohakuengine.config.overrides import overrides_of
from kohakuengine.engine.children import carry, preload_installed_only
from kohakuengine.engine.prepare import prepare
from kohakuengine.engine.request import RunRequest

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_spawned_child_sees_the_overrides(script: Callable[[str], str]) -> None:
    path = script(
        """
        import multiprocessing
        x = 1
        def double(n):
            return n * x
        if __name__ == "__main__":
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                print(pool.map(double, [1, 2]))
        """
    )
    line = textwrap.dedent(
        """
        import sys
        from kohakuengine.config.overrides import parse_set
        from kohakuengine.engine.launch import run_as_main
        from kohakuengine.engine.request import RunRequest
        run_as_main(RunRequest(script=sys.argv[1], overrides=[parse_set("x=5")]))
        """
    )

    found = subprocess.run([sys.executable, "-c", line, path], capture_output=True, text=True, check=False)

    assert (found.stdout, found.stderr) == ("[5, 10]\n", "")


def test_a_fork_server_has_its_modules_back_after_a_run_in_process(script: Callable[[str], str]) -> None:
    path = script(
        """
        import multiprocessing
        x = 1
        if __name__ == "__main__":
            child = multiprocessing.get_context("forkserver").Process(target=int)
            child.start()
            child.join()
        """
    )
    host = textwrap.dedent(
        """
        import sys
        from multiprocessing import forkserver
        from kohakuengine.engine import Script
        from kohakuengine.config import Config
        if __name__ == "__main__":
            forkserver.set_forkserver_preload(["__main__", "a_helper_of_the_host"])
            Script(sys.argv[1], config=Config({"x": 2})).run()
            print(forkserver._forkserver._preload_modules)
        """
    )

    found = subprocess.run([sys.executable, "-c", host, path], capture_output=True, text=True, check=False)

    assert (found.stdout, found.stderr) == ("['__main__', 'a_helper_of_the_host']\n", "")


def test_a_fork_server_imports_nothing_that_may_import_the_script() -> None:
    server: Any = ForkServer()
    server.set_forkserver_preload(["__main__", "json.tool", "pytest", "a_helper.of_the_script", "time"])
    data = {"name": "ignore", "init_main_from_path": "s.py", "init_main_from_name": "s", "sys_path": ["."]}

    told = preload_installed_only(server, data)

    assert server._preload_modules == ["json.tool", "pytest", "time"]
    assert told == {"name": "ignore", "sys_path": ["."]}


def test_what_cannot_travel_matters_only_to_a_child_that_executes_the_script(
    script: Callable[[str], str],
) -> None:
    run = prepare(RunRequest(script=script("x = 1"), overrides=overrides_of({"x": threading.Lock()})))

    assert carry(run, {"name": "worker"})["name"] == "worker"
    assert run.proof.failure is None
    with pytest.raises(CarryError) as caught:
        carry(run, {"name": "worker", "init_main_from_path": run.path})
    assert run.proof.failure is caught.value
