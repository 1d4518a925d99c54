"""One script, read once: its tree and, on demand, everything that the rules ask about it."""

from __future__ import annotations

import _ast

from kohakuengine.config.tree import parse
from kohakuengine.engine.bindings import CLASS, FUNCTION, Bindings
from kohakuengine.engine.entry import find_entries
from kohakuengine.engine.options import find_options, is_parse_result, part_of
from kohakuengine.engine.scope import global_names
from kohakuengine.engine.specs import Names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.engine.bindings import Site
    from kohakuengine.engine.entry import Entry
    from kohakuengine.engine.option import Option

_CELL_START = "# %% kogine:config"
_CELL_END = "# %% kogine:script"


class Reading:
    """The static view of one script.

    Attributes:
        path: As shown in messages.
        source: Its bytes.
        tree: Its syntax tree; the rewriting changes it.
        entries: Entrypoints, best first.
        bindings: Bindings at module level.
        has_walrus: Whether `:=` occurs at all.
        cell: First and last line (1-based) of the marked cell, or None where the whole script counts.
    """

    __slots__ = (
        "_functions_bind",
        "_names",
        "_options",
        "_reads",
        "bindings",
        "cell",
        "entries",
        "has_walrus",
        "path",
        "source",
        "tree",
    )

    def __init__(self, source: bytes, path: str) -> None:
        """Read a script.

        Raises:
            SyntaxError: As `python` would report it.
        """
        self.path = path
        self.source = source
        self.tree: _ast.Module = parse(source, path)
        self.entries: list[Entry] = find_entries(self.tree)
        self.has_walrus = b":=" in source
        first = self.entries[0].statement if self.entries else None
        self.bindings = Bindings(self.tree.body, has_walrus=self.has_walrus, skip=first)
        self.cell = _find_cell(source)
        self._names: Names | None = None
        self._options: list[Option] | None = None
        self._reads: set[str] | None = None
        self._functions_bind: set[str] = set()

    @property
    def names(self) -> Names:
        """What annotations mean here."""
        if self._names is None:
            rebound = {
                name
                for name, sites in self.bindings.sites.items()
                if not all(site.is_import for site in sites)
            }
            self._names = Names(self.tree.body, rebound)
        return self._names

    @property
    def options(self) -> list[Option]:
        """The command-line options the script declares."""
        if self._options is None:
            self._options = find_options(self)
        return self._options

    @property
    def reads(self) -> set[str]:
        """Names that the script reads as globals and that no builtin provides."""
        if self._reads is None:
            import builtins

            reads, self._functions_bind = global_names(self.source, self.path)
            self._reads = {name for name in reads if not hasattr(builtins, name)}
        return self._reads

    @property
    def bound_by_functions(self) -> set[str]:
        """Names that functions bind through `global`."""
        _ = self.reads
        return self._functions_bind

    def option(self, name: str) -> Option | None:
        """Return the option with this destination, or None."""
        return next((option for option in self.options if option.name == name), None)

    def declared(self, name: str) -> list[Site]:
        """Return the sites that an override replaces; none where a marked cell does not declare it."""
        sites = self.bindings.declared(name)
        return sites if any(self.in_cell(site.line) for site in sites) else []

    def in_cell(self, line: int) -> bool:
        """Say whether a line may be overridden: always, unless the script marks a cell."""
        return self.cell is None or self.cell[0] <= line <= self.cell[1]

    def option_behind(self, site: Site) -> str | None:
        """Return the option that is a declaration's only value (`lr = args.lr`), or None."""
        options, name = part_of(site.value)
        if options is None or self.option(name) is None or site.holder is None:
            return None
        functions = {n for n, s in self.bindings.sites.items() if s[0].kind == FUNCTION}
        origins = [options]
        if isinstance(options, _ast.Name):
            origins = [s.value for s in self.bindings.sites.get(options.id, ()) if s.value]
        is_parsed = any(is_parse_result(origin, functions) for origin in origins)
        return name if is_parsed else None

    def classes(self, name: str, within: list[Bindings] | None = None) -> list[Any]:
        """Return the class statements of a name, at module level or within class bodies."""
        scopes = [self.bindings] if within is None else within
        return [
            site.statement for scope in scopes for site in scope.sites.get(name, ()) if site.kind == CLASS
        ]

    def members(self, statement: Any) -> Bindings:
        """Return the bindings of a class body."""
        return Bindings(statement.body, has_walrus=self.has_walrus, is_class=True)


def _find_cell(source: bytes) -> tuple[int, int] | None:
    if _CELL_START.encode() not in source:
        return None
    import io
    import tokenize

    start: int | None = None
    line = 1
    for token in tokenize.tokenize(io.BytesIO(source).readline):
        line = token.start[0]
        if token.type != tokenize.COMMENT:
            continue
        if start is None and token.string.startswith(_CELL_START):
            start = line
        elif start is not None and token.string.startswith(_CELL_END):
            return start, line
    return None if start is None else (start, line + 1)
