"""Commands of other distributions, without click: for those that are done before click is loaded.

A distribution that brings a command (`plugins`) may name a function for it, under the command's own name, in
the entry-point group `kohakuengine.fast_commands`::

    def answer(words: list[str], host: ModuleType) -> int | None

It gets the words after the command's name, and `kohakuengine.cli.host` to print with. It returns the exit
code; or None, having printed nothing, where click should read the line: `--help` and mistakes. A line that
both can read means the same to both. What it raises is reported as for commands of ours.

Where the function is found is kept in the user's cache folder, for each environment: looking at all that is
installed takes longer than the function. An address that leads nowhere any more is forgotten.
"""

from __future__ import annotations

import os
import sys

from kohakuengine.cli import host
from kohakuengine.config.user_cache import cache_key, forget, keep, kept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    FastCommand = Callable[[list[str], ModuleType], int | None]

__all__ = ["carry_out_fast"]

_KIND = "plugins"


def carry_out_fast(name: str, words: list[str]) -> int | None:
    """Carry out a plugin's command where it has a fast way to.

    Args:
        name: The command's name.
        words: The words after it.

    Returns:
        The exit code; None where click should read the line, and nothing has been done.
    """
    function = _find(name)
    return None if function is None else function(words, host)


def _find(name: str) -> FastCommand | None:
    """Find the function by the address that is kept, else by what is installed."""
    key = cache_key(sys.prefix, os.environ.get("PYTHONPATH", ""), name)
    address = kept(_KIND, key)
    if address is not None:
        function = _function_at(address.decode("utf-8", "replace"))
        if function is not None:
            return function
        forget(_KIND, key)
    from kohakuengine.cli.installed_points import COMMAND_GROUP, FAST_GROUP, find_points

    found = find_points(COMMAND_GROUP, name).get(FAST_GROUP)
    function = None if found is None else _function_at(found)
    if found is not None and function is not None:
        keep(_KIND, key, found.encode("utf-8"))
    return function


def _function_at(address: str) -> FastCommand | None:
    """Import what `module:function` names; None where there is no such thing."""
    module, _, attribute = address.partition(":")
    try:
        return getattr(__import__(module, fromlist=[attribute]), attribute, None)
    except Exception:  # noqa: BLE001  # whatever is wrong in there, its click command will tell
        return None
