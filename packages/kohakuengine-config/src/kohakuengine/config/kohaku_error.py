"""The root of all errors: fields first, the message built from them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, ClassVar, TypeVar

    from typing_extensions import Self, dataclass_transform

    Class = TypeVar("Class")
else:

    def dataclass_transform(**_options: Any) -> Callable[[Class], Class]:
        """Do nothing: only type checkers read the mark."""
        return lambda cls: cls


__all__ = ["KohakuError", "did_you_mean", "nearest"]


def nearest(name: str, candidates: Iterable[str]) -> list[str]:
    """List the candidates that a misspelt name may have meant, the best first, at most three.

    One that is the name but for its case, or but for what stands before its last dot, leaves no room for
    others.

    >>> nearest("lrr", ["lr", "epochs"])
    ['lr']
    >>> nearest("lr", ["CFG.lr", "CFG.lrs"])
    ['CFG.lr']
    """
    from difflib import get_close_matches

    by_folded: dict[str, str] = {}
    for candidate in candidates:
        by_folded.setdefault(candidate.casefold(), candidate)
    wanted = name.casefold()
    if wanted in by_folded:
        return [by_folded[wanted]]
    members = [by_folded[folded] for folded in by_folded if folded.rpartition(".")[2] == wanted]
    if members:
        return members[:3]
    found = get_close_matches(wanted, by_folded, n=3, cutoff=0.6)
    return [by_folded[folded] for folded in found]


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """Write the question for a misspelt name, or "" where nothing is near.

    >>> did_you_mean("lrr", ["lr", "epochs"])
    "Did you mean 'lr'?"
    """
    found = " or ".join(f"'{candidate}'" for candidate in nearest(name, candidates))
    return f"Did you mean {found}?" if found else ""


def _field_defaults(cls: type) -> dict[str, Any]:
    """Map every annotated field of an error class to its default, `...` where it has none."""
    fields: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        if issubclass(base, _Fielded):
            for name in base.__annotations__:
                if not str(base.__annotations__[name]).startswith("ClassVar"):
                    fields[name] = base.__dict__.get(name, ...)
    return fields


def _rebuild(cls: Callable[..., KohakuError], fields: dict[str, Any]) -> KohakuError:
    """Make an error anew when it is unpickled: its fields are keyword-only."""
    return cls(**fields)


@dataclass_transform(kw_only_default=True, eq_default=False)
class _Fielded:
    """Takes the annotated attributes of the class as keyword arguments.

    What `dataclasses` would do, without its import.
    """

    def __init__(self, **fields: Any) -> None:
        defaults = _field_defaults(type(self))
        unknown = [name for name in fields if name not in defaults]
        missing = [n for n, d in defaults.items() if d is ... and n not in fields]
        if unknown or missing:
            wrong = f"unknown fields {unknown}" if unknown else f"missing fields {missing}"
            message = f"{type(self).__name__}: {wrong}"
            raise TypeError(message)
        for name, default in defaults.items():
            setattr(self, name, fields.get(name, default))

    if TYPE_CHECKING:

        def __new__(cls, *args: Any, **fields: Any) -> Self: ...


class KohakuError(_Fielded, Exception):
    """Something that KohakuEngine refuses to do.

    Attributes:
        code: Stable code, with its own heading in the documentation.
        path: The file it is about, as the user wrote it, or None.
        line: Line in that file (1-based), or None.

    A new error names its fields and builds its message from them:

    >>> class TooLateError(KohakuError):
    ...     code = "KE999"
    ...     name: str
    ...
    ...     def _what(self) -> str:
    ...         return f"too late for '{self.name}'"
    >>> print(TooLateError(name="lr", path="train.py", line=3))
    train.py:3: too late for 'lr' (KE999).
    """

    code: ClassVar[str] = "KE000"
    path: str | None = None
    line: int | None = None

    def _what(self) -> str:
        """Say what is wrong, without place, code or full stop."""
        return "something is wrong"

    def _what_now(self) -> str:
        """Say what to do about it, in full sentences, or ""."""
        return ""

    def _what_now_elsewhere(self) -> str:
        """Say it where the reader has another file in mind than the one that the error is about."""
        return self._what_now()

    def told_elsewhere(self) -> str:
        """Say it in a list of another file's faults: the place is told where it follows what is wrong.

        >>> print(KohakuError(path="train.py", line=3).told_elsewhere())
        something is wrong in train.py:3 (KE000).
        """
        place = f" in {self.where()}" if self.where() else ""
        now = self._what_now_elsewhere()
        return f"{self._what()}{place} ({self.code})." + (f" {now}" if now else "")

    def where(self) -> str:
        """Say the place as `file:line`, `file` or ""."""
        if self.path is None:
            return ""
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def __str__(self) -> str:
        """Join place, what is wrong, code and what to do now."""
        where, now = self.where(), self._what_now()
        text = f"{self._what()} ({self.code})."
        return (f"{where}: " if where else "") + text + (f" {now}" if now else "")

    def __repr__(self) -> str:
        """Show the fields that are set."""
        fields = ((name, getattr(self, name)) for name in _field_defaults(type(self)))
        shown = ", ".join(f"{name}={value!r}" for name, value in fields if value is not None)
        return f"{type(self).__name__}({shown})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by fields, so that an error of a child reaches its parent whole."""
        fields = {name: getattr(self, name) for name in _field_defaults(type(self))}
        return _rebuild, (type(self), fields), self.__dict__
