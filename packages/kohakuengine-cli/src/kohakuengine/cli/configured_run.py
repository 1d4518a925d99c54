"""`kogine run -c CONFIG`."""

from __future__ import annotations

from kohakuengine.cli.given_config import load_given
from kohakuengine.config import Config

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.engine.request import RunRequest

__all__ = ["run_with_config"]


def run_with_config(request: RunRequest, path: str) -> int | RunRequest:
    """Lay the values of a config file under those of `--set`; run each config of a generator.

    Args:
        request: What the line asks for.
        path: The config file.

    Returns:
        The request, completed by the config, or the exit code of the runs of a generator.

    Raises:
        KohakuError: The config cannot be loaded, or a config of a generator does not suit the script.
        UsageError: The config is the script itself.
    """
    config = load_given(path, None if request.is_module else request.script)
    if isinstance(config, Config):
        request.take_config(config)
        return request
    from kohakuengine.cli.generator_run import run_each

    return run_each(request, path, config)
