"""Passes: each script of a flow draws from a pass of its own over its configs."""

from __future__ import annotations

from kohakuengine.config import Config, ConfigGenerator
from kohakuengine.config.copying import copy_plain
from kohakuengine.config.errors import ConfigShapeError
from kohakuengine.flow.drawing import draw
from kohakuengine.flow.outputs import filled_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from kohakuengine.engine.output import Output
    from kohakuengine.engine.script import Script

__all__ = ["ConfigPass", "Passes"]


class ConfigPass:
    """One pass over the configs of a script: the one that it has, or all that a generator yields."""

    def __init__(self, given: Config | ConfigGenerator | None, kept: list[Config] | None = None) -> None:
        """Begin.

        Args:
            given: The script's config; a generator goes on where it stands.
            kept: What was drawn of it before, in order; more is added. None to keep nothing.
        """
        self._given = given
        self._kept = kept
        self._at = 0

    def next(self, answer: object, fetch: Callable[[Output], Any], *, is_plan: bool = False) -> Config | None:
        """Return the next config, None for a run without one.

        Args:
            answer: What the last `yield` returns.
            fetch: Looks up outputs of other scripts.
            is_plan: Whether outputs that stand in the config stay as they are.

        Raises:
            StopIteration: There is none.
            Exception: Whatever a generator raises.
        """
        config = _own(self._draw(answer, fetch))
        self._at += 1
        return config if is_plan else filled_in(config, fetch)

    def close(self) -> None:
        """End the pass: `finally` and `with` blocks of a generator run."""
        if isinstance(self._given, ConfigGenerator) and self._kept is None:
            self._given.close()

    def _draw(self, answer: object, fetch: Callable[[Output], Any]) -> Config | None:
        if not isinstance(self._given, ConfigGenerator):
            if self._at:
                raise StopIteration
            return self._given
        if self._kept is None:
            return draw(self._given, answer, fetch)
        if self._at == len(self._kept):
            self._kept.append(draw(self._given, answer, fetch))
        return self._kept[self._at]


def _own(config: Config | None) -> Config | None:
    """Copy a config with its plain containers: a generator may yield one and the same again, changed."""
    if config is None:
        return None
    if type(config) is Config:
        own = Config.__new__(Config)
    else:
        from copy import copy

        own = copy(config)
    vars(own).update({name: copy_plain(value) for name, value in vars(config).items()})
    return own


class Passes:
    """Begins passes: of a generator that was made from a function each script gets a new one.

    One that was made from an iterator has only one pass; what a plan drew of it is kept for the run.
    """

    def __init__(self) -> None:
        self._kept: dict[int, list[Config]] = {}
        self._generators: list[ConfigGenerator] = []  # so that no id is given twice
        self._used: set[int] = set()
        self._broken: set[int] = set()

    def break_off(self, script: Script) -> None:
        """Note that a pass over the configs of a script has ended before its end."""
        self._broken.add(id(script.config))

    def begin(self, script: Script, *, is_plan: bool) -> ConfigPass:
        """Begin a pass over the configs of a script.

        Args:
            script: Whose.
            is_plan: Whether the runs are only looked at.

        Raises:
            ConfigShapeError: Another script has had the only pass.
        """
        given = script.config
        if not isinstance(given, ConfigGenerator):
            return ConfigPass(given)
        try:
            return ConfigPass(given.fresh())
        except ConfigShapeError:
            if id(given) in (self._broken if is_plan else self._broken | self._used):
                raise
        if not is_plan:
            self._used.add(id(given))
        self._generators.append(given)
        return ConfigPass(given, self._kept.setdefault(id(given), []))
