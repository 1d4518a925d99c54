"""What a dotted path reaches inside the value of a global: the keys of a dict, the fields of a record."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from kohakuengine_tooling.expression import Call, Mapping, dotted_name, last_name, static_constant
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.expression_scan import ExpressionScan
from kohakuengine_tooling.lexing import Tokens, lex
from kohakuengine_tooling.record_fields import record_of
from kohakuengine_tooling.type_specs import is_field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.piece import Site
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["ValueItem", "items_of"]

_KEYWORD_HOLDERS: Final = frozenset(("dict", "SimpleNamespace", "Namespace"))
_MAPPING_HOLDERS: Final = frozenset(
    (
        "ConfigDict",
        "FrozenConfigDict",
        "EasyDict",
        "edict",
        "AttrDict",
        "Munch",
        "Box",
        "DotMap",
    )
)
_DEEPEST: Final = 6
_COLON: Final = frozenset(":")
_EQUALS: Final = frozenset("=")


class ValueItem(NamedTuple):
    """One thing that a path reaches.

    Attributes:
        path: What follows the name of the global, as in `model.depth`.
        default: Source text of its value, None where only its class has one that is not written.
        at: Where it begins in the file.
        end: Where it ends.
        annotation: Text of its annotation, None where it has none.
    """

    path: str
    default: str | None
    at: int
    end: int
    annotation: str | None = None


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
        yield from _pairs(lex(text), at)
    elif isinstance(expression, Call):
        factory = expression.keyword("default_factory") or expression.keyword("factory")
        if is_field(expression) and factory is not None:
            yield from _record_items(view, dotted_name(factory), "()", at)  # as `Model()` would make it
        else:
            yield from _of_call(view, expression, text, at)


def _of_call(view: ScriptView, call: Call, text: str, at: int) -> Iterator[ValueItem]:
    name = dotted_name(call.function)
    last = last_name(call.function) or ""
    if name and last in _KEYWORD_HOLDERS and _is_known(view, name):
        yield from _keywords(lex(text), at)
    elif name and last in _MAPPING_HOLDERS and _is_known(view, name):
        yield from _keywords(lex(text), at)
        yield from _first_mapping(lex(text), at)
    elif name in view.module.classes:
        yield from _record_items(view, name, text, at)


def _is_known(view: ScriptView, name: str) -> bool:
    """Say whether a name is still what it is called: the script has not bound it otherwise."""
    return name.partition(".")[0] not in view.meanings.rebound


def _record_items(view: ScriptView, name: str, text: str, at: int) -> Iterator[ValueItem]:
    """List the fields of an object of a class of this file, those that the call gives in their own place."""
    tokens = lex(text)
    record = record_of(view, name)
    given = {item.path: item for item in _keywords(tokens, at)}
    takers = (field.name for field in record.by_place if field.name not in given)
    by_place = {taker: item for item, taker in zip(_positional(tokens, at), takers, strict=False)}
    for field in record.public:
        item = (given.get(field.name) or by_place.get(field.name)) if field.is_given else None
        if item is not None:
            yield item._replace(path=field.name, annotation=field.annotation)
        elif field.default is not None:
            yield ValueItem(field.name, field.default, field.at, field.end, field.annotation)


def _pairs(tokens: Tokens, at: int) -> Iterator[ValueItem]:
    """Yield the items of a dict display whose keys are strings that a path can name."""
    scan = ExpressionScan(tokens)
    first, last = _inside(tokens)
    for start, end in scan.split(first, last):
        colon = scan.find(start, end, _COLON)
        if colon + 1 >= end:
            continue
        key = static_constant(read_expression(_text(tokens, start, colon)))
        if isinstance(key, str) and key and "." not in key:
            value = _span(tokens, colon + 1, end)
            yield ValueItem(key, tokens.text[value[0] : value[1]], at + tokens.starts[start], at + value[1])


def _keywords(tokens: Tokens, at: int) -> Iterator[ValueItem]:
    scan = ExpressionScan(tokens)
    first, last = _inside(tokens)
    for start, end in scan.split(first, last):
        equals = scan.find(start, end, _EQUALS)
        if equals == start + 1 and equals + 1 < end:
            value = _span(tokens, equals + 1, end)
            name = tokens.words[start]
            yield ValueItem(name, tokens.text[value[0] : value[1]], at + tokens.starts[start], at + value[1])


def _positional(tokens: Tokens, at: int) -> Iterator[ValueItem]:
    scan = ExpressionScan(tokens)
    first, last = _inside(tokens)
    for start, end in scan.split(first, last):
        if tokens.words[start] in ("*", "**") or scan.find(start, end, _EQUALS) < end:
            return
        value = _span(tokens, start, end)
        yield ValueItem("", tokens.text[value[0] : value[1]], at + value[0], at + value[1])


def _first_mapping(tokens: Tokens, at: int) -> Iterator[ValueItem]:
    """Yield the items of the dict that a call has first: `ConfigDict({...})`, `ConfigDict(dict(...))`."""
    first = next(iter(_positional(tokens, at)), None)
    if first is None or first.default is None:
        return
    inner = lex(first.default)
    if first.default.startswith("{"):
        yield from _pairs(inner, first.at)
    elif first.default.startswith("dict("):
        yield from _keywords(inner, first.at)


def _inside(tokens: Tokens) -> tuple[int, int]:
    """Return the tokens inside of the bracket that ends the text."""
    last = len(tokens.kinds) - 1
    return tokens.partners.get(last, last) + 1, last


def _span(tokens: Tokens, first: int, last: int) -> tuple[int, int]:
    return tokens.starts[first], tokens.end(last - 1)


def _text(tokens: Tokens, first: int, last: int) -> str:
    start, end = _span(tokens, first, last)
    return tokens.text[start:end]
