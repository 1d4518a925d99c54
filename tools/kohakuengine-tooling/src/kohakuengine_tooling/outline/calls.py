"""What the `Config(...)` calls of a text set, followed through its variables."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kohakuengine_tooling.lexing import KEYWORD, NAME, OPERATOR
from kohakuengine_tooling.outline.loose import (
    callee_of,
    find_operator,
    is_opening,
    keyword_of,
    outside,
    parts,
    single_string,
)
from kohakuengine_tooling.outline.records import FileUse, OutlineEntry
from kohakuengine_tooling.outline.roles import ENTRY_KINDS, NO_ROLE, Inside, Role, inside_of, role_of_element
from kohakuengine_tooling.statement_facts import Span
from kohakuengine_tooling.string_text import string_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kohakuengine_tooling.lexing import Tokens
    from kohakuengine_tooling.outline.lines import Line
    from kohakuengine_tooling.outline.records import EntryStyle
    from kohakuengine_tooling.outline.roles import Names

__all__ = ["OWN_PARTS", "ConfigCalls"]

_Scope = tuple[int, int] | None  # a function: its statement, and its number in that
_Key = tuple[int, str, str]  # of an entry: where it stands, its kind, its script
OWN_PARTS = {"_kwargs": Role("kwargs"), "_args": Role("args")}


class _Text(NamedTuple):
    """Some tokens of a text.

    Attributes:
        start: Where their statement of the module level begins.
        tokens: Of that.
        first: The first of them.
        last: The one behind their last.
        scope: The function that they stand in.
    """

    start: int
    tokens: Tokens
    first: int
    last: int
    scope: _Scope

    def part(self, first: int, last: int) -> _Text:
        """Return some of them."""
        return self._replace(first=first, last=min(last, self.last))

    @property
    def span(self) -> Span:
        """Where they stand in the text."""
        tokens = self.tokens
        if self.first >= self.last:
            end = self.start + (tokens.end(self.first - 1) if self.first else 0)
            return Span(end, end)
        return Span(self.start + tokens.starts[self.first], self.start + tokens.end(self.last - 1))

    def string(self) -> tuple[str, Span, bool] | None:
        """Return the value of the one string that they are, where it stands, and whether letter by letter."""
        index = single_string(self.tokens, self.first, self.last)
        if index is None:
            return None
        word = self.tokens.words[index]
        value = string_value(word)
        if not isinstance(value, str):
            return None
        bare = word.lstrip("rRuU")
        width = 3 if bare[:3] in ('"""', "'''") and len(bare) >= 6 else 1
        begin = self.start + self.tokens.starts[index] + len(word) - len(bare) + width
        inner = bare[width:-width]
        return value, Span(begin, begin + len(inner)), inner == value


class _Assignment(NamedTuple):
    """One value that a variable gets, or one of its items."""

    key: _Text | None
    value: _Text
    whole: Span


