"""Names of a bare config file that were meant to be `_args`, `_kwargs` or `_metadata`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.config.bound_names import BoundNames

__all__ = ["Misspelt", "find_misspelt"]

_PARTS = ("_kwargs", "_args", "_metadata")
_SHORTEST = len("_arg")


class Misspelt:
    """A name that nothing reads, near that of a part.

    Attributes:
        path: The file, as the user wrote it.
        line: 1-based.
        name: As written.
        meant: The part.
    """

    __slots__ = ("line", "meant", "name", "path")

    def __init__(self, *, path: str, line: int, name: str, meant: str) -> None:
        self.path = path
        self.line = line
        self.name = name
        self.meant = meant

    @property
    def what(self) -> str:
        """What is wrong, without the place."""
        return f"'{self.name}' is the file's own and reaches nothing"

    @property
    def what_now(self) -> str:
        """What to do about it."""
        return f"Did you mean '{self.meant}'?"

    def __str__(self) -> str:
        """Say where, what and what now."""
        return f"{self.path}:{self.line}: {self.what}. {self.what_now}"


def find_misspelt(bound: BoundNames, source: bytes | str, path: str) -> list[Misspelt]:
    r"""Find the names of a bare file that are near a part's and that the file itself never reads.

    Args:
        bound: How the file binds its names.
        source: The file, which is parsed only where a name is near.
        path: Its path, as messages show it.

    >>> from kohakuengine.config.bound_names import read_bound_names
    >>> source = "lr = 1\n_kwarg = {'device': 'cpu'}"
    >>> print(*find_misspelt(read_bound_names(source, "c.py"), source, "c.py"))
    c.py:2: '_kwarg' is the file's own and reaches nothing. Did you mean '_kwargs'?
    """
    assigned = bound.assigned
    near = {name: _near_part(name) for name in assigned if name[:1] == "_" and name not in _PARTS}
    near = {name: part for name, part in near.items() if part and part not in assigned}
    read = _read_names(source, path) if near else set()
    return [
        Misspelt(path=path, line=assigned[name], name=name, meant=part)
        for name, part in near.items()
        if name not in read
    ]


def _near_part(name: str) -> str:
    """Return the part that a name begins, goes on from or differs from by one slip, else ""."""
    name = name.lower()
    for part in _PARTS:
        is_beginning = len(name) >= _SHORTEST and part.startswith(name)
        if is_beginning or name.startswith(part) or _is_one_slip(name, part):
            return part
    return ""


def _is_one_slip(name: str, part: str) -> bool:
    """Say whether one letter is missing, too many or another, or two are swapped."""
    while name and part and name[0] == part[0]:
        name, part = name[1:], part[1:]
    while name and part and name[-1] == part[-1]:
        name, part = name[:-1], part[:-1]
    return max(len(name), len(part)) <= 1 or (len(name) == 2 and name == part[::-1])


def _read_names(source: bytes | str, path: str) -> set[str]:
    """Return all names that a file reads; storing into `_kwarg["x"]` is no reading of it."""
    import _ast

    from kohakuengine.config.tree import parse, walk

    read: set[_ast.Name] = set()
    filled: set[_ast.expr] = set()
    for node in walk(parse(source, path)):
        if isinstance(node, _ast.Name) and isinstance(node.ctx, _ast.Load):
            read.add(node)
        elif isinstance(node, _ast.Subscript) and isinstance(node.ctx, _ast.Store):
            filled.add(node.value)
    return {node.id for node in read - filled}
