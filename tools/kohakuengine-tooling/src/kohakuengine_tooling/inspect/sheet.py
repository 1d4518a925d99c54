"""What is shown of a script, in the order in which it is shown, before it is laid out.

Texts only, free of control characters, so that it can be kept: whoever shows it needs no facts.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["BY_NAME", "Group", "Remark", "Row", "Sheet"]

BY_NAME = "by name only"  # what a row says of an argument that no position gives


class Row:
    """Something that can be set.

    Attributes:
        name: As an override writes it.
        type: As an annotation would be written, or "".
        default: Source text of the default, or "".
        value: What the default comes to, where that is static and reads otherwise; else "".
        line: 1-based line of its declaration, as text.
        about: What the script says of it, and what is good to know.
    """

    __slots__ = ("about", "default", "line", "name", "type", "value")

    def __init__(self, name: str, type: str, default: str, value: str, line: str, about: str) -> None:  # noqa: A002  # the word of the facts
        self.name = name
        self.type = type
        self.default = default
        self.value = value
        self.line = line
        self.about = about

    def to_data(self) -> tuple[str, ...]:
        """Return it as plain data: the arguments that make it again."""
        return (self.name, self.type, self.default, self.value, self.line, self.about)


class Group:
    """Rows under a heading.

    Attributes:
        kind: global, option or argument: what its rows are.
        heading: "" for none.
        rows: In the order of the script; none where the function that runs is known to take no arguments.
    """

    __slots__ = ("heading", "kind", "rows")

    def __init__(self, kind: str, heading: str, rows: list[Row]) -> None:
        self.kind = kind
        self.heading = heading
        self.rows = rows

    def to_data(self) -> tuple[Any, ...]:
        """Return it as plain data."""
        return (self.kind, self.heading, [row.to_data() for row in self.rows])


class Remark:
    """Something about one place of the script.

    Attributes:
        line: 1-based, as text.
        what: error, warning or information of a diagnostic; the name of what cannot be set.
        text: What is to be said.
    """

    __slots__ = ("line", "text", "what")

    def __init__(self, line: str, what: str, text: str) -> None:
        self.line = line
        self.what = what
        self.text = text

    def to_data(self) -> tuple[str, ...]:
        """Return it as plain data."""
        return (self.line, self.what, self.text)


class Sheet:
    """All that is shown of a script.

    Attributes:
        script: Its path, as asked for.
        title: What it runs, and what else can be called; [] for a flat script.
        groups: What can be set.
        fixed: What cannot be set, and why.
        diagnostics: What is wrong.
    """

    __slots__ = ("diagnostics", "fixed", "groups", "script", "title")

    def __init__(
        self,
        script: str,
        title: list[str],
        groups: list[Group],
        fixed: list[Remark],
        diagnostics: list[Remark],
    ) -> None:
        self.script = script
        self.title = title
        self.groups = groups
        self.fixed = fixed
        self.diagnostics = diagnostics

    @property
    def is_bare(self) -> bool:
        """Whether nothing can be set, and nothing is called."""
        return not (self.groups or self.title)

    def to_data(self) -> tuple[Any, ...]:
        """Return it as plain data."""
        return (
            self.script,
            self.title,
            [group.to_data() for group in self.groups],
            [remark.to_data() for remark in self.fixed],
            [remark.to_data() for remark in self.diagnostics],
        )

    @classmethod
    def from_data(cls, data: tuple[Any, ...]) -> Sheet:
        """Make it again from what `to_data` returned."""
        script, title, groups, fixed, diagnostics = data
        return cls(
            script,
            title,
            [Group(kind, heading, [Row(*row) for row in rows]) for kind, heading, rows in groups],
            [Remark(*remark) for remark in fixed],
            [Remark(*remark) for remark in diagnostics],
        )
