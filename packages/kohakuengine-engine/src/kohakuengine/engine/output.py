"""Output: what a run of a script will leave, used before it has run."""

from __future__ import annotations

from contextvars import ContextVar

from kohakuengine.engine.errors import OutputUnknownError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from kohakuengine.engine.script import Script

__all__ = [
    "FETCH",
    "Output",
    "is_referred_to",
    "outputs_in",
    "refuse_outputs",
    "wanted_globals",
    "with_outputs",
]

FETCH: ContextVar[Callable[[Output], Any] | None] = ContextVar("kohakuengine.output.fetch", default=None)
"""Looks an output up in the flow that is running here; None where none is."""

_REMEMBERED = "_kogine_outputs"  # on a script: the globals that somebody has referred to


class Output:
    """What a run of a script will leave: the value of a global, or what its entrypoint returns.

    It may stand anywhere in the values of a Config, also inside of lists, tuples and dicts. A script
    whose config is a generator leaves a list: one value a run, in order.

    Attributes:
        script: The script.
        name: A global of it; None for the return value.
    """

    __slots__ = ("name", "script")

    def __init__(self, script: Script, name: str | None) -> None:
        """Refer to an output, and have it kept by the runs that are still to come."""
        self.script = script
        self.name = name
        wanted = vars(script).setdefault(_REMEMBERED, [])
        if name is not None and name not in wanted:
            wanted.append(name)

    def get(self) -> Any:
        """Return the value, inside of a generator of configs that a Pipeline or Graph draws from.

        Raises:
            OutputUnknownError: The script has not run, or no workflow is running here.
        """
        fetch = FETCH.get()
        if fetch is None:
            raise OutputUnknownError(output=repr(self), reason="no Pipeline or Graph is running here")
        return fetch(self)

    def __repr__(self) -> str:
        """Show it as it is written."""
        return f"{self.script.name}.output({'' if self.name is None else repr(self.name)})"


def wanted_globals(script: Script) -> tuple[str, ...]:
    """Return the globals of a script that somebody has referred to."""
    return tuple(vars(script).get(_REMEMBERED, ()))


def is_referred_to(script: Script) -> bool:
    """Say whether anything that a script leaves has been referred to."""
    return _REMEMBERED in vars(script)


def outputs_in(value: Any) -> Iterator[Output]:
    """Yield the outputs inside a value, down through plain containers."""
    if type(value) is Output:
        yield value
    elif type(value) is dict:
        for key, item in value.items():
            yield from outputs_in(key)
            yield from outputs_in(item)
    elif type(value) in (list, tuple, set, frozenset):
        for item in value:
            yield from outputs_in(item)


def with_outputs(value: Any, fetch: Callable[[Output], Any]) -> Any:
    """Return a value with its outputs replaced; what holds none stays the very object."""
    if type(value) is Output:
        return fetch(value)
    if next(outputs_in(value), None) is None:
        return value
    if type(value) is dict:
        return {with_outputs(key, fetch): with_outputs(item, fetch) for key, item in value.items()}
    return type(value)(with_outputs(item, fetch) for item in value)


def refuse_outputs(*values: Any) -> None:
    """Refuse values that only a workflow can know.

    Raises:
        OutputUnknownError: There is an output inside.
    """
    for output in outputs_in(values):
        raise OutputUnknownError(output=repr(output), reason="this script runs by itself")
