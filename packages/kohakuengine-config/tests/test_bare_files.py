"""Bare config files: which of their names are values, and which are the file's own."""

from __future__ import annotations

import json
import math
import os
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config import Config, ConfigShapeError, load_config
from kohakuengine.config.base import helpers_of

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[str, str], str]


def load(path: str) -> Config:
    config = load_config(path)
    assert isinstance(config, Config)
    return config


# Code, names and values of the config.
EXPORTS: dict[str, tuple[str, dict[str, Any]]] = {
    "assignment": ("lr = 0.1", {"lr": 0.1}),
    "annotated": ("lr: float = 0.1", {"lr": 0.1}),
    "only annotated": ("lr = 1\nseed: int", {"lr": 1}),
    "several targets": ("a = b = 1", {"a": 1, "b": 1}),
    "unpacking": ("a, (b, *c) = 1, (2, 3)\n[d] = [4]", {"a": 1, "b": 2, "c": [3], "d": 4}),
    "augmented": ("x = 1\nx += 1", {"x": 2}),
    "walrus": ("if (n := 5) > 3:\n    pass\n", {"n": 5}),
    "walrus in a comprehension is the file's own": ("lr = 1\n[y := n for n in range(3)]", {"lr": 1}),
    "in if": ("if True:\n    a = 1\nelse:\n    b = 2", {"a": 1}),
    "in elif": ("if False:\n    a = 1\nelif True:\n    b = 2", {"b": 2}),
    "in try": (
        "try:\n    a = 1\nexcept OSError:\n    a = 2\nelse:\n    b = 3\nfinally:\n    c = 4",
        {"a": 1, "b": 3, "c": 4},
    ),
    "in with": ("import io\nwith io.StringIO('5') as f:\n    n = int(f.read())", {"n": 5}),
    "in for": ("for i in range(3):\n    last = i * 10", {"last": 20}),
    "in while": ("n = 0\nwhile n < 3:\n    n += 1", {"n": 3}),
    "in match": ("match 1:\n    case 1:\n        a = 1\n    case _:\n        b = 2", {"a": 1}),
    "subscript and attribute bind nothing": ("d = {}\nd['x'] = 1", {"d": {"x": 1}}),
    "deleted": ("a = 1\nb = 2\ndel a", {"b": 2}),
    "None": ("ckpt = None", {"ckpt": None}),
    "underscore": ("_own = 1\n__own__ = 2\nlr = 3", {"lr": 3}),
    "for target": ("lr = 1\nfor i, (j, *k) in []:\n    pass\nfor i in range(2):\n    pass", {"lr": 1}),
    "with target": ("import contextlib\nlr = 1\nwith contextlib.nullcontext(5) as ctx:\n    pass", {"lr": 1}),
    "except target": ("lr = 1\ntry:\n    1 / 0\nexcept ZeroDivisionError as err:\n    pass", {"lr": 1}),
    "match capture": (
        "lr = 1\nmatch [1, 2, {'a': 1}]:\n    case [x, *y, {'a': z, **rest}]:\n        pass",
        {"lr": 1},
    ),
    "a target that is assigned as well": ("i = 7\nfor i in range(3):\n    pass", {"i": 2}),
    "import": ("import os, json as js\nimport os.path\nlr = 1", {"lr": 1}),
    "from import": ("from math import pi, tau as t\nlr = 1", {"lr": 1}),
    "data imported from another file": ("from values import LR\nlr = LR * 2", {"lr": 20}),
    "star import": ("from values import *\nlr = LR", {"lr": 10}),
    "star import, then assigned": ("from values import *\nLR = LR * 3", {"LR": 30}),
    "imported, then assigned": ("from values import LR\nLR = LR * 3", {"LR": 30}),
    "stand-in for a missing import": (
        "lr = 1\ntry:\n    import nowhere\nexcept ImportError:\n    nowhere = None",
        {"lr": 1},
    ),
    "stand-in in else of if": ("lr = 1\nif False:\n    import json\nelse:\n    json = None", {"lr": 1}),
    "stand-in beside a real assignment": (
        "try:\n    import nowhere\nexcept ImportError:\n    nowhere = None\nnowhere = 5",
        {"nowhere": 5},
    ),
    "flag beside an import": (
        "try:\n    import nowhere\n    found = True\nexcept ImportError:\n    found = False",
        {"found": False},
    ),
    "a real assignment in the else of a try": (
        "try:\n    import json\nexcept ImportError:\n    pass\nelse:\n    json = 5",
        {"json": 5},
    ),
    "through globals()": ("globals()['lr'] = 1", {"lr": 1}),
    "through global": ("def fill():\n    global lr\n    lr = 1\nfill()\ndel fill", {"lr": 1}),
    "through globals() beside a star import": (
        "from values import *\nseed = 1\nglobals()['lr'] = 1",
        {"seed": 1},
    ),
    "reserved": ("_args = [1]\n_kwargs = {'a': 2}\n_metadata = {'b': 3}\nlr = 4", {"lr": 4}),
    "builtins": ("dtype = float\nreduce = sum", {"dtype": float, "reduce": sum}),
    "objects": (
        "import fractions\nhalf = fractions.Fraction(1, 2)",
        {"half": __import__("fractions").Fraction(1, 2)},
    ),
    "a partial of something imported": (
        "import functools, math\nf = functools.partial(math.pow, 2)\nlr = f(3)\ndel f",
        {"lr": 8.0},
    ),
    "under the guard of a script": ("lr = 1\nif __name__ == '__main__':\n    lr = 2", {"lr": 1}),
    "used function": (
        "from kohakuengine.config import use\nimport math\nf = use(math.sqrt)",
        {"f": math.sqrt},
    ),
    "used class": (
        "from kohakuengine.config import use\nfrom json import JSONDecoder\nf = use(JSONDecoder)",
        {"f": json.JSONDecoder},
    ),
    "used module": (
        "from kohakuengine.config import use\nimport json\nbackend = use(json)",
        {"backend": json},
    ),
    "used under its own name": (
        "from kohakuengine.config import use\nfrom json import JSONDecoder\nJSONDecoder = use(JSONDecoder)",
        {"JSONDecoder": json.JSONDecoder},
    ),
    "used in an expression": (
        "from kohakuengine.config import use\nimport math\nf = use(math.sqrt) if True else use(math.exp)",
        {"f": math.sqrt},
    ),
    "used by a function of the file": (
        "from kohakuengine.config import use\nimport math\ndef _pick(): return use(math.sqrt)\nf = _pick()",
        {"f": math.sqrt},
    ),
    "imported class in a container": (
        "from json import JSONDecoder\nclasses = [JSONDecoder]",
        {"classes": [json.JSONDecoder]},
    ),
}


