"""After the script: has anything but the script's own computations taken an override's place?"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from kohakuengine.engine.landing import Landing
    from kohakuengine.engine.prepare import PreparedRun

_SCALARS = (bool, int, float, complex, str, bytes)


def check_replaced(run: PreparedRun, namespace: dict[str, Any], report: Callable[[str, str], None]) -> None:
    """Warn of values that landed and were replaced by a loop variable, a star import, `exec` ...

    Args:
        run: The run that has ended.
        namespace: Globals of the script.
        report: Receives the warning.

    Raises:
        ReplacedLaterError: Under `strict`.
    """
    for landing in run.landings:
        parameter = landing.parameter
        if not parameter.is_watched or parameter.name not in namespace:
            continue
        if _is_the_same(namespace[parameter.name], landing):
            continue
        found = _by_what(run, parameter.name)
        if found is None:
            continue
        error = _replaced(run, parameter.key, *found)
        if run.request.strict:
            raise run.proof.broken(error)
        report("warning", str(error))


def _is_the_same(value: Any, landing: Landing) -> bool:
    """Compare by identity; equal scalars count as the same, no user's `__eq__` is called."""
    handed_out = landing.handed_out()
    for landed in handed_out:
        if value is landed:
            return True
        if type(value) is type(landed) and isinstance(value, _SCALARS) and value == landed:
            return True
    return not handed_out


def _replaced(run: PreparedRun, key: str, line: int | None, how: str) -> Exception:
    from kohakuengine.engine.errors import ReplacedLaterError

    return ReplacedLaterError(name=key, path=run.request.script, line=line, how=how)


def _by_what(run: PreparedRun, name: str) -> tuple[int | None, str] | None:
    """Find the statement that replaced a value, as far as reading can tell.

    Returns:
        Line (1-based, or None) and how; None where a function computes the new value from the old.
    """
    from kohakuengine.engine.reading import Reading
    from kohakuengine.engine.scope import global_assignments
    from kohakuengine.engine.source import read_source

    try:
        reading = Reading(read_source(run.path), run.path)
    except Exception:  # noqa: BLE001 - the file may have gone meanwhile: the line is then not known
        return None, "something"
    assignments = global_assignments(reading.tree, name)
    if any(is_computed for _, is_computed in assignments):
        return None
    for site in reading.bindings.sites.get(name, ()):
        if site.kind not in ("declaration", "transformation"):
            return site.line, f"a {site.kind}"
    declared = reading.bindings.declared(name)
    for site in reading.bindings.sites.get(name, ()):
        if site not in declared:
            return site.line, "an assignment in a loop"
    if assignments:
        return assignments[0][0], "an assignment through `global`"
    if reading.bindings.star_imports:
        return reading.bindings.star_imports[-1], "a star import"
    return None, "something that cannot be seen in the source (`exec`, `globals()[...]`)"
