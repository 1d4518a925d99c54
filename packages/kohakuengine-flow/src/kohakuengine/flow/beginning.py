"""Beginning: what a flow begins with, and what has changed since the last time."""

from __future__ import annotations

import os

from kohakuengine.config.later_dataclass import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from typing_extensions import Self

    from kohakuengine.flow.store.entered_flow import EnteredFlow

__all__ = ["Beginning"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Beginning:
    """How a flow stands to the last one of the same command.

    Attributes:
        is_resumed: Whether it goes on with it.
        is_anew: Whether it begins anew because all of that one was COMPLETED.
        scripts: Those that have changed: absolute paths.
        files: Configs and programs that have changed.
        imports: Files that runs had imported, and that have changed.
        is_any_as_before: Whether there is a script that has not changed.
    """

    is_resumed: bool
    is_anew: bool = False
    scripts: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    is_any_as_before: bool = True

    @classmethod
    def of(cls, flow: EnteredFlow, scripts: Iterable[str]) -> Self:
        """Tell the scripts of a flow from its other files.

        Args:
            flow: The flow that was entered.
            scripts: Paths of its scripts.
        """
        paths = {os.path.abspath(path) for path in scripts}
        sources = [path for path in flow.changed if path not in flow.changed_imports]
        return cls(
            is_resumed=flow.is_resumed,
            is_anew=flow.is_anew,
            scripts=tuple(path for path in sources if path in paths),
            files=tuple(path for path in sources if path not in paths),
            imports=tuple(flow.changed_imports),
            is_any_as_before=not paths <= {*sources},
        )
