"""Put the overrides into the tree: each value becomes a marker that is filled in after loading.

A marker is a string constant no script can contain (it holds a digest of the script). The landing of
an override is `MARKER.__next__()`, an iterator at run time: no frame, no helper name, no evaluation
of the old value. Positions are those of the expression replaced, so tracebacks stay true.
"""

from __future__ import annotations

import _ast
import sys

from kohakuengine.config.tree import FUNCTIONS, target_names, walk
from kohakuengine.engine.entry import is_name_compare
from kohakuengine.engine.fields import default_holders, field_kind, is_field
from kohakuengine.engine.record import (
    CALL,
    COUNT,
    DYNAMIC,
    FIELD,
    MEMBER,
    NEW,
    PATH,
    PROOF,
    REACH,
    READ,
    RESULT,
    VALUE,
)
from kohakuengine.engine.targets import find_annotation

_START = _ast.Pass(lineno=1, col_offset=0, end_lineno=1, end_col_offset=0)  # of an empty script
_REACHING = {"value": "reach", "factory": "reach_made", "keywords": "reach_default"}

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.engine.bindings import Site
    from kohakuengine.engine.entry import Entry
    from kohakuengine.engine.reading import Reading
    from kohakuengine.engine.record import Slot, SlotKind
    from kohakuengine.engine.targets import Target


