"""What a dotted path reaches inside the value of a global: the keys of a dict, the fields of a record."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.expression import Call, Mapping, dotted_name
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.mapping_holders import held_items
from kohakuengine_tooling.record_fields import record_of
from kohakuengine_tooling.type_specs import is_field
from kohakuengine_tooling.written_items import ValueItem, given_in, pairs_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.piece import Site
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["items_of"]

_DEEPEST: Final = 6


def items_of(view: ScriptView, site: Site, most: int) -> tuple[list[ValueItem], bool]:
    """List what paths reach in a value.

    Args:
        view: The script.
        site: The declaration whose default it is.
        most: How many are listed: records of records hold more than anybody wrote.

    Returns:
        In the order of the source, each followed by what lies in it; and whether there are more.
    """
    span = site.binding.default
    if span is None:
        return [], False
    found = list(islice(_items(view, site.text(span), site.default_at, "", _DEEPEST), most + 1))
    listed = {item.path: item for item in found[:most]}  # of a key that stands twice, the last counts
    return list(listed.values()), len(found) > most


def _items(view: ScriptView, text: str, at: int, prefix: str, depth: int) -> Iterator[ValueItem]:
    if depth == 0 or not text.endswith(("}", ")")):
        return
    for item in _own_items(view, text, at):
        yield item._replace(path=prefix + item.path)
        if item.default is not None:
            inner = item.end - len(item.default)
            yield from _items(view, item.default, inner, f"{prefix}{item.path}.", depth - 1)


def _own_items(view: ScriptView, text: str, at: int) -> Iterator[ValueItem]:
    expression = read_expression(text)
    if isinstance(expression, Mapping):
        yield from pairs_in(text, at)
    elif isinstance(expression, Call):
        factory = expression.keyword("default_factory") or expression.keyword("factory")
        if is_field(expression) and factory is not None:
            yield from _record_items(view, dotted_name(factory), "()", at)  # as `Model()` would make it
        else:
            yield from _of_call(view, expression, text, at)


def _of_call(view: ScriptView, call: Call, text: str, at: int) -> Iterator[ValueItem]:
    name = dotted_name(call.function)
    held = held_items(view.meanings, call, text, at)
    if held is not None:
        yield from held
    elif name in view.module.classes:
        yield from _record_items(view, name, text, at)


def _record_items(view: ScriptView, name: str, text: str, at: int) -> Iterator[ValueItem]:
    """List the fields of an object of a class of this file, those that the call gives in their own place.

    Of what may stand in a `*rest` or `**more` of the call, nothing is known but that it is there.
    """
    record, given = record_of(view, name), given_in(text, at)
    takers = (field.name for field in record.by_place if field.name not in given.named)
    by_place = dict(zip(takers, given.positional, strict=False))
    for field in record.public:
        item = (given.named.get(field.name) or by_place.get(field.name)) if field.is_given else None
        is_open = field.is_given and (given.has_more or (given.has_rest and not field.is_by_name))
        if item is not None:
            yield item._replace(path=field.name, annotation=field.annotation)
        elif is_open or field.default is not None:
            default = None if is_open else field.default
            yield ValueItem(field.name, default, field.at, field.end, field.annotation)
