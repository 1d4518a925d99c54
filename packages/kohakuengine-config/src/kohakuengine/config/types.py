"""Protocols: objects that provide a config, and objects that take one."""

from __future__ import annotations

from collections.abc import Iterator  # noqa: TC003 (typing.get_type_hints finds it)
from typing import Protocol, runtime_checkable

from kohakuengine.config.base import Config  # noqa: TC001

__all__ = ["ConfigProvider", "Configurable"]


@runtime_checkable
class ConfigProvider(Protocol):
    """An object that provides configs: accepted as `CONFIG`, and returned by `config_gen()`.

    >>> class Defaults:
    ...     def get_config(self):
    ...         return Config(globals_dict={"lr": 0.1})
    >>> isinstance(Defaults(), ConfigProvider)
    True
    """

    def get_config(self) -> Config | Iterator[Config]:
        """Return one Config, or an iterator of them."""
        ...


@runtime_checkable
class Configurable(Protocol):
    """An object that takes a config.

    >>> class Trainer:
    ...     def apply_config(self, config):
    ...         self.learning_rate = config.globals_dict["learning_rate"]
    >>> isinstance(Trainer(), Configurable)
    True
    """

    def apply_config(self, config: Config) -> None:
        """Take over what the config says."""
        ...
