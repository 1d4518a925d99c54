"""The flags that a script declares with absl: `flags.DEFINE_float("lr", 0.1, "learning rate")`."""

from __future__ import annotations

from kohakuengine.config.fitting import ANY
from kohakuengine.config.tree import called_name, source_segment, static_constant
from kohakuengine.engine.option import Option
from kohakuengine.engine.option_choices import choices_in, is_written_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    import _ast
    from collections.abc import Iterable, Iterator
    from typing import Any

    from kohakuengine.config.fitting import Spec
    from kohakuengine.engine.reading import Reading

PREFIX = "DEFINE_"
_TYPES = {
    "string": "str",
    "integer": "int",
    "float": "float",
    "bool": "bool",
    "boolean": "bool",
    "enum": "str",
}
_ORDER = ("name", "default", "help")
_ORDERS = {  # where it is another one
    "enum": ("name", "default", "enum_values", "help"),
    "enum_class": ("name", "default", "enum_class", "help"),
    "multi": ("parser", "serializer", "name", "default", "help"),
    "multi_enum": ("name", "default", "enum_values", "help"),
    "multi_enum_class": ("name", "default", "enum_class", "help"),
    "alias": ("name", "original_name"),
}


def declared_flag(call: _ast.Call, before: Iterable[Option], reading: Reading) -> Iterator[Option]:
    """Yield the flag that a call of `DEFINE_...` declares, if its name is written out.

    Args:
        call: The call.
        before: The options that are declared before it, one of which an alias is another name of.
        reading: The script.
    """
    kind = called_name(call.func).rpartition(".")[2].removeprefix(PREFIX)
    given: dict[str, Any] = dict(zip(_ORDERS.get(kind, _ORDER), call.args, strict=False))
    given.update((keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg)
    name = static_constant(given.get("name"))
    if isinstance(name, str):
        maker = _alias if kind == "alias" else _flag
        yield maker(name, kind, given, call.lineno, before, reading)


def _flag(
    name: str, kind: str, given: dict[str, Any], line: int, _before: Iterable[Option], reading: Reading
) -> Option:
    default, values, text = given.get("default"), given.get("enum_values"), static_constant(given.get("help"))
    choices = choices_in(reading, values)
    spec: Spec = (_TYPES[kind],) if kind in _TYPES else ANY
    is_checked = bool(choices) and kind == "enum" and "case_sensitive" not in given and is_written_out(values)
    return Option(
        name=name,
        flags=[f"--{name}"],
        spec=spec,
        default=source_segment(reading.source, default) if default is not None else None,
        help=text if isinstance(text, str) else None,
        choices=choices,
        line=line,
        library="absl",
        checked=("literal", tuple(choices or ())) if is_checked else spec,
    )


def _alias(
    name: str, _kind: str, given: dict[str, Any], line: int, before: Iterable[Option], _reading: Reading
) -> Option:
    """Describe another name of a flag: what is typed for it is typed for that one."""
    original = static_constant(given.get("original_name"))
    known = next((one for one in before if one.library == "absl" and one.name == original), None)
    return Option(
        name=name,
        flags=[f"--{name}"],
        spec=ANY if known is None else known.spec,
        default=None if known is None else known.default,
        help=f"Alias for --{original}." if isinstance(original, str) else None,
        choices=None if known is None else known.choices,
        line=line,
        library="absl",
        checked=ANY if known is None else known.checked,
    )