@pytest.mark.parametrize(("code", "expected"), EXPORTS.values(), ids=EXPORTS.keys())
def test_the_values_of_a_bare_file(code: str, expected: dict[str, Any], write: Write) -> None:
    write("values.py", "LR = 10\n_HIDDEN = 1\n")

    assert load(write("c.py", code)).globals_dict == expected


def test_what_an_imported_function_makes_is_a_value(write: Write) -> None:
    write("factory.py", "def make():\n    def inner(): return 7\n    return inner")

    config = load(write("c.py", "from factory import make\nhook = make()"))

    assert config.globals_dict["hook"]() == 7
    assert helpers_of(config) == frozenset()


def test_objects_pass_by_identity(write: Write) -> None:
    config = load(write("c.py", "a = b = [1]"))

    assert config.globals_dict["a"] is config.globals_dict["b"]


def test_functions_and_classes_of_the_file_are_values_and_helpers(write: Write) -> None:
    code = """\
        import functools, dataclasses
        lr = 0.1
        def schedule(step): return lr * step
        async def later(): pass
        class Net: pass
        @dataclasses.dataclass
        class Options:
            lr: float = 0.1
        @functools.lru_cache
        def cached(n): return n
        def _own(): pass
        alias = schedule
        square = lambda n: n * n
        def make():
            def inner(): pass
            return inner
        made = make()
        instance = Net()
        """
    config = load(write("c.py", code))

    assert set(config.globals_dict) == {
        "lr",
        "schedule",
        "later",
        "Net",
        "Options",
        "cached",
        "alias",
        "square",
        "make",
        "made",
        "instance",
    }
    assert helpers_of(config) == {"schedule", "later", "Net", "Options", "cached", "make"}
    assert config.globals_dict["schedule"](2) == 0.2


def test_helpers_stay_helpers_in_copies_and_pickles(write: Write) -> None:
    import copy
    import dataclasses
    import pickle

    config = load(write("c.py", "lr = 1\ndef schedule(step): return step"))

    assert helpers_of(copy.deepcopy(config)) == {"schedule"}
    assert helpers_of(dataclasses.replace(config, args=[1])) == {"schedule"}
    assert helpers_of(pickle.loads(pickle.dumps(config))) == {"schedule"}


def test_only_bare_files_have_helpers(write: Write) -> None:
    code = (
        "from kohakuengine.config import Config\ndef f(): pass\nCONFIG = Config({'f': f, 'len': len, 'n': 1})"
    )

    assert helpers_of(load(write("c.py", code))) == frozenset()
    assert helpers_of(Config({"len": len, "helper": Config})) == frozenset()


def test_reserved_names_are_the_other_parts(write: Write) -> None:
    config = load(
        write("c.py", "lr = 1\n_args = (1, 2)\n_kwargs = {'device': 'cpu'}\n_metadata = {'run': 1}")
    )

    assert config == Config({"lr": 1}, (1, 2), {"device": "cpu"}, {"run": 1})


def test_reserved_names_alone_are_a_config(write: Write) -> None:
    assert load(write("a.py", "_args = [1]")) == Config(args=[1])
    assert load(write("b.py", "_kwargs = {'a': 1}")) == Config(kwargs={"a": 1})


