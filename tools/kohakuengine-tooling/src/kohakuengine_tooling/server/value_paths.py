"""Paths into values that lead nowhere: told where all that the script's text could put there is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.class_chain import base_names, class_chain
from kohakuengine_tooling.expression import (
    Call,
    Constant,
    Expression,
    Mapping,
    Name,
    Sequence,
    Starred,
    last_name,
)
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.piece import bodies_of
from kohakuengine_tooling.record_fields import is_record, record_of

if TYPE_CHECKING:
    from collections.abc import Sequence as Steps

    from kohakuengine_tooling.piece import ClassSite
    from kohakuengine_tooling.record_fields import RecordField
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["fields_made", "leads_nowhere"]

_NAMESPACES: Final = ("dict", "types.SimpleNamespace", "argparse.Namespace")
_MAKERS: Final = ("__init__", "__post_init__", "__setattr__", "__getattr__", "__getattribute__", "__new__")
_KNOWN_BASES: Final = ("NamedTuple", "object", "ABC", "Generic")
_MOST_STEPS: Final = 20


def leads_nowhere(view: ScriptView, root: str, path: str) -> bool:
    """Say whether no declaration of a global has what a path is to reach.

    Args:
        view: The script.
        root: The global.
        path: What follows its name: keys, attributes and indexes between dots.
    """
    steps = path.split(".")
    sites = view.declared(root)
    values = [view.default(site) for site in sites]
    return bool(values) and len(steps) <= _MOST_STEPS and all(_lacks(view, one, steps) for one in values)


def _lacks(view: ScriptView, value: Expression | None, steps: Steps[str]) -> bool:
    """Say whether a value certainly has nothing that the steps reach."""
    if not steps:
        return False
    if isinstance(value, Constant):
        return value.value is not ...
    if isinstance(value, Sequence):
        return value.kind != "set" and _lacks_item(view, value, steps)
    if isinstance(value, Mapping):
        return _lacks_key(view, value, steps)
    if isinstance(value, Call):
        if view.meanings.full_name(value.function) in _NAMESPACES:
            return _lacks_keyword(view, value, steps)
        return _lacks_attribute(view, value, steps)
    return False


def _lacks_item(view: ScriptView, value: Sequence, steps: Steps[str]) -> bool:
    if any(isinstance(one, Starred) for one in value.elements):
        return False
    index = int(steps[0]) if steps[0].lstrip("-").isdecimal() else None
    if index is None or not -len(value.elements) <= index < len(value.elements):
        return True
    return _lacks(view, value.elements[index], steps[1:])


def _lacks_key(view: ScriptView, value: Mapping, steps: Steps[str]) -> bool:
    found: Expression | None = None
    for key, one in zip(value.keys, value.values, strict=True):
        if not isinstance(key, Constant):
            return False
        if str(key.value) == steps[0]:
            found = one
    return True if found is None else _lacks(view, found, steps[1:])


def _lacks_keyword(view: ScriptView, value: Call, steps: Steps[str]) -> bool:
    if any(one.name is None for one in value.arguments):
        return False
    found = value.keyword(steps[0])
    return True if found is None else _lacks(view, found, steps[1:])


def fields_made(view: ScriptView, value: Expression | None) -> tuple[RecordField, ...]:
    """List the fields of the record of this file that a value makes; none for anything else."""
    is_call = isinstance(value, Call) and isinstance(value.function, Name)
    return record_of(view, value.function.name).every if is_call else ()  # type: ignore[union-attr]


def _lacks_attribute(view: ScriptView, value: Call, steps: Steps[str]) -> bool:
    fields = {field.name: field for field in fields_made(view, value)}
    name = last_name(value.function) or ""
    chain = class_chain(view, name)
    if not fields or not all(_is_closed(view, site, is_root=site is chain[0]) for site in chain):
        return False
    if steps[0] not in fields:
        return all(steps[0] not in _bound_names(site) for site in chain)
    is_given = _may_be_given(value, [one.name for one in fields.values() if one.is_given], steps[0])
    return not is_given and _lacks(view, _made(fields[steps[0]]), steps[1:])


def _may_be_given(value: Call, names: list[str], name: str) -> bool:
    """Say whether a call may pass a field of its record."""
    if any(one.stars for one in value.arguments):
        return True
    positional = sum(one.name is None for one in value.arguments)
    return name in names[:positional] or value.keyword(name) is not None


def _made(field: RecordField) -> Expression | None:
    """Return what a field holds where nothing is given: a call of its `default_factory`, or its default."""
    default = None if field.default is None else read_expression(field.default)
    factory = default.keyword("default_factory") if isinstance(default, Call) else None
    return default if factory is None else Call(factory, ())


def _bound_names(site: ClassSite) -> set[str]:
    """Return what the body of a class binds or annotates."""
    names: set[str] = set()
    for scope, _ in bodies_of(*site):
        names |= {*scope.names, *(annotated for annotated, _, _ in scope.annotations)}
    return names


def _is_closed(view: ScriptView, site: ClassSite, *, is_root: bool) -> bool:
    """Say whether objects of a class have what its body declares and nothing else."""
    bases = base_names(site)
    has_known_bases = all(base in view.module.classes or base in _KNOWN_BASES for base in bases)
    names = {one for scope, _ in bodies_of(*site) for one in scope.names}
    is_patched = f"{site.facts.name}." in view.script.text
    is_made = is_record(*site) or not is_root
    return has_known_bases and is_made and not is_patched and names.isdisjoint(_MAKERS)
