"""The fields of a class of the script whose objects hold them: dataclasses, attrs, pydantic, NamedTuple."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kohakuengine_tooling.class_chain import class_chain
from kohakuengine_tooling.expression import Call, last_name, static_constant
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.piece import Piece, Site, bodies_of
from kohakuengine_tooling.type_specs import is_field

if TYPE_CHECKING:
    from kohakuengine_tooling.script_view import ScriptView
    from kohakuengine_tooling.statement_facts import ClassFacts

__all__ = ["Record", "RecordField", "is_record", "record_of"]

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
_BY_NAME: Final = frozenset(("BaseModel", "BaseSettings", "SQLModel"))
_BASES: Final = _BY_NAME | {"NamedTuple", "Struct"}


class RecordField(NamedTuple):
    """One field.

    Attributes:
        name: Its name.
        annotation: Text of its annotation.
        default: Source text of its default, None where it has none.
        at: Where it is declared in the file.
        end: Where that ends.
        is_given: Whether the class takes it when an object is made; `field(init=False)` is not.
        is_by_name: Whether it takes it by name alone.
    """

    name: str
    annotation: str | None
    default: str | None
    at: int
    end: int
    is_given: bool = True
    is_by_name: bool = False


class Record(NamedTuple):
    """The fields of one class.

    Attributes:
        every: Those of its bases in this file first.
        public: Those that a path can name.
        by_place: Those that the class takes by position, in order.
    """

    every: tuple[RecordField, ...] = ()
    public: tuple[RecordField, ...] = ()
    by_place: tuple[RecordField, ...] = ()


def record_of(view: ScriptView, name: str) -> Record:
    """Return the fields of a class of the module; of one that is no record none."""
    if name not in view.records:
        view.records[name] = _read_record(view, name)
    return view.records[name]


def _read_record(view: ScriptView, name: str) -> Record:
    found: dict[str, RecordField] = {}
    chain = class_chain(view, name)
    if not any(is_record(facts, piece) for facts, piece in chain):
        return Record()
    for facts, piece in reversed(chain):
        for field in _own_fields(facts, piece):
            found[field.name] = field
    every = tuple(found.values())
    return Record(
        every=every,
        public=tuple(field for field in every if not field.name.startswith("_")),
        by_place=tuple(field for field in every if field.is_given and not field.is_by_name),
    )


def is_record(facts: ClassFacts, piece: Piece) -> bool:
    """Say whether a class makes fields of its annotated names."""
    text = piece.facts.text
    for start, end in facts.decorators:
        decorator = read_expression(text[start:end])
        function = decorator.function if isinstance(decorator, Call) else decorator
        if last_name(function) in _DECORATORS:
            return True
    return any(last_name(read_expression(text[start:end])) in _BASES for start, end in facts.bases)


def _own_fields(facts: ClassFacts, piece: Piece) -> list[RecordField]:
    """List what a class declares itself; names with a leading underscore are given like the others."""
    bodies = list(bodies_of(facts, piece))
    defaults = {
        binding.name: Site(binding, part, scope)
        for scope, part in bodies
        for binding in scope.bindings
        if binding.kind == "declaration" and binding.default is not None
    }
    is_by_name = _is_by_name(facts, piece)
    found: list[RecordField] = []
    for scope, part in bodies:
        text, start = part.facts.text, part.start
        for name, span, at in scope.annotations:
            annotation = text[span.start : span.end]
            if _is_of_class(annotation):
                continue
            if annotation.rpartition(".")[2] == "KW_ONLY":
                is_by_name = True
                continue
            default, first, last = None, start + at, start + span.end
            site = defaults.get(name)
            if site is not None and site.binding.default is not None:
                default = site.text(site.binding.default)
                first, last = site.at, site.end
            found.append(_field(name, annotation, default, first, last, is_by_name=is_by_name))
    return found


def _field(
    name: str, annotation: str, default: str | None, at: int, end: int, *, is_by_name: bool
) -> RecordField:
    """Make a field; `field(init=False)` and `field(kw_only=True)` say how it is given."""
    call = None if default is None else read_expression(default)
    is_given = True
    if isinstance(call, Call) and is_field(call):
        is_given = static_constant(call.keyword("init")) is not False
        is_by_name = is_by_name or static_constant(call.keyword("kw_only")) is True
    return RecordField(name, annotation, default, at, end, is_given, is_by_name)


def _is_by_name(facts: ClassFacts, piece: Piece) -> bool:
    """Say whether all fields are given by name: of pydantic's classes, and of `dataclass(kw_only=True)`."""
    text = piece.facts.text
    for start, end in facts.decorators:
        decorator = read_expression(text[start:end])
        if isinstance(decorator, Call) and static_constant(decorator.keyword("kw_only")) is True:
            return True
    return any(last_name(read_expression(text[start:end])) in _BY_NAME for start, end in facts.bases)


def _is_of_class(annotation: str | None) -> bool:
    """Say whether an annotation makes the name one of the class, not of its objects."""
    return annotation is not None and "ClassVar" in annotation
