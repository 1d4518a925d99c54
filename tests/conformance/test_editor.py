"""The independent editor and the drawn programs, judged by plain python alone."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from .editor import declarations, edit
from .programs import programs


def _render(name: str, value: object) -> str:
    return repr(value)


def test_the_editor_changes_declarations_only() -> None:
    source = "a = 1\nfor i in range(2):\n    a = i\na += 1\nb = a = 3\nc, (d, *e) = 1, (2, 3)\n"

    edited = edit(source, {"a": 9, "e": [7]}, _render)

    assert edited == (
        "a = 9\nfor i in range(2):\n    a = i\na += 1\nb = _spare = 3; a = 9\n"
        "c, (d, *_spare) = 1, (2, 3); e = [7]\n"
    )


def test_the_editor_sees_what_a_comprehension_shadows() -> None:
    source = "a = [a for a in range(3)]\nb = [b for _ in range(3)]\nc = [x for x in c]\n"

    assert sorted(declarations(source)) == ["a"]


def test_the_editor_replaces_loop_bindings_only_without_another() -> None:
    assert edit("for i in range(2):\n    p = i\n", {"p": 5}, _render) == "for i in range(2):\n    p = 5\n"


def test_the_editor_reaches_members() -> None:
    source = "class K:\n    m = 1\n    n = m\ndef f(): return r\n"

    assert edit(source, {"K.m": 5}, _render) == "class K:\n    m = 5\n    n = m\ndef f(): return r\n"


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(source=programs())
def test_drawn_programs_run_to_their_end(source: str) -> None:
    module: dict[str, object] = {"__name__": "__main__", "__annotations__": {}}

    exec(compile(source, "program.py", "exec"), module)

    assert "_dump" in module
