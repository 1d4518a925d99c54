"""What the script's own call passes to its entrypoint: what a plain run uses for each argument."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.call_text import ArgumentPart
    from kohakuengine_tooling.entry_calls import Entry
    from kohakuengine_tooling.facts import Argument
    from kohakuengine_tooling.statement_facts import FunctionFacts

__all__ = ["passed_arguments"]


def passed_arguments(
    arguments: tuple[Argument, ...], function: FunctionFacts, entry: Entry
) -> tuple[Argument, ...]:
    """Describe the arguments of an entrypoint with what its call passes.

    Args:
        arguments: As its definition has them.
        function: The definition.
        entry: Of one that nothing calls, or a framework, or that a decorator may change, nothing is known.
    """
    is_changed = bool(function.decorators) and entry.kind != "decorator"
    if entry.arguments is None or is_changed:
        return arguments
    passed = _passed(arguments, entry.arguments)
    return tuple(
        replace(one, default=passed[one.name], is_passed=passed[one.name] is not None or None)
        if one.name in passed
        else one
        for one in arguments
    )


def _passed(arguments: tuple[Argument, ...], parts: tuple[ArgumentPart, ...]) -> dict[str, str | None]:
    """Map names to what a call passes, to None where its `*args` or `**kwargs` may pass it."""
    positional = [one.name for one in arguments if one.kind == "positional"]
    by_name = {one.name for one in arguments if one.kind in ("positional", "keyword")}
    passed = dict(_by_position(positional, [one for one in parts if one.name is None and one.stars != "**"]))
    if any(part.stars == "**" for part in parts):
        passed = {**dict.fromkeys(by_name), **passed}
    passed.update((part.name, part.text) for part in parts if part.name in by_name and part.name)
    return passed


def _by_position(names: list[str], parts: list[ArgumentPart]) -> Iterator[tuple[str, str | None]]:
    """Pair arguments with their names; after `*args` any of those that follow may be passed."""
    for index, name in enumerate(names):
        if any(part.stars for part in parts[: index + 1]):
            yield name, None
        elif index < len(parts):
            yield name, parts[index].text
