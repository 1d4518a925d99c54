"""The classes of other people whose objects hold what a path reaches: which of their arguments are keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.expression import last_name
from kohakuengine_tooling.written_items import ValueItem, given_in, pairs_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.expression import Call
    from kohakuengine_tooling.meanings import Meanings
    from kohakuengine_tooling.written_items import GivenItems

__all__ = ["held_items"]

_BY_KEYWORDS: Final = frozenset(("dict", "SimpleNamespace", "Namespace"))
_MAPPINGS: Final = {  # with the name of the argument that is the mapping, where it can be given by name
    "ConfigDict": "initial_dictionary",
    "FrozenConfigDict": "initial_dictionary",
    "EasyDict": "d",
    "edict": "d",
    "AttrDict": None,
    "Munch": None,
    "Box": None,
    "DotMap": None,
}
_OPTIONS: Final = {  # arguments that say how the object behaves, in the sources of the libraries
    "ConfigDict": ("type_safe", "convert_dict", "allow_dotted_keys", "sort_keys"),
    "FrozenConfigDict": ("type_safe",),
    "DotMap": ("_dynamic", "_prevent_method_masking", "_key_convert_hook", "_trackedIDs"),
    "Box": (
        "default_box",
        "default_box_attr",
        "default_box_none_transform",
        "default_box_create_on_get",
        "frozen_box",
        "camel_killer_box",
        "camel_killer_box_keep_keys",
        "conversion_box",
        "modify_tuples_box",
        "box_safe_prefix",
        "box_duplicates",
        "box_intact_types",
        "box_recast",
        "box_dots",
        "box_dots_exclude",
        "box_class",
        "box_namespace",
    ),
}
_HAVE_ONLY_KEYS: Final = (
    "mmengine",
    "mmcv",
)  # their ConfigDict has neither options nor a name for the mapping


def held_items(meanings: Meanings, call: Call, text: str, at: int) -> Iterator[ValueItem] | None:
    """List what an object of such a class is made with.

    Args:
        meanings: What the names of the script mean.
        call: What makes the object.
        text: Of the call.
        at: Where it begins in the file.

    Returns:
        None where it is no such class, or the script has bound its name otherwise.
    """
    full, name = meanings.full_name(call.function), last_name(call.function) or ""
    if full is None or name not in _BY_KEYWORDS | _MAPPINGS.keys():
        return None
    given = given_in(text, at)
    if name in _BY_KEYWORDS:
        return iter(given.named.values())
    if full.startswith(_HAVE_ONLY_KEYS):
        return _with_mapping(given, None, ())
    return _with_mapping(given, _MAPPINGS[name], _OPTIONS.get(name, ()))


def _with_mapping(given: GivenItems, mapping: str | None, options: tuple[str, ...]) -> Iterator[ValueItem]:
    """Yield the keys of the mapping, then those that are arguments and win over it."""
    first = given.positional[0] if given.positional else given.named.get(mapping or "")
    for item in () if first is None else _keys(first):
        yield item._replace(default=None) if given.has_more else item
    for name, item in given.named.items():
        if name != mapping and name not in options:
            yield item


def _keys(mapping: ValueItem) -> Iterator[ValueItem]:
    """Yield the items of a dict that is written out: `{...}` or `dict(...)`."""
    text = mapping.default or ""
    at = mapping.end - len(text)
    if text.startswith("{"):
        yield from pairs_in(text, at)
    elif text.startswith("dict("):
        yield from given_in(text, at).named.values()
