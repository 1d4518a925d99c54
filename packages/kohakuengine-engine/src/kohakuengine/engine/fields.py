"""`field(...)` in the body of a class: whose it is, and where its default stands."""

from __future__ import annotations

import _ast

from kohakuengine.config.tree import FUNCTIONS, dotted_name, last_name
from kohakuengine.engine.record import FIELD_OF_ATTRS, FIELD_OF_DATACLASS, FIELD_OF_OTHERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from kohakuengine.engine.record import FieldKind
    from kohakuengine.engine.specs import Names

    DefaultForm = Literal["value", "factory", "keywords"]


def is_field(value: Any) -> bool:
    """Say whether an expression is `field(...)`, `Field(...)`, `attr.ib(...)` or the like."""
    if not isinstance(value, _ast.Call):
        return False
    return last_name(value.func) in ("field", "Field", "ib", "attrib", "mapped_field")


def field_kind(call: Any, names: Names) -> FieldKind:
    """Say whose field a call makes, which decides how its default is given."""
    full = names.full_name(call.func) or ""
    if full.startswith(("attr.", "attrs.")):
        return FIELD_OF_ATTRS
    return FIELD_OF_DATACLASS if full.endswith("field") else FIELD_OF_OTHERS


def field_default(value: Any) -> Any:
    """Return the default inside `field(default=1)`, None where the value is no such call."""
    if not is_field(value):
        return None
    named = next((k.value for k in value.keywords if k.arg == "default"), None)
    return named or (value.args[0] if value.args else None)


def default_holders(call: Any) -> list[tuple[Any, Any, DefaultForm]]:
    """Find what gives the default in `field(...)`: an argument, and where its expression stands.

    Returns:
        (list, index) or (node, attribute) of each expression, and in which form it has the default.
    """
    found: list[tuple[Any, Any, DefaultForm]] = []
    if call.args and not isinstance(call.args[0], _ast.Starred):
        found += _inside(call.args, 0, "value")
    for keyword in call.keywords:
        form = _DEFAULT_KEYWORDS.get(keyword.arg)
        if form is not None:
            found += _inside(keyword, "value", form)
    return found


def _inside(owner: Any, key: Any, form: DefaultForm) -> list[tuple[Any, Any, DefaultForm]]:
    """Look into a default: `...` is none, and that of `Factory(make)` is made anew."""
    value: Any = owner[key] if isinstance(owner, list) else getattr(owner, key)
    if form == "value" and isinstance(value, _ast.Constant) and value.value is ...:
        return []
    if form == "value" and isinstance(value, _ast.Call) and last_name(value.func) == "Factory":
        return [(value.args, 0, "factory")] if value.args else []
    return [(owner, key, form)]


def default_method(body: list[Any], member: str) -> bool:
    """Say whether the body of a class has a method with `@member.default`, as attrs takes defaults."""
    return any(
        dotted_name(decorator) == f"{member}.default"
        for statement in body
        if isinstance(statement, FUNCTIONS)
        for decorator in statement.decorator_list
    )


_DEFAULT_KEYWORDS: dict[str | None, DefaultForm] = {
    "default": "value",
    "default_factory": "factory",
    "factory": "factory",
    None: "keywords",
}
