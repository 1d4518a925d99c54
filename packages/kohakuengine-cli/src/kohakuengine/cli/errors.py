"""What the command line itself refuses.

The tree (codes in brackets)::

    KohakuError                    kohakuengine.config.errors
    └── CommandError
        ├── UsageError   [KE801]   the line cannot be carried out as typed
        └── OutputError  [KE802]   stdout cannot be written
"""

from __future__ import annotations

from kohakuengine.config.errors import KohakuError

__all__ = ["CommandError", "OutputError", "UsageError", "sentences"]


class CommandError(KohakuError):
    """A command that cannot be carried out."""


class UsageError(CommandError, ValueError):
    """A command line that cannot be carried out as typed.

    Attributes:
        message: What is wrong and what to type instead.
        command: The command whose `--help` explains more, "" for `kogine` itself, None for none.
    """

    code = "KE801"
    message: str
    command: str | None = None

    def __str__(self) -> str:
        """Return the message: what is wrong stands in the user's own words, a code adds nothing."""
        return self.message


class OutputError(CommandError, OSError):
    """Stdout cannot be written.

    Attributes:
        reason: Why not.
        is_reader_gone: Whether the reader at the other end of a pipe has gone.
    """

    code = "KE802"
    reason: str
    is_reader_gone: bool = False

    def _what(self) -> str:
        return f"cannot write to stdout: {self.reason}"


def sentences(*parts: str) -> str:
    """Join sentences, leaving out the empty ones."""
    return " ".join(part for part in parts if part)
