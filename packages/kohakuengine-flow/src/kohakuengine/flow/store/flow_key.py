"""FlowKey: by what the same flow is known again."""

from __future__ import annotations

import json

from kohakuengine.config.later_dataclass import dataclass
from kohakuengine.flow.store.sources import digest_of

__all__ = ["FlowKey"]


@dataclass(frozen=True, kw_only=True, slots=True)
class FlowKey:
    """A command in its folder.

    Attributes:
        command: Its words in canonical form: what does not change which runs there are is left out.
        title: As people read it.
        folder: Where it was typed, absolute.
    """

    command: tuple[str, ...]
    title: str
    folder: str

    @property
    def text(self) -> str:
        """What names it: the same for the same command in the same folder.

        >>> FlowKey(command=("run", "flow.py"), title="flow.py", folder="/home/ann").text
        '2e6b974dfddbf0775337b027a2f4e3e3'
        """
        return digest_of(json.dumps([self.command, self.folder]).encode())[:32]
