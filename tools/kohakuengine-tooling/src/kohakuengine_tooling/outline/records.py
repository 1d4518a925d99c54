"""What an outline says of a text: its entries, and the files that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from kohakuengine_tooling.outline.roles import Names, Role
    from kohakuengine_tooling.statement_facts import Span

__all__ = ["EntryKind", "EntryStyle", "FileUse", "Outline", "OutlineEntry"]

EntryKind = Literal["global", "kwarg", "arg"]
EntryStyle = Literal["statement", "definition", "key", "keyword", "subscript", "position"]


class OutlineEntry(NamedTuple):
    """One name that a config gives a value.

    Attributes:
        kind: What it sets, as in `kohakuengine.config.static.ConfigEntry`.
        name: As written, with `+`, `global:` or `option:` before it; the position of an argument.
        place: Where the name stands, without quotes; of a position where its value does.
        value: Where its value stands, None where it has none of its own.
        whole: The key with its value, or the simple statement; of a definition its header.
        style: How it is written: `lr = 1`, `def f()`, `"lr": 1`, `lr=1`, `d["lr"] = 1`, or by position.
        script: The script that the text itself names for it (`Script("train.py", config=...)`), else None.
        is_plain: Whether the name stands there letter by letter: no escapes, no prefix of a string.
    """

    kind: EntryKind
    name: str
    place: Span
    value: Span | None
    whole: Span
    style: EntryStyle
    script: str | None = None
    is_plain: bool = True


class FileUse(NamedTuple):
    """A file that the text names.

    Attributes:
        kind: config (`use_config`, `load_config`), script (`Script`) or mark (`# kogine: script = ...`).
        path: As written.
        place: Where it stands, without quotes.
        script: Of a config, the script that it is given to, as in `Script("train.py", load_config("a.py"))`;
            else None.
    """

    kind: Literal["config", "script", "mark"]
    path: str
    place: Span
    script: str | None = None


class Outline(NamedTuple):
    """What a text says as a config.

    Attributes:
        form: What the loader takes of it: config_gen, CONFIG, or bare, a file of globals.
        bare: What its own globals set where it is a bare file, then what its `_args` and `_kwargs` hold.
        given: What its `Config(...)` calls set, and those of `load_from_dict`, in the order of the text.
        files: The files that it names, in the order of the text.
        is_complete: Whether nothing is hidden in code that only running could tell.
        names: What its names mean.
        roles: What its variables are for, by name, where they hold a part of a Config.
    """

    form: Literal["config_gen", "CONFIG", "bare"]
    bare: tuple[OutlineEntry, ...]
    given: tuple[OutlineEntry, ...]
    files: tuple[FileUse, ...]
    is_complete: bool
    names: Names
    roles: dict[str, Role]

    @property
    def entries(self) -> tuple[OutlineEntry, ...]:
        """What it sets as a config: by the globals of a bare file, else by its calls."""
        return self.bare if self.form == "bare" else self.given
