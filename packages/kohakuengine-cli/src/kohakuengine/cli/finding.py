"""One thing that is wrong in a config."""

from __future__ import annotations

from kohakuengine.config.later_dataclass import dataclass

__all__ = ["Finding"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that is wrong in a config.

    Attributes:
        code: The code of the error that a run would give.
        path: The file it stands in; with `use_config` that may be another than the one checked.
        line: 1-based line, 0 where it has none.
        name: The name it is about.
        message: What is wrong and what now.
    """

    code: str
    path: str
    line: int
    name: str
    message: str

    def text(self) -> str:
        """Return it as one line: `small.py:3: no parameter 'lrr' in train.py (KE101). ...`."""
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.message}"

    def json(self) -> dict[str, object]:
        """Return it as data."""
        return {
            "code": self.code,
            "path": self.path,
            "line": self.line,
            "name": self.name,
            "message": self.message,
        }
