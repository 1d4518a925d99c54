"""One text, read by the tooling and by the oracle: what differs."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from kohakuengine_tooling.name_table import NameTable
from kohakuengine_tooling.script_reading import read_script_text
from kohakuengine_tooling.script_view import ScriptView

from .oracle import Bound, Said, by_ast

if TYPE_CHECKING:
    from collections.abc import Iterator


def differences(text: str, *, may_be_newer: bool = False) -> list[str]:
    """Compare what the tooling says of a text with what Python says.

    Args:
        text: Line ends as `\\n`.

    Returns:
        One line each; [] where nothing differs. A text that is no Python must be said to be none.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(text, "script.py", "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            is_said = bool(read_script_text(text, "script.py").diagnostics)
            return [] if is_said or may_be_newer else ["it is no Python, unsaid"]
        wanted = by_ast(text)
    got = by_tooling(text)
    found = [f"unsaid: {one}" for one in wanted.bound if one not in got.bound]
    found += [f"said: {one}" for one in got.bound if one not in wanted.bound]
    found += [f"read: {name}" for name in sorted(wanted.read ^ got.read)]
    changed = wanted.bound_by_functions ^ got.bound_by_functions
    found += [f"bound by functions: {name}" for name in sorted(changed) if name[:1] != "_"]
    if wanted.guards != got.guards:
        found.append(f"guards: {got.guards}, not {wanted.guards}")
    return found


def by_tooling(text: str) -> Said:
    """Read a text as the tooling does, as far as the oracle knows."""
    view = ScriptView(text)
    module = NameTable()
    for piece in view.pieces:
        module.add(piece.facts.scope, piece)  # what the entrypoint returns is a matter of the entrypoint
    guards = [view.line(piece.start + at) for piece in view.pieces for at in piece.facts.guards]
    return Said(
        bound=sorted(_bound(view, module, "")),
        read={name for name in view.reads if name not in module.sites and name[:1] != "_"},
        bound_by_functions=set(view.uses.bound_by_functions()),
        guards=guards,
    )


def _bound(view: ScriptView, scope: NameTable, prefix: str) -> Iterator[Bound]:
    for name, sites in scope.sites.items():
        for site in sites:
            binding = site.binding
            default = "" if binding.default is None else site.text(binding.default)
            yield Bound(prefix + name, view.line(site.at), binding.kind, binding.is_in_loop, default)
    for name, classes in scope.classes.items():
        yield from _bound(view, view.members(classes), f"{prefix}{name}.")
