"""What an expression is for in a config, and what a bracket in it holds.

The same steps lead from a statement down to each entry, when a whole text is read, and to the place of a
cursor in text whose brackets are still open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from kohakuengine_tooling.outline.records import EntryKind

__all__ = ["ENTRY_KINDS", "NO_ROLE", "Inside", "Names", "Part", "Role", "inside_of", "role_of_element"]

Part = Literal[
    "", "globals_dict", "args", "kwargs", "metadata", "parts", "data", "config", "value", "path", "script"
]
Form = Literal[
    "config", "replace", "data", "call", "display", "script", "path", "list", "group", "axis", "other"
]

# In the order of Config's own parameters.
_PARTS: Final[tuple[Part, ...]] = ("globals_dict", "args", "kwargs", "metadata")
_DATA: Final[dict[str, Part]] = {"globals": "globals_dict", "args": "args", "kwargs": "kwargs"}
_DICTS: Final = ("globals_dict", "kwargs", "parts", "data")
_COPIES: Final = ("copy.copy", "copy.deepcopy", "dict")
_REPLACERS: Final = ("dataclasses.replace", "copy.replace")
ENTRY_KINDS: Final[dict[Part, EntryKind]] = {"globals_dict": "global", "kwargs": "kwarg", "args": "arg"}
_AXES: Final = ("grid", "zipped", "uniform", "loguniform", "choice", "randint")


class Role(NamedTuple):
    """What an expression is for.

    Attributes:
        part: The part of a Config that it gives; or "parts" (a dict of them), "data" (what `load_from_dict`
            takes), "config" (a Config), "value" (of one name), "path" (of a config), "script" (of a script);
            "" for anything else.
        script: The script whose config it belongs to, where the text names it.
        name: Of a value, the name that gets it.
        of: Of a value, the part that it stands in.
    """

    part: Part = ""
    script: str | None = None
    name: str = ""
    of: Part = ""

    @property
    def is_dict(self) -> bool:
        """Whether a dict gives it."""
        return self.part in _DICTS


class Inside(NamedTuple):
    """What a bracket holds.

    Attributes:
        form: The arguments of `Config(...)`, of `replace(...)`, of `load_from_dict(...)`, of `dict(...)`; the
            items of a dict display; the arguments of `Script(...)`, of what takes the path of a config, of an
            axis; the elements of a list; one expression in brackets; else other.
        role: What the expression is for that the bracket stands in.
    """

    form: Form
    role: Role


class Names(NamedTuple):
    """What names mean in a text.

    Attributes:
        imported: Those that imports bind, with what they mean; "*" where one is a star.
        configs: Classes of the text that inherit from Config.
    """

    imported: dict[str, str]
    configs: frozenset[str] = frozenset()

    def full(self, name: str) -> str:
        """Return what a dotted name means, its first part looked up among the imports."""
        first, dot, rest = name.partition(".")
        return self.imported.get(first, first) + dot + rest

    def is_ours(self, full: str) -> bool:
        """Say whether a full name is one of KohakuEngine's."""
        return full.startswith("kohakuengine") or ("*" in self.imported and "." not in full)

    def is_config(self, name: str) -> bool:
        """Say whether a dotted name is that of a Config class."""
        full = self.full(name)
        return name in self.configs or (full.endswith("Config") and self.is_ours(full))


NO_ROLE: Final = Role()


def inside_of(role: Role, bracket: str, callee: str, names: Names) -> Inside:
    """Say what a bracket holds.

    Args:
        role: What the expression is for that it stands in.
        bracket: `(`, `[` or `{`.
        callee: Of `callee_of`.
        names: What names mean in the text.
    """
    if callee == "":
        form: Form = "display" if bracket == "{" else "list" if bracket == "[" else "group"
        return Inside(form, role)
    if bracket != "(":
        return Inside("other", NO_ROLE)
    full = names.full(callee)
    if role.is_dict and full in _COPIES:
        return Inside("call", role)
    if full in _REPLACERS:
        return Inside("replace", role)
    if names.is_config(callee):
        return Inside("config", role)
    form = _OURS.get(full.rpartition(".")[2], "other") if names.is_ours(full) else "other"
    return Inside(form, NO_ROLE if form == "other" else role)


def role_of_element(inside: Inside, number: int, name: str | None, stars: str = "") -> Role:
    """Say what one element of a bracket is for.

    Args:
        inside: The bracket.
        number: Of the element, from 0 on.
        name: Its keyword, or its key in a display; None where it has none.
        stars: `*` or `**` before it.
    """
    form, role = inside
    script = role.script
    if form in ("config", "replace"):
        if stars == "**":
            return Role("parts", script)
        if name is not None:
            return Role(name if name in _PARTS else "", script)
        is_part = form == "config" and not stars and number < len(_PARTS)
        return Role(_PARTS[number], script) if is_part else NO_ROLE
    if form == "data":
        return Role("data", script) if number == 0 else NO_ROLE
    if form in ("call", "display"):
        return _role_of_item(role, name, stars, is_display=form == "display")
    if form == "script":
        if name == "config" or (name is None and number == 1):
            return Role("config", script)
        return Role("script") if name == "path" or (name is None and number == 0) else NO_ROLE
    if form == "path":
        return Role("path", script) if number == 0 else NO_ROLE
    if form == "list" and role.part == "args":
        return Role("value", script, str(number), "args")
    return role if form in ("group", "axis") or (form == "list" and role.part == "config") else NO_ROLE


def _role_of_item(role: Role, name: str | None, stars: str, *, is_display: bool) -> Role:
    """Say what the value of an item of a dict is for."""
    if stars == "**":
        return role
    if name is None:
        return NO_ROLE if is_display else role  # `dict(base, lr=1)`
    if role.part in ("globals_dict", "kwargs"):
        return Role("value", role.script, name, role.part)
    if role.part == "parts":
        return Role(name if name in _PARTS else "", role.script)
    return Role(_DATA.get(name, ""), role.script) if role.part == "data" else NO_ROLE


_OURS: Final[dict[str, Form]] = {
    "load_from_dict": "data",
    "use_config": "path",
    "load_config": "path",
    "load_config_module": "path",
    "Script": "script",
    **dict.fromkeys(_AXES, "axis"),
}
