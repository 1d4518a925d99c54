"""Children that `multiprocessing` and its kin start anew: they re-execute the script with the overrides.

A child is told its name, always, and mostly the path of the parent's `__main__`. The name travels as a
`str` that, when unpickled, also hands the child what the parent's run was asked for: whether it executes
the script or only imports it, it finds the overrides in it.
"""

from __future__ import annotations

import os

from kohakuengine.engine.parcel import path_of, unpack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.forkserver import ForkServer
    from typing import Any

    from kohakuengine.engine.prepare import PreparedRun

_MAIN_KEYS = ("init_main_from_path", "init_main_from_name")


class _NameText(str):
    """The name of a child, with the run behind it."""

    __slots__ = ("parcel",)

    parcel: bytes

    def __reduce__(self) -> Any:
        return receive, (str(self), self.parcel)


def carry(run: PreparedRun, data: dict[str, Any]) -> dict[str, Any]:
    """Let what a child is told carry the overrides.

    Args:
        run: The current run.
        data: What `get_preparation_data` returned.

    Returns:
        `data`, changed: its name brings the parcel.

    Raises:
        CarryError: A value cannot travel, and the child is going to execute the script.
    """
    from kohakuengine.config.errors import CarryError
    from kohakuengine.engine.packing import pack, pack_refusal

    try:
        parcel = pack(run.request, run)
    except CarryError as error:
        if any(key in data for key in _MAIN_KEYS):
            raise run.proof.broken(error) from None
        parcel = pack_refusal(run.path, error)
    return _with_parcel(data, parcel)


def hand_on(expected: ExpectedRun, data: dict[str, Any]) -> dict[str, Any]:
    """Let a child of a child that has not read the script yet carry the overrides all the same.

    Args:
        expected: The parcel that this child was given.
        data: What `get_preparation_data` returned.

    Returns:
        `data`, changed: its name brings the parcel.
    """
    return _with_parcel(data, expected.parcel)


def _with_parcel(data: dict[str, Any], parcel: bytes) -> dict[str, Any]:
    text = _NameText(data["name"])
    text.parcel = parcel
    data["name"] = text
    return data


def preload_installed_only(server: ForkServer, data: dict[str, Any]) -> dict[str, Any]:
    """Keep a fork server, which is told nothing of the run, from importing what may import the script.

    Its children do so themselves, with the overrides.

    Args:
        server: The `ForkServer` that is about to start.
        data: What `get_preparation_data` returned for it.

    Returns:
        The data without what names the script's own module.
    """
    from kohakuengine.engine.modules import is_installed

    modules = [name for name in server._preload_modules if is_installed(name)]  # type: ignore[attr-defined]
    server._preload_modules = modules  # type: ignore[attr-defined]
    return {key: value for key, value in data.items() if key not in _MAIN_KEYS}


def receive(text: str, parcel: bytes) -> str:
    """Prepare a child to execute the script with the overrides when it comes to that.

    Runs while the child unpickles what it is told; `sys.path` is not the parent's yet, so the values
    stay packed until the script is read.

    Args:
        text: What the name of the data was without its parcel.
        parcel: The packed request.

    Returns:
        The text, as the name that the child is told.
    """
    from kohakuengine.engine import hooks

    hooks.expect(ExpectedRun(parcel))
    return text


class ExpectedRun:
    """A parcel that is opened when its script is read.

    Attributes:
        parcel: As it came.
    """

    __slots__ = ("_path", "_run", "parcel")

    def __init__(self, parcel: bytes) -> None:
        self.parcel = parcel
        self._path = path_of(parcel)
        self._run: PreparedRun | None = None

    def run_for(self, path: str) -> PreparedRun | None:
        """Return the run if a path is its script, None otherwise."""
        if os.path.basename(path) != os.path.basename(self._path):
            return None
        if os.path.realpath(path) != os.path.realpath(self._path):
            return None
        return self.run()

    def is_named_in(self, command: tuple[Any, ...]) -> bool:
        """Say whether a command may have to do with the script: its parcel is worth opening."""
        name, _ = os.path.splitext(os.path.basename(self._path))
        return name in str(command)

    def run(self) -> PreparedRun:
        """Open the parcel and make its run the current one.

        Raises:
            CarryError: It could not travel.
        """
        if self._run is None:
            from kohakuengine.engine import hooks
            from kohakuengine.engine.prepare import prepare

            self._run = prepare(unpack(self.parcel))
            hooks.take_over(self._run)
        return self._run
