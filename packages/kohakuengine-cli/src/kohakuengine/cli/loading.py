"""Configs for the commands: loaded, drawn, and what goes wrong on the way made ours."""

from __future__ import annotations

from kohakuengine.config import load_config
from kohakuengine.config.errors import ConfigExecutionError, KohakuError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine.config import Config, ConfigGenerator

__all__ = ["draw", "load"]


def load(path: str) -> Config | ConfigGenerator:
    """Load a config file, which executes it.

    Raises:
        KohakuError: It is missing, has another shape, or raised; calling `sys.exit` counts as
            raising, because it would pass for a run that ended well.
    """
    try:
        return load_config(path)
    except SystemExit as error:
        raise _execution_error(path, error, "") from error


def draw(path: str, generator: ConfigGenerator) -> Iterator[Config]:
    """Draw the configs of a generator, one at a time and no sooner than asked for.

    Raises:
        KohakuError: It raised, or yielded something else.
    """
    count = 0
    while True:
        try:
            config = next(generator)
        except StopIteration:
            return
        except (KohakuError, KeyboardInterrupt):
            raise
        except BaseException as error:
            raise _execution_error(path, error, f" after {count} configs") from error
        count += 1
        yield config


def _execution_error(path: str, error: BaseException, when: str) -> ConfigExecutionError:
    text = str(error)
    reason = f"{type(error).__name__}{f': {text}' if text else ''}{when}"
    return ConfigExecutionError(path=path, reason=reason)
