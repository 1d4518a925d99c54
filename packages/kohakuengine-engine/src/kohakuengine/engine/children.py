"""Children that `multiprocessing` and its kin start anew: they re-execute the script with the overrides.

A spawned child is told the path (or module name) of the parent's `__main__`. That text travels as a
`str` that, when unpickled, also hands the child what the parent's run was asked for.
"""

from __future__ import annotations

import os

from kohakuengine.engine.parcel import pack, path_of, unpack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.engine.prepare import PreparedRun

_KEYS = ("init_main_from_path", "init_main_from_name")


class _MainText(str):
    """The path or name of `__main__`, with the run behind it."""

    __slots__ = ("parcel",)

    parcel: bytes

    def __reduce__(self) -> Any:
        return receive, (str(self), self.parcel)


def carry(run: PreparedRun, data: dict[str, Any], *, is_preload: bool) -> dict[str, Any]:
    """Let what a child is told about `__main__` carry the overrides.

    Args:
        run: The current run.
        data: What `get_preparation_data` returned.
        is_preload: Whether it is for a fork server, which must not import the script by itself:
            each of its children does so, with the overrides.

    Raises:
        CarryError: A value cannot travel.
    """
    for key in _KEYS:
        if key not in data:
            continue
        if is_preload:
            del data[key]
            continue
        text = _MainText(data[key])
        text.parcel = pack(run.request, run)
        data[key] = text
    return data


def receive(text: str, parcel: bytes) -> str:
    """Prepare a child to execute the script with the overrides when it comes to that.

    Runs while the child unpickles what it is told; `sys.path` is not the parent's yet, so the values
    stay packed until the script is read.
    """
    from kohakuengine.engine import process

    process.expect(ExpectedRun(parcel))
    return text


class ExpectedRun:
    """A parcel that is opened when its script is read."""

    __slots__ = ("_parcel", "_path", "_run")

    def __init__(self, parcel: bytes) -> None:
        self._parcel = parcel
        self._path = path_of(parcel)
        self._run: PreparedRun | None = None

    def run_for(self, path: str) -> PreparedRun | None:
        """Return the run if a path is its script, None otherwise."""
        if os.path.basename(path) != os.path.basename(self._path):
            return None
        if os.path.realpath(path) != os.path.realpath(self._path):
            return None
        if self._run is None:
            from kohakuengine.engine import process
            from kohakuengine.engine.prepare import prepare

            self._run = prepare(unpack(self._parcel))
            process.take_over(self._run)
        return self._run
