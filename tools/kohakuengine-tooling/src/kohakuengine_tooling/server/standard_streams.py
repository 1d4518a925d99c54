"""Serving on the standard streams, by the loop itself.

pygls reads with a thread, and hands each line of a header from it to the loop: three changes of threads for a
message, each of which waits for whatever the loop is at.
"""

from __future__ import annotations

import asyncio
import logging
import os
import stat
import sys
from threading import Event
from typing import TYPE_CHECKING, Final

from pygls.io_ import StdoutWriter, run_async

if TYPE_CHECKING:
    from kohakuengine_tooling.server.language_server import Server

__all__ = ["serve"]

_log: Final = logging.getLogger("kohakuengine.tooling.server")


def serve(server: Server) -> None:
    """Serve until the client ends it or is gone."""
    if not _can_be_awaited():
        server.start_io()
        return
    try:
        asyncio.run(_serve(server))
    except BrokenPipeError:
        _log.warning("the client is gone")
    except (KeyboardInterrupt, SystemExit):
        pass  # the protocol's way to end; `Server.exit_status` says how
    finally:
        server.shutdown()  # type: ignore[no-untyped-call]  # of pygls


def _can_be_awaited() -> bool:
    """Say whether a loop can wait for standard input: a pipe or a socket, which output is not written to.

    What is awaited does not block, and output has to.
    """
    if sys.platform == "win32":
        return False
    mode = os.fstat(sys.stdin.fileno()).st_mode
    is_own = not os.path.sameopenfile(sys.stdin.fileno(), sys.stdout.fileno())
    return is_own and (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode))


async def _serve(server: Server) -> None:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin.buffer)
    server.protocol.set_writer(StdoutWriter(sys.stdout.buffer))
    await run_async(
        stop_event=Event(),
        reader=reader,
        protocol=server.protocol,
        logger=_log,
        error_handler=server.report_server_error,
    )
