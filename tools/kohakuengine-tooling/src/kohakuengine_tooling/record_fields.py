"""The fields of a class of the script whose objects hold them: dataclasses, attrs, pydantic, NamedTuple."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kohakuengine_tooling.expression import Call, last_name
from kohakuengine_tooling.expression_reading import read_expression

if TYPE_CHECKING:
    from kohakuengine_tooling.script_view import Piece, ScriptView
    from kohakuengine_tooling.statement_facts import ClassFacts

__all__ = ["RecordField", "fields_of", "is_enum", "is_record"]

_DECORATORS: Final = frozenset(
    (
        "dataclass",
        "s",
        "attrs",
        "attributes",
        "define",
        "frozen",
        "mutable",
        "dataclass_json",
        "pyrallis",
        "struct",
    )
)
_BASES: Final = frozenset(("BaseModel", "BaseSettings", "NamedTuple", "Struct", "SQLModel"))


class RecordField(NamedTuple):
    """One field.

    Attributes:
        name: Its name.
        annotation: Text of its annotation.
        default: Source text of its default, None where it has none.
        at: Where it is declared in the file.
        end: Where that ends.
    """

    name: str
    annotation: str | None
    default: str | None
    at: int
    end: int


def fields_of(view: ScriptView, name: str) -> list[RecordField]:
    """List the fields of a class of the module, those of its bases in this file first; of no record none."""
    found: dict[str, RecordField] = {}
    chain = _chain(view, name)
    if not any(is_record(facts, piece) for facts, piece in chain):
        return []
    for facts, piece in reversed(chain):
        for field in _own_fields(facts, piece):
            found[field.name] = field
    return list(found.values())


def is_record(facts: ClassFacts, piece: Piece) -> bool:
    """Say whether a class makes fields of its annotated names."""
    text = piece.facts.text
    for start, end in facts.decorators:
        decorator = read_expression(text[start:end])
        function = decorator.function if isinstance(decorator, Call) else decorator
        if last_name(function) in _DECORATORS:
            return True
    return any(last_name(read_expression(text[start:end])) in _BASES for start, end in facts.bases)


def is_enum(view: ScriptView, name: str) -> bool:
    """Say whether a class of the module is an Enum, as far as its bases in this file tell."""
    for facts, piece in _chain(view, name):
        for start, end in facts.bases:
            base = last_name(read_expression(piece.facts.text[start:end])) or ""
            if base.endswith(("Enum", "Flag")):
                return True
    return False


def _chain(view: ScriptView, name: str) -> list[tuple[ClassFacts, Piece]]:
    """Return a class and its bases in this file, itself first."""
    found: list[tuple[ClassFacts, Piece]] = []
    waiting, seen = [name], set()
    while waiting:
        name = waiting.pop(0)
        if name in seen or name not in view.module.classes:
            continue
        seen.add(name)
        facts, piece = view.module.classes[name][-1]
        found.append((facts, piece))
        waiting += [
            last_name(read_expression(piece.facts.text[start:end])) or "" for start, end in facts.bases
        ]
    return found


def _own_fields(facts: ClassFacts, piece: Piece) -> list[RecordField]:
    text, start = piece.facts.text, piece.start
    annotations = {name: text[first:last] for name, (first, last), _ in facts.body.annotations}
    found = {
        name: RecordField(name, text[first:last], None, start + at, start + last)
        for name, (first, last), at in facts.body.annotations
    }
    for binding in facts.body.bindings:
        span = binding.default
        if binding.kind == "declaration" and binding.name in annotations and span is not None:
            default = text[span.start : span.end]
            at, end = start + binding.at, start + binding.end
            found[binding.name] = RecordField(binding.name, annotations[binding.name], default, at, end)
    return [one for one in found.values() if one.name[:1] != "_" and not _is_of_class(one.annotation)]


def _is_of_class(annotation: str | None) -> bool:
    """Say whether an annotation makes the name one of the class, not of its objects."""
    return annotation is not None and "ClassVar" in annotation
