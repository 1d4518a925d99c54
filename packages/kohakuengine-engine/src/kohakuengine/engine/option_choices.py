"""The values that an option allows: where they are written out, or behind a name of the module."""

from __future__ import annotations

import _ast

from kohakuengine.config.tree import NOT_STATIC, called_name, static_constant
from kohakuengine.engine.enum_classes import enum_values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.engine.reading import Reading


def choices_in(reading: Reading, node: Any, kind: Any = None) -> list[Any] | None:
    """Return the values of an option's choices, None where only running the script tells.

    Args:
        reading: The script.
        node: What is given as choices, or None.
        kind: What is given as type, or None: of an Enum the values are typed where it makes its members of
            them, or where they are texts themselves.
    """
    if isinstance(node, _ast.Name):
        listed = _constants(_listed(reading, node.id))
        return _of_enum(reading, node, kind) if listed is None else listed
    if isinstance(node, _ast.Call) and called_name(node.func) == "list" and len(node.args) == 1:
        return _of_enum(reading, node.args[0], kind)
    return _constants(node)


def is_written_out(node: Any) -> bool:
    """Say whether choices stand in the declaration: behind a name an override may change them."""
    return isinstance(node, (_ast.List, _ast.Tuple, _ast.Set))


def _constants(node: Any) -> list[Any] | None:
    if not is_written_out(node):
        return None
    values = [static_constant(element) for element in node.elts]
    return None if any(value is NOT_STATIC for value in values) else values


def _listed(reading: Reading, name: str) -> Any:
    """Return the list that a name stands for: bound once, on no condition, and nothing is asked of it."""
    sites = reading.bindings.sites.get(name, [])
    is_sure = (
        len(sites) == 1
        and any(sites[0].statement is one for one in reading.tree.body)
        and not reading.bindings.star_imports
        and name not in reading.bound_by_functions
        and f"{name}.".encode() not in reading.source  # as in `MODES.append("c")`
    )
    return sites[0].default if is_sure else None


def _of_enum(reading: Reading, node: Any, kind: Any) -> list[Any] | None:
    if not isinstance(node, _ast.Name):
        return None
    values = enum_values(reading, node.id)
    is_typed_by_value = isinstance(kind, _ast.Name) and kind.id == node.id
    are_texts = kind is None and all(isinstance(value, str) for value in values or ())
    return values if is_typed_by_value or are_texts else None
