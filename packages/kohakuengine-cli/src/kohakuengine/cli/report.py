"""Everything of ours that a terminal sees is printed here.

Errors, warnings, notes and headings go to stderr; a command whose product is text hands it to
`write_product`. Under `kogine run` stdout belongs to the script alone.
"""

from __future__ import annotations

import os
import sys

from kohakuengine.cli.errors import OutputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

__all__ = [
    "ask",
    "error",
    "has_colour",
    "heading",
    "is_terminal",
    "note",
    "say",
    "terminal_width",
    "warning",
    "write_bytes",
    "write_product",
    "write_raw",
]

_WIDTH = 80
_RED, _YELLOW, _CYAN, _BOLD = "31;1", "33;1", "36", "1"


def say(level: str, text: str) -> None:
    """Print what the engine has to say.

    Args:
        level: "note", "warning" or "error".
        text: What it says.
    """
    {"note": note, "warning": warning, "error": error}[level](text)


def error(text: str) -> None:
    """Print why we refuse."""
    _say("error: ", text, _RED)


def warning(text: str) -> None:
    """Print what may not be what was meant."""
    _say("warning: ", text, _YELLOW)


def note(text: str) -> None:
    """Print what is good to know."""
    _say("note: ", text, _CYAN)


def heading(text: str) -> None:
    """Print what begins now, on stderr."""
    _say("", text, _BOLD)


def ask(question: str) -> None:
    """Print a question, on stderr, without ending the line."""
    _write(sys.stderr, f"kogine: {question}")


def write_raw(text: str) -> None:
    """Print lines that carry their own meaning, such as a traceback, on stderr."""
    _write(sys.stderr, text)


def write_product(text: str) -> None:
    """Print what a command was asked for, on stdout.

    Raises:
        OutputError: It could not be written.
    """
    stream = _stdout()
    try:
        stream.write(_encodable(stream, text))
        stream.flush()
    except (OSError, ValueError) as error:
        raise _output_error(error) from error


def write_bytes(data: bytes, *, is_error: bool = False) -> None:
    """Print bytes as they are, on stdout or stderr.

    Raises:
        OutputError: They could not be written to stdout; a stderr that takes nothing is left alone.
    """
    stream = sys.stderr if is_error else _stdout()
    if stream is None:
        return
    try:
        stream.buffer.write(data)
        stream.buffer.flush()
    except (OSError, ValueError) as error:
        if not is_error:
            raise _output_error(error) from error


def _stdout() -> TextIO:
    if sys.stdout is None:
        raise OutputError(reason="it is closed")
    return sys.stdout


def _output_error(error: OSError | ValueError) -> OutputError:
    if isinstance(error, BrokenPipeError):
        return OutputError(reason="nobody reads it", is_reader_gone=True)
    return OutputError(reason=getattr(error, "strerror", None) or str(error))


def is_terminal(stream: TextIO | None) -> bool:
    """Say whether a stream is a terminal whose last line can be written anew."""
    if os.environ.get("TERM") == "dumb" or stream is None:
        return False
    if os.name == "nt" and "WT_SESSION" not in os.environ:
        return False
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


def has_colour(stream: TextIO | None) -> bool:
    """Say whether a stream takes colour: a terminal, and nobody asked for none (no-color.org)."""
    return not os.environ.get("NO_COLOR") and is_terminal(stream)


def terminal_width() -> int:
    """Return how many columns the terminal has; COLUMNS says otherwise.

    As `shutil.get_terminal_size`, whose import costs 7 ms.
    """
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return (
            os.get_terminal_size(1 if sys.__stdout__ is None else sys.__stdout__.fileno()).columns or _WIDTH
        )
    except (ValueError, OSError):
        return _WIDTH


def _say(kind: str, text: str, colour: str) -> None:
    label = f"kogine: {kind}"
    if has_colour(sys.stderr):
        label = f"\x1b[{colour}m{label}\x1b[0m"
    _write(sys.stderr, f"{label}{text}\n")


def _write(stream: TextIO | None, text: str) -> None:
    """Write where it can be written: a closed stderr must not hide the exit code."""
    if stream is None:
        return
    try:
        stream.write(_encodable(stream, text))
        stream.flush()
    except (OSError, ValueError):
        return


def _encodable(stream: TextIO, text: str) -> str:
    """Replace what the stream's encoding cannot say, undecodable file names included."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)
