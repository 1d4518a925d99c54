"""What the script's own call passes to its entrypoint: what a plain run uses for each argument."""

from __future__ import annotations

import _ast

from kohakuengine.engine.entry import MARKED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from kohakuengine.engine.entry import Entry

    # Its expression, None where only running could tell whether and what the call passes.
    Passed = dict[str, Any]

__all__ = ["passed_by_call"]


def passed_by_call(entry: Entry) -> Passed:
    """Return what the call of an entrypoint passes, by the names of its arguments.

    Args:
        entry: Of one that nothing calls, or a framework, or that a decorator may change, nothing is known.

    Returns:
        An expression each, None where `*args` or `**kwargs` of the call may pass it.
    """
    call, definition = entry.call, entry.definition
    is_changed = definition is not None and definition.decorator_list and entry.kind != MARKED
    if call is None or definition is None or entry.is_by_reference or is_changed:
        return {}
    positional = [one.arg for one in (*definition.args.posonlyargs, *definition.args.args)]
    by_name = {*positional, *(one.arg for one in definition.args.kwonlyargs)}
    passed = dict(_by_position(positional, call.args))
    if any(keyword.arg is None for keyword in call.keywords):
        passed = {**dict.fromkeys(by_name), **passed}
    passed.update((k.arg, k.value) for k in call.keywords if k.arg is not None and k.arg in by_name)
    return passed


def _by_position(names: list[str], arguments: list[Any]) -> Iterator[tuple[str, Any]]:
    """Pair arguments with their names; after `*args` any of those that follow may be passed."""
    for index, name in enumerate(names):
        if any(isinstance(one, _ast.Starred) for one in arguments[: index + 1]):
            yield name, None
        elif index < len(arguments):
            yield name, arguments[index]
