"""Compiled scripts: markers where overrides land, every other position as `compile` has it."""

from __future__ import annotations

import ast
import marshal
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config.errors import MalformedOverrideError, UnknownParameterError
from kohakuengine.config.overrides import parse_set
from kohakuengine.engine.compiler import _defines, compile_script
from kohakuengine.engine.errors import EntrypointNotFoundError, SourceError
from kohakuengine.engine.record import CompileKey, Record

if TYPE_CHECKING:
    from types import CodeType

SCRIPT = '''
"""A script of many parts."""
from __future__ import annotations
import sys
from dataclasses import dataclass, field

lr: float = 1e-3
steps, name = 100, "a" + "b"
first, *rest = range(3)
layers = [
    64,
    len("abc"),
]
if lr > 1:
    lr = 1.0
elif (mode := "fast") == "fast":
    steps = 200
cfg = {"model": {"depth": 2}}

@dataclass
class C:
    width: int = 3
    depth: int = field(default=2, repr=False)

    def area(self, scale=lr):
        return self.width * self.depth * scale

def decorated(function): return function

@decorated
def main(n=steps, *, device="cpu"):
    """Return something."""
    inner = [lambda x: x + n for _ in range(2)]
    try:
        return [f(read) for f in inner]
    finally:
        print(f"{n:>{len(name)}}", device)

if __name__ == "__main__":
    sys.exit(main(
        3,
        device="cuda",
    ))
'''
OVERRIDES = {
    "annotated": "lr",
    "element": "name",
    "two declarations": "steps",
    "star": "rest",
    "whole unpacking": "first rest",
    "walrus": "mode",
    "member": "C.width",
    "field": "C.depth",
    "path": "cfg.model.depth",
    "read": "read",
    "new": "+new",
    "all": "lr steps name rest mode C.width C.depth cfg.model.depth read",
}


def record_of(source: str, names: str = "", **fields: Any) -> Record:
    overrides = [parse_set(f"{name}=1") for name in names.split()]
    key = CompileKey(names=tuple((o.key, o.name, o.scope, False) for o in overrides), **fields)
    return compile_script("/scripts/script.py", source.encode(), key, shown="script.py")


def plain(source: str) -> CodeType:
    return compile(source, "/scripts/script.py", "exec", dont_inherit=True)


def codes(code: CodeType) -> dict[str, CodeType]:
    """Collect a code object and those nested in it, by a path of their names and first lines."""
    found, stack = {}, [("", code)]
    while stack:
        where, current = stack.pop()
        where = f"{where}/{current.co_name}:{current.co_firstlineno}"
        assert where not in found
        found[where] = current
        stack += [(where, inner) for inner in current.co_consts if isinstance(inner, type(code))]
    return found


HAS_COLUMNS = hasattr(compile("", "", "exec"), "co_positions")  # Python 3.11


def positions(code: CodeType) -> set[Any]:
    if HAS_COLUMNS:
        return set(code.co_positions())  # type: ignore[attr-defined]
    return {line for _, _, line in code.co_lines()}


def source_positions(source: str) -> set[Any]:
    """Collect the positions of all nodes: constants that the compiler folds have none in the code."""
    nodes: list[Any] = [node for node in ast.walk(ast.parse(source)) if hasattr(node, "lineno")]
    if not HAS_COLUMNS:
        return {node.lineno for node in nodes}
    return {(n.lineno, n.end_lineno, n.col_offset, n.end_col_offset) for n in nodes}


def has_marker(code: CodeType) -> bool:
    return any(isinstance(constant, str) and constant.startswith("\0kogine") for constant in code.co_consts)


def lines(code: CodeType) -> list[int | None]:
    """List the lines in the order of the code, each run of equal ones once."""
    found: list[int | None] = []
    for _, _, line in code.co_lines():
        if not found or line != found[-1]:
            found.append(line)
    return found


@pytest.mark.parametrize("names", OVERRIDES.values(), ids=OVERRIDES.keys())
def test_every_position_is_one_of_the_source(names: str) -> None:
    before, after = codes(plain(SCRIPT)), codes(record_of(SCRIPT, names).code)

    assert set(before) <= set(after) | {where for where in before if "<lambda>" in where}
    for where, code in after.items():
        if where in before:
            assert positions(code) <= positions(before[where]) | source_positions(SCRIPT)


def test_a_value_of_several_lines_lands_on_its_first() -> None:
    record = record_of(SCRIPT, "layers")

    assert set(lines(record.code)) <= set(lines(plain(SCRIPT)))


@pytest.mark.parametrize("names", OVERRIDES.values(), ids=OVERRIDES.keys())
def test_code_without_a_landing_is_untouched(names: str) -> None:
    before, after = codes(plain(SCRIPT)), codes(record_of(SCRIPT, names).code)

    same = [where for where in before if where in after and after[where] == before[where]]
    touched = [where for where, code in after.items() if where not in same]
    assert any("main" in where for where in same)
    for where in touched:
        assert "<lambda>" in where or any(map(has_marker, codes(after[where]).values()))


@pytest.mark.parametrize("names", ["lr", "name", "steps", "C.width", "mode"])
def test_lines_are_executed_in_the_same_order(names: str) -> None:
    assert lines(record_of(SCRIPT, names).code) == lines(plain(SCRIPT))


def test_markers_lie_where_the_record_says() -> None:
    record = record_of(SCRIPT, "lr C.width cfg.model.depth read")

    found = {}
    for number, where in record.places:
        code: Any = record.code
        for index in where:
            code = code.co_consts[index] if hasattr(code, "co_consts") else code
        found[number] = code.rpartition(":")[2]
    assert found == {number: str(number) for number in range(len(record.slots))}