class Rewriter:
    """Rewrites one tree in place and keeps the list of markers it planted.

    Attributes:
        slots: One (kind, index of the override or -1, detail) per marker, in marker order.
    """

    __slots__ = ("_digest", "_inserted", "_opaque", "_reading", "slots")

    def __init__(self, reading: Reading, digest: str) -> None:
        self._reading = reading
        self._digest = digest
        self._inserted: list[tuple[list[Any], Any, Any]] = []
        self._opaque: set[int] = set()  # statements of which an overridden part has no value of its own
        self.slots: list[Slot] = []

    def land(self, targets: list[Target]) -> None:
        """Make every override land: on its declarations, or before the first statement."""
        overridden: dict[int, dict[str, int]] = {}
        for index, target in enumerate(targets):
            if target.kind in (READ, NEW):
                self._set_unbound(target, index)
            elif target.kind != PATH:
                for site in target.sites:
                    overridden.setdefault(id(site.statement), {})[site.name] = index
                    if site.holder is None:
                        self._opaque.add(id(site.statement))
        for index, target in enumerate(targets):
            if target.kind != PATH:
                for site in target.sites:
                    self._replace(site, target, index, overridden[id(site.statement)])
        paths = [(index, target) for index, target in enumerate(targets) if target.kind == PATH]
        for index, target in sorted(paths, key=lambda one: len(one[1].path)):  # what lies inside lands later
            for site in target.sites:
                self._reach(site, target, index)
        self._insert_all()

    def _replace(self, site: Site, target: Target, index: int, names: dict[str, int]) -> None:
        if id(site.statement) in self._opaque and _covers(site.statement, names):
            self._drop_value(site, target, index)
        elif site.holder is not None:
            owner, key = site.holder
            _put(owner, key, self._landing(_held(owner, key), target, index))
        elif target.is_of_enum:
            from kohakuengine.engine.refusal import shared_in_enum

            raise shared_in_enum(target.key, self._reading.path, site.line)
        else:
            value = self._landing(site.value, target, index)
            self._after(site, _assign(site.name, value, site.statement))

    def _drop_value(self, site: Site, target: Target, index: int) -> None:
        """Replace a statement all of whose names are overridden: its value is not evaluated."""
        value = self._landing(site.value, target, index)
        self._after(site, _assign(site.name, value, site.statement))
        self._inserted.append((site.body, site.statement, None))

    def _landing(self, old: Any, target: Target, index: int) -> Any:
        if target.kind == MEMBER and is_field(old):
            return self._field(old, target, index)
        return self._value(VALUE, old, target, index)

    def _value(self, kind: SlotKind, old: Any, target: Target, index: int, *, detail: str = "") -> Any:
        """Return what hands the value over; where only running knows its type, it fits it first."""
        if target.spec[0] != "named":
            return self._method(kind, index, "__next__", [], old, detail=detail)
        asked = target.annotation
        if asked is None:  # `mode = Mode.FAST`: ask what Mode is
            asked = _at(_ast.Name(id=target.spec[1], ctx=_ast.Load()), old)
        return self._method(DYNAMIC, index, "land", [_thunk(asked, old)], old, detail=detail)

    def _field(self, call: Any, target: Target, index: int) -> Any:
        """Lay the default over the arguments of `field(...)`; everything else in it stays."""
        if len(call.args) > 1:  # `attr.ib(0, validator)`: what follows must keep its place
            call.args[0] = self._value(VALUE, call.args[0], target, index)
            return call
        replaced = {"default", "default_factory", "factory"}
        keywords = [k for k in call.keywords if k.arg not in replaced]
        landing = self._value(FIELD, call, target, index, detail=field_kind(call, self._reading.names))
        laid = _at(_ast.keyword(arg=None, value=landing), call)
        return _at(_ast.Call(func=call.func, args=call.args[1:], keywords=[*keywords, laid]), call)

    def _reach(self, site: Site, target: Target, index: int) -> None:
        if site.holder is None:
            name = _at(_ast.Name(id=site.name, ctx=_ast.Load()), site.statement)
            value = self._method(REACH, index, "reach", [name], site.statement)
            self._after(site, _assign(site.name, value, site.statement))
            return
        held = _held(*site.holder)
        is_inside = target.is_in_field and is_field(held)
        places = default_holders(held) if is_inside else [(*site.holder, "value")]
        for owner, key, form in places:
            value = _held(owner, key)
            _put(owner, key, self._method(REACH, index, _REACHING[form], [value], value))

    def _set_unbound(self, target: Target, index: int) -> None:
        """Set a name that no statement binds: first of all, or where its annotation can be asked."""
        body = self._reading.tree.body
        if target.spec[0] == "named":
            anchor = find_annotation(self._reading, target.name)
            at = _index(body, anchor) + 1
        else:
            at = _first_statement(body)
            anchor = [*body[at : at + 1], *body[-1:], _START][0]
        value = self._value(VALUE, anchor, target, index)
        body.insert(at, _assign(target.name, value, anchor))

    def _after(self, site: Site, statement: Any) -> None:
        self._inserted.append((site.body, site.statement, statement))

    def _insert_all(self) -> None:
        dropped = set()
        for body, anchor, statement in reversed(self._inserted):
            if statement is None:
                dropped.add(id(anchor))
                continue
            body.insert(_index(body, anchor) + 1, statement)
        for body, anchor, statement in self._inserted:
            if statement is None and id(anchor) in dropped:
                dropped.discard(id(anchor))
                del body[_index(body, anchor)]
        self._inserted.clear()

    def prove(self, entry: Entry, indexes: list[int]) -> None:
        """Check that overrides have landed before the guard's body or the entrypoint call is reached.

        `MARKER.__next__() < N or PROOF.fail()` joins the guard's test, or comes before the name of the
        function called: no statement, line or frame of its own as long as all is well.
        """
        place: Any = entry.guard.test if entry.guard is not None else entry.call
        detail = ",".join(str(index) for index in indexes)
        stalled = self._method(COUNT, -1, "__next__", [], place, detail=detail)
        limit = _at(_ast.Constant(value=sys.maxsize), place)
        landed = _at(_ast.Compare(left=stalled, ops=[_ast.Lt()], comparators=[limit]), place)
        fail = self._method(PROOF, -1, "fail", [], place)
        proven = _at(_ast.BoolOp(op=_ast.Or(), values=[landed, fail]), place)
        if entry.guard is not None:
            entry.guard.test = _at(_ast.BoolOp(op=_ast.And(), values=[place, proven]), place)
        else:
            place.func = _at(_ast.BoolOp(op=_ast.And(), values=[proven, place.func]), place.func)

    def call_with(self, entry: Entry, *, has_args: bool, kwargs: tuple[str, ...]) -> None:
        """Let a config's arguments take the place of those of the entrypoint call."""
        call: Any = entry.call
        if entry.is_by_reference:
            call.args[0] = self._method(CALL, -1, "wrap", [call.args[0]], call.args[0])
            return
        own = [] if has_args else list(call.args)
        keywords = [
            _at(_ast.keyword(arg=k.arg, value=_at(_ast.Constant(value=None), k.value)), k)
            if k.arg in kwargs  # its place stays, its value is not evaluated
            else k
            for k in call.keywords
        ]
        bound = self._method(CALL, -1, "bind", [_load(call.func), *own], call, keywords=keywords)
        laid = _at(
            _ast.Attribute(value=self._marker(CALL, -1, "", call), attr="keywords", ctx=_ast.Load()),
            call,
        )
        call.args = [_at(_ast.Starred(value=bound, ctx=_ast.Load()), call)]
        call.keywords = [_at(_ast.keyword(arg=None, value=laid), call)]

    def keep_result(self, entry: Entry) -> None:
        """Keep the value of the entrypoint call; the call itself stays where and what it is."""
        call: Any = entry.result
        if entry.is_by_reference:
            call.args[0] = self._method(RESULT, -1, "wrap", [call.args[0]], call.args[0])
            return
        inner = _at(_ast.Call(func=call.func, args=call.args, keywords=call.keywords), call)
        key = _at(_ast.Constant(value="value"), call)
        kept = self._method(RESULT, -1, "setdefault", [key, inner], call)
        call.func, call.args, call.keywords = kept.func, kept.args, kept.keywords

    def close_guard(self) -> None:
        """Switch every `__name__ == "__main__"` test at module level off, `!=` on."""
        for statement in self._reading.tree.body:
            for node in _tests(statement):
                node.test = _closed(node.test)

    def _marker(self, kind: SlotKind, index: int, detail: str, at: Any) -> Any:
        self.slots.append((kind, index, detail))
        return _begin(_ast.Constant(value=f"{self._digest}{len(self.slots) - 1}"), at)

    def _method(
        self,
        kind: SlotKind,
        index: int,
        method: str,
        args: list[Any],
        at: Any,
        *,
        detail: str = "",
        keywords: list[Any] | None = None,
    ) -> Any:
        marker = self._marker(kind, index, detail, at)
        function = _begin(_ast.Attribute(value=marker, attr=method, ctx=_ast.Load()), at)
        return _at(_ast.Call(func=function, args=args, keywords=keywords or []), at)


