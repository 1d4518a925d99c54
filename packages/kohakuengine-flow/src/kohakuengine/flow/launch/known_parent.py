"""KnownParent: a parent of forked runs, as the launcher has it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.flow.launch.channel import Channel
    from kohakuengine.flow.launch.preload import Preload

__all__ = ["KnownParent"]


class KnownParent:
    """What the launcher knows of one parent.

    Attributes:
        script: Whose runs are its forks, as the user named it.
        preload: What it imports.
        environment: What its imports find set, besides.
        channel: To it, None where it does not run.
        is_ready: Whether it has imported and may be forked.
        why_not: Why it must not be, None where that is not so.
        generation: Grows with what it has learned; a keeper of an earlier one has learned less.
        teacher: The run (its number) that tells what it had to import, None before there is one.
    """

    __slots__ = (
        "channel",
        "environment",
        "generation",
        "is_ready",
        "preload",
        "script",
        "teacher",
        "why_not",
    )

    def __init__(self, script: str, preload: Preload, environment: dict[str, str]) -> None:
        self.script = script
        self.preload = preload
        self.environment = environment
        self.channel: Channel | None = None
        self.is_ready = False
        self.why_not: str | None = None
        self.generation = 0
        self.teacher: int | None = None

    @property
    def origin(self) -> object:
        """What a keeper must have been made for to serve its script now; None for one of programs."""
        return (self, self.generation) if self.why_not is None else None

    def teach(self, names: list[str]) -> None:
        """Let it import what its first run had to import.

        Args:
            names: What that run had, of which some may be imported for others.

        Raises:
            ChannelClosedError: It is gone.
        """
        known = [name for name in names if self.preload.may_learn(name)]
        if known and self.channel is not None:
            self.channel.send("import", known)
            self.generation += 1
