"""What a config may set in a script: its names, each with all that an answer says of it."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from kohakuengine_tooling.expression import NOT_STATIC
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.inspect.sheet import AMBIGUOUS
from kohakuengine_tooling.open_script import OpenScript
from kohakuengine_tooling.parameter_types import choices_of
from kohakuengine_tooling.static_values import static_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.facts import Argument, Entrypoint, Option, Parameter
    from kohakuengine_tooling.outline.records import EntryKind
    from kohakuengine_tooling.server.late_script import LateScript

__all__ = ["SCOPES", "ScriptName", "ScriptNames", "bare_name"]

SCOPES: Final = ("global:", "option:", "+")
"""What a name may begin with in a config (docs/reference/overrides.md)."""


class ScriptName(NamedTuple):
    """Something of a script that a config may set.

    Attributes:
        name: As a config writes it.
        kind: global, member (of a class), path (into a value), read (the script only reads it), option or
            argument (of the entrypoint).
        type: As an annotation would be written, or None.
        default: Source text, or None.
        value: The default where it is static data, see `is_static`.
        is_static: Whether `value` is the default.
        doc: What the script says of it, or None.
        section: The heading that it stands under, or None.
        line: 1-based, in the script.
        choices: Its possible values, or None.
        reason: Why it cannot be set, None where it can.
        is_once: Whether the script gives it its default in one place.
    """

    name: str
    kind: Literal["global", "member", "path", "read", "option", "argument"]
    type: str | None
    default: str | None
    value: Any
    is_static: bool
    doc: str | None
    section: str | None
    line: int
    choices: tuple[Any, ...] | None
    reason: str | None = None
    is_once: bool = True


def bare_name(name: str) -> tuple[str, str]:
    """Cut the scope off a name of a config: `global:lr` is ("global:", "lr")."""
    scope = next((scope for scope in SCOPES if name.startswith(scope)), "")
    return scope, name[len(scope) :]


class ScriptNames:
    """The names of one script as it stands, each described when it is asked for first."""

    def __init__(self, script: OpenScript | LateScript) -> None:
        self._script = script
        self._found: dict[tuple[EntryKind, str], ScriptName | None] = {}

    def find(self, kind: EntryKind, name: str) -> ScriptName | None:
        """Find what a name in a config sets, None where there is no such.

        Args:
            kind: The part of the config that it stands in.
            name: As written there, with its scope; the position of an argument.
        """
        key = (kind, name)
        if key not in self._found:
            self._found[key] = self._global(name) if kind == "global" else self._argument(kind, name)
        return self._found[key]

    def is_cheap(self, kind: EntryKind, name: str) -> bool:
        """Say whether finding a name costs next to nothing: it is described already."""
        return (kind, name) in self._found or self._script.is_described or not self.is_long

    def _global(self, name: str) -> ScriptName | None:
        scope, bare = bare_name(name)
        if scope == "+":
            return None
        if scope == "option:":
            return self._option(bare)
        found = self._script.parameter(bare)
        if found is not None:
            is_told = scope == "global:" and _is_ambiguous(found)
            return _of_parameter(found)._replace(reason=None) if is_told else _of_parameter(found)
        return None if scope == "global:" else self._option(bare)

    def _option(self, name: str) -> ScriptName | None:
        options = self._script.options()
        return next((_of_option(one) for one in options if one.name == name and one.is_overridable), None)

    @property
    def entrypoint(self) -> Entrypoint | None:
        """What a run calls, None where it calls nothing."""
        found = self._script.entrypoints()
        return found[0] if found else None

    def _argument(self, kind: EntryKind, name: str) -> ScriptName | None:
        entrypoint = self.entrypoint
        arguments = () if entrypoint is None else entrypoint.parameters
        if kind == "arg":
            places = [one for one in arguments if one.kind == "positional"]
            return self._of_argument(places[int(name)], entrypoint) if int(name) < len(places) else None
        found = next((one for one in arguments if one.name == name and one.kind in _BY_NAME), None)
        if found is not None:
            return self._of_argument(found, entrypoint)
        options = self._script.options()
        return next(
            (_of_option(one) for one in options if one.name == name and one.library in _COMMANDS), None
        )

    def _of_argument(self, one: Argument, entrypoint: Entrypoint | None) -> ScriptName:
        view = self._script.view if isinstance(self._script, OpenScript) else None
        value = NOT_STATIC if one.default is None else static_value(read_expression(one.default))
        return ScriptName(
            name=one.name,
            kind="argument",
            type=one.type,
            default=one.default,
            value=None if value is NOT_STATIC else value,
            is_static=value is not NOT_STATIC,
            doc=None,
            section=None,
            line=1 if entrypoint is None else entrypoint.line,
            choices=None if view is None or one.type is None else choices_of(view, one.type, None),
        )

    def has_members(self, name: str) -> bool:
        """Say whether a name is a class whose members can be set."""
        return any(
            one.kind == "member" and one.name.startswith(f"{name}.") for one in self.settable("global")
        )

    def is_ambiguous(self, name: str) -> bool:
        """Say whether a name means a global and an unrelated option."""
        found = self._script.parameter(name)
        return found is not None and _is_ambiguous(found)

    def has_closed_signature(self, kind: EntryKind) -> bool:
        """Say whether what the script calls takes nothing but what is known of it."""
        entrypoint = self.entrypoint
        if entrypoint is None or not entrypoint.name or entrypoint.line == entrypoint.call_line:
            return False
        open_kind = "varargs" if kind == "arg" else "varkeywords"
        return all(one.kind != open_kind for one in entrypoint.parameters)

    def settable(self, kind: EntryKind) -> Iterator[ScriptName]:
        """Yield what a part of a config may set, in the order of the script; all of it is described."""
        if kind == "global":
            parameters = self._script.facts().parameters
            yield from (_of_parameter(one) for one in parameters if one.is_overridable)
            known = {one.name for one in parameters}
            options = self._script.options()
            yield from (_of_option(one) for one in options if one.is_overridable and one.name not in known)
        elif kind == "kwarg":
            entrypoint = self.entrypoint
            arguments = () if entrypoint is None else entrypoint.parameters
            yield from (self._of_argument(one, entrypoint) for one in arguments if one.kind in _BY_NAME)

    def offered(self, kind: EntryKind, typed: str, scope: str = "") -> Iterator[str]:
        """Yield the names that a part of a config may set, as far as they can be told at once.

        Behind a scope these are also the names that mean nothing without one.
        In a long script that has just changed, members and what is inside of values are left out until a dot
        is typed, and some of the names may not be settable.
        """
        if scope == "global:":
            parameters = self._script.facts().parameters
            yield from (one.name for one in parameters if one.is_overridable or _is_ambiguous(one))
            return
        if scope == "option:":
            yield from (one.name for one in self._script.options() if one.is_overridable)
            return
        is_quick = kind == "global" and not self._script.is_described and "." not in typed
        if is_quick and self.is_long:
            yield from self._script.each_name()
            yield from (one.name for one in self._script.options() if one.is_overridable)
        else:
            yield from (one.name for one in self.settable(kind))

    @cached_property
    def is_long(self) -> bool:
        """Whether describing all of it would take its time."""
        return next(islice(self._script.each_name(), _FEW, None), None) is not None


_FEW: Final = 100
_COMMANDS: Final = ("click", "typer")  # kwargs of a config are the options of such a function
_BY_NAME: Final = ("positional", "keyword")


def _is_ambiguous(one: Parameter) -> bool:
    """Say whether a parameter is of the name of an unrelated option."""
    return (one.reason or "").startswith(AMBIGUOUS)


def _of_parameter(one: Parameter) -> ScriptName:
    return ScriptName(
        name=one.name,
        kind=one.kind,
        type=one.type,
        default=one.default,
        value=one.value,
        is_static=one.is_static,
        doc=one.doc,
        section=one.section,
        line=one.line,
        choices=one.choices,
        reason=None if one.is_overridable else one.reason or "it cannot be set",
        is_once=len(one.lines) == 1 and not one.transformations,
    )


def _of_option(one: Option) -> ScriptName:
    return ScriptName(
        name=one.name,
        kind="option",
        type=one.type,
        default=one.default,
        value=one.value,
        is_static=one.value is not None,
        doc=one.help,
        section=None,
        line=one.line,
        choices=one.choices,
    )
