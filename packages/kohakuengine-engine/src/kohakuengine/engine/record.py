"""A compiled script: code with markers, and what is needed to fill them without reading it again."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any, Final, Literal

    from kohakuengine.config.fitting import Spec
    from kohakuengine.config.overrides import Scope
    from kohakuengine.engine.entry import EntryKind

    TargetKind = Literal["global", "member", "read", "option", "new", "path", "helper"]
    FieldKind = Literal["attrs", "dataclass", "others"]
    SlotKind = Literal["value", "field", "dynamic", "reach", "count", "proof", "call", "result"]
    # Kind of a marker, index of its override or -1, detail.
    Slot = tuple[SlotKind, int, str]

# What of a script an override lands on.
GLOBAL: Final = "global"
MEMBER: Final = "member"  # of a class
READ: Final = "read"  # a global that the script never binds
OPTION: Final = "option"  # of the script's own command line
NEW: Final = "new"  # injected on purpose, `+NAME`
PATH: Final = "path"  # a dotted path into a global or member
HELPER: Final = "helper"  # a function of a bare config that the script does not know: lands nowhere

# What fills a marker (kohakuengine.engine.landing).
VALUE: Final = "value"
FIELD: Final = "field"
DYNAMIC: Final = "dynamic"
REACH: Final = "reach"
COUNT: Final = "count"
PROOF: Final = "proof"
CALL: Final = "call"
RESULT: Final = "result"

# Detail of a marker that stands in `field(...)`: whose it is.
FIELD_OF_ATTRS: Final = "attrs"
FIELD_OF_DATACLASS: Final = "dataclass"
FIELD_OF_OTHERS: Final = "others"


class CompileKey:
    """What decides the compiled code besides the source: names, never values.

    Attributes:
        names: (key, name, scope, is a helper of the config) of each override, in order.
        has_args: Whether a config replaces the positional arguments of the entrypoint call.
        kwargs: Sorted names of the keyword arguments laid over it.
        entrypoint: Function to call instead of the guard, or None.
        has_config: Whether a config was given; only then is an uncalled `main()` called.
        keeps_result: Whether somebody wants the entrypoint's return value.
        is_main: Whether the script runs as `__main__`; else its guard is off by itself.
    """

    __slots__ = (
        "entrypoint",
        "has_args",
        "has_config",
        "is_main",
        "keeps_result",
        "kwargs",
        "names",
    )

    def __init__(
        self,
        *,
        names: tuple[tuple[str, str, Scope, bool], ...] = (),
        has_args: bool = False,
        kwargs: tuple[str, ...] = (),
        entrypoint: str | None = None,
        has_config: bool = False,
        keeps_result: bool = False,
        is_main: bool = True,
    ) -> None:
        self.names = names
        self.has_args = has_args
        self.kwargs = kwargs
        self.entrypoint = entrypoint
        self.has_config = has_config
        self.keeps_result = keeps_result
        self.is_main = is_main

    def fields(self) -> tuple[Any, ...]:
        """Return the fields as plain data, in the order of their names."""
        return (
            self.entrypoint,
            self.has_args,
            self.has_config,
            self.is_main,
            self.keeps_result,
            self.kwargs,
            self.names,
        )


class CompiledTarget:
    """Where one override lands, as data: a `Target` without the tree.

    Attributes:
        key: As the user wrote it.
        name: Name of the parameter.
        kind: One of this module's kinds of targets.
        path: What follows the declared name in a dotted path.
        spec: Type spec.
        is_annotated: Whether the spec decides (annotation) or guides (default).
        default: Source text of the first declaration's value, or None.
        line: 1-based line of the first declaration.
        lines: Lines of all declarations.
        is_early: Whether the landing is proved before the entrypoint.
        is_watched: Whether the name, member or path must still hold the value at the end: no statement of the
            script computes a new value of its global.
        library: Library of an option, "" otherwise.
    """

    __slots__ = (
        "default",
        "is_annotated",
        "is_early",
        "is_watched",
        "key",
        "kind",
        "library",
        "line",
        "lines",
        "name",
        "path",
        "spec",
    )

    def __init__(
        self,
        *,
        key: str,
        name: str,
        kind: TargetKind,
        path: tuple[str, ...] = (),
        spec: Spec = ("any",),
        is_annotated: bool = False,
        default: str | None = None,
        line: int = 1,
        lines: tuple[int, ...] = (),
        is_early: bool = False,
        is_watched: bool = False,
        library: str = "",
    ) -> None:
        self.key = key
        self.name = name
        self.kind: TargetKind = kind
        self.path = path
        self.spec = spec
        self.is_annotated = is_annotated
        self.default = default
        self.line = line
        self.lines = lines
        self.is_early = is_early
        self.is_watched = is_watched
        self.library = library

    def fields(self) -> dict[str, Any]:
        """Return the fields by name, as plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


