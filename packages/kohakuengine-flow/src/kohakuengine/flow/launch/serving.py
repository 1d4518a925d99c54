"""The loop of our helper processes: obey messages, look after children, end with the channel."""

from __future__ import annotations

import os
import select
import sys

from kohakuengine.flow.launch.channel import ChannelClosedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

    from kohakuengine.flow.launch.channel import Channel, Message
    from kohakuengine.flow.launch.dispositions import ChildSignals

__all__ = ["fork_into", "serve"]


def serve(
    channel: Channel,
    signals: ChildSignals,
    *,
    obey: Callable[..., None],
    reap: Callable[[], None],
    first: Message | None = None,
) -> None:
    """Serve until the other end of the channel is closed.

    Args:
        channel: Where messages come from.
        signals: Of this process.
        obey: Is called with the parts of each message.
        reap: Is called when children may have ended.
        first: What to say before that, None for nothing.
    """
    asked, woken = channel.fileno(), signals.wake_fd
    waiting = select.poll()
    for descriptor in (asked, woken):
        waiting.register(descriptor, select.POLLIN)
    try:
        if first is not None:
            channel.send(*first)
        while True:
            ready = dict(waiting.poll())
            if woken in ready:
                signals.drain()
                reap()
            if asked in ready:
                for message in channel.receive():
                    obey(*message)
    except ChannelClosedError:
        return


def fork_into(function: Callable[..., Any], *arguments: Any) -> int:
    """Fork another of our processes, which calls its function and ends.

    Returns:
        Its process id, 0 where no process can be made: whoever waits for it reads the end of its channel.
    """
    try:
        pid = os.fork()
    except OSError as error:
        sys.stderr.write(f"no process can be started: {error}\n")
        return 0
    if pid == 0:
        _be_to_the_end(function, *arguments)
    return pid


def _be_to_the_end(function: Callable[..., Any], *arguments: Any) -> NoReturn:
    code = 1
    try:
        function(*arguments)
        code = 0
    except BaseException as error:  # noqa: BLE001 - nothing may return from a fork
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        os._exit(code)
