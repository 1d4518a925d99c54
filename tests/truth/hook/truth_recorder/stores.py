"""Stores: the instructions of a module and of its classes that bind a name, seen as they are executed."""

from __future__ import annotations

from .values import describe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, FrameType
    from typing import Any

    from .record import Recorder

_IS_OPTIMIZED = 0x1  # inspect.CO_OPTIMIZED: a function's code, never that of a module or class


class Site:
    """An instruction that stores a name: where its text is, and what has been seen of it."""

    __slots__ = ("column", "is_seen", "line", "name", "scope")

    def __init__(self, scope: str, name: str, line: int, column: int | None) -> None:
        self.scope, self.name, self.line, self.column = scope, name, line, column
        self.is_seen = False


def sites_of(code: CodeType, scope: str) -> dict[int, Site | None]:
    """Find the instructions of a code object that store a name, by their offset; what follows one has None.

    An instruction may begin with EXTENDED_ARG: it has every offset from there on.
    """
    import dis

    positions = list(code.co_positions()) if hasattr(code, "co_positions") else []
    sites: dict[int, Site | None] = {}
    line, first, is_behind = code.co_firstlineno, None, False
    for instruction in dis.get_instructions(code):
        line = _line_of(instruction) or line
        first = instruction.offset if first is None else first
        if instruction.opname == "EXTENDED_ARG":
            continue
        begin = getattr(instruction, "start_offset", first)
        if is_behind:
            sites[begin] = None
        is_behind = instruction.opname in ("STORE_NAME", "STORE_GLOBAL")
        if is_behind:
            place = positions[instruction.offset // 2] if positions else (line, None, None, None)
            site = Site(scope, instruction.argval, place[0] or line, place[2])
            sites.update(dict.fromkeys(range(begin, instruction.offset + 1), site))
        first = None
    return sites


def _line_of(instruction: Any) -> int | None:
    """Return the line that an instruction begins (an int, or since 3.13 a flag beside it), or None."""
    number: int | None = getattr(instruction, "line_number", instruction.starts_line)
    return number


class Stores:
    """The stores of a module and of the classes in it, followed from instruction to instruction."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._sites: dict[CodeType, dict[int, Site | None]] = {}
        self._stored: Site | None = None

    def watch(self, code: CodeType, scope: str = "") -> list[CodeType]:
        """Watch a module's code, and that of the classes in it; return all of them."""
        self._sites[code] = sites_of(code, scope)
        inner = [
            one for one in code.co_consts if hasattr(one, "co_code") and not one.co_flags & _IS_OPTIMIZED
        ]
        return [code, *(found for one in inner for found in self.watch(one, f"{scope}{one.co_name}."))]

    def are_left(self, code: CodeType) -> bool:
        """Tell whether a code is watched, and holds a store that has not been seen."""
        sites = self._sites.get(code, {}).values()
        return any(site is not None and not site.is_seen for site in sites)

    def reach(self, frame: FrameType, offset: int) -> bool:
        """Note that an instruction is about to be executed; what was stored just before is bound now.

        Returns:
            Whether the instruction, or the one before it, is a store.
        """
        sites = self._sites[frame.f_code]
        site, stored = sites.get(offset), self._stored
        self._stored = site if site is not None and not site.is_seen else None
        if stored is not None and stored is not site:
            self._record(frame, stored)
        return offset in sites

    def forget(self) -> None:
        """Note that the instruction reached last has raised."""
        self._stored = None

    def _record(self, frame: FrameType, site: Site) -> None:
        site.is_seen = True
        names = frame.f_locals if site.scope else frame.f_globals
        try:
            value = names[site.name]
        except KeyError:  # bound by `global` in a class body
            return
        row = {"scope": site.scope, "name": site.name, "line": site.line, "column": site.column}
        self._recorder.write({**row, "type": type(value).__name__, **describe(value)})
