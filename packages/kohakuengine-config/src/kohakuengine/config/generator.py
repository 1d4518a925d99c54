"""ConfigGenerator: the Configs of a sweep, made one at a time when they are asked for."""

from __future__ import annotations

import os

from kohakuengine.config.base import Config, remember_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from kohakuengine.config.file_state import FileState

__all__ = ["ConfigGenerator"]


class ConfigGenerator:
    """Yields Configs lazily; iterating over it is one pass, which ends.

    Two-way: `run = yield Config(...)` in the generator receives what `send()` is given.

    >>> def sweep():
    ...     for lr in (0.1, 0.01):
    ...         yield Config(globals_dict={"learning_rate": lr})
    >>> configs = ConfigGenerator(sweep)
    >>> next(configs).globals_dict
    {'learning_rate': 0.1}
    >>> len(list(configs)), configs.exhausted
    (1, True)
    >>> len(list(configs.fresh()))
    2
    """

    def __init__(self, generator: Iterator[Config] | Callable[[], Iterator[Config]]) -> None:
        """Wrap a generator, or the function that makes one.

        Args:
            generator: Generator or iterator of Configs; or a function without arguments that
                returns one, which is called when the first Config is asked for.

        Raises:
            TypeError: It is neither.
        """
        is_made = is_iterator(generator) and not isinstance(generator, type)
        if not is_made and not callable(generator):
            kind = type(generator).__name__
            message = f"ConfigGenerator takes a generator or a function that makes one, not {kind}"
            raise TypeError(message)
        self._iterator: Any = generator if is_made else None
        self._function: Any = None if is_made else generator
        self._state: FileState | None = None
        self._count = 0
        self._exhausted = False

    def __iter__(self) -> ConfigGenerator:
        """Return itself: a pass that was begun goes on."""
        return self

    def __next__(self) -> Config:
        """Return the next Config.

        Raises:
            StopIteration: There is none.
            ConfigYieldError: It yielded something else.
            ConfigExecutionError: It comes from a config file and raised.
        """
        return self._advance(None)

    def send(self, value: object) -> Config:
        """Answer the last `yield` with a value and return the next Config.

        An iterator that is no generator cannot listen: it just goes on.

        >>> def adaptive():
        ...     loss = yield Config(globals_dict={"lr": 0.1})
        ...     yield Config(globals_dict={"lr": 0.1 * loss})
        >>> configs = ConfigGenerator(adaptive)
        >>> _ = next(configs)
        >>> configs.send(2).globals_dict
        {'lr': 0.2}

        Raises:
            TypeError: A value other than None, and nothing was yielded yet.
        """
        return self._advance(value)

    def close(self) -> None:
        """End the pass: `finally` and `with` blocks of the generator run."""
        self._exhausted = True
        close = getattr(self._iterator, "close", None)
        if close is not None:
            close()

    def fresh(self) -> ConfigGenerator:
        """Return a new pass from the beginning; this one stays where it is.

        Raises:
            ConfigShapeError: It was made from an iterator, which has only one pass.
        """
        if self._function is None:
            from kohakuengine.config.errors import ConfigShapeError

            raise ConfigShapeError(
                path=self._path(),
                reason="this generator has only one pass",
                hint="Make it from a function: ConfigGenerator(config_gen), not config_gen().",
            )
        again = ConfigGenerator(self._function)
        again._state = self._state
        return again

    @property
    def exhausted(self) -> bool:
        """Whether the pass has ended: it raised StopIteration or an error, or was closed."""
        return self._exhausted

    @property
    def is_of_file(self) -> bool:
        """Whether it comes from a config file, whose folder is importable while its code runs."""
        return self._state is not None

    def __length_hint__(self) -> int:
        """Return how many are left, where the iterator knows."""
        if self._exhausted:
            return 0
        hint = getattr(self._iterator, "__length_hint__", None)
        return NotImplemented if hint is None else hint()

    def __repr__(self) -> str:
        """Show where it comes from and how far it is."""
        state = "exhausted" if self._exhausted else f"{self._count} yielded"
        origin = f" of {self._state.path}" if self._state else ""
        return f"<ConfigGenerator{origin}, {state}>"

    def _path(self) -> str | None:
        return self._state.path if self._state is not None else None

    def _advance(self, value: object) -> Config:
        if self._exhausted:
            message = "Config generator exhausted"
            raise StopIteration(message)
        if value is not None and self._count == 0:
            message = "can't send a value before the first Config was yielded"
            raise TypeError(message)
        try:
            found = self._draw(value)
        except BaseException:
            self._exhausted = True
            raise
        if not isinstance(found, Config):
            raise self._yield_error(found)
        if self._state is not None:
            remember_source(found, self._state.path, self._count)
        self._count += 1
        return found

    def _draw(self, value: object) -> object:
        if self._state is None:
            return self._step(value)
        from kohakuengine.config.execution import executing

        with executing(self._state, is_step=True):
            return self._step(value)

    def _step(self, value: object) -> object:
        if self._iterator is None:
            self._iterator = self._start()
        send = getattr(self._iterator, "send", None)
        return next(self._iterator) if send is None or value is None else send(value)

    def _start(self) -> object:
        made = self._function()
        if is_iterator(made):
            return made
        from kohakuengine.config.errors import ConfigShapeError

        raise ConfigShapeError(
            path=self._path(),
            reason=f"the function of a ConfigGenerator returned {type(made).__name__}, no generator",
        )

    def _yield_error(self, found: object) -> Exception:
        from kohakuengine.config.errors import ConfigYieldError

        frame = getattr(self._iterator, "gi_frame", None)
        path, line = self._path(), None
        if frame is not None:
            file, line = frame.f_code.co_filename, frame.f_lineno
            path = path if path and os.path.abspath(path) == file else file
        return ConfigYieldError(path=path, line=line, got=type(found).__name__)


def generator_of_file(
    made: Iterator[Config], state: FileState, *, again: Callable[[], Any] | None = None
) -> ConfigGenerator:
    """Make the generator of a config file: its errors name the file, its folder can be imported from.

    Args:
        made: What the file made; a ConfigGenerator of its own becomes the file's.
        state: The file.
        again: Makes another one, for `fresh()`.
    """
    configs = made if isinstance(made, ConfigGenerator) else ConfigGenerator(made)
    configs._state = configs._state or state
    configs._function = configs._function or again
    return configs


def is_iterator(value: object) -> bool:
    """Say whether a value is an iterator, generators included.

    >>> is_iterator(iter([])), is_iterator([])
    (True, False)
    """
    return hasattr(value, "__iter__") and hasattr(value, "__next__")
