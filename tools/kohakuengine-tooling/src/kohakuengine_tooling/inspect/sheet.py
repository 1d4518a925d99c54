"""What is shown of a script, in the order in which it is shown, before it is laid out.

Texts only, free of control characters, so that it can be kept: whoever shows it needs no facts.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["AMBIGUOUS", "BY_NAME", "Group", "Remark", "Row", "Sheet"]

BY_NAME = "by name only"  # how what a row says of an argument begins that no position gives
AMBIGUOUS = "is a global and an unrelated option"  # how the reason begins why such a name alone sets nothing


class Row:
    """Something that can be set.

    Attributes:
        name: As an override writes it.
        type: As an annotation would be written, or "".
        default: Source text of the default, or "".
        value: What the default comes to, where that is static and reads otherwise; else "".
        line: 1-based line of its declaration, as text.
        about: What the script says of it, and what is good to know.
        full_about: The same where all is asked for, "" where there is no more to be said.
    """

    __slots__ = ("about", "default", "full_about", "line", "name", "type", "value")

    def __init__(
        self,
        name: str,
        type: str,  # noqa: A002  # the word of the facts
        default: str,
        value: str,
        line: str,
        about: str,
        full_about: str = "",
    ) -> None:
        self.name = name
        self.type = type
        self.default = default
        self.value = value
        self.line = line
        self.about = about
        self.full_about = full_about

    def to_data(self) -> tuple[str, ...]:
        """Return it as plain data: the arguments that make it again."""
        return (self.name, self.type, self.default, self.value, self.line, self.about, self.full_about)


class Group:
    """Rows under a heading.

    Attributes:
        kind: What its rows are: global, option, argument; typed, options that no override types.
        heading: "" for none.
        rows: In the order of the script; no arguments where what runs is known to take none.
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

    @property
    def is_closed(self) -> bool:
        """Whether it is certain that nothing can be set."""
        is_known = not self.title or any(group.kind == "argument" for group in self.groups)
        is_whole = all(remark.what != "error" for remark in self.diagnostics)
        return is_known and is_whole and not any(group.rows for group in self.groups)

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
