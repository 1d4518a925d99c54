"""The `kogine` command.

`main` is what the console script calls. Everything else here is the command's own.
"""

from __future__ import annotations

__all__ = ["main"]

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from kohakuengine.cli.entry import main


def __getattr__(name: str) -> object:
    if name in __all__:
        from kohakuengine.cli import entry

        return getattr(entry, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
