"""read_config: what a bare file sets, without executing it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from static_entries import HEAD, A, G, K, N, entries

from kohakuengine.config import Config, ConfigNotFoundError, ConfigShapeError, load_config, read_config
from kohakuengine.config.base import helpers_of
from kohakuengine.config.static import NOT_STATIC, ConfigEntry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str], str]

# Code after HEAD (line 1), form, entries.
READINGS: dict[str, tuple[str, str, list[tuple[Any, ...]]]] = {
    "bare": ("lr = 0.1\nname = 'x'", "bare", [("lr", G, 2, 0.1), ("name", G, 3, "x")]),
    "bare, computed": ("lr = 2 * 3\nf = open", "bare", [("lr", G, 2, N), ("f", G, 3, N)]),
    "bare, helpers": (
        "lr = 1\ndef f(): x = 1\nclass C: y = 2",
        "bare",
        [("lr", G, 2, 1), ("f", G, 3, N, "helper"), ("C", G, 4, N, "helper")],
    ),
    "bare, what is for type checkers": (
        "import typing\nif typing.TYPE_CHECKING:\n    a = 1\nelif TYPE_CHECKING: b = 2\nelse:\n    c = 3",
        "bare",
        [("c", G, 7, 3)],
    ),
    "bare, what is for who runs it": (
        "a = 1\nif __name__ == '__main__' and a:\n    b = CONFIG = 2\nif '__main__' == __name__: c = 3",
        "bare",
        [("a", G, 2, 1)],
    ),
    "bare, what is for others as well": (
        "if not TYPE_CHECKING: a = 1\nif __name__ != '__main__': b = 2\nif 0 or TYPE_CHECKING: c = 3",
        "bare",
        [("a", G, 2, 1), ("b", G, 3, 2), ("c", G, 4, 3)],
    ),
    "bare, deleted again": (
        "a = b = c = d = 1\ndel a, (b)\nb = 2\nif d:\n    del c\ndef e(): pass\ndel e",
        "bare",
        [("c", G, 2, 1), ("d", G, 2, 1), ("b", G, 4, N)],
    ),
    "bare, own names": (
        "_x = 1\nimport os\nfor i in []: j = 1\nlr: int = -2",
        "bare",
        [("j", G, 4, 1), ("lr", G, 5, -2)],
    ),
    "bare, unpacking of a star": (
        "x = [1]\na, b = *x, 1\n(c, d), e = (*x, 2), 3",
        "bare",
        [
            ("x", G, 2, [1]),
            ("a", G, 3, N),
            ("b", G, 3, N),
            ("c", G, 4, N),
            ("d", G, 4, N),
            ("e", G, 4, 3),
        ],
    ),
    "bare, unpacking": (
        "a, (b, *c) = 1, (2, 3)\nd, e = 4, 5\nf = g = [1]",
        "bare",
        [
            ("a", G, 2, 1),
            ("b", G, 2, N),
            ("c", G, 2, N),
            ("d", G, 3, 4),
            ("e", G, 3, 5),
            ("f", G, 4, [1]),
            ("g", G, 4, [1]),
        ],
    ),
    "bare, several values": ("if __name__:\n    lr = 1\nelse:\n    lr = 2", "bare", [("lr", G, 5, N)]),
    "bare, augmented": ("lr = 1\nlr += 1", "bare", [("lr", G, 3, N)]),
    "bare, reserved": (
        "_kwargs = {'a': 1, 'b': x}\n_args = [1, f()]\n_metadata = {'m': 1}",
        "bare",
        [("a", K, 2, 1), ("b", K, 2, N), ("0", A, 3, 1), ("1", A, 3, N)],
    ),
    "bare, reserved by dict": (
        "_kwargs = dict(a=1)\n_kwargs['b'] = 2",
        "bare",
        [("a", K, 2, 1), ("b", K, 3, 2)],
    ),
    "bare, defined then assigned": ("def f(): pass\nf = 3", "bare", [("f", G, 3, 3)]),
    "empty": ("", "bare", []),
}


@pytest.mark.parametrize(("code", "form", "expected"), READINGS.values(), ids=READINGS.keys())
def test_what_a_config_sets_is_read(code: str, form: str, expected: list[Any], write: Write) -> None:
    path = write("c.py", HEAD + code)

    assert read_config(path).form == form
    assert entries(path) == expected


def test_the_configs_it_uses_are_paths_beside_it(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code = (
        "from kohakuengine.config import use_config\nuse_config('base.py')\n"
        "base = use_config('../other.json')\nlr = 1"
    )
    write("configs/c.py", code)
    monkeypatch.chdir(tmp_path)

    reading = read_config("configs/c.py")

    assert reading.uses == [os.path.join("configs", "base.py"), os.path.join("configs", "../other.json")]
    assert [entry.name for entry in reading.entries] == ["lr"]
    assert reading.path == "configs/c.py"


def test_a_missing_file_is_missing() -> None:
    with pytest.raises(ConfigNotFoundError, match="no such config file"):
        read_config("nowhere.py")


def test_a_syntax_error_names_file_and_line(write: Write) -> None:
    path = write("c.py", "lr = 1\nlr = = 2")

    with pytest.raises(SyntaxError) as caught:
        read_config(path)

    assert (caught.value.filename, caught.value.lineno) == (path, 2)


@pytest.mark.parametrize("code", ["-" * 200_000 + "1", "x" + ".b" * 100_000], ids=["minus", "attributes"])
def test_code_that_is_too_deep_ends_in_an_error(code: str, write: Write) -> None:
    path = write("c.py", code)
    program = (
        "import sys; from kohakuengine.config import read_config, ConfigShapeError\n"
        f"try: read_config({path!r})\nexcept (ConfigShapeError, SyntaxError): pass"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_null_bytes_end_in_an_error(tmp_path: Path) -> None:
    (tmp_path / "c.py").write_bytes(b"lr = 1\0")

    with pytest.raises((ConfigShapeError, SyntaxError), match="null bytes"):
        read_config(tmp_path / "c.py")


CANARIES = [
    "open('canary', 'w')",
    "x: print(open('canary', 'w')) = 1",
    "@open('canary', 'w')\ndef f(): pass",
    "def f(x=open('canary', 'w')): pass",
    "class C(metaclass=open('canary', 'w')): pass",
    "from kohakuengine.config import use_config\nuse_config('evil.py')",
    "import evil",
]


@pytest.mark.parametrize("code", CANARIES)
def test_nothing_is_executed(
    code: str, write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write("evil.py", "open('canary', 'w')")
    monkeypatch.chdir(tmp_path)

    read_config(write("c.py", "lr = 1\n" + code))

    assert not (tmp_path / "canary").exists()


# Everything that a bare file sets when it runs is read without running it, and nothing else.
AGREEING = [
    "a = 1\nb: int = 2\nc, (d, *e) = 1, (2, 3)\nf = g = 4",
    "import os\nfrom math import pi\nfor i in range(2):\n    j = i\nwith open(__file__) as fh:\n    n = 1",
    "try:\n    import nowhere\nexcept ImportError as err:\n    nowhere = None\nlr = 1",
    "def f(): inner = 1\nclass C:\n    member = 1\n_own = 2\nif True:\n    x = 1",
    "match [1]:\n    case [first]:\n        second = 2\n[y := 1 for z in [1]]\nif (w := 1): pass",
]


@pytest.mark.parametrize("code", AGREEING)
def test_reading_agrees_with_running(code: str, write: Write) -> None:
    path = write("c.py", code)
    config = load_config(path)
    assert isinstance(config, Config)

    reading = read_config(path)

    assert {entry.name for entry in reading.entries} == set(config.globals_dict)
    assert {entry.name for entry in reading.entries if entry.is_helper} == helpers_of(config)
    static = {entry.name: entry.value for entry in reading.entries if entry.value is not NOT_STATIC}
    assert static.items() <= config.globals_dict.items() or all(
        config.globals_dict[name] == value for name, value in static.items()
    )


def test_what_is_not_static_says_so() -> None:
    assert repr(NOT_STATIC) == "NOT_STATIC"
    assert pickle.loads(pickle.dumps(NOT_STATIC)) is NOT_STATIC


def test_entries_are_frozen_records() -> None:
    entry = ConfigEntry(name="lr", kind="global", line=1)

    assert entry == ConfigEntry(name="lr", kind="global", line=1, value=NOT_STATIC, is_helper=False)
    with pytest.raises(AttributeError):
        entry.name = "x"  # type: ignore[misc]
