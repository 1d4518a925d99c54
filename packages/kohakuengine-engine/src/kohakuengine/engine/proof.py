"""The proof that every override has landed, as soon as that is certain."""

from __future__ import annotations

import os

from kohakuengine.engine.landing import Trace
from kohakuengine.engine.record import OPTION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.engine.landing import Landing
    from kohakuengine.engine.launch import Report
    from kohakuengine.engine.record import CompiledTarget


class Proof:
    """Watches the landings of one run.

    Attributes:
        path: Script as shown in messages.
        landings: What must land.
        failure: The error that ends the run, kept so that no bare `except:` of the script hides it.
        has_forked: Whether the script has forked this process itself.
        pid: The process that executes the script, None before it does.
        report: Receives what is wrong where nothing can be raised any more; None before the script executes.
    """

    __slots__ = ("failure", "has_forked", "landings", "path", "pid", "report")

    def __init__(self, path: str, landings: list[Landing]) -> None:
        self.path = path
        self.landings = landings
        self.failure: Exception | None = None
        self.has_forked = False
        self.pid: int | None = None
        self.report: Report | None = None

    def begin(self, report: Report) -> None:
        """Note that this process executes the script from here on; `report` is kept."""
        self.pid = os.getpid()
        self.report = report
        self.has_forked = False

    @property
    def is_in_a_fork(self) -> bool:
        """Whether this is a process that the script has forked: what lands is proved in the first one."""
        return self.pid is not None and self.pid != os.getpid()

    @property
    def is_left_to_a_fork(self) -> bool:
        """Whether the script leaves a process that it has forked without waiting for it, as daemons begin."""
        if not (self.has_forked and hasattr(os, "waitid")):  # not on macOS until 3.13
            return False
        try:
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)  # one that has ended counts as well
        except ChildProcessError:
            return False
        return True

    def broken(self, error: Exception) -> Exception:
        """Remember an error of ours that is about to be raised inside the script.

        Returns:
            The first of them, also where the script has caught it and ran into another.
        """
        if self.failure is None:
            self.failure = error
        return self.failure

    def fail(self) -> bool:
        """Raise for the first override that should have landed by now; the guard calls this.

        Returns:
            True in a forked process, which may go on.

        Raises:
            NoEffectError: The assignment was not executed.
            UnknownPathError: A dotted path that no declaration had.
        """
        if self.is_in_a_fork:
            return True
        missing = [one for one in self.landings if not one.has_landed and one.target.is_early]
        if missing:
            raise self.broken(self._no_effect(missing[0]))
        return True

    def check_all(self) -> None:
        """Raise for the first override that never landed; called when the script has ended.

        Raises:
            KohakuError: An error that was raised inside the script and swallowed there, or
                NoEffectError, or UnknownPathError.
        """
        if self.failure is not None:
            raise self.failure
        if self.is_in_a_fork:
            return
        for landing in self.landings:
            if not landing.has_landed:
                raise self.broken(self._no_effect(landing))

    def replaced(self, namespace: dict[str, Any]) -> list[Landing]:
        """Return the landings whose value is no longer the one that landed, in a script that has ended."""
        if self.is_in_a_fork:
            return []
        found = []
        for landing in self.landings:  # a comprehension is a function that each fork makes
            if landing.target.is_watched and _is_replaced(namespace, landing):
                found.append(landing)
        return found

    def _no_effect(self, landing: Landing) -> Exception:
        if landing.problem is not None:
            return landing.problem
        from kohakuengine.engine.errors import NoEffectError

        target = landing.target
        return NoEffectError(name=target.key, path=self.path, line=target.line, reason=_reason(target))


def _is_replaced(namespace: dict[str, Any], landing: Landing) -> bool:
    target = landing.target
    first, *rest = (*target.name.split("."), *target.path)
    if first not in namespace:
        return False
    value = namespace[first]
    if rest:
        from kohakuengine.engine.peek import peek

        try:
            value = peek(value, rest)
        except LookupError:  # taken away, or not to be seen without running something of the script's
            return False
    return not _is_the_same(value, landing)


_SCALARS = (bool, int, float, complex, str, bytes)


def _is_the_same(value: Any, landing: Landing) -> bool:
    """Compare by identity; equal scalars count as the same, no user's `__eq__` is called."""
    has_landed = False
    for one in landing.landed:
        if type(one) is Trace and not one:
            continue
        if _is_one(value, one):
            return True
        has_landed = True
    return not has_landed


def _is_one(value: Any, landed: Any) -> bool:
    if type(landed) is Trace:
        return id(value) == landed["id"]
    if value is landed:
        return True
    return type(value) is type(landed) and isinstance(value, _SCALARS) and bool(value == landed)


def _reason(target: CompiledTarget) -> str:
    if target.kind == OPTION:
        return f"the script never parsed its option '{target.name}' from the command line"
    if not target.lines:
        return f"the annotation at line {target.line}, after which it is set, was not executed"
    lines = ", ".join(str(line) for line in target.lines)
    if len(target.lines) == 1:
        return f"the assignment at line {lines} was not executed"
    return f"none of the assignments at lines {lines} was executed"
