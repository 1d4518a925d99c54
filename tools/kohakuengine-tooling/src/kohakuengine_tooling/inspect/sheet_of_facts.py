"""From what is known of a script to what is shown of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling.inspect.cells import on_one_line, printable
from kohakuengine_tooling.inspect.notes import about_option, about_parameter
from kohakuengine_tooling.inspect.sheet import BY_NAME, Group, Remark, Row, Sheet
from kohakuengine_tooling.inspect.signature import entry_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from kohakuengine_tooling.facts import Entrypoint, Option, Parameter, ScriptFacts

__all__ = ["sheet_of_facts"]


def sheet_of_facts(facts: ScriptFacts) -> Sheet:
    """Choose and order what is shown of a script."""
    return Sheet(
        printable(on_one_line(facts.script)),
        entry_sentences(facts),
        list(_groups(facts)),
        [
            Remark(str(one.line), _line(one.name), _line(one.reason or ""))
            for one in facts.parameters
            if not one.is_overridable
        ],
        [
            Remark(str(one.line), one.severity, f"{_line(one.message)} ({one.code})")
            for one in facts.diagnostics
        ],
    )


def _groups(facts: ScriptFacts) -> Iterator[Group]:
    """Yield what can be set: first what was meant to be, last what the script computes."""
    roots = {one.name.partition(".")[0] for one in facts.parameters if one.kind == "path"}
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
    """Say whether a global looks like a result of the script rather than something to be set."""
    return (
        one.kind == "global"
        and one.default is not None
        and not one.is_static
        and one.doc is None
        and one.section is None
    )


def _sections(parameters: Iterable[Parameter], *, is_flat: bool) -> Iterator[Group]:
    """Yield parameters by section, those of none first, each section where it is met first."""
    sections: dict[str, list[Row]] = {"": []}
    for one in parameters:
        row = _parameter_row(one, is_flat=is_flat)
        sections.setdefault(_line(one.section or ""), []).append(row)
    for heading, rows in sections.items():
        if rows:
            yield Group("global", heading, rows)


def _argument_groups(facts: ScriptFacts) -> Iterator[Group]:
    """Yield the arguments of the entrypoint that runs, where its definition can be seen."""
    entry = facts.entrypoints[0] if facts.entrypoints else None
    if entry is not None and entry.name and (entry.parameters or entry.line != entry.call_line):
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
            BY_NAME if one.kind == "keyword" else "",
        )


def _option_groups(facts: ScriptFacts) -> Iterator[Group]:
    libraries: dict[str, list[Row]] = {}
    for one in facts.options:
        libraries.setdefault(one.library, []).append(_option_row(one))
    for library, rows in libraries.items():
        yield Group("option", f"options of its command line ({library})", rows)


def _parameter_row(one: Parameter, *, is_flat: bool) -> Row:
    value = _value_text(one.value, one.default) if one.is_static else ""
    return Row(
        printable(one.name),
        _line(one.type or ""),
        printable(one.default or ""),
        value,
        str(one.line),
        printable(about_parameter(one, is_flat=is_flat)),
    )


def _option_row(one: Option) -> Row:
    value = _value_text(one.value, one.default) if one.value is not None else ""
    return Row(
        printable(one.name),
        _line(one.type or ""),
        printable(one.default or ""),
        value,
        str(one.line),
        printable(about_option(one)),
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
