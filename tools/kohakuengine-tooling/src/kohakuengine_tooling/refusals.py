"""Why an override lands nowhere: the reason for a name that the script binds otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kohakuengine_tooling.name_table import NameTable
    from kohakuengine_tooling.piece import Site
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["why_not", "why_not_member"]

_UNDERSCORE: Final = "has a leading underscore: it is the script's own"
_REASONS: Final[dict[str, str]] = {
    "transformation": "is only computed from its own earlier value",
    "loop variable": "is a loop variable",
    "with target": "is bound by `with ... as`",
    "except target": "is bound by `except ... as`",
    "match capture": "is captured by a `match` pattern",
    "walrus in a comprehension": "is bound inside a comprehension",
    "import": "is imported",
    "function": "is a function",
    "class": "is a class; set one of its members, as in `{name}.member=...`",
    "type alias": "is a type alias",
    "del": "is only deleted",
    "result of the entrypoint": "is what the entrypoint returns",
}


def why_not(view: ScriptView, name: str) -> tuple[int, str] | None:
    """Say why a global that the script knows cannot be set: its place, and the reason.

    Returns:
        None for a name that the script does not know.
    """
    sites = view.module.of(name)
    if name.startswith("_") and sites:
        return sites[0].at, _UNDERSCORE
    declared = [site for site in sites if site.binding.kind == "declaration"]
    if declared and view.cell is not None:
        return declared[0].at, "is declared outside the marked cell"
    others = [site for site in sites if site.binding.kind != "transformation"] or sites
    if others:
        return others[0].at, _reason(others[0], name)
    bound_at = view.uses.first_bound(name)
    if bound_at is not None:
        return bound_at, "is only assigned inside a function, through `global`"
    if view.cell is not None and view.first_read(name) is not None:
        return 0, "is not declared in the marked cell"
    return None


def why_not_member(scope: NameTable, name: str, member: str) -> tuple[int, str] | None:
    """Say the same of a member of a class.

    Args:
        scope: The bodies of the class.
        name: Its full name, as in `CFG.lr`.
        member: The last part of it.
    """
    for site in scope.of(member):
        if member.startswith("_"):
            return site.at, _UNDERSCORE
        if site.binding.kind == "declaration":
            return site.at, "is declared outside the marked cell"
        return site.at, _reason(site, name)
    return None


def _reason(site: Site, name: str) -> str:
    return _REASONS.get(site.binding.kind, "is not a default").format(name=name)
