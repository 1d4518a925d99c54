"""What a table of `kogine inspect` looks like."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from inspect_facts import MAIN, TRAIN, option, parameter, static

from kohakuengine_tooling import Argument, Diagnostic, Entrypoint, Option, ScriptFacts
from kohakuengine_tooling.inspect.cells import width_of
from kohakuengine_tooling.inspect.page import Beside, Page, page_text
from kohakuengine_tooling.inspect.sheet_of_facts import sheet_of_facts

if TYPE_CHECKING:
    from collections.abc import Callable

BESIDE = (
    Beside(
        "small.py",
        {("global", "learning_rate"): "0.0001", ("argument", "device"): "'cuda'"},
        [("layers.width", "12")],
        ["small.py:3: no parameter 'lrr' in train.py (KE101). Did you mean 'lr'?"],
        "",
    ),
    Beside(
        "sweep.py",
        {("global", "seed"): "1 | 2 | 3"},
        [],
        [],
        "sweep.py may set more: only running it could tell",
    ),
)
PAGES = {
    "pipe": (Page(), ()),
    "pipe_values": (Page(is_full=True), ()),
    "pipe_configs": (Page(), BESIDE),
    "wide": (Page(width=120, has_colour=True), ()),
    "usual": (Page(width=80, has_colour=True), ()),
    "usual_values_configs": (Page(width=80, is_full=True), BESIDE),
    "narrow": (Page(width=48), ()),
    "tiny": (Page(width=24), BESIDE),
}


def show(facts: ScriptFacts, page: Page | None = None) -> str:
    return page_text(sheet_of_facts(facts), page or Page())


@pytest.mark.parametrize("name", PAGES)
def test_a_table_is_what_it_was(name: str, snapshot: Callable[[str, str], None]) -> None:
    page, configs = PAGES[name]

    snapshot(f"inspect/table_{name}", page_text(sheet_of_facts(TRAIN), page, configs))


@pytest.mark.parametrize("width", [200, 120, 100, 80, 60, 40])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    text = page_text(sheet_of_facts(TRAIN), Page(width=width), BESIDE[:1] if width < 80 else BESIDE)

    assert [line for line in text.splitlines() if width_of(line) > width] == []


@pytest.mark.parametrize("width", [120, 80, 48, 30, 20])
def test_nothing_is_cut_off(width: int) -> None:
    """Every letter of what a pipe shows is on every terminal, in some line or column."""
    sheet = sheet_of_facts(TRAIN)

    wide = sorted("".join(page_text(sheet, Page(is_full=True)).split()))
    folded = sorted("".join(page_text(sheet, Page(width=width, is_full=True)).split()))

    heading = sorted("ABOUT")  # stands above no column where the last one is below its row
    assert folded == wide or sorted([*folded, *heading]) == wide


LONG = ScriptFacts(
    script="s.py",
    parameters=(
        static("gradient_accumulation_steps", 1, "int", "5 * 8", 40, doc="Used to simulate larger batches."),
        static("moving_average_decay_of_validation_loss", 2, "dict[str, float]", f"[{'1, ' * 40}]", [1] * 40),
    ),
)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_names_are_whole_and_defaults_have_one_line(width: int) -> None:
    lines = show(LONG, Page(width=width)).splitlines()

    words = [word for line in lines for word in line.split()]
    assert {one.name for one in LONG.parameters} <= set(words)
    assert sum("1, " in line or "..." in line for line in lines) == 1


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_values_are_broken_between_items(width: int) -> None:
    lines = show(LONG, Page(width=width, is_full=True)).splitlines()

    assert all(word in ("[1,", "1,", "]") for line in lines for word in line.split() if "1," in word)


def test_colours_change_nothing_else() -> None:
    plain = page_text(sheet_of_facts(TRAIN), Page(width=80))
    coloured = page_text(sheet_of_facts(TRAIN), Page(width=80, has_colour=True))

    for colour in ("1", "2", "31;1", "33;1", "36;1", "0"):
        coloured = coloured.replace(f"\x1b[{colour}m", "")
    assert coloured == plain


HOSTILE = "a\x1b[31mb\x00\x07\x9b2J\u202ec\u200b\ud800\r\n\td"


def test_control_characters_of_a_source_reach_no_terminal() -> None:
    facts = ScriptFacts(
        script=HOSTILE,
        parameters=(
            static(HOSTILE, 1, HOSTILE, HOSTILE, HOSTILE, doc=HOSTILE, section=HOSTILE, choices=(HOSTILE,)),
            parameter(HOSTILE, 2, is_overridable=False, reason=HOSTILE),
        ),
        options=(
            Option(
                name=HOSTILE,
                flags=(HOSTILE,),
                type=HOSTILE,
                default=HOSTILE,
                value=HOSTILE,
                help=HOSTILE,
                choices=(HOSTILE,),
                line=3,
                library="click",
            ),
        ),
        entrypoints=(
            replace(TRAIN.entrypoints[0], name=HOSTILE, reason=HOSTILE),
            replace(TRAIN.entrypoints[1], name=HOSTILE, reason=HOSTILE),
        ),
        diagnostics=(Diagnostic(code="KE101", severity="error", line=1, message=HOSTILE),),
    )

    for page in (Page(), Page(is_full=True), Page(width=40, is_full=True)):
        text = show(facts, page)
        assert [one for one in text if not (one.isprintable() or one == "\n")] == []


TITLES = {
    "guard": ("guard", 9, "runs main() from its __main__ guard, line 9"),
    "call": ("call", 9, "runs main(), line 9: why"),
    "decorator": ("decorator", None, "runs main(), line 3: why"),
    "framework": ("framework", 9, "runs main(), line 9: why"),
    "function": (
        "function",
        None,
        "calls nothing; main(), line 3, is called where a config or --entrypoint is given",
    ),
    "block": ("block", 9, "runs the block of its __main__ guard, line 9"),
}


@pytest.mark.parametrize(("kind", "call_line", "says"), TITLES.values(), ids=TITLES)
def test_the_title_says_what_is_run(kind: str, call_line: int | None, says: str) -> None:
    entry = Entrypoint(
        name="" if kind == "block" else "main",
        kind=kind,  # type: ignore[arg-type]
        line=3,
        call_line=call_line,
        reason="why",
        is_async=False,
        parameters=(),
    )

    assert show(ScriptFacts(script="s.py", entrypoints=(entry,))).splitlines()[0] == f"s.py  {says}"


def test_a_flat_script_runs_from_top_to_bottom() -> None:
    facts = ScriptFacts(script="s.py", parameters=(static("x", 1, "int", "1", 1),))

    assert show(facts).splitlines()[0] == "s.py  runs from top to bottom"


CLOSED = {
    "flat": (ScriptFacts(script="s.py"), True),
    "a block": (ScriptFacts(script="s.py", entrypoints=(replace(MAIN, name=""),)), True),
    "no arguments": (ScriptFacts(script="s.py", entrypoints=(replace(MAIN, parameters=()),)), True),
    "arguments": (ScriptFacts(script="s.py", entrypoints=(MAIN,)), False),
    "unknown arguments": (
        ScriptFacts(script="s.py", entrypoints=(replace(MAIN, line=120, parameters=()),)),
        False,
    ),
    "a global": (ScriptFacts(script="s.py", parameters=(parameter("x", 1),)), False),
    "an option": (ScriptFacts(script="s.py", options=(option("x", 1),)), False),
}


@pytest.mark.parametrize(("facts", "is_closed"), CLOSED.values(), ids=CLOSED)
def test_where_nothing_can_be_set_it_is_told(facts: ScriptFacts, is_closed: bool) -> None:
    assert ("\n  nothing can be set in it\n" in show(facts)) == is_closed


def test_a_function_of_another_file_has_arguments_that_are_not_known() -> None:
    entry = replace(TRAIN.entrypoints[0], line=120, call_line=120, parameters=())

    assert "runs main(...) from" in show(ScriptFacts(script="s.py", entrypoints=(entry,)))


def table(facts: ScriptFacts) -> list[str]:
    """Return the first word of each line below the headings of the columns, "" for empty ones."""
    lines = show(facts).splitlines()
    return [line.split()[0] if line else "" for line in lines[3:]]


def test_what_the_call_of_the_script_passes_is_told() -> None:
    fold = Argument(name="fold", type="int", default="1", kind="positional", is_passed=True)
    seed = Argument(name="seed", type="int", default=None, kind="keyword", is_passed=None)
    facts = ScriptFacts(script="s.py", entrypoints=(replace(MAIN, parameters=(fold, seed)),))

    lines = page_text(sheet_of_facts(facts), Page()).splitlines()

    assert lines[0] == "s.py  runs main(fold=1, seed=...) from its __main__ guard, line 120"
    assert [line.split(maxsplit=4) for line in lines[-2:]] == [
        ["fold", "int", "1", "88", "the call in line 120 passes it so"],
        ["seed", "int", "88", "by", "name only; the call in line 120 may pass it"],
    ]


def test_sections_are_gathered_where_they_are_met_and_what_has_none_stays_where_it_is() -> None:
    parameters = (
        static("a", 1, "int", "1", 1, section="one"),
        static("b", 2, "int", "1", 1),
        static("c", 3, "int", "1", 1, section="two"),
        static("d", 4, "int", "1", 1, section="one"),
        static("e", 6, "int", "1", 1),
        static("K.m", 5, "int", "1", 1, kind="member"),
        parameter("r", 2, kind="read"),
    )

    assert table(ScriptFacts(script="s.py", parameters=parameters)) == [
        *("one", "a", "d", ""),
        *("b", "", "two", "c", ""),
        *("K.m", "e", "r"),
    ]


def test_what_is_inside_of_a_value_follows_it_whatever_heading_it_has_of_its_own() -> None:
    parameters = (
        static("C", 1, "dict", "{}", {}),
        static("C.a", 2, "int", "1", 1, kind="path", section="inner"),
        static("b", 4, "int", "1", 1, section="one"),
        static("D", 5, "dict", "{}", {}, section="one"),
        static("D.a", 6, "int", "1", 1, kind="path"),
    )

    assert table(ScriptFacts(script="s.py", parameters=parameters)) == [
        *("C", "C.a", "", "one", "b", "D", "D.a")
    ]


RESULTS = {
    "computed": parameter("x", 2, default="f()"),
    "of a type": parameter("x", 2, default="f()", type="int"),
    "one of some": parameter("x", 2, default="Mode.FAST", choices=("FAST", "SLOW")),
    "documented": parameter("x", 2, default="f()", doc="what f gives"),
    "in a section": parameter("x", 2, default="f()", section="one"),
    "static": static("x", 2, "int", "1", 1),
    "only read": parameter("x", 2, kind="read"),
    "a member": parameter("x.y", 2, kind="member", default="f()"),
}


@pytest.mark.parametrize("name", RESULTS)
def test_what_the_script_computes_and_says_nothing_of_comes_last(name: str) -> None:
    facts = ScriptFacts(script="s.py", parameters=(RESULTS[name], static("y", 3, "int", "1", 1)))

    assert ("computed by the script\n  x " in show(facts)) == (name == "computed")


def test_a_value_whose_inside_can_be_set_is_no_result() -> None:
    inside = static("x.a", 2, "int", "1", 1, kind="path")
    facts = ScriptFacts(script="s.py", parameters=(parameter("x", 1, default="{'a': 1, 'b': f()}"), inside))

    assert "computed by the script" not in show(facts)


def test_what_is_read_at_import_is_told_where_all_is_asked_for_unless_a_script_is_flat() -> None:
    read = (static("x", 1, "int", "1", 1, is_read_at_import=True),)
    flat = ScriptFacts(script="s.py", parameters=read)
    calling = replace(flat, entrypoints=TRAIN.entrypoints)

    assert "read at import" not in show(calling)
    assert "read at import" not in show(flat, Page(is_full=True))
    assert "[read at import]" in show(calling, Page(is_full=True))


def test_of_a_name_that_means_two_things_it_is_told_how_to_say_each() -> None:
    reason = "is a global and an unrelated option (line 3)"
    facts = ScriptFacts(
        script="s.py",
        parameters=(parameter("lr", 1, is_overridable=False, reason=reason),),
        options=(option("lr", 3),),
    )

    lines = [" ".join(line.split()) for line in show(facts).splitlines()]
    assert "lr 3 [also a global: say global:lr or option:lr]" in lines
    assert f"lr 1 {reason}: say global:lr or option:lr" in lines


def test_of_an_option_it_is_told_whether_it_is_required() -> None:
    options = (option("data", 1, help="where", is_required=True), option("lr", 2))

    lines = [
        " ".join(line.split()) for line in show(ScriptFacts(script="s.py", options=options)).splitlines()
    ]
    assert lines[-2:] == ["data 1 where [required]", "lr 2"]


LIBRARIES = {
    "argparse": "options of its command line (argparse)",
    "tyro": "options of its command line (tyro), typed after '--'",
    "simple-parsing": "options of its command line (simple-parsing), typed after '--'",
    "fire": "options of its command line (fire), typed after '--' or set by kwargs of a config",
}


@pytest.mark.parametrize(("library", "heading"), LIBRARIES.items(), ids=LIBRARIES)
def test_how_options_are_given_is_told_where_no_override_types_them(library: str, heading: str) -> None:
    facts = ScriptFacts(script="s.py", options=(option("lr", 3, library=library),))

    assert heading in show(facts).splitlines()


def test_a_script_that_is_not_read_whole_says_so() -> None:
    facts = ScriptFacts(
        script="s.py", error="s.py:2: invalid syntax", parameters=(static("x", 1, "int", "1", 1),)
    )

    assert show(facts).splitlines()[0] == "s.py  is not read whole"


def test_of_many_names_that_cannot_be_set_only_the_number_is_shown() -> None:
    parameters = tuple(
        parameter(f"x{at}", at, is_overridable=False, reason="is imported") for at in range(1, 7)
    )
    few = ScriptFacts(script="s.py", parameters=parameters[:5])
    many = ScriptFacts(script="s.py", parameters=parameters)
    count = "6 other names cannot be set; --values lists them, and why\n"

    assert "cannot be set\n  x1  1  is imported\n" in show(few)
    assert show(many).endswith(f"\n\n{count}")
    assert "cannot be set\n  x1  1  is imported\n" in show(many, Page(is_full=True))


VALUES = {
    "as written": ("10", 10, ""),
    "another way to write a number": ("1e-3", 0.001, ""),
    "grouped digits": ("10_000", 10000, ""),
    "other quotes": ('"adam"', "adam", ""),
    "spaces and a last comma": ("[1,\n  2,\n]", [1, 2], ""),
    "computed": ("64 << 20", 67108864, "67108864"),
    "another base": ("0x10", 16, "16"),
    "joined": ('"a" "b"', "ab", "'ab'"),
    "none": ("None", None, ""),
}


@pytest.mark.parametrize(("default", "value", "told"), VALUES.values(), ids=VALUES)
def test_what_a_default_comes_to_is_told_where_it_is_written_otherwise(
    default: str, value: object, told: str
) -> None:
    facts = ScriptFacts(script="s.py", parameters=(static("x", 1, "t", default, value),))

    assert sheet_of_facts(facts).groups[0].rows[0].value == told


def test_a_default_that_is_not_static_comes_to_nothing() -> None:
    facts = ScriptFacts(script="s.py", parameters=(parameter("x", 1, default="f()"),))

    assert sheet_of_facts(facts).groups[0].rows[0].value == ""
