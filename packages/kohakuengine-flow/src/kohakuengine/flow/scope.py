"""Scope: one workflow while it runs, with what it does about its runs."""

from __future__ import annotations

from kohakuengine.config.later_dataclass import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

__all__ = ["Lane", "OnError", "Scope"]

OnError: TypeAlias = "Literal['stop', 'continue']"


@dataclass(kw_only=True, slots=True, eq=False)
class Scope:
    """One workflow while it runs; those that stand in another one have it as their parent.

    Changed by the scheduler alone, which has a lock.

    Attributes:
        parent: The workflow around it, None for the outermost.
        launcher: Where its runs go.
        limit: How many of its runs go at once, those of workflows inside of it included; None for no limit.
        on_error: Whether a run that failed is the last one to start.
        retries: How many more attempts a run gets that did not complete.
        timeout_s: Seconds that an attempt may take; None for ever.
        running: How many of its runs are being executed.
        open: How many of them were submitted and have not ended.
        failed: How many of its runs, or of the workflows in it, have failed.
        reason: Why nothing more starts; None while it goes on.
    """

    parent: Scope | None
    launcher: str
    limit: int | None
    on_error: OnError
    retries: int = 0
    timeout_s: float | None = None
    running: int = 0
    open: int = 0
    failed: int = 0
    reason: str | None = None

    @property
    def stopped_by(self) -> str | None:
        """Why nothing more of it starts, None while it goes on."""
        scope: Scope | None = self
        while scope is not None:  # asked ten times for each run: without the list of `_outwards`
            if scope.reason is not None:
                return scope.reason
            scope = scope.parent
        return None

    @property
    def may_stop(self) -> bool:
        """Whether a run of it that fails lets nothing more start."""
        return any(scope.on_error == "stop" for scope in self._outwards())

    @property
    def has_room(self) -> bool:
        """Whether one more of its runs may start now."""
        return all(scope.limit is None or scope.running < scope.limit for scope in self._outwards())

    def stop(self, reason: str) -> None:
        """Let nothing more start."""
        self.reason = self.reason or reason

    def admit(self, count: int = 1) -> None:
        """Count a run that was submitted, or, with -1, one that has ended."""
        for scope in self._outwards():
            scope.open += count

    def enter(self) -> None:
        """Count a run that starts."""
        for scope in self._outwards():
            scope.running += 1

    def leave(self) -> None:
        """Count a run that has ended."""
        for scope in self._outwards():
            scope.running -= 1

    def fail(self, name: str) -> None:
        """Count a run, or a workflow in it, that has failed."""
        self.failed += 1
        if self.on_error == "stop":
            self.stop(f"{name} failed before it")

    def _outwards(self) -> list[Scope]:
        scopes: list[Scope] = [self]
        while scopes[-1].parent is not None:
            scopes.append(scopes[-1].parent)
        return scopes


class Lane:
    """One source of runs: how far it may be ahead of those that are executed.

    Once it is full it is filled again when it is half empty: to wake the thread that fills it costs more than
    a run of a small script.

    Attributes:
        window: How many of its runs may be submitted and not started.
        waiting: How many are.
    """

    __slots__ = ("_least", "waiting", "window")

    def __init__(self, window: int) -> None:
        self.window = window
        self.waiting = 0
        self._least = window

    def add(self) -> None:
        """Count a run that was submitted."""
        self.waiting += 1
        self._least = max(1, self.window // 2) if self.waiting >= self.window else self._least

    def remove(self) -> None:
        """Count one that was started, or never will be."""
        self.waiting -= 1
        self._least = self._least if self.waiting >= self._least else self.window

    @property
    def has_room(self) -> bool:
        """Whether one more may be submitted."""
        return self.waiting < self._least
