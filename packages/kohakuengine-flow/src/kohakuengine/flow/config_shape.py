"""What may stand as the config of a script in a workflow."""

from __future__ import annotations

from kohakuengine.config import Config, ConfigGenerator
from kohakuengine.config.generator import is_iterator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["as_config"]


def as_config(given: Any) -> Config | ConfigGenerator | None:
    """Return a config, or a generator of them: of an iterator, and of a function that makes one.

    Raises:
        TypeError: It is something else.

    >>> as_config(iter([Config()]))
    <ConfigGenerator, 0 yielded>
    """
    if given is None or isinstance(given, (Config, ConfigGenerator)):
        return given
    generator: Any = given
    if is_iterator(given) or (callable(given) and not isinstance(given, type)):
        return ConfigGenerator(generator)
    kind = type(given).__name__
    message = f"the config of a script is a Config or a ConfigGenerator, not {kind}"
    if isinstance(given, list):
        message += ": ConfigGenerator(iter([...])) makes one of a list"
    raise TypeError(message)
