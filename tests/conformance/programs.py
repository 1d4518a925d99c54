"""Programs drawn by hypothesis: module-level bindings of every form, without errors of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

PRELUDE = '''"""A program drawn at random."""
import contextlib as _contextlib
_kept = []
_count = 0
def _tick():
    global _count
    _count += 1
    return _count
def _pair():
    return _tick(), _tick()
def _keep(value):
    _kept.append(value)
    return value
'''

EPILOGUE = """
def main():
    global _dump
    _dump = [
        sorted((k, v) for k, v in globals().items() if not k.startswith("_") and isinstance(v, (int, list))),
        sorted(
            (k, m, v)
            for k, c in globals().items() if isinstance(c, type)
            for m, v in vars(c).items() if isinstance(v, (int, list)) and not m.startswith("_")
        ),
        _kept,
        _count,
    ]
    print(_dump)
if __name__ == "__main__":
    main()
"""

_INTEGERS = ("a", "b", "c", "d")
_LISTS = ("s", "t")
_IN_LOOPS = ("p", "q")
_MEMBERS = ("m", "n", "a")
_ONLY_READ = "r"
_DEEPEST = 3


def holds_list(name: str) -> bool:
    """Whether a name of a program is one for lists."""
    return name.rpartition(".")[2] in _LISTS


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Draw the source of one program."""
    return PRELUDE + "\n".join(_Writer(draw).module()) + EPILOGUE


