"""What one run was asked to do."""

from __future__ import annotations

import os

from kohakuengine.config.overrides import merge, overrides_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.config import Config
    from kohakuengine.config.overrides import Override
    from kohakuengine.engine.untaken import Part


class RunRequest:
    """One run, as asked for.

    Attributes:
        script: Path of the script as typed, or the module's dotted name.
        is_module: Whether `script` is a module to run as `python -m` would.
        overrides: In order of precedence, one per key.
        args: Positional arguments of the entrypoint, None to leave the script's own.
        kwargs: Keyword arguments laid over those of the entrypoint call.
        entrypoint: Function to call with the script's guard off, None for the script's own way.
        argv: What the script finds in `sys.argv[1:]`.
        strict: Whether a value replaced later is an error rather than a warning.
        has_config: Whether a config was given; only then is an uncalled `main()` called.
        config_source: (path, index) of the config file, for values that cannot be pickled.
        is_relaunched: Whether the script itself started this run, as a command with words of its own.
        helpers: Names of functions and classes of a bare config that the script need not know.
        source: Bytes to run in place of those that the script's file has now; None for these.
    """

    __slots__ = (
        "args",
        "argv",
        "config_source",
        "entrypoint",
        "has_config",
        "helpers",
        "is_module",
        "is_relaunched",
        "kwargs",
        "overrides",
        "script",
        "source",
        "strict",
    )

    def __init__(
        self,
        *,
        script: str,
        is_module: bool = False,
        overrides: list[Override] | None = None,
        args: list[Any] | None = None,
        kwargs: dict[str, Any] | None = None,
        entrypoint: str | None = None,
        argv: list[str] | None = None,
        strict: bool = False,
        has_config: bool = False,
        config_source: tuple[str, int] | None = None,
        helpers: frozenset[str] = frozenset(),
        is_relaunched: bool = False,
        source: bytes | None = None,
    ) -> None:
        self.script = script
        self.is_module = is_module
        self.overrides = overrides or []
        self.args = args or None
        self.kwargs = kwargs or {}
        self.entrypoint = entrypoint
        self.argv = argv or []
        self.strict = strict
        self.has_config = has_config
        self.config_source = config_source
        self.helpers = helpers
        self.is_relaunched = is_relaunched
        self.source = source

    def without_call(self) -> RunRequest:
        """Return the same request without a function for the engine to call, and what it would be given."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return RunRequest(**{**fields, "entrypoint": None, "args": None, "kwargs": None, "has_config": False})

    def take_config(self, config: Config) -> None:
        """Lay a config under what was asked for already: overrides given before win by key."""
        from kohakuengine.config.base import helpers_of, source_of

        self.overrides = merge(overrides_of(config.globals_dict), self.overrides)
        self.args = list(config.args) or self.args
        self.kwargs = {**config.kwargs, **self.kwargs}
        self.has_config = True
        self.config_source = source_of(config) or self.config_source
        self.helpers = helpers_of(config)

    def leave_out(self, parts: frozenset[Part]) -> None:
        """Go without what its script does not have, as `untaken` lists it."""
        if not parts:
            return
        self.overrides = [one for one in self.overrides if ("global", one.key) not in parts]
        self.kwargs = {name: value for name, value in self.kwargs.items() if ("kwarg", name) not in parts}
        self.args = None if ("args", "") in parts else self.args

    def source_note(self, error: Exception) -> str | None:
        """Say which config file set what an error is about, None where none did."""
        name = getattr(error, "name", None)
        if name is None or self.config_source is None:
            return None
        keys = [one.key for one in self.overrides if one.name == name and one.text is None]
        return f"{keys[0]!r} is set in {_from_here(self.config_source[0])}" if keys else None


def _from_here(path: str) -> str:
    """Write the absolute path of a file below the working directory as the user would."""
    try:
        here = os.path.join(os.getcwd(), "")
    except OSError:
        return path
    return path[len(here) :] if path.startswith(here) else path
