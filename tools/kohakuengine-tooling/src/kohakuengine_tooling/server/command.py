"""`kogine lsp`: the language server on the standard streams, or on a port of this machine."""

from __future__ import annotations

import logging
import sys
from typing import Final

import click

from kohakuengine._version import __version__

__all__ = ["lsp"]

_HELP = """\
Start the language server for scripts and their configs.

Editors start it themselves: completion of the names and values that a config may set, with their types,
defaults and docs; what a run would refuse, while it is typed; the way from a config to its script and back;
renaming a global in the script and in all of its configs. It works beside a Python language server, on files
as they stand in the editor. Nothing of the workspace is executed or imported.

Without --tcp it speaks on standard input and output.

\b
Examples:
  kogine lsp
      for an editor that starts it
  kogine lsp --tcp 2087
      for one client that connects to 127.0.0.1:2087
"""
_LEVELS: Final = ("error", "warning", "info", "debug")
_LOOPBACK: Final = "127.0.0.1"


@click.command(help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--stdio", is_flag=True, help="Speak on standard input and output, as without any option.")
@click.option(
    "--tcp",
    "port",
    type=click.IntRange(1, 65535),
    metavar="PORT",
    help="Listen on this port of 127.0.0.1 instead.",
)
@click.option(
    "--log-file", type=click.Path(dir_okay=False), metavar="FILE", help="Write the log there, not to stderr."
)
@click.option(
    "--log-level",
    type=click.Choice(_LEVELS),
    default="warning",
    show_default=True,
    help="What the log tells.",
)
@click.version_option(__version__, message="%(version)s")
def lsp(*, stdio: bool, port: int | None, log_file: str | None, log_level: str) -> None:
    """Serve until the client ends it; where that asked for no shutdown before, the exit status is 1."""
    if stdio and port is not None:
        raise click.UsageError("--stdio and --tcp exclude each other.")
    _log_to(log_file, log_level)
    from kohakuengine_tooling.server.features import make_server
    from kohakuengine_tooling.server.standard_streams import serve

    server = make_server()
    if port is None:
        serve(server)
    else:
        try:
            server.start_tcp(_LOOPBACK, port)
        except OSError as error:
            raise click.UsageError(f"port {port} of {_LOOPBACK}: {error.strerror}") from error
    click.get_current_context().exit(server.exit_status)


def _log_to(path: str | None, level: str) -> None:
    """Send the log to a file, or to stderr: standard output is the client's."""
    from kohakuengine_tooling.server.refusal import is_no_refusal

    try:
        handler = (
            logging.StreamHandler(sys.stderr) if path is None else logging.FileHandler(path, encoding="utf-8")
        )
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}") from error
    handler.addFilter(is_no_refusal)
    logging.basicConfig(
        handlers=[handler], level=level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