def test_without_overrides_the_code_is_pythons_own() -> None:
    record = record_of(SCRIPT)

    assert record.code == plain(SCRIPT)
    assert (record.slots, record.places, record.targets) == ([], [], [])


def test_a_record_survives_a_round_trip_as_data() -> None:
    record = record_of(SCRIPT, "lr steps C.width", kwargs=("device",), has_config=True)

    again = Record.from_data(marshal.loads(marshal.dumps(record.to_data())))

    assert again.to_data() == record.to_data()


# Source, fields of the key, and (name, kind, line, call line, reason, keywords) and what is called after.
ENTRY = ("name", "kind", "line", "call_line", "reason", "keywords")
ENTRIES: dict[str, tuple[str, dict[str, Any], tuple[Any, ...] | None, str | None]] = {
    "guard": (
        "def main(a, *, b): pass\nif __name__ == '__main__': main()",
        {},
        ("main", "guard", 1, 2, "called in the __main__ guard", ["a", "b"]),
        None,
    ),
    "uncalled": (
        "def main(): pass",
        {},
        ("main", "function", 1, None, "main() is defined, and nothing calls it", []),
        None,
    ),
    "uncalled, with a config": (
        "def main(): pass",
        {"has_config": True},
        ("main", "function", 1, None, "main() is defined, and nothing calls it", []),
        "main",
    ),
    "asked for": (
        "def f(**k): pass",
        {"entrypoint": "f"},
        ("f", "function", 1, None, "asked for", None),
        "f",
    ),
    "decorated": (
        "@d\ndef main(a): pass\nmain()",
        {},
        ("main", "call", 2, 3, "called at module level", None),
        None,
    ),
    "flat": ("x = 1", {"has_config": True}, None, None),
    "under its own name": (
        "def main(): pass\nif __name__ == '__main__': main()",
        {"is_main": False, "has_config": True},
        ("main", "guard", 1, 2, "called in the __main__ guard", []),
        "main",
    ),
}


@pytest.mark.parametrize(("source", "fields", "entry", "call_after"), ENTRIES.values(), ids=ENTRIES.keys())
def test_a_record_knows_the_entrypoint(
    source: str, fields: dict[str, Any], entry: tuple[Any, ...] | None, call_after: str | None
) -> None:
    record = record_of(source, **fields)

    found = None if record.entry is None else tuple(getattr(record.entry, name) for name in ENTRY)
    assert (found, record.call_after) == (entry, call_after)


def test_an_unknown_entrypoint_names_the_functions() -> None:
    with pytest.raises(EntrypointNotFoundError) as caught:
        record_of("def train(): pass\ndef test(): pass", entrypoint="trian")

    assert (caught.value.name, caught.value.candidates) == ("trian", ["train", "test"])


def test_many_declarations_are_noted() -> None:
    record = record_of("x = 1\nif y:\n  x = 2\ny = 3", "x y")

    assert record.notes == [": 'x' replaces 2 declarations, at lines 1, 3"]


def test_a_main_that_nothing_calls_is_noted() -> None:
    assert record_of("\ndef main(): pass").notes == [
        ":2: nothing calls main(), and neither does python; '--entrypoint main' does"
    ]


def test_two_names_of_one_parameter_are_refused() -> None:
    with pytest.raises(MalformedOverrideError, match=r"'x' and 'global:x' are the same parameter"):
        record_of("x = 1", "x global:x")


def test_a_helper_that_the_script_does_not_know_lands_nowhere() -> None:
    key = CompileKey(names=(("help_me", "help_me", "", True),))

    record = compile_script("/s/script.py", b"x = 1", key, shown="script.py")

    assert [target.kind for target in record.targets] == ["helper"]
    with pytest.raises(UnknownParameterError):
        record_of("x = 1", "help_me")


def test_syntax_warnings_are_kept_once() -> None:
    for names in ("", "x"):
        record = record_of("x = 1\nassert (x, 'always true')\ny = x is 1\n", names)

        assert sorted(line for _, _, line in record.warnings) == [2, 3]
        assert {category for category, _, _ in record.warnings} == {"SyntaxWarning"}


def test_a_syntax_error_is_pythons_own() -> None:
    source = "x = 1\ny = (\n"
    with pytest.raises(SyntaxError) as expected:
        plain(source)

    with pytest.raises(SyntaxError) as caught:
        record_of(source, "x")

    assert caught.value.args == expected.value.args


def test_what_is_nested_too_deeply_runs_but_takes_no_override() -> None:
    source = "x = 1\ny = " + "-" * 60_000 + "1\n"

    with pytest.raises((RecursionError, MemoryError, SourceError)):
        record_of(source, "x")


UNCALLED = {
    "a tab": "def\tmain(): pass",
    "two blanks": "def  main (): pass",
    "a continued line": "def \\\n  main(): pass",
    "coroutine": "async def main(): pass",
    "run": "def run(): pass",
    "indented": "if True:\n\tdef\tmain(): pass",
}


@pytest.mark.parametrize("text", UNCALLED.values(), ids=UNCALLED.keys())
def test_a_bare_run_says_what_nothing_calls_however_it_is_written(text: str) -> None:
    [note] = record_of(text).notes

    assert "nothing calls" in note


NO_FUNCTION = ["main()", "domain = 1", "x = 'running'", "predef.run()", "def remain(): pass", "main"]


@pytest.mark.parametrize("text", NO_FUNCTION)
def test_a_script_that_defines_no_entrypoint_is_compiled_as_it_is(text: str) -> None:
    assert not _defines(text.encode(), b"main")
    assert not _defines(text.encode(), b"run")
