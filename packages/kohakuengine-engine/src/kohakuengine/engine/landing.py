"""From a compiled record and values to code that is ready to run.

Each marker is replaced by the object that does its work at run time. Where nothing but a value is
needed that object is an iterator of the C library: `repeat(value)` counts its landings by itself
(`__length_hint__`), shows no frame to tracers and debuggers, and costs nothing.
"""

from __future__ import annotations

import marshal
import sys
from _functools import partial  # type: ignore[import-not-found]
from _operator import length_hint
from itertools import compress, filterfalse, repeat

from kohakuengine.config.copying import copy_plain
from kohakuengine.engine.record import (
    COUNT,
    DYNAMIC,
    FIELD,
    FIELD_OF_ATTRS,
    FIELD_OF_DATACLASS,
    REACH,
    VALUE,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

    from kohakuengine.engine.record import CompiledTarget, Record, Slot

_CO_OPTIMIZED = 1
_FORGETS_HIDDEN = sys.version_info[:2] == (3, 12)
_CONTAINERS = (list, dict, set, bytearray)
_PLAIN = (*_CONTAINERS, tuple, frozenset)
LEAVES = (bool, int, float, complex, str, bytes, type(None))


class Landing:
    """One override at run time.

    Attributes:
        target: Where it lands.
        value: What lands; text of `--set` is fitted already, unless only running knows its type.
        text: Raw text that is still to be fitted, else None.
        counter: Iterator that every landing advances; its length hint tells how often.
        landed: What has landed, for the check at the end: an object each, or `Trace` of a copy.
        problem: Why the value has not landed, None where the statement not executed is the reason.
    """

    __slots__ = ("counter", "landed", "problem", "target", "text", "value")

    def __init__(self, target: CompiledTarget, value: Any, text: str | None) -> None:
        self.target = target
        self.value = value
        self.text = text
        self.counter = repeat(None, sys.maxsize)
        self.landed: list[Any] = []
        self.problem: Exception | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle without the counter; a field's factory takes its landing along to other processes."""
        return (Landing, (self.target, self.value, self.text))

    @property
    def has_landed(self) -> bool:
        """Whether the script has executed a landing."""
        return self.counter.__length_hint__() < sys.maxsize

    def iterator(self) -> Any:
        """Return an iterator for one statement: the value, or a new copy of a plain container each time."""
        value = self.value
        if type(value) not in _PLAIN:
            self.landed.append(value)
            return map({None: value}.get, self.counter)
        blob: Any = as_data(value)
        if blob is not None:
            source: Any = map({None: blob}.get, self.counter)
            made: Any = map(marshal.loads, source)
        else:
            made = map(copy_plain, map({None: value}.get, self.counter))
        trace = Trace()
        self.landed.append(trace)
        return trace.traced(made)

    def note(self, value: Any, place: int | None) -> int:
        """Remember what landed last: a text or number, whose equals count as the same, else the identity.

        Args:
            value: What landed.
            place: Where the statement has noted what it was given before, None the first time.

        Returns:
            The place.
        """
        noted = value if type(value) in LEAVES else Trace(id=id(value))
        if place is None:
            self.landed.append(noted)
            return len(self.landed) - 1
        self.landed[place] = noted
        return place

    def field(self, detail: str) -> Any:
        """Return an iterator over the keyword that gives a field its default."""
        return map({None: default_keyword(copy_plain(self.value), detail)}.get, self.counter)


class Trace(dict[str, int]):
    """Remembers which object a statement was given last, without keeping it alive.

    The number of an object that has died may be another's: a replaced value then goes unnoticed, and
    none is noticed that was not.
    """

    __slots__ = ()

    def traced(self, made: Any) -> Any:
        """Return an iterator over the same objects that notes the id of each; all of it is C."""
        passing: list[Any] = []
        ids: Any = map(id, iter(passing.pop, object()))
        noted: Any = filterfalse(partial(self.__setitem__, "id"), ids)
        return compress(filterfalse(passing.append, made), noted)


def default_keyword(value: Any, detail: str) -> dict[str, Any]:
    """Return the keyword that gives a field its default: a factory for what instances must not share.

    Args:
        value: The default.
        detail: Whose field it is, as in `kohakuengine.engine.record`.
    """
    is_refused = detail == FIELD_OF_DATACLASS and type(value).__hash__ is None  # "mutable default"
    if not isinstance(value, _CONTAINERS) and not is_refused:
        return {"default": value}
    return {"factory" if detail == FIELD_OF_ATTRS else "default_factory": partial(copy_plain, value)}


def as_data(value: Any) -> bytes | None:
    """Return a container as bytes from which C alone makes copies, None where it holds anything else.

    Sets are left out: marshal may bring their members back in another order.
    """
    stack = [value]
    seen: set[int] = set()
    while stack:
        item = stack.pop()
        if type(item) in LEAVES or id(item) in seen:
            continue
        seen.add(id(item))
        if type(item) in (list, tuple):
            stack.extend(item)
        elif type(item) is dict:
            stack.extend([*item, *item.values()])
        else:
            return None
    return marshal.dumps(value)


def fill(record: Record, landings: list[Landing], services: dict[str, Any]) -> CodeType:
    """Replace the markers of a record by what they stand for.

    Args:
        record: The compiled script; not modified.
        landings: One per target of the record.
        services: Objects for the slots that belong to no override: proof, call, result.

    Returns:
        The code to execute.
    """
    objects = [_object(slot, landings, services) for slot in record.slots]
    filled = {where: objects[number] for number, where in record.places}
    return _replaced(record.code, filled) if filled else record.code


def _object(slot: Slot, landings: list[Landing], services: dict[str, Any]) -> Any:
    kind, index, detail = slot
    if kind == VALUE:
        return landings[index].iterator()
    if kind == COUNT:
        return _most_awaited([landings[int(number)].counter for number in detail.split(",")])
    if kind == FIELD:
        return landings[index].field(detail)
    if kind == DYNAMIC:
        from kohakuengine.engine.dynamic import DynamicLanding

        return DynamicLanding(landings[index], services["proof"], detail)
    if kind == REACH:
        from kohakuengine.engine.reach import Reach

        return Reach(landings[index], services["proof"])
    return services[kind]


def _most_awaited(counters: list[Any]) -> Any:
    """Return an iterator over the longest of the counters' hints: `sys.maxsize` while one has not landed.

    All of it is C: `max(map(length_hint, counters))`, computed anew at each `__next__`.
    """
    hints = partial(map, length_hint)
    return map(max, map(hints, repeat(counters)))


def _replaced(code: CodeType, filled: dict[tuple[int, ...], Any]) -> CodeType:
    """Return the code with constants replaced, in nested code objects first."""
    constants = list(code.co_consts)
    below: dict[int, dict[tuple[int, ...], Any]] = {}
    for where, value in filled.items():
        if len(where) == 1:
            constants[where[0]] = value
        else:
            below.setdefault(where[0], {})[where[1:]] = value
    for index, inner in below.items():
        constants[index] = _replaced(constants[index], inner)
    return code.replace(co_consts=tuple(constants), co_varnames=_harmless_locals(code))


def _harmless_locals(code: CodeType) -> tuple[str, ...]:
    """Return the names of a code's locals, without those that would hide a global from a module.

    3.12 inlines the comprehensions of a module: their variables are locals of it, marked as hidden. `replace`
    knows them by the instruction that begins such a comprehension; where the compiler has left that out, as
    beneath `if False:`, a look at the frame's locals would drop the global of that name.
    """
    names = code.co_varnames
    if not (names and _FORGETS_HIDDEN) or code.co_flags & _CO_OPTIMIZED:
        return names
    from opcode import opmap

    operations = code.co_code
    begins = opmap["LOAD_FAST_AND_CLEAR"]
    seen = {operations[at + 1] for at in range(0, len(operations), 2) if operations[at] == begins}
    return tuple(name if index & 0xFF in seen else f".{index}" for index, name in enumerate(names))
