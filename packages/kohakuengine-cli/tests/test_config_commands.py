"""`kogine config validate` and `kogine config show`."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from kogine_process import Kogine

SWEEP = """\
from kohakuengine.config import Config


def config_gen():
    for lr in (0.1, 0.2, 0.3):
        yield Config(globals_dict={"lr": lr}, kwargs={"device": "cpu"}, metadata={"note": "x"})
"""

ENDLESS = """\
import itertools
from kohakuengine.config import Config


def config_gen():
    for n in itertools.count():
        yield Config(globals_dict={"n": n})
"""


def test_validate_says_the_type_and_the_count(kogine: Kogine) -> None:
    kogine.write("bare.py", "lr = 0.1\nsteps = 3\n")
    kogine.write(
        "one.py", "from kohakuengine import Config\nCONFIG = Config({'x': 1}, [2], {'y': 3, 'z': 4})\n"
    )
    kogine.write("data.json", '{"globals": {"lr": 1}}')
    kogine.write("sweep.py", SWEEP)

    done = kogine("config", "validate", "bare.py", "one.py", "data.json", "sweep.py")

    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "bare.py: Config, 2 globals\n"
        "one.py: Config, 1 global, 1 arg, 2 kwargs\n"
        "data.json: Config, 1 global\n"
        "sweep.py: ConfigGenerator, 3 configs\n"
    )


def test_validate_goes_on_after_one_that_fails_and_exits_with_2(kogine: Kogine) -> None:
    kogine.write("bad.py", "CONFIG = 3\n")
    kogine.write("good.py", "x = 1\n")

    done = kogine("config", "validate", "bad.py", "absent.py", "good.py")

    assert done.code == 2
    assert done.out == "good.py: Config, 1 global\n"
    assert "bad.py:1: CONFIG must be Config instance, got int (KE601)" in done.err
    assert "absent.py: no such config file (KE502)" in done.err


def test_validate_refuses_a_generator_of_nothing(kogine: Kogine) -> None:
    kogine.write("none.py", "def config_gen():\n    return\n    yield\n")

    done = kogine("config", "validate", "none.py")

    assert (done.code, done.out) == (2, "")
    assert done.err == "kogine: error: none.py: the generator yielded no config (KE601).\n"


def test_validate_draws_an_endless_generator_up_to_the_limit(kogine: Kogine) -> None:
    kogine.write("endless.py", ENDLESS)

    assert kogine("config", "validate", "endless.py", "--limit", "5").out == (
        "endless.py: ConfigGenerator, more than 5 configs\n"
    )


def test_show_prints_a_table(kogine: Kogine, snapshot: Callable[[str, str], None]) -> None:
    kogine.write(
        "c.py",
        "from kohakuengine import Config\n"
        "CONFIG = Config({'lr': 0.1, 'name': 'größe', 'dims': [1, 2]}, [7], {'device': 'cpu'},\n"
        "                {'k': None})\n",
    )

    done = kogine("config", "show", "c.py")

    assert (done.code, done.err) == (0, "")
    snapshot("config_show/table", done.out)


def test_show_prints_the_configs_of_a_generator(kogine: Kogine, snapshot: Callable[[str, str], None]) -> None:
    kogine.write("sweep.py", SWEEP)

    snapshot("config_show/generator", kogine("config", "show", "sweep.py").out)
    assert kogine("config", "show", "sweep.py", "--limit", "1").out.count("config ") == 1


def test_show_prints_each_config_as_it_is_drawn(kogine: Kogine) -> None:
    kogine.write("endless.py", ENDLESS)
    process = subprocess.Popen(
        kogine.line("config", "show", "endless.py"),
        cwd=kogine.folder,
        env=kogine.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    first = [process.stdout.readline() for _ in range(3)]

    process.stdout.close()

    assert first == ["endless.py: ConfigGenerator\n", "\n", "config 1\n"]
    assert process.wait(60) == 141
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()


def test_show_json_says_everything_that_json_can_say(kogine: Kogine) -> None:
    kogine.write(
        "c.py",
        "from kohakuengine import Config\nclass Odd:\n    def __repr__(self): raise ValueError\n"
        "loop = []\nloop.append(loop)\n"
        "CONFIG = Config({'i': 1, 'f': 0.5, 's': 'é', 'n': None, 'b': True, 'l': [1, [2]], 'd': {'a': 1},\n"
        "  'inf': float('inf'), 't': (1, 2), 'k': {1: 2}, 'odd': Odd(), 'loop': loop})\n",
    )

    done = kogine("config", "show", "c.py", "--format", "json")

    shown = json.loads(done.out)
    assert shown["version"] == 1
    assert (shown["config"], shown["type"]) == ("c.py", "Config")
    assert shown["configs"][0]["globals"] == {
        "i": 1,
        "f": 0.5,
        "s": "é",
        "n": None,
        "b": True,
        "l": [1, [2]],
        "d": {"a": 1},
        "inf": {"$repr": "inf"},
        "t": {"$repr": "(1, 2)"},
        "k": {"$repr": "{1: 2}"},
        "odd": {"$repr": "<Odd, whose repr raised ValueError>"},
        "loop": [{"$repr": "..."}],
    }


def test_show_json_of_a_generator_is_one_document(kogine: Kogine) -> None:
    kogine.write("sweep.py", SWEEP)

    shown = json.loads(kogine("config", "show", "sweep.py", "--format", "json").out)

    assert [config["globals"] for config in shown["configs"]] == [{"lr": 0.1}, {"lr": 0.2}, {"lr": 0.3}]
    assert shown["configs"][0]["kwargs"] == {"device": "cpu"}


def test_show_of_an_empty_config_says_so(kogine: Kogine) -> None:
    kogine.write("c.py", "from kohakuengine import Config\nCONFIG = Config()\n")

    assert kogine("config", "show", "c.py").out == "c.py: Config\nnothing is set\n"
