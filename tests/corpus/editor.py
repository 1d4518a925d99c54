"""Change the literal globals of a script by replacing their source text.

This is the yardstick the engine is measured with, so it shares no code with it:
positions come from `ast`, and the result is ordinary source for plain python.
"""

from __future__ import annotations

import ast
import io
import math
import tokenize
from dataclasses import dataclass

from .bindings import Binding, declarations_of, iter_bindings

HAS_NO_VALUE = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A new value for a literal global: `text` is Python source, `lines` what it replaces."""

    name: str
    text: str
    lines: tuple[int, ...]

    @property
    def argument(self) -> str:
        """What a user types after `--set NAME=`: strings without their quotes."""
        value = ast.literal_eval(self.text)
        return value if isinstance(value, str) else self.text


def read_source(raw: bytes) -> str:
    """Decode a script the way python does (its cookie or BOM, any line ending)."""
    return io.TextIOWrapper(io.BytesIO(raw), encoding_of(raw), newline=None).read()


def edit_bytes(raw: bytes, change: Change) -> bytes:
    """Return the file with the change in it, in the file's own encoding."""
    return apply_change(read_source(raw), change).encode(encoding_of(raw))


def encoding_of(raw: bytes) -> str:
    """Return the encoding of a script (PEP 263)."""
    return tokenize.detect_encoding(io.BytesIO(raw).readline)[0]


def find_changes(source: str) -> list[Change]:
    """List every literal global with its new value, in the order of the source.

    A literal global is a public name whose declarations all have a literal value
    of one type. See `README.md` for the rule of the new value.
    """
    tree = ast.parse(source)
    grouped: dict[str, list[Binding]] = {}
    for binding in iter_bindings(tree.body):
        grouped.setdefault(binding.name, []).append(binding)
    changes = (plan_change(name, bound) for name, bound in grouped.items())
    return sorted((c for c in changes if c is not None), key=lambda change: change.lines)


def plan_change(name: str, bindings: list[Binding]) -> Change | None:
    """Choose the new value of one name, or None where it is not a literal global."""
    places = declarations_of(name, bindings)
    values = [literal_of(place) for place in places]
    if name.startswith("_") or not values or HAS_NO_VALUE in values:
        return None
    if len({type(value) for value in values}) > 1:
        return None
    new = change_value(values[0])
    if new is HAS_NO_VALUE or new == values[0]:
        return None
    return Change(name=name, text=repr(new), lines=tuple(_line_of(place) for place in places))


def apply_change(source: str, change: Change) -> str:
    """Return the source with the new value in every declaration of the name."""
    bindings = [b for b in iter_bindings(ast.parse(source).body) if b.name == change.name]
    edits = [_edit(source, b, change) for b in declarations_of(change.name, bindings)]
    raw = source.encode("utf-8")
    for start, end, text in sorted(edits, reverse=True):
        raw = raw[:start] + text.encode("utf-8") + raw[end:]
    return raw.decode("utf-8")


def _edit(source: str, binding: Binding, change: Change) -> tuple[int, int, str]:
    assert binding.value is not None
    if binding.chain is None:
        return (*_span(source, binding.value), change.text)
    raw = source.encode("utf-8")
    kept = [t for t in binding.chain.targets if getattr(t, "id", None) != change.name]
    parts = [raw[slice(*_span(source, node))].decode("utf-8") for node in (*kept, binding.value)]
    return (*_span(source, binding.chain), f"{' = '.join(parts)}; {change.name} = {change.text}")


def change_value(value: object) -> object:
    """Return another value of the same type by the fixed rule, or HAS_NO_VALUE."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, (float, complex)):
        new = value * 1.5 if value else value + 0.5
        return new if math.isfinite(abs(new)) else HAS_NO_VALUE
    if isinstance(value, str):
        return HAS_NO_VALUE if "\0" in value else value + "x"
    if isinstance(value, (list, tuple)) and value:
        return value[:-1]
    return HAS_NO_VALUE


def literal_of(binding: Binding) -> object:
    """Return the literal that is bound, or HAS_NO_VALUE for any other expression."""
    try:
        value = ast.literal_eval(binding.value) if binding.value else HAS_NO_VALUE
    except (ValueError, TypeError, MemoryError, RecursionError):
        return HAS_NO_VALUE
    is_flat = isinstance(value, (list, tuple)) and all(_is_plain(item) for item in value)
    if not (is_flat or _is_plain(value)):
        return HAS_NO_VALUE
    return value if binding.annotation is None else _annotated(value, binding.annotation)


def _is_plain(value: object) -> bool:
    return isinstance(value, (bool, int, float, complex, str))


def _annotated(value: object, annotation: ast.expr) -> object:
    """Read the literal as its annotation does; one of another type is not followed."""
    text = ast.unparse(annotation)
    if text == "float" and type(value) is int:
        return float(value)
    return value if text.lower().startswith(type(value).__name__) else HAS_NO_VALUE


def _line_of(binding: Binding) -> int:
    assert binding.value is not None
    return binding.value.lineno


def _span(source: str, node: ast.expr | ast.stmt) -> tuple[int, int]:
    """Return the node's first and last byte in the UTF-8 text (`ast` counts bytes)."""
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    starts = [0]
    for line in source.encode("utf-8").split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    return (
        starts[node.lineno - 1] + node.col_offset,
        starts[node.end_lineno - 1] + node.end_col_offset,
    )