class ConfigCalls:
    """What the calls that make the Configs of a text are given.

    Attributes:
        bases: Names that hold what `use_config` returned.
        own: What `_args` and `_kwargs` of a bare file hold.
        is_complete: False once a dict was met that only running could tell.
    """

    def __init__(self, names: Names) -> None:
        self.bases: set[str] = set()
        self.own: list[OutlineEntry] = []
        self.is_complete = True
        self._names = names
        self._variables: dict[tuple[_Scope, str], list[_Assignment]] = {}
        self._updates: dict[tuple[_Scope, str], list[tuple[_Text, int]]] = {}
        self._waiting: list[tuple[_Scope, str, Role]] = []
        self._followed: set[tuple[_Scope, str, Role]] = set()
        self._entries: dict[_Key, OutlineEntry] = {}
        self._files: dict[int, FileUse] = {}

    def read(self, statements: Sequence[tuple[int, tuple[Line, ...]]], *, has_own_parts: bool) -> None:
        """Read statements of the module level.

        Args:
            statements: Where each begins, and its lines.
            has_own_parts: Whether `_args` and `_kwargs` of the module are parts of a Config: in a bare file.
        """
        for start, lines in statements:
            for line in lines:
                self._line(start, line)
        waiting, self._waiting = self._waiting, []
        if has_own_parts:
            given, self._entries = self._entries, {}
            self._follow_all([(None, name, role) for name, role in OWN_PARTS.items()])
            self.own, self._entries = self.entries(), given
        self._follow_all(waiting)

    def _follow_all(self, waiting: list[tuple[_Scope, str, Role]]) -> None:
        self._waiting = waiting
        while self._waiting:
            self._follow(*self._waiting.pop())

    def entries(self) -> list[OutlineEntry]:
        """Return what the calls are given, in the order of the text.

        One dict may be given to several: as globals and as kwargs, to one script and to another. What goes to
        a script that is named goes to no other.
        """
        known = self._entries.keys()
        named = {(start, kind) for start, kind, script in known if script}
        kept = sorted(key for key in known if key[2] or key[:2] not in named)
        return [self._entries[key] for key in kept]

    def files(self) -> list[FileUse]:
        """Return the files that are named, in the order of the text."""
        return [use for _, use in sorted(self._files.items())]

    def roles(self) -> dict[str, Role]:
        """Return what variables were found to be for, by name."""
        return {name: role for _, name, role in self._followed}

    def _line(self, start: int, line: Line) -> None:
        tokens, first, last, function, is_header = line
        scope = (start, function) if function else None
        whole = _Text(start, tokens, first, last, scope)
        if is_header:
            is_class = tokens.words[first] == "class"
            behind = tokens.partners.get(first + 2, first) + 1 if is_class else first  # no call: its bases
            self._expression(whole.part(behind, last), NO_ROLE)
            return
        operator = "=" if find_operator(tokens, first, last, "=") is not None else "|="
        *targets, value = [whole.part(*one) for one in parts(tokens, first, last, operator)]
        for target in targets:
            name, index = _target_of(target)
            if name:
                key = None if index is None else whole.part(*index)
                self._variables.setdefault((scope, name), []).append(_Assignment(key, value, whole.span))
        if targets and scope is None and self._is_base(value):
            self.bases |= {target.tokens.words[target.first] for target in targets}
        self._expression(value, NO_ROLE)

    def _is_base(self, value: _Text) -> bool:
        """Say whether a value is what `use_config` returns."""
        for index in range(value.first, value.last):
            if is_opening(value.tokens, index):
                name, at = callee_of(value.tokens, index)
                return at == value.first and self._is_use_config(name)
        return False

    def _is_use_config(self, callee: str) -> bool:
        full = self._names.full(callee)
        return full.endswith("use_config") and self._names.is_ours(full)

    def _expression(self, text: _Text, role: Role) -> None:
        tokens, index = text.tokens, text.first
        while index < text.last:
            if is_opening(tokens, index):
                self._bracket(text, index, role)
                index = max(tokens.partners.get(index, index), index)
            elif tokens.kinds[index] == KEYWORD and tokens.words[index] == "if" and role.part:
                index = self._condition(text, index)
            elif tokens.kinds[index] == NAME and (role.is_dict or role.part in ("args", "config")):
                self._refer(text, index, role)
            index += 1

    def _condition(self, text: _Text, index: int) -> int:
        """Read the condition in `a if x else b`, which is for nothing; return the token that ends it."""
        tokens = text.tokens
        found = (at for at in outside(tokens, index, text.last) if tokens.words[at] == "else")
        end = next(found, text.last)
        self._expression(text.part(index + 1, end), NO_ROLE)
        return end

    def _refer(self, text: _Text, index: int, role: Role) -> None:
        """Note that a variable is for something, where it stands for itself, or is copied."""
        words = text.tokens.words
        before = words[index - 1] if index > text.first else ""
        behind = words[index + 1 : index + 4]
        is_alone = not behind or index + 1 >= text.last or behind[0] not in (".", "(", "[")
        if before != "." and (is_alone or behind == [".", "copy", "("]):
            self._waiting.append((text.scope, words[index], role))

    def _bracket(self, text: _Text, opening: int, role: Role) -> None:
        tokens = text.tokens
        closing = min(tokens.partners.get(opening, text.last), text.last)
        callee, _ = callee_of(tokens, opening)
        inside = inside_of(role, tokens.words[opening], callee, self._names)
        if opening in tokens.loops and inside.form != "config":
            self.is_complete = self.is_complete and not (inside.form == "display" and role.is_dict)
            inside = Inside("other", NO_ROLE)
        if inside.form == "other" and callee and role.is_dict and not callee.endswith(".copy"):
            self.is_complete = False
        if self._is_use_config(callee):
            path = text.part(*next(parts(tokens, opening + 1, closing)))
            self.is_complete = self.is_complete and path.string() is not None
        if inside.form == "script":
            inside = inside._replace(role=Role("", self._script_of(text, opening, closing)))
        if inside.form == "group" and find_operator(tokens, opening + 1, closing, ",") is not None:
            inside = inside._replace(form="list")
        if inside.form == "other" and callee.endswith(".update"):
            name = callee[: -len(".update")]
            self._updates.setdefault((text.scope, name), []).append((text, opening))
        self._elements(text, opening, closing, inside)

    def _elements(self, text: _Text, opening: int, closing: int, inside: Inside) -> None:
        tokens = text.tokens
        for number, (first, last) in enumerate(parts(tokens, opening + 1, closing)):
            if first < last:
                self._element(text.part(first, last)._replace(last=last), number, inside)

    def _element(self, element: _Text, number: int, inside: Inside) -> None:
        tokens, first, last = element.tokens, element.first, element.last
        if tokens.kinds[first] == OPERATOR and tokens.words[first] in ("*", "**"):
            stars = tokens.words[first]
            self._expression(element.part(first + 1, last), role_of_element(inside, number, None, stars))
            return
        if inside.form == "display":
            self._item(element, inside)
            return
        name = keyword_of(tokens, first, last)
        value = element if name is None else element.part(first + 2, last)
        role = role_of_element(inside, number, name)
        if role.part == "value" and role.name and inside.form in ("call", "list"):
            is_keyword = inside.form == "call"
            at = element.part(first, first + 1) if is_keyword else value
            written = tokens.text[tokens.starts[first] : tokens.end(first)]
            self._add(
                role,
                at.span,
                value,
                element.span,
                "keyword" if is_keyword else "position",
                written == role.name,
            )
        self._value(value, role)

    def _item(self, element: _Text, inside: Inside) -> None:
        """Read one item of a dict display."""
        first, last = element.first, element.last
        colon = find_operator(element.tokens, first, last, ":")
        if colon is None:
            self._expression(element, NO_ROLE)
            return
        key, value = element.part(first, colon), element.part(colon + 1, last)
        self._named(key, value, element.span, inside, "key")

    def _named(self, key: _Text, value: _Text, whole: Span, inside: Inside, style: EntryStyle) -> None:
        """Read a value that stands under a key."""
        found = key.string()
        if found is None:
            self.is_complete = self.is_complete and not inside.role.is_dict
            self._expression(value, NO_ROLE)
            return
        name, place, is_plain = found
        role = role_of_element(inside, 0, name)
        if role.part == "value":
            self._add(role, place, value, whole, style, is_plain)
        self._value(value, role)

    def _value(self, value: _Text, role: Role) -> None:
        if role.part in ("path", "script"):
            found = value.string()
            if found is not None:
                path, place, _ = found
                kind = "config" if role.part == "path" else "script"
                self._files[place.start] = FileUse(kind, path, place, role.script)  # type: ignore[arg-type]
        self._expression(value, role)

    def _add(
        self, role: Role, place: Span, value: _Text, whole: Span, style: EntryStyle, is_plain: bool
    ) -> None:
        kind = ENTRY_KINDS[role.of]
        span = value.span if value.first < value.last else None
        entry = OutlineEntry(kind, role.name, place, span, whole, style, role.script, is_plain)
        self._entries[place.start, kind, role.script or ""] = entry

    def _script_of(self, text: _Text, opening: int, closing: int) -> str | None:
        """Return the path in `Script("train.py", ...)`."""
        for number, (first, last) in enumerate(parts(text.tokens, opening + 1, closing)):
            name = keyword_of(text.tokens, first, last) if first < last else None
            if name == "path" or (name is None and number == 0):
                found = text.part(first if name is None else first + 2, last).string()
                return None if found is None else found[0]
        return None

    def _is_assigned(self, key: tuple[_Scope, str]) -> bool:
        """Say whether a variable of a function, or of the module, is assigned as a whole."""
        found = self._variables.get(key, ())
        return any(one.key is None or (key[0] is None and key[1] in OWN_PARTS) for one in found)

    def _follow(self, scope: _Scope, name: str, role: Role) -> None:
        """Read what a variable of a function is assigned, else that of the module."""
        key = next((key for key in ((scope, name), (None, name)) if self._is_assigned(key)), None)
        if key is None:
            is_other = role.part == "config" or name in OWN_PARTS
            self.is_complete = self.is_complete and is_other
            return
        if (key[0], name, role) in self._followed:
            return
        self._followed.add((key[0], name, role))
        inside = Inside("display", role)
        for assignment in self._variables[key]:
            if assignment.key is None:
                self._expression(assignment.value, role)
            elif role.is_dict:
                self._named(assignment.key, assignment.value, assignment.whole, inside, "subscript")
        if role.is_dict:
            for text, opening in self._updates.get(key, ()):
                closing = min(text.tokens.partners.get(opening, text.last), text.last)
                self._elements(text, opening, closing, Inside("call", role))


def _target_of(target: _Text) -> tuple[str, tuple[int, int] | None]:
    """Return the variable that a target names, and the tokens in its index.

    Returns:
        `x` of `x`, `x: int` and `x["a"]`, "" of anything else; where `"a"` stands, or None.
    """
    tokens, first, last = target.tokens, target.first, target.last
    if first >= last or tokens.kinds[first] != NAME:
        return "", None
    name = tokens.words[first]
    if last - first == 1 or tokens.words[first + 1] == ":":
        return name, None
    closing = tokens.partners.get(first + 1)
    is_item = tokens.words[first + 1] == "[" and closing == last - 1
    return (name, (first + 2, last - 1)) if is_item else ("", None)
