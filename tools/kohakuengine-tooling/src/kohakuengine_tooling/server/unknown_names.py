"""Why a name that a config sets is none that a script lets be set, by the rules and codes of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kohakuengine.config.errors import KohakuError
from kohakuengine.config.kohaku_error import nearest
from kohakuengine.config.overrides import overrides_of
from kohakuengine_tooling.class_chain import class_chain
from kohakuengine_tooling.refusals import why_not, why_not_member
from kohakuengine_tooling.server.names import bare_name
from kohakuengine_tooling.server.value_paths import leads_nowhere

if TYPE_CHECKING:
    from kohakuengine_tooling.script_view import ScriptView
    from kohakuengine_tooling.server.names import ScriptNames

__all__ = ["Refusal", "refuse_name"]


class Refusal(NamedTuple):
    """What is wrong with a name.

    Attributes:
        code: As in docs/reference/errors.md.
        message: What is wrong, without what now; clients show the code beside it.
        near: Names that may have been meant, the best first.
    """

    code: str
    message: str
    near: list[str]


def refuse_name(
    view: ScriptView | None, names: ScriptNames, written: str, where: str, *, has_near: bool = True
) -> Refusal | None:
    """Say what is wrong with a name that `names` does not find.

    Args:
        view: The script, None where it is too large to be looked into here.
        names: Its names.
        written: The name as the config has it.
        where: The script, as people read it.
        has_near: Whether names that may have been meant are looked for.

    Returns:
        None where only running could tell.
    """
    try:
        overrides_of({written: None})
    except KohakuError as error:
        return Refusal(error.code, error.told_elsewhere().replace(f" ({error.code})", ""), [])
    scope, name = bare_name(written)
    root = name.partition(".")[0]
    if root[:2] == root[-2:] == "__" and scope != "option:":
        return Refusal("KE102", f"'{root}' cannot be set, it is python's own", [])
    found = None if view is None or scope == "option:" else _known_otherwise(view, names, name, where)
    if found is not None:
        return found
    if scope != "option:" and _is_inside(view, names, name):
        return None  # a path into a value of which not all is known
    what = {"global:": "global", "option:": "option"}.get(scope, "parameter")
    near = nearest(name, (one.name for one in names.settable("global"))) if has_near else []
    return Refusal("KE101", f"no {what} '{name}' in {where}", near)


def _is_inside(view: ScriptView | None, names: ScriptNames, name: str) -> bool:
    """Say whether a name is a path into a global, or into a member of a class."""
    root, dot, path = name.partition(".")
    if not dot:
        return False
    is_of_class = view is not None and root in view.module.classes and "." in path
    return is_of_class or names.find("global", root) is not None


def _known_otherwise(view: ScriptView, names: ScriptNames, name: str, where: str) -> Refusal | None:
    """Refuse a name that the script has, as something else."""
    root, dot, path = name.partition(".")
    if dot and view.declared(root):
        return _path(view, names, name, where) if leads_nowhere(view, root, path) else None
    if dot and root in view.module.classes:
        return _member(view, name)
    reason = why_not(view, root)
    return None if reason is None else Refusal("KE104", f"'{root}' cannot be set: {reason[1]}", [])


def _path(view: ScriptView, names: ScriptNames, name: str, where: str) -> Refusal:
    """Refuse a path that leads nowhere, at the first step that does."""
    root, *steps = name.split(".")
    depth = next(n for n in range(1, len(steps) + 1) if leads_nowhere(view, root, ".".join(steps[:n])))
    holder, key = ".".join([root, *steps[: depth - 1]]), steps[depth - 1]
    parts = (one.name.rpartition(".") for one in names.settable("global"))
    keys = [last for before, _, last in parts if before == holder]
    rest = "".join(f".{one}" for one in steps[depth:])
    near = [f"{holder}.{one}{rest}" for one in nearest(key, keys)]
    return Refusal("KE105", f"'{holder}' of {where} has no '{key}'", near)


def _member(view: ScriptView, name: str) -> Refusal | None:
    """Refuse a member that a class only inherits, or binds to something else."""
    root, _, member = name.partition(".")
    if "." in member:
        return None
    reason = why_not_member(view.members(view.module.classes[root]), name, member)
    if reason is not None:
        return Refusal("KE104", f"'{name}' cannot be set: {reason[1]}", [])
    base = _base_with(view, root, member)
    if base is None:
        return None
    return Refusal("KE106", f"'{name}' is declared by the base class {base}", [f"{base}.{member}"])


def _base_with(view: ScriptView, name: str, member: str) -> str | None:
    """Return the base of a class, in this file, that declares a member."""
    bases = (site.facts.name for site in class_chain(view, name)[1:])
    found = (base for base in bases if view.members(view.module.classes[base]).is_listed(member))
    return next(found, None)
