"""Leavings: what a run has left behind, read when somebody asks for it."""

from __future__ import annotations

from kohakuengine.flow.errors import ValueLostError
from kohakuengine.flow.run_folder import read_assignment, read_outputs, read_result, read_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Any

    from kohakuengine.config import Config

__all__ = ["Leavings", "Live"]


class Live:
    """What a run in this process has left: the very objects.

    Attributes:
        value: What its entrypoint returned.
        outputs: The globals that were wanted, by name.
    """

    __slots__ = ("outputs", "value")

    def __init__(self, value: Any, outputs: Mapping[str, Any]) -> None:
        self.value = value
        self.outputs = outputs


class Leavings:
    """Return value, wanted globals and config of one run.

    Nothing is read, and nothing unpickled, before it is asked for.
    """

    __slots__ = ("_config", "_folder", "_live", "_name")

    def __init__(
        self,
        name: str,
        folder: Path | None,
        *,
        config: Callable[[], Config | None] | None = None,
        live: Live | None = None,
    ) -> None:
        """Remember where it is.

        Args:
            name: Of the script, for errors.
            folder: Of the run; None where it was never started.
            config: Gives its config; None to make it from what the folder says.
            live: What it has left in this process, None where it ran in another one.
        """
        self._name = name
        self._folder = folder
        self._config = config
        self._live = live

    def value(self) -> Any:
        """Return what the entrypoint returned, None where there was nothing.

        Raises:
            ValueLostError: It could not be stored, or cannot be made again here.
        """
        if self._live is not None:
            return self._live.value
        return self._read(lambda folder, result: read_value(folder, result))

    def output(self, name: str) -> Any:
        """Return a global that the script had at its end.

        Raises:
            ValueLostError: It had none of this name, or it could not be stored.
        """
        outputs = self._live.outputs if self._live is not None else self._read(read_outputs) or {}
        if name not in outputs:
            reason = f"it was not asked for before the run, or the script had no global {name!r} at its end"
            hint = f"A global is kept where output({name!r}) stands outside of the generator that takes it."
            raise ValueLostError(name=self._name, reason=reason, what=repr(name), hint=hint)
        return outputs[name]

    def config(self) -> Config | None:
        """Return the values that it ran with, None where it had none."""
        if self._config is not None:
            return self._config()
        from kohakuengine.config import Config

        assignment = read_assignment(str(self._folder))
        assert assignment is not None
        request = assignment.request
        values = {one.key: one.value if one.text is None else one.text for one in request.overrides}
        if not values and not request.has_config:
            return None
        return Config(globals_dict=values, args=request.args or [], kwargs=request.kwargs)

    def _read(self, read: Callable[[str, dict[str, Any]], Any]) -> Any:
        folder = str(self._folder)
        result = read_result(folder)
        if result is None:  # it ended by os._exit(0), which leaves nothing behind
            return None
        try:
            return read(folder, result)
        except Exception as error:  # whatever unpickling raises
            reason = str(error) if type(error) is ValueError else f"{type(error).__name__}: {error}"
            raise ValueLostError(name=self._name, reason=reason) from error
