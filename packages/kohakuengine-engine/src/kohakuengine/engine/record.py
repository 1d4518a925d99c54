"""A compiled script: code with markers, and what is needed to fill them without reading it again."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any


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
        names: tuple[tuple[str, str, str, bool], ...] = (),
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
        """Return the fields in order, as plain data."""
        return tuple(getattr(self, name) for name in self.__slots__)


class Parameter:
    """One override's target, as data: what a value must fit and where it lands.

    Attributes:
        key: As the user wrote it.
        name: Name of the parameter.
        kind: global, member, read, option, new or path.
        path: What follows the declared name in a dotted path.
        spec: Type spec.
        is_annotated: Whether the spec decides (annotation) or guides (default).
        default: Source text of the first declaration's value, or None.
        line: 1-based line of the first declaration.
        lines: Lines of all declarations.
        is_early: Whether the landing is proved before the entrypoint.
        is_watched: Whether the name must still hold the value at the end: no statement of the
            script computes a new value from it.
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

    def __init__(self, fields: tuple[Any, ...]) -> None:
        for name, value in zip(self.__slots__, fields, strict=True):
            setattr(self, name, value)
        self.key: str
        self.name: str
        self.kind: str
        self.path: tuple[str, ...]
        self.spec: tuple[Any, ...]
        self.is_annotated: bool
        self.default: str | None
        self.line: int
        self.lines: tuple[int, ...]
        self.is_early: bool
        self.is_watched: bool
        self.library: str

    def fields(self) -> tuple[Any, ...]:
        """Return the fields in order, as plain data."""
        return tuple(getattr(self, name) for name in self.__slots__)


class Record:
    """A compiled script.

    Attributes:
        code: Its code; the constants named by `places` are markers.
        slots: One (kind, index of the override or -1, detail) per marker.
        places: Where each marker lies: (slot number, indexes into nested `co_consts`).
        parameters: One per override, in the order of the key's names.
        call_after: Function that the engine calls after the module, or None.
        entry: (name, kind, line, call line or None, reason, names of its parameters or None where
            only running can tell) of the entrypoint, or None.
        notes: Texts for stderr.
        warnings: SyntaxWarnings of the compilation: (category name, text, line).
        has_explicit_parse: Whether all option parsing is of lists written in the script.
    """

    __slots__ = (
        "call_after",
        "code",
        "entry",
        "has_explicit_parse",
        "notes",
        "parameters",
        "places",
        "slots",
        "warnings",
    )

    def __init__(
        self,
        *,
        code: CodeType,
        slots: list[tuple[str, int, str]] | None = None,
        places: list[tuple[int, tuple[int, ...]]] | None = None,
        parameters: list[Parameter] | None = None,
        call_after: str | None = None,
        entry: tuple[Any, ...] | None = None,
        notes: list[str] | None = None,
        warnings: list[tuple[str, str, int]] | None = None,
        has_explicit_parse: bool = False,
    ) -> None:
        self.code = code
        self.slots = slots or []
        self.places = places or []
        self.parameters = parameters or []
        self.call_after = call_after
        self.entry = entry
        self.notes = notes or []
        self.warnings = warnings or []
        self.has_explicit_parse = has_explicit_parse

    def to_data(self) -> dict[str, Any]:
        """Return the record as data that `marshal` takes."""
        data = {name: getattr(self, name) for name in self.__slots__}
        data["parameters"] = [parameter.fields() for parameter in self.parameters]
        return data

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Record:
        """Build a record from what `to_data` gave."""
        parameters = [Parameter(fields) for fields in data.pop("parameters")]
        return cls(parameters=parameters, **data)
