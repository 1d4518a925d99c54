"""From what is known of a script to what is shown of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling.inspect.cells import on_one_line, printable
from kohakuengine_tooling.inspect.notes import about_argument, about_option, about_parameter, how_to_say
from kohakuengine_tooling.inspect.sheet import AMBIGUOUS, Group, Remark, Row, Sheet
from kohakuengine_tooling.inspect.signature import entry_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from kohakuengine_tooling.facts import Entrypoint, Option, Parameter, ScriptFacts

__all__ = ["sheet_of_facts"]

# What no override types: how else it is given.
_TYPED = {
    "fire": ", typed after '--' or set by kwargs of a config",
    "tyro": ", typed after '--'",
    "simple-parsing": ", typed after '--'",
}


def sheet_of_facts(facts: ScriptFacts) -> Sheet:
    """Choose and order what is shown of a script."""
    return Sheet(
        printable(on_one_line(facts.script)),
        entry_sentences(facts),
        list(_groups(facts)),
        [_remark(one) for one in facts.parameters if not one.is_overridable],
        [
            Remark(str(one.line), one.severity, f"{_line(one.message)} ({one.code})")
            for one in facts.diagnostics
        ],
    )


def _remark(one: Parameter) -> Remark:
    """Say why a name cannot be set, or not by itself."""
    told = f": {how_to_say(one.name)}" if _is_ambiguous(one) else ""
    return Remark(str(one.line), _line(one.name), _line(f"{one.reason or ''}{told}"))


def _is_ambiguous(one: Parameter) -> bool:
    return (one.reason or "").startswith(AMBIGUOUS)


def _groups(facts: ScriptFacts) -> Iterator[Group]:
    """Yield what can be set: first what was meant to be, last what the script computes."""
    roots = {_root(one) for one in facts.parameters if one.kind == "path"}
    meant: list[Parameter] = []
    computed: list[Parameter] = []
    for one in facts.parameters:
        if one.is_overridable:
            (computed if _is_result(one) and one.name not in roots else meant).append(one)
    is_flat = not facts.entrypoints
    yield from _sections(meant, is_flat=is_flat)
    yield from _argument_groups(facts)
    yield from _option_groups(facts)
    if computed:
        rows = [_parameter_row(one, is_flat=is_flat) for one in computed]
        yield Group("global", "computed by the script", rows)


def _is_result(one: Parameter) -> bool:
    """Say whether a global looks like a result of the script rather than something to be set.

    It is no plain data, and nothing tells what else may stand there: no annotation, no values to choose from.
    """
    return (
        one.kind == "global"
        and one.default is not None
        and not one.is_static
        and all(told is None for told in (one.type, one.choices, one.doc, one.section))
    )


def _sections(parameters: Sequence[Parameter], *, is_flat: bool) -> Iterator[Group]:
    """Yield parameters in the order of the script, each section where it is met first.

    What stands under no heading is a group for itself, between those around it. Names that are only read
    stand nowhere: they come last.
    """
    roots = {one.name: one for one in parameters if one.kind != "path"}
    placed = [(roots.get(_root(one), one) if one.kind == "path" else one, one) for one in parameters]
    placed.sort(key=lambda place: (place[0].kind == "read", place[0].line))
    sections: dict[str, Group] = {}
    last: Group | None = None
    for root, one in placed:
        heading = _line(root.section or "")
        group = sections.get(heading) if heading else last
        if group is None or group.heading != heading:
            group = Group("global", heading, [])
            sections[heading or f"\n{len(sections)}"] = group
        group.rows.append(_parameter_row(one, is_flat=is_flat))
        last = group
    yield from sections.values()


def _root(one: Parameter) -> str:
    return one.name.partition(".")[0]


def _argument_groups(facts: ScriptFacts) -> Iterator[Group]:
    """Yield the arguments of the entrypoint that runs, where its definition can be seen; a block has none."""
    entry = facts.entrypoints[0] if facts.entrypoints else None
    if entry is None:
        return
    if not entry.name:
        yield Group("argument", "", [])
    elif entry.parameters or entry.line != entry.call_line:
        heading = printable(f"arguments of {entry.name}(), set by kwargs of a config")
        yield Group("argument", heading, list(_argument_rows(entry)))


def _argument_rows(entry: Entrypoint) -> Iterator[Row]:
    for one in entry.parameters:
        stars = {"varargs": "*", "varkeywords": "**"}.get(one.kind, "")
        yield Row(
            printable(stars + one.name),
            _line(one.type or ""),
            printable(one.default or ""),
            "",
            str(entry.line),
            about_argument(one, entry),
        )


def _option_groups(facts: ScriptFacts) -> Iterator[Group]:
    ambiguous = {one.name for one in facts.parameters if _is_ambiguous(one)}
    groups: dict[str, Group] = {}
    for one in facts.options:
        kind = "option" if one.is_overridable else "typed"
        heading = f"options of its command line ({one.library}){_TYPED.get(one.library, '')}"
        group = groups.setdefault(one.library, Group(kind, heading, []))
        group.rows.append(_option_row(one, is_ambiguous=one.name in ambiguous))
    yield from groups.values()


def _parameter_row(one: Parameter, *, is_flat: bool) -> Row:
    """Describe a parameter; of a flat script all is read at import, and nothing says so."""
    value = _value_text(one.value, one.default) if one.is_static else ""
    about = about_parameter(one)
    full_about = about if is_flat else about_parameter(one, is_full=True)
    return Row(
        printable(one.name),
        _line(one.type or ""),
        printable(one.default or ""),
        value,
        str(one.line),
        printable(about),
        "" if full_about == about else printable(full_about),
    )


def _option_row(one: Option, *, is_ambiguous: bool) -> Row:
    value = _value_text(one.value, one.default) if one.value is not None else ""
    return Row(
        printable(one.name),
        _line(one.type or ""),
        printable(one.default or ""),
        value,
        str(one.line),
        printable(about_option(one, is_ambiguous=is_ambiguous)),
    )


def _value_text(value: Any, default: str | None) -> str:
    """Write what a default comes to, "" where it is written just so."""
    text = repr(value)
    if default is None or _bare(text) == _bare(default) or _is_number(default):
        return ""
    return printable(text)


def _bare(text: str) -> str:
    """Leave out of a literal what says nothing: spaces, the kind of quotes, a comma at an end."""
    bare = "".join(text.split()).replace('"', "'")
    return bare.replace(",)", ")").replace(",]", "]").replace(",}", "}")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _line(text: str) -> str:
    return printable(on_one_line(text))
