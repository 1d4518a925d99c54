"""After the script: has anything but the script's own computations taken an override's place?"""

from __future__ import annotations

from kohakuengine.engine.record import MEMBER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.engine.landing import Landing
    from kohakuengine.engine.launch import Report
    from kohakuengine.engine.prepare import PreparedRun
    from kohakuengine.engine.reading import Reading
    from kohakuengine.engine.record import CompiledTarget


def report_replaced(run: PreparedRun, landing: Landing, report: Report) -> None:
    """Warn of a value that landed and was replaced by a loop variable, a star import, `exec` ...

    Raises:
        ReplacedLaterError: Under `strict`.
    """
    found = _what_replaced(run, landing.target)
    if found is None:
        return
    error = _replaced(run, landing.target.key, *found)
    if run.request.strict:
        raise run.proof.broken(error)
    report("warning", str(error))


def _replaced(run: PreparedRun, key: str, line: int | None, how: str) -> Exception:
    from kohakuengine.engine.errors import ReplacedLaterError

    return ReplacedLaterError(name=key, path=run.request.script, line=line, how=how)


def _what_replaced(run: PreparedRun, target: CompiledTarget) -> tuple[int | None, str] | None:
    """Find the statement that replaced a value, as `_by_what`, which is asked where none names the place."""
    from kohakuengine.engine.reading import Reading

    reading = Reading(run.source, run.path)
    first, *rest = (*target.name.split("."), *target.path)
    if rest:
        from kohakuengine.engine.stores import find_stores

        stores = find_stores(reading.tree, [first, *rest])
        if any(store.is_computed for store in stores):
            return None
        if stores:
            return stores[0].line, "an assignment"
        if target.kind == MEMBER:  # classes may keep something else than what their bodies assign
            return None
    return _by_what(reading, first)


def _by_what(reading: Reading, name: str) -> tuple[int | None, str] | None:
    """Find the statement that replaced a value, as far as reading can tell.

    Returns:
        Line (1-based, or None) and how; None where a function computes the new value from the old.
    """
    from kohakuengine.engine.bindings import DECLARATION, TRANSFORMATION
    from kohakuengine.engine.scope import global_assignments

    assignments = global_assignments(reading.tree, name)
    if any(is_computed for _, is_computed in assignments):
        return None
    for site in reading.bindings.sites.get(name, ()):
        if site.kind not in (DECLARATION, TRANSFORMATION):
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
