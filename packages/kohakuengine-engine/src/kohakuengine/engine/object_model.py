"""Objects of a script's own classes, as far as their bodies tell: what they hold, with defaults and types."""

from __future__ import annotations

import _ast

from kohakuengine.config.fitting import ANY
from kohakuengine.config.tree import FUNCTIONS, children, last_name, walk
from kohakuengine.engine.bindings import DECLARATION
from kohakuengine.engine.fields import field_default, is_field
from kohakuengine.engine.local_types import annotated_spec, only_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.config.fitting import Spec
    from kohakuengine.engine.bindings import Bindings
    from kohakuengine.engine.reading import Reading

__all__ = ["Fields", "ObjectModel", "fields_of"]

_ATTRS = ("s", "attrs", "attributes", "define", "frozen", "mutable")
_DATACLASS = "dataclasses.dataclass"
_RECORDS = (_DATACLASS, *(f"{home}.{name}" for home in ("attr", "attrs") for name in _ATTRS))
_TUPLE = "typing.NamedTuple"
_MAKERS = ("__init__", "__post_init__", "__attrs_post_init__")
# An object whose class has one of these may have any name.
_OPENING = ("__getattr__", "__getattribute__", "__setattr__", "__new__", "__slots__", "__init_subclass__")


class ObjectModel:
    """Stands in for an object: it has what the object will have.

    Its list of names is that of what it holds, so that a message names no other.
    """

    __slots__ = ("__dict__", "__specs", "__sure")

    def __init__(self, values: dict[str, Any], specs: dict[str, Spec], sure: set[str]) -> None:
        """Make one.

        Args:
            values: What it holds, by name.
            specs: What its class asks for, by name.
            sure: Names for which the class is sure to be asked; of annotations that are texts one that
                cannot be resolved is enough for it not to be.
        """
        self.__dict__.update(values)
        self.__specs = specs
        self.__sure = sure

    def __dir__(self) -> list[str]:
        """List what it holds."""
        return sorted(self.__dict__)

    @staticmethod
    def spec_of(model: ObjectModel, name: str) -> tuple[Spec | None, bool]:
        """Return what the class asks for, None where nothing; and whether it is sure to be asked."""
        return model.__specs.get(name), name in model.__sure


class Fields:
    """What an object of a class holds.

    Attributes:
        names: Everything that it has, methods included.
        kept: Those whose value is the one given, or the default.
        defaults: Expressions of defaults, by name.
        factories: Names whose default is what a call of that expression makes.
        by_position: Names that a call gives by position, in order.
        specs: What annotations ask for, by name.
        sure: Names of which the annotation is sure to be asked.
        is_tuple: Whether it is a NamedTuple.
    """

    __slots__ = ("by_position", "defaults", "factories", "is_tuple", "kept", "names", "specs", "sure")

    def __init__(self, *, is_tuple: bool) -> None:
        self.names: set[str] = set()
        self.kept: set[str] = set()
        self.defaults: dict[str, Any] = {}
        self.factories: set[str] = set()
        self.by_position: list[str] = []
        self.specs: dict[str, Spec] = {}
        self.sure: set[str] = set()
        self.is_tuple = is_tuple


def fields_of(reading: Reading, name: str) -> Fields | None:
    """Return what objects of a class hold.

    Args:
        reading: The script.
        name: The class.

    Returns:
        None where only running could tell: a base of another file, a metaclass, an unknown decorator.
    """
    chain = _chain(reading, name)
    if chain is None:
        return None
    statements = [statement for statement, _ in chain]
    is_tuple = any(reading.names.full_name(base) == _TUPLE for base in statements[0].bases)
    fields = Fields(is_tuple=is_tuple)
    for statement, members in chain:
        fields.sure |= _sure_names(reading, statement, members)
        _add_fields(reading, fields, members, is_record=is_tuple or bool(statement.decorator_list))
    stored = _stored(statements, has_maker=any(one in fields.names for one in _MAKERS))
    if stored is None or any(one in fields.names for one in _OPENING):
        return None
    fields.names |= stored
    fields.kept -= stored
    if "__init__" in fields.names or not all(_is_orderly(statement) for statement in statements):
        fields.by_position = []
    if "__init__" in fields.names:
        fields.kept -= set(fields.specs)
    return fields


