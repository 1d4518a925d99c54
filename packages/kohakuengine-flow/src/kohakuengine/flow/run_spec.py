"""RunSpec: one run as a plan has it, before anything of it has happened."""

from __future__ import annotations

import functools
import os

from kohakuengine.config.later_dataclass import dataclass
from kohakuengine.engine.request import RunRequest
from kohakuengine.flow.plain import describe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.config import Config
    from kohakuengine.config.overrides import Override
    from kohakuengine.engine.untaken import Part

__all__ = ["Position", "RunSpec", "position_key", "script_file"]

Position = tuple[int, ...]
"""Where a run stands in its flow: the number of each element on the way to it (0-based), outermost first."""


def position_key(position: Position) -> str:
    """Write a position as text that sorts as the position does.

    >>> position_key((0, 12))
    '00000000.0000000c'
    """
    return ".".join(f"{part:08x}" for part in position)


def script_file(script: str) -> str:
    """Return the absolute path of a script that was named here."""
    try:
        here = os.getcwd()
    except OSError:  # it was deleted
        here = ""
    return _absolute(script, here)


@functools.lru_cache(64)
def _absolute(path: str, _here: str) -> str:
    return os.path.abspath(path)


@functools.lru_cache(64)
def _stem(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class RunSpec:
    """One run of a plan.

    Attributes:
        position: Where it stands in the flow.
        script: Path of the script as given, or a module's dotted name.
        is_module: Which of them.
        config: Its values, None to run it as it is.
        overrides: From the command line; they win over the config.
        entrypoint: Function to call with the script's guard off, None for the script's own way.
        argv: What it finds in `sys.argv[1:]`.
        is_strict: Whether a value replaced later is an error rather than a warning.
        run_as_main: Whether it runs as `__main__`, else under its own name.
        wanted: Names of globals that later scripts take.
        left_out: What of its config and overrides is meant for other scripts, and not for this one.
    """

    position: Position
    script: str
    is_module: bool = False
    config: Config | None = None
    overrides: tuple[Override, ...] = ()
    entrypoint: str | None = None
    argv: tuple[str, ...] = ()
    is_strict: bool = False
    run_as_main: bool = True
    wanted: tuple[str, ...] = ()
    left_out: frozenset[Part] = frozenset()

    @property
    def name(self) -> str:
        """Name of the script: its file name without suffix, or the module's name."""
        return self.script if self.is_module else _stem(self.script)

    @property
    def file(self) -> str:
        """Absolute path of the script, or the module's dotted name."""
        return self.script if self.is_module else script_file(self.script)

    def request(self) -> RunRequest:
        """Return what the engine is asked for."""
        request = RunRequest(
            script=self.script,
            is_module=self.is_module,
            overrides=list(self.overrides),
            entrypoint=self.entrypoint,
            argv=list(self.argv),
            strict=self.is_strict,
        )
        if self.config is not None:
            request.take_config(self.config)
        request.leave_out(self.left_out)
        return request

    def values_text(self, request: RunRequest | None = None) -> str:
        """Write all values as a JSON object with `globals`, `args`, `kwargs`, `metadata`; see `describe`.

        Args:
            request: What `request()` has returned, where the caller has it.

        >>> from kohakuengine.config import Config
        >>> RunSpec(position=(0, 0), script="a.py", config=Config(globals_dict={"lr": 0.1})).values_text()
        '{"globals": {"lr": 0.1}, "args": [], "kwargs": {}, "metadata": {}}'
        """
        request = request or self.request()
        values: dict[str, Any] = {
            "globals": {o.key: o.value if o.text is None else o.text for o in request.overrides},
            "args": request.args or [],
            "kwargs": request.kwargs,
            "metadata": dict(self.config.metadata or {}) if self.config is not None else {},
        }
        return describe(values)