def test_metadata_may_be_none(write: Write) -> None:
    assert load(write("c.py", "lr = 1\n_metadata = None")).metadata is None


REFUSED: dict[str, tuple[str, str]] = {
    "imported module": (
        "import json\nbackend = json",
        "c.py:2: 'backend' is the imported module json (KE601). As a value it is written "
        "'backend = use(json)', with use from kohakuengine.config; as a name of the file's own '_backend'.",
    ),
    "imported class": (
        "import json\nlr = 1\nreader = json.JSONDecoder",
        "c.py:3: 'reader' is the imported class JSONDecoder (KE601). As a value it is written "
        "'reader = use(JSONDecoder)', with use from kohakuengine.config; as a name "
        "of the file's own '_reader'.",
    ),
    "imported function": (
        "import json\nread = json.loads",
        "c.py:2: 'read' is the imported function loads (KE601). As a value it is written "
        "'read = use(loads)', with use from kohakuengine.config; as a name of the file's own '_read'.",
    ),
    "imported builtin function": (
        "import math\nroot = math.sqrt",
        "c.py:2: 'root' is the imported function sqrt (KE601). As a value it is written "
        "'root = use(sqrt)', with use from kohakuengine.config; as a name of the file's own '_root'.",
    ),
    "something else was used": (
        "from kohakuengine.config import use\nimport math\nuse(math.exp)\nroot = math.sqrt",
        "c.py:4: 'root' is the imported function sqrt (KE601). As a value it is written "
        "'root = use(sqrt)', with use from kohakuengine.config; as a name of the file's own '_root'.",
    ),
    "a Config": (
        "from kohakuengine.config import Config\nconfig = Config()",
        "c.py:2: 'config' is a Config, and cannot be a value of one (KE601). Name it CONFIG.",
    ),
    "a ConfigGenerator": (
        "from kohakuengine.config import ConfigGenerator\nconfigs = ConfigGenerator(iter([]))",
        "c.py:2: 'configs' is a ConfigGenerator, and cannot be a value of one (KE601). Name it config_gen.",
    ),
    "_args": ("lr = 1\n_args = 3", "c.py:2: '_args' must be a list or tuple, got int (KE601)."),
    "_kwargs": ("_kwargs = [1]", "c.py:1: '_kwargs' must be a dict, got list (KE601)."),
    "_kwargs None": ("_kwargs = None", "c.py:1: '_kwargs' must be a dict, got NoneType (KE601)."),
    "_kwargs keys": ("_kwargs = {1: 2}", "c.py:1: the keys of '_kwargs' must be strings, got 1 (KE601)."),
    "_metadata": ("_metadata = [1]", "c.py:1: '_metadata' must be a dict, got list (KE601)."),
    "empty": (
        "",
        "c.py: it sets nothing (KE601). A config defines config_gen() or CONFIG, or "
        "is a bare file of globals.",
    ),
    "only imports": (
        "import os",
        "c.py: it sets nothing (KE601). A config defines config_gen() or CONFIG, or "
        "is a bare file of globals.",
    ),
    "only names of its own": (
        "_lr = 1",
        "c.py: it sets nothing (KE601). A config defines config_gen() or CONFIG, or "
        "is a bare file of globals.",
    ),
    "a function that was to make the config": (
        "import os\n\ndef make_Config():\n    pass",
        "c.py:3: 'make_Config' does not make a config, only 'config_gen' and 'CONFIG' do (KE601). "
        "Call it config_gen().",
    ),
}


@pytest.mark.parametrize(("code", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_value_is_refused_with_its_line(
    code: str, message: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(os.path.dirname(write("c.py", code)))

    with pytest.raises(ConfigShapeError) as caught:
        load("c.py")

    assert str(caught.value) == message


def test_a_file_of_functions_alone_is_a_config(write: Write) -> None:
    assert set(load(write("c.py", "def loss(x): return x")).globals_dict) == {"loss"}


def test_config_functions_beside_data_are_helpers(write: Write) -> None:
    config = load(write("c.py", "lr = 1\ndef configure(): pass"))

    assert helpers_of(config) == {"configure"}


def test_a_long_chain_of_branches_is_read(write: Write) -> None:
    chain = "n = 1400\nif n == 0:\n    x = 0\n" + "".join(
        f"elif n == {i}:\n    x = {i}\n" for i in range(1, 1500)
    )
    try:
        compile(chain, "chain", "exec")
    except RecursionError:
        pytest.skip("this python cannot compile it either")

    assert load(write("c.py", chain)).globals_dict == {"n": 1400, "x": 1400}


def test_use_outside_of_a_config_changes_nothing() -> None:
    from kohakuengine.config import use

    value = object()

    assert use(value) is value


def test_used_values_work_in_every_form(write: Write) -> None:
    code = (
        "from kohakuengine.config import Config, use\nimport math\n"
        "def config_gen():\n    return Config({'root': use(math.sqrt)})"
    )

    assert load(write("c.py", code)).globals_dict == {"root": math.sqrt}
