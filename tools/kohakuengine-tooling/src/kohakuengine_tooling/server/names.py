"""What a config may set in a script: its names, each with all that an answer says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from kohakuengine_tooling.inspect.sheet import AMBIGUOUS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.facts import Argument, Entrypoint, Option, Parameter, ScriptFacts
    from kohakuengine_tooling.outline.records import EntryKind

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


def bare_name(name: str) -> tuple[str, str]:
    """Cut the scope off a name of a config: `global:lr` is ("global:", "lr")."""
    scope = next((scope for scope in SCOPES if name.startswith(scope)), "")
    return scope, name[len(scope) :]


class ScriptNames:
    """The names of one script.

    Attributes:
        facts: What is known of it.
    """

    def __init__(self, facts: ScriptFacts) -> None:
        self.facts = facts
        self._parameters = {one.name: _of_parameter(one) for one in facts.parameters}
        self._options = {one.name: _of_option(one) for one in facts.options if one.is_overridable}
        self._entrypoint = facts.entrypoints[0] if facts.entrypoints else None

    def find(self, kind: EntryKind, name: str) -> ScriptName | None:
        """Find what a name in a config sets, None where there is no such.

        Args:
            kind: The part of the config that it stands in.
            name: As written there, with its scope; the position of an argument.
        """
        if kind != "global":
            return self._argument(kind, name)
        scope, bare = bare_name(name)
        if scope == "+":
            return None
        if scope == "option:":
            return self._options.get(bare)
        found = self._parameters.get(bare)
        return found if found is not None or scope == "global:" else self._options.get(bare)

    def _argument(self, kind: EntryKind, name: str) -> ScriptName | None:
        arguments = self._arguments()
        if kind == "arg":
            places = [one for one in arguments if one.kind == "positional"]
            return _of_argument(places[int(name)], self._entrypoint) if int(name) < len(places) else None
        found = next((one for one in arguments if one.name == name and one.kind in _BY_NAME), None)
        return _of_argument(found, self._entrypoint) if found is not None else self._options.get(name)

    def _arguments(self) -> tuple[Argument, ...]:
        return () if self._entrypoint is None else self._entrypoint.parameters

    def is_ambiguous(self, name: str) -> bool:
        """Say whether a name means a global and an unrelated option."""
        found = self._parameters.get(name)
        return found is not None and (found.reason or "").startswith(AMBIGUOUS)

    def has_members(self, name: str) -> bool:
        """Say whether a name is a class whose members can be set."""
        return any(
            one.kind == "member" and one.name.startswith(f"{name}.") for one in self._parameters.values()
        )

    def has_closed_signature(self, kind: EntryKind) -> bool:
        """Say whether what the script calls takes nothing but what is known of it."""
        entrypoint = self._entrypoint
        if entrypoint is None or not entrypoint.name or entrypoint.line == entrypoint.call_line:
            return False
        is_open = any(
            one.kind == ("varargs" if kind == "arg" else "varkeywords") for one in entrypoint.parameters
        )
        return not is_open

    def settable(self, kind: EntryKind) -> Iterator[ScriptName]:
        """Yield what a part of a config may set, in the order of the script."""
        if kind == "global":
            yield from (one for one in self._parameters.values() if one.reason is None)
            yield from (one for one in self._options.values() if one.name not in self._parameters)
        elif kind == "kwarg":
            yield from (
                _of_argument(one, self._entrypoint) for one in self._arguments() if one.kind in _BY_NAME
            )


_BY_NAME: Final = ("positional", "keyword")


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


def _of_argument(one: Argument, entrypoint: Entrypoint | None) -> ScriptName:
    return ScriptName(
        name=one.name,
        kind="argument",
        type=one.type,
        default=one.default,
        value=None,
        is_static=False,
        doc=None,
        section=None,
        line=1 if entrypoint is None else entrypoint.line,
        choices=None,
    )