class _Writer:
    """Writes statements and remembers which names are bound for certain, so that every reading is safe.

    A block is a list of lines without indentation; `bound` is changed in place by what is written.
    """

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._serial = 0
        self._is_in_class = False

    def module(self) -> list[str]:
        bound: set[str] = set()
        lines = [line for name in _INTEGERS[:2] for line in self._assign(name, bound)]
        for _ in range(self._number(2, 7)):
            lines += self._statement(bound, 0)
        return lines

    def _statement(self, bound: set[str], depth: int, *, names: tuple[str, ...] = _INTEGERS) -> list[str]:
        simple: list[Callable[[], list[str]]] = [
            lambda: self._assign(self._pick(names), bound),
            lambda: self._chain(names, bound),
            lambda: self._unpack(names, bound),
            lambda: self._transform(bound),
            lambda: self._shadow(self._pick(names), bound),
            lambda: self._walrus(self._pick(names), bound),
        ]
        nested: list[Callable[[], list[str]]] = [
            lambda: self._branches(bound, depth, names),
            lambda: self._attempt(bound, depth, names),
            lambda: self._context(bound, depth, names),
            lambda: self._match(bound, depth, names),
            lambda: self._for(bound, depth, names),
            lambda: self._while(bound, depth, names),
        ]
        outer: list[Callable[[], list[str]]] = [
            lambda: self._function(bound),
            lambda: self._changer(bound),
            lambda: self._class(bound),
            self._reader,
        ]
        choices = simple + (nested if depth < _DEEPEST else []) + (outer if depth == 0 else [])
        return self._pick(choices)()

    def _block(self, bound: set[str], depth: int, names: tuple[str, ...]) -> list[str]:
        lines: list[str] = []
        for _ in range(self._number(1, 3)):
            lines += self._statement(bound, depth + 1, names=names)
        return [f"    {line}" for line in lines]

    # Simple statements

    def _assign(self, name: str, bound: set[str]) -> list[str]:
        value = self._value(bound - {name})
        bound.add(name)
        form = self._pick(
            [
                "{n} = {v}",
                "{n}: int = {v}",
                "{n} = ({v})",
                '"ü→字"; {n} = {v}  # {n} = 5',
                "{n} = (\n    {v}\n)",
            ]
        )
        return form.format(n=name, v=value).split("\n")

    def _chain(self, names: tuple[str, ...], bound: set[str]) -> list[str]:
        first, second = self._two(names)
        value = self._value(bound)
        bound |= {first, second}
        return [f"{first} = {second} = {value}"]

    def _unpack(self, names: tuple[str, ...], bound: set[str]) -> list[str]:
        first, second = self._two(names)
        rest = self._pick(_LISTS)
        readable = bound - {first, second}
        one, two = self._plain(readable), self._plain(readable)
        forms = [
            (f"{first}, {second} = {one}, {two}", {first, second}),
            (f"[{first}, ({second})] = _pair()", {first, second}),
            (f"{first}, ({second}, *{rest}) = {one}, ({two}, 7, 8)", {first, second, rest}),
            (f"*{rest}, {first} = range({self._number(1, 4)})", {rest, first}),
            (f"{first}, {second} = {rest} = [{one}, {two}]", {first, second, rest}),
        ]
        line, names_bound = self._pick(forms)
        bound |= names_bound
        return [line]

    def _transform(self, bound: set[str]) -> list[str]:
        known = sorted(bound.intersection(_INTEGERS))
        if not known:
            return ["pass"]
        name = self._pick(known)
        other = self._pick(known)
        forms = [
            f"{name} += {self._value(bound)}",
            f"{name} = {name} * 2 - 1",
            f"{name}: int = abs({name}) % 1000",
            f"{name} = {name} if {name} > 3 else {self._plain(bound)}",
            f"_keep(({name} := {name} + 1))",
        ]
        if not self._is_in_class:
            forms.append(f"{name} = sum([{name} % 7 for _i in range(2)])")
        if other != name:
            forms.append(f"{name}, {other} = {other}, {name}")
        return [self._pick(forms)]

    def _shadow(self, name: str, bound: set[str]) -> list[str]:
        bound.add(name)
        forms = [
            f"{name} = sum([{name} for {name} in range({self._number(1, 4)})])",
            f"{name} = (lambda {name}: {name} + 1)({self._number(0, 9)})",
            f'{name} = dict({name}=4)["{name}"]',
            f"for {name} in range(2): pass",
        ]
        if not self._is_in_class:
            forms.append(f"_keep([{name} := _n for _n in range(2)])")
        return [self._pick(forms)]

    def _walrus(self, name: str, bound: set[str]) -> list[str]:
        value = self._value(bound - {name})
        bound.add(name)
        return [self._pick([f"_keep(({name} := {value}))", f"assert ({name} := {value}) or True"])]

    # Statements with a body

    def _branches(self, bound: set[str], depth: int, names: tuple[str, ...]) -> list[str]:
        test = self._test(bound)
        if self._draw(st.booleans()):
            name = self._pick(names)
            test = f"({name} := {self._value(bound - {name})}) > 3"
            bound.add(name)
        first, second = set(bound), set(bound)
        lines = [f"if {test}:", *self._block(first, depth, names)]
        if self._draw(st.booleans()):
            third = set(bound)
            lines += [f"elif {self._test(bound)}:", *self._block(third, depth, names)]
        lines += ["else:", *self._block(second, depth, names)]
        return lines

    def _attempt(self, bound: set[str], depth: int, names: tuple[str, ...]) -> list[str]:
        inside = set(bound)
        lines = ["try:", *self._block(inside, depth, names)]
        if self._draw(st.booleans()):
            lines.append("    raise ValueError")
        lines += ["except ValueError:", *self._block(set(bound), depth, names)]
        return [*lines, "finally:", *self._block(bound, depth, names)]

    def _context(self, bound: set[str], depth: int, names: tuple[str, ...]) -> list[str]:
        target = self._pick(["", " as _w", f" as {self._pick(names)}"])
        return [
            f"with _contextlib.nullcontext({self._number(0, 9)}){target}:",
            *self._block(bound, depth, names),
        ]

    def _match(self, bound: set[str], depth: int, names: tuple[str, ...]) -> list[str]:
        lines = [f"match {self._plain(bound)} % 3:", "    case 0:"]
        lines += [f"    {line}" for line in self._block(set(bound), depth, names)]
        lines += [self._pick(["    case _:", "    case _m:", f"    case {self._pick(names)}:"])]
        return lines + [f"    {line}" for line in self._block(set(bound), depth, names)]

    def _for(self, bound: set[str], depth: int, names: tuple[str, ...]) -> list[str]:
        inner = self._pick([names, (*names, *_IN_LOOPS)]) if "m" not in names else names
        if self._draw(st.booleans()):
            return ["for _i in range(2):", *self._block(bound, depth, inner)]
        name = self._pick(inner)
        header = f"for _i in range(({name} := {self._value(bound - {name})}) % 3):"
        bound.add(name)
        return [header, *self._block(set(bound), depth, inner)]

    def _while(self, bound: set[str], depth: int, names: tuple[str, ...]) -> list[str]:
        name = self._pick(names)
        value = self._value(bound - {name})
        self._serial += 1
        turns = f"_w{self._serial}"
        bound.add(name)
        header = [f"{turns} = 2", f"while ({name} := {value}) > 2 and {turns} > 0:", f"    {turns} -= 1"]
        return [*header, *self._block(set(bound), depth, names)]

    # Definitions

    def _function(self, bound: set[str]) -> list[str]:
        self._serial += 1
        name, local = f"f{self._serial}", self._pick(_INTEGERS)
        readable = self._value(bound - {local})
        target = self._pick(_INTEGERS)
        lines = [
            f"def {name}(x={self._plain(bound)}):",
            f"    {local} = {self._number(0, 9)}",
            f"    return x + {local} + {readable}",
        ]
        bound.add(target)
        return [*lines, f"{target} = {name}()"]

    def _changer(self, bound: set[str]) -> list[str]:
        self._serial += 1
        name = self._pick(sorted(bound.intersection(_INTEGERS)))
        value = self._pick([f"{name} + 1", "77"])
        return [
            f"def _g{self._serial}():",
            f"    global {name}",
            f"    {name} = {value}",
            f"_g{self._serial}()",
        ]

    def _class(self, bound: set[str]) -> list[str]:
        self._serial += 1
        readable = bound - set(_MEMBERS)
        lines = [f"class K{self._serial}:"]
        self._is_in_class = True
        for _ in range(self._number(1, 3)):
            lines += [f"    {line}" for line in self._statement(readable, 2, names=_MEMBERS)]
        self._is_in_class = False
        return lines

    def _reader(self) -> list[str]:
        self._serial += 1
        call = f'_keep(_h{self._serial}() if "{_ONLY_READ}" in globals() else 0)'
        return [f"def _h{self._serial}():", f"    return {_ONLY_READ}", call]

    # Expressions

    def _value(self, readable: set[str]) -> str:
        plain = self._plain(readable)
        return self._pick(
            [plain, "_tick()", f"{plain} + {self._number(1, 9)}", f"sum([_n for _n in range({plain} % 5)])"]
        )

    def _plain(self, readable: set[str]) -> str:
        known = sorted(readable.intersection(_INTEGERS + _IN_LOOPS + _MEMBERS))
        return self._pick([str(self._number(0, 20)), *known])

    def _test(self, readable: set[str]) -> str:
        return self._pick(["True", "False", f"{self._plain(readable)} % 2 == 0"])

    def _number(self, least: int, most: int) -> int:
        return self._draw(st.integers(least, most))

    def _pick(self, choices: list[T] | tuple[T, ...]) -> T:
        return self._draw(st.sampled_from(choices))

    def _two(self, names: tuple[str, ...]) -> tuple[str, str]:
        first = self._pick(names)
        return first, self._pick([name for name in names if name != first])