def _chain(reading: Reading, name: str) -> list[tuple[Any, Bindings]] | None:
    """Return a class and its bases, itself last; None where one of them is not wholly known."""
    chain: list[tuple[Any, Bindings]] = []
    while True:
        statement = only_class(reading, name)
        if statement is None or statement.keywords or len(statement.bases) > 1 or len(chain) > 20:
            return None
        if not all(_is_record(reading, one) for one in statement.decorator_list) or _is_patched(
            reading, name
        ):
            return None
        chain.insert(0, (statement, reading.members(statement)))
        base = statement.bases[0] if statement.bases else None
        if base is None or reading.names.full_name(base) in ("object", _TUPLE):
            return chain
        name = getattr(base, "id", "")


def _is_record(reading: Reading, decorator: Any) -> bool:
    return reading.names.full_name(getattr(decorator, "func", decorator)) in _RECORDS


def _is_patched(reading: Reading, name: str) -> bool:
    """Say whether the script sets something in a class from outside (`Model.depth = 3`)."""
    return any(
        isinstance(node, _ast.Attribute)
        and isinstance(node.ctx, _ast.Store)
        and getattr(node.value, "id", "") == name
        for node in walk(reading.tree)
    )


def _is_orderly(statement: Any) -> bool:
    """Say whether a record takes its annotated names by position, in their order."""
    for node in [*statement.decorator_list, *statement.body]:
        if isinstance(node, FUNCTIONS):
            continue
        if isinstance(node, _ast.Assign) and is_field(node.value):
            return False
        for one in walk(node):
            is_asked = isinstance(one, _ast.keyword) and one.arg in ("kw_only", "init")
            if is_asked or last_name(one) in ("KW_ONLY", "InitVar"):
                return False
    return True


def _sure_names(reading: Reading, statement: Any, members: Bindings) -> set[str]:
    """List the annotated names of a class that are asked; but for a dataclass all of them, or none."""
    if "annotations" in reading.names.imported:  # by `from __future__` all of them are texts
        return set()
    sure = {name for name, annotation in members.annotations.items() if not _has_text(annotation)}
    names = [reading.names.full_name(getattr(one, "func", one)) for one in statement.decorator_list]
    is_all = len(sure) == len(members.annotations)
    return sure if is_all or _DATACLASS in names else set()


def _has_text(annotation: Any) -> bool:
    """Say whether an annotation is a text, or holds one that stands for a type."""
    stack = [annotation]
    while stack:
        node = stack.pop()
        if isinstance(node, _ast.Constant) and isinstance(node.value, str):
            return True
        is_literal = isinstance(node, _ast.Subscript) and last_name(node.value) == "Literal"
        stack += [] if is_literal else children(node)
    return False


def _add_fields(reading: Reading, fields: Fields, members: Bindings, *, is_record: bool) -> None:
    """Add what the body of one class declares."""
    for name, sites in members.sites.items():
        fields.names.add(name)
        is_value = len(sites) == 1 and sites[0].kind == DECLARATION
        _set_default(fields, name, sites[0].default if is_value else None)
    for name, annotation in members.annotations.items():
        is_field_of_record = is_record and last_name(getattr(annotation, "value", annotation)) != "ClassVar"
        if is_record:
            fields.names.add(name)
        if is_field_of_record and name not in fields.by_position:
            fields.by_position.append(name)
        if name in fields.names:
            fields.kept.add(name)
            fields.specs[name] = annotated_spec(reading, annotation) or ANY


def _set_default(fields: Fields, name: str, default: Any) -> None:
    fields.kept.discard(name)
    fields.factories.discard(name)
    if default is None:
        return
    fields.kept.add(name)
    if is_field(default):
        factory = next((k.value for k in default.keywords if k.arg in ("default_factory", "factory")), None)
        if factory is not None:
            fields.factories.add(name)
        default = factory or field_default(default)
    fields.defaults[name] = default


def _stored(statements: list[Any], *, has_maker: bool) -> set[str] | None:
    """List the attributes that methods of classes set.

    Args:
        statements: The classes.
        has_maker: Whether one of the methods is called when an object is made.

    Returns:
        None where a method may hand the object to somebody else, who may set any.
    """
    stored: set[str] = set()
    for function in (one for statement in statements for one in statement.body if isinstance(one, FUNCTIONS)):
        nodes = list(walk(function))
        own = next((one.arg for one in (*function.args.posonlyargs, *function.args.args)), "")
        attributes = [node for node in nodes if isinstance(node, _ast.Attribute)]
        stored |= {node.attr for node in attributes if isinstance(node.ctx, _ast.Store)}
        held = {id(node.value) for node in attributes if node.attr != "__dict__"}
        is_handed_on = any(
            isinstance(node, _ast.Name) and node.id == own and id(node) not in held for node in nodes
        )
        if is_handed_on and has_maker:
            return None
    return stored