class CompiledEntry:
    """The entrypoint of a compiled script, as data: an `Entry` without the tree.

    Attributes:
        name: Function as written, "" for a guard's block without a call.
        kind: One of the kinds of `kohakuengine.engine.entry`.
        line: 1-based line of the definition, or of the call where it is not in this file.
        call_line: 1-based line of the call, None where nothing calls it.
        reason: Why it is the entrypoint, for people.
        keywords: Names that it takes, None where only running can tell.
    """

    __slots__ = ("call_line", "keywords", "kind", "line", "name", "reason")

    def __init__(
        self,
        *,
        name: str,
        kind: EntryKind,
        line: int,
        call_line: int | None,
        reason: str,
        keywords: list[str] | None,
    ) -> None:
        self.name = name
        self.kind: EntryKind = kind
        self.line = line
        self.call_line = call_line
        self.reason = reason
        self.keywords = keywords

    def fields(self) -> dict[str, Any]:
        """Return the fields by name, as plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


class Record:
    """A compiled script.

    Attributes:
        code: Its code; the constants named by `places` are markers.
        slots: One (kind, index of the override or -1, detail) per marker.
        places: Where each marker lies: (slot number, indexes into nested `co_consts`).
        targets: One per override, in the order of the key's names.
        call_after: Function that the engine calls after the module, or None.
        entry: The entrypoint, or None.
        notes: Texts for stderr, each as it follows the script's path.
        warnings: SyntaxWarnings of the compilation: (category name, text, line).
        written_out: Lines (first, last) on which a parser is given a list that stands in the script.
    """

    __slots__ = (
        "call_after",
        "code",
        "entry",
        "notes",
        "places",
        "slots",
        "targets",
        "warnings",
        "written_out",
    )

    def __init__(
        self,
        *,
        code: CodeType,
        slots: list[Slot] | None = None,
        places: list[tuple[int, tuple[int, ...]]] | None = None,
        targets: list[CompiledTarget] | None = None,
        call_after: str | None = None,
        entry: CompiledEntry | None = None,
        notes: list[str] | None = None,
        warnings: list[tuple[str, str, int]] | None = None,
        written_out: list[tuple[int, int]] | None = None,
    ) -> None:
        self.code = code
        self.slots = slots or []
        self.places = places or []
        self.targets = targets or []
        self.call_after = call_after
        self.entry = entry
        self.notes = notes or []
        self.warnings = warnings or []
        self.written_out = written_out or []

    def to_data(self) -> dict[str, Any]:
        """Return the record as data that `marshal` takes."""
        data = {name: getattr(self, name) for name in self.__slots__}
        data["targets"] = [target.fields() for target in self.targets]
        data["entry"] = self.entry.fields() if self.entry is not None else None
        return data

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Record:
        """Build a record from what `to_data` gave."""
        targets = [CompiledTarget(**fields) for fields in data.pop("targets")]
        entry = data.pop("entry")
        return cls(targets=targets, entry=CompiledEntry(**entry) if entry is not None else None, **data)
