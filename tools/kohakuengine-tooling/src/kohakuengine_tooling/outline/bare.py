"""What a bare config sets: the names that its module level binds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from kohakuengine_tooling.outline.idle_blocks import loaded_bindings
from kohakuengine_tooling.outline.records import OutlineEntry
from kohakuengine_tooling.outline.stand_ins import stand_ins_of
from kohakuengine_tooling.statement_facts import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from kohakuengine_tooling.statement_facts import Binding, StatementFacts

__all__ = ["Statement", "bare_entries", "form_of"]

Statement = tuple[int, "StatementFacts"]
"""A statement of the module level: where it begins in the text, and what it says."""

_DEFINED: Final = ("function", "class")
_ASSIGNED: Final = ("declaration", "transformation", "result of the entrypoint")
_COMPOUND: Final = ("if", "for", "while", "try", "with", "match", "async")
_HEAD: Final = re.compile(r"(?:async\s+)?(?:def|class)\s+")
_NAME: Final = re.compile(r"\w+")


def form_of(statements: Iterable[Statement]) -> Literal["config_gen", "CONFIG", "bare"]:
    """Say what the loader takes of a text; the first of these that it binds."""
    bound = {binding.name for _, facts in statements for binding in loaded_bindings(facts)}
    if "config_gen" in bound:
        return "config_gen"
    return "CONFIG" if "CONFIG" in bound else "bare"


def bare_entries(statements: Sequence[Statement], others: Collection[str]) -> list[OutlineEntry]:
    """List what the globals of a bare file set, as `kohakuengine.config.bare` does when it runs.

    Args:
        statements: Of the module level, in order.
        others: Names that hold something else: what `use_config` returned.
    """
    assigned = _assigned(statements)
    found: list[OutlineEntry] = []
    for start, facts in statements:
        for binding in loaded_bindings(facts):
            name = binding.name
            if _is_for_sure_deleted(binding, facts):
                found = [one for one in found if one.name != name]
            if name[:1] == "_" or name in others:
                continue
            if binding.kind in (_ASSIGNED if name in assigned else _DEFINED):
                found.append(_entry(start, facts.text, binding))
    return sorted(found, key=lambda entry: entry.place)


def _assigned(statements: Sequence[Statement]) -> set[str]:
    """Return the names that are assigned, other than to stand in for an import, and not deleted again."""
    found: set[str] = set()
    for _, facts in statements:
        bindings = loaded_bindings(facts)
        stand_ins = set(stand_ins_of(facts, [one for one in bindings if one.kind in _ASSIGNED]))
        for binding in bindings:
            if _is_for_sure_deleted(binding, facts):
                found.discard(binding.name)
            elif binding.kind in _ASSIGNED and binding not in stand_ins:
                found.add(binding.name)
    return found


def _is_for_sure_deleted(binding: Binding, facts: StatementFacts) -> bool:
    return binding.kind == "del" and facts.kind not in _COMPOUND


def _entry(start: int, text: str, binding: Binding) -> OutlineEntry:
    at = binding.at
    is_definition = binding.kind in _DEFINED
    if is_definition:
        head = _HEAD.match(text, at)
        at = head.end() if head is not None else at
    written = _NAME.match(text, at)
    end = written.end() if written is not None else at + len(binding.name)
    value = binding.default if binding.kind == "declaration" else None
    return OutlineEntry(
        kind="global",
        name=binding.name,
        place=Span(start + at, start + end),
        value=None if value is None else Span(start + value.start, start + value.end),
        whole=Span(start + binding.owner, start + binding.end),
        style="definition" if is_definition else "statement",
        is_plain=text[at:end] == binding.name,
    )
