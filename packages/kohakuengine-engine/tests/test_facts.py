"""The light reading of a script: whole records of what can be set and what is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.engine.errors import ScriptNotFoundError, ScriptTypeError, SourceError
from kohakuengine.engine.facts import EntryCandidate, Parameter, read_script

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ANY, INT, FLOAT, STR = ("any",), ("int",), ("float",), ("str",)
SCRIPT = """\
import os
lr: float = 1e-3  # learning rate
#: how many
#: steps
steps = 10
a, b = 1, f()
_private = 1
if os.environ:
    steps = 20
layers = [
    64,
]  # sizes

class CFG:
    width: int = 3  # of a layer
    class Inner:
        depth = 2
    def method(self): pass

def main(n, /, m=1, *rest, device="cpu", seed, **options):
    return iteration

if __name__ == "__main__":
    main(1, seed=2)
"""
PARAMETER = (
    "name",
    "kind",
    "spec",
    "is_annotated",
    "default",
    "line",
    "lines",
    "doc",
    "is_overridable",
    "reason",
)


def row(parameter: Parameter) -> tuple[Any, ...]:
    return tuple(getattr(parameter, name) for name in PARAMETER)


def entry_row(entry: EntryCandidate) -> tuple[Any, ...]:
    names = ("name", "kind", "line", "call_line", "reason", "is_async", "parameters")
    return tuple(getattr(entry, name) for name in names)


def test_every_parameter_is_read_whole(script: Callable[[str], str]) -> None:
    path = script(SCRIPT)

    reading = read_script(path)

    assert reading.path == path
    assert [row(parameter) for parameter in reading.parameters] == [
        ("lr", "global", FLOAT, True, "1e-3", 2, [2], "learning rate", True, None),
        ("steps", "global", INT, False, "10", 5, [5, 9], "how many steps", True, None),
        ("a", "global", INT, False, "1", 6, [6], None, True, None),
        ("b", "global", ANY, False, "f()", 6, [6], None, True, None),
        ("layers", "global", ("list", INT), False, "[\n    64,\n]", 10, [10], "sizes", True, None),
        ("CFG.width", "member", INT, True, "3", 15, [15], "of a layer", True, None),
        ("CFG.Inner.depth", "member", INT, False, "2", 17, [17], None, True, None),
        ("f", "read", ANY, False, None, 6, [], None, True, None),
        ("iteration", "read", ANY, False, None, 21, [], None, True, None),
    ]


def test_the_entrypoint_is_read_whole(script: Callable[[str], str]) -> None:
    [entry] = read_script(script(SCRIPT)).entrypoints

    assert entry_row(entry) == (
        "main",
        "guard",
        20,
        24,
        "called in the __main__ guard",
        False,
        [
            ("n", "1", "positional"),
            ("m", "1", "positional"),
            ("rest", None, "varargs"),
            ("device", '"cpu"', "keyword"),
            ("seed", "2", "keyword"),
            ("options", None, "varkeywords"),
        ],
    )


def test_options_are_read_beside_globals(script: Callable[[str], str]) -> None:
    reading = read_script(
        script("import argparse\np = argparse.ArgumentParser()\np.add_argument('--lr', type=float)\n")
    )

    assert [(option.name, option.spec, option.line) for option in reading.options] == [("lr", FLOAT, 3)]
    assert [parameter.name for parameter in reading.parameters] == ["p"]


def test_a_global_and_an_unrelated_option_of_one_name_are_ambiguous(script: Callable[[str], str]) -> None:
    reading = read_script(
        script("import argparse\np = argparse.ArgumentParser()\np.add_argument('--lr')\nlr = 3\n")
    )

    one = reading.parameters[-1]
    assert (one.name, one.line, one.default, one.is_overridable) == ("lr", 4, "3", False)
    assert one.reason == "is a global and an unrelated option (line 3)"


def test_a_fixed_member_says_why_and_where(script: Callable[[str], str]) -> None:
    reading = read_script(script("class C:\n    a = 1\n# %% kogine:config\nb = 2\n"))

    one = reading.parameters[-1]
    assert (one.name, one.line, one.reason) == ("C.a", 2, "is declared outside the marked cell")


def test_outside_a_marked_cell_nothing_is_overridable(script: Callable[[str], str]) -> None:
    reading = read_script(script("x = 1\n# %% kogine:config\ny = 2\n# %% kogine:script\nprint(z)\n"))

    assert [(p.name, p.line, p.is_overridable, p.reason) for p in reading.parameters] == [
        ("x", 1, False, "is declared outside the marked cell"),
        ("y", 3, True, None),
    ]


def test_behind_a_star_import_reads_are_unknown(script: Callable[[str], str]) -> None:
    reading = read_script(script("from m import *\nx = 1\nprint(y)\n"))

    assert [parameter.name for parameter in reading.parameters] == ["x"]


DOCS = {
    "behind": ("x = 1  # doc", "doc"),
    "behind, marked": ("x = 1  #: doc", "doc"),
    "above": ("#: one\n#: two\nx = 1", "one two"),
    "above, not marked": ("# one\nx = 1", None),
    "behind before above": ("#: above\nx = 1  # behind", "behind"),
    "hash in a text": ("x = '# no'", None),
    "accents": ("x = 'é'  # größe", "größe"),
    "behind another statement": ("x = 1; y = 2  # two", None),
    "empty": ("x = 1  #", None),
}


@pytest.mark.parametrize(("text", "doc"), DOCS.values(), ids=DOCS)
def test_a_comment_documents_a_parameter(script: Callable[[str], str], text: str, doc: str | None) -> None:
    assert read_script(script(text)).parameters[0].doc == doc


def test_a_source_of_another_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    path.write_bytes("# coding: latin-1\nx = 'é' + f(1)\ny = 'ü'\n".encode("latin-1"))

    assert [p.default for p in read_script(path).parameters if p.kind == "global"] == ["'é' + f(1)", "'ü'"]


def test_a_module_is_read_by_its_name(
    script: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = script("x = 1")
    monkeypatch.chdir(tmp_path)

    reading = read_script("script", is_module=True)

    assert (reading.path, [p.name for p in reading.parameters]) == (path, ["x"])


UNREADABLE: dict[str, tuple[str, type[Exception]]] = {
    "missing": ("missing.py", ScriptNotFoundError),
    "below a file": ("file.py/inner.py", ScriptNotFoundError),
    "folder": ("", ScriptTypeError),
    "name too long": ("a" * 5000, SourceError),
}


@pytest.mark.parametrize(("name", "cls"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_script_that_cannot_be_read_is_an_error(tmp_path: Path, name: str, cls: type[Exception]) -> None:
    (tmp_path / "file.py").write_text("", encoding="utf-8")

    with pytest.raises(cls):
        read_script(tmp_path / name)


@pytest.mark.parametrize("source", [b"x = '\0'\n", b"x = 1  # \xfc\n", b"# coding: nothing\n"])
def test_bytes_that_are_no_source_are_a_syntax_error(source: bytes, tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    path.write_bytes(source)

    with pytest.raises(SyntaxError):
        read_script(path)


def test_a_syntax_error_is_pythons_own(script: Callable[[str], str]) -> None:
    with pytest.raises(SyntaxError) as caught:
        read_script(script("x = (\n"))

    assert (caught.value.lineno, caught.value.msg) == (1, "'(' was never closed")


def test_nothing_is_executed(script: Callable[[str], str], tmp_path: Path) -> None:
    read_script(script(f"open({str(tmp_path / 'made')!r}, 'w')\nraise SystemExit\nx = 1"))

    assert not (tmp_path / "made").exists()


def test_the_functions_of_the_module_level_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    path.write_text(
        "def b(): pass\nasync def a(): pass\ndef _own(): pass\nclass C:\n  def method(self): pass\n"
        "if b:\n  def c(): pass\ndef gone(): pass\ngone = 1\n",
        encoding="utf-8",
    )

    assert read_script(path).functions == ["b", "a", "c"]
