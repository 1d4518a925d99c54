"""Why an override lands nowhere: the error for a name that the script has otherwise, or not at all."""

from __future__ import annotations

from kohakuengine.engine.bindings import (
    CLASS,
    COMPREHENSION,
    DECLARATION,
    DELETED,
    EXCEPT_TARGET,
    FUNCTION,
    IMPORT,
    LOOP_VARIABLE,
    MATCH_CAPTURE,
    RESULT,
    TRANSFORMATION,
    TYPE_ALIAS,
    WITH_TARGET,
)
from kohakuengine.engine.scope import global_statements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.config.errors import KohakuError
    from kohakuengine.engine.bindings import Bindings
    from kohakuengine.engine.reading import Reading

_REASONS = {
    TRANSFORMATION: "is only computed from its own earlier value",
    LOOP_VARIABLE: "is a loop variable",
    WITH_TARGET: "is bound by `with ... as`",
    EXCEPT_TARGET: "is bound by `except ... as`",
    MATCH_CAPTURE: "is captured by a `match` pattern",
    COMPREHENSION: "is bound inside a comprehension",
    IMPORT: "is imported",
    FUNCTION: "is a function",
    CLASS: "is a class; set one of its members, as in `{name}.member=...`",
    TYPE_ALIAS: "is a type alias",
    DELETED: "is only deleted",
    RESULT: "is what the entrypoint returns",
}


def refusal(reading: Reading, name: str) -> Exception:
    """Build the error for a name that no override can land on."""
    from kohakuengine.config.errors import NotOverridableError, UnknownParameterError

    found = why_not(reading, name)
    if found is not None:
        line, reason = found
        return NotOverridableError(name=name, path=reading.path, line=line, reason=reason)
    return UnknownParameterError(name=name, path=reading.path, candidates=candidates(reading))


def unknown_option(reading: Reading, key: str, name: str) -> Exception:
    """Build the error for an option that the script does not declare.

    Args:
        reading: The script.
        key: As the user wrote it, prefix included.
        name: Without it.
    """
    from kohakuengine.config.errors import UnknownParameterError

    options = [f"option:{option.name}" for option in reading.options]
    hint = f"'{name}' is a global: leave the prefix out." if reading.declared(name) else ""
    return UnknownParameterError(name=key, path=reading.path, candidates=options, hint=hint)


def shared_in_enum(key: str, path: str, line: int) -> KohakuError:
    """Build the error for a member of an Enum that has its value together with others."""
    from kohakuengine.config.errors import NotOverridableError

    reason = "is a member of an Enum that one value is given to together with others"
    return NotOverridableError(name=key, path=path, line=line, reason=reason)


def why_not(reading: Reading, name: str) -> tuple[int, str] | None:
    """Say why a name that the script knows cannot be set: its line (1-based) and the reason.

    Returns:
        None for a name the script does not know.
    """
    sites = reading.bindings.sites.get(name, [])
    if name.startswith("_") and sites:
        return sites[0].line, "has a leading underscore: it is the script's own"
    declared = [site for site in sites if site.kind == DECLARATION]
    if declared and reading.cell is not None:
        return declared[0].line, "is declared outside the marked cell"
    others = [site for site in sites if site.kind != TRANSFORMATION] or sites
    if others:
        return others[0].line, _REASONS.get(others[0].kind, "is not a default").format(name=name)
    if name in reading.bound_by_functions:
        line = global_statements(reading.tree, name)[0]
        return line, "is only assigned inside a function, through `global`"
    if reading.cell is not None and name in reading.reads:
        return 1, "is not declared in the marked cell"
    return None


def candidates(reading: Reading) -> list[str]:
    """List every name that can be overridden, for the nearest-name hint."""
    names = [n for n in reading.bindings.names() if reading.declared(n)]
    names += [option.name for option in reading.options if option.name not in names]
    for sites in reading.bindings.sites.values():
        for site in sites:
            if site.kind == CLASS:
                names += [f"{site.name}.{n}" for n in reading.members(site.statement).names()]
    if reading.cell is None and not reading.bindings.star_imports:
        known = reading.bindings.sites
        read = (n for n in reading.reads if n not in known and not n.startswith("_"))
        names += sorted(read)
    return names


def member_refusal(
    reading: Reading, name: str, part: str, scopes: list[Bindings], classes: list[Any]
) -> Exception:
    """Build the error for a member that no override can land on.

    Args:
        reading: The script.
        name: The class, dotted where it is nested.
        part: The member.
        scopes: The bodies of the class statements of that name.
        classes: These statements.
    """
    from kohakuengine.config.errors import (
        InheritedMemberError,
        NotOverridableError,
        UnknownParameterError,
    )

    full = f"{name}.{part}"
    base = _inherited_from(reading, part, classes)
    line = classes[0].lineno
    if base is not None:
        return InheritedMemberError(name=full, path=reading.path, line=line, base=base)
    for scope in scopes:
        for site in scope.sites.get(part, ()):
            reason = (
                "has a leading underscore: it is the script's own"
                if part.startswith("_")
                else _REASONS.get(site.kind, "is declared outside the marked cell").format(name=full)
            )
            return NotOverridableError(name=full, path=reading.path, line=site.line, reason=reason)
    known = [f"{name}.{member}" for scope in scopes for member in scope.names()]
    return UnknownParameterError(name=full, path=reading.path, line=line, candidates=known)


def _inherited_from(reading: Reading, member: str, classes: list[Any]) -> str | None:
    """Return the base class of this file that declares a member, or None."""
    seen: set[str] = set()
    stack = [base for statement in reversed(classes) for base in reversed(statement.bases)]
    while stack:
        name = getattr(stack.pop(), "id", None)
        if name is None or name in seen:
            continue
        seen.add(name)
        for statement in reading.classes(name):
            if reading.members(statement).declared(member):
                return str(name)
            stack.extend(reversed(statement.bases))
    return None
