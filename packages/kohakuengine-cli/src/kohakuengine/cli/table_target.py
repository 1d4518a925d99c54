"""The function that carries a command of the option table out."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.cli.entry import Left

__all__ = ["call_target"]


def call_target(target: str, values: dict[str, object]) -> Left:
    """Call `module:function` with the keywords that were read.

    Returns:
        The exit code, or what is left to do.
    """
    module, _, function = target.partition(":")
    outcome: Left = getattr(import_module(module), function)(**values)
    return outcome