def _at(node: Any, place: Any) -> Any:
    """Give a new node the position of the one it stands for."""
    node.lineno, node.col_offset = place.lineno, place.col_offset
    node.end_lineno, node.end_col_offset = place.end_lineno, place.end_col_offset
    return node


def _begin(node: Any, place: Any) -> Any:
    """Give a new node the position of the one it stands for, its first line only.

    Of a method call over several lines the compiler takes the line on which the attribute ends.
    """
    if place.lineno == place.end_lineno:
        return _at(node, place)
    node.lineno = node.end_lineno = place.lineno
    node.col_offset = node.end_col_offset = place.col_offset
    return node


def _put(owner: Any, key: Any, value: Any) -> None:
    if isinstance(owner, list):
        owner[key] = value
    else:
        setattr(owner, key, value)


def _held(owner: Any, key: Any) -> Any:
    return owner[key] if isinstance(owner, list) else getattr(owner, key)


def _load(function: Any) -> Any:
    """Copy a name or chain of attributes, which the rewritten call reads twice."""
    if isinstance(function, _ast.Attribute):
        inner = _load(function.value)
        return _at(_ast.Attribute(value=inner, attr=function.attr, ctx=_ast.Load()), function)
    return _at(_ast.Name(id=function.id, ctx=_ast.Load()), function)


def _assign(name: str, value: Any, place: Any) -> Any:
    target = _at(_ast.Name(id=name, ctx=_ast.Store()), place)
    return _at(_ast.Assign(targets=[target], value=value), place)


def _thunk(expression: Any, place: Any) -> Any:
    """Wrap an expression in a lambda: what cannot be resolved must not stop the statement."""
    empty = _ast.arguments(
        posonlyargs=[], args=[], vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None, defaults=[]
    )
    return _at(_ast.Lambda(args=empty, body=expression), place)


def _covers(statement: Any, names: dict[str, int]) -> bool:
    """Say whether every target of an assignment is a name that is overridden."""
    if not isinstance(statement, _ast.Assign):
        return False
    for target in statement.targets:
        bound = target_names(target)
        plain = all(
            isinstance(n, (_ast.Name, _ast.Tuple, _ast.List, _ast.Starred, _ast.expr_context))
            for n in walk(target)
        )
        if not plain or not all(name.id in names for name in bound):
            return False
    return True


def _index(body: list[Any], statement: Any) -> int:
    return next(i for i, one in enumerate(body) if one is statement)


def _first_statement(body: list[Any]) -> int:
    """Return the index after the docstring and the `from __future__` imports."""
    index = 0
    if body and isinstance(body[0], _ast.Expr) and isinstance(body[0].value, _ast.Constant):
        index = 1 if isinstance(body[0].value.value, str) else 0
    while index < len(body):
        statement = body[index]
        if not (isinstance(statement, _ast.ImportFrom) and statement.module == "__future__"):
            break
        index += 1
    return index


def _tests(statement: Any) -> list[Any]:
    """Return the `if` statements at module level below a statement, functions left out."""
    found: list[Any] = []
    stack = [statement]
    while stack:
        node = stack.pop()
        if isinstance(node, _ast.If):
            found.append(node)
        for field in ("body", "orelse", "finalbody", "handlers"):
            if not isinstance(node, (*FUNCTIONS, _ast.ClassDef)):
                stack.extend(s for s in getattr(node, field, ()) if hasattr(s, "lineno"))
    return found


def _closed(test: Any) -> Any:
    if is_name_compare(test):
        is_equal = isinstance(test.ops[0], (_ast.Eq, _ast.Is))
        return _at(_ast.Constant(value=not is_equal), test)
    if isinstance(test, _ast.BoolOp):
        test.values = [_closed(value) for value in test.values]
    elif isinstance(test, _ast.UnaryOp):
        test.operand = _closed(test.operand)
    return test
