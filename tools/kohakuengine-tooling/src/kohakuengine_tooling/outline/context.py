"""What a cursor stands in: the name or the value of a config that is being typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kohakuengine_tooling.lexing import KEYWORD, NAME, OPERATOR
from kohakuengine_tooling.outline.calls import OWN_PARTS
from kohakuengine_tooling.outline.cursor import read_cursor
from kohakuengine_tooling.outline.loose import callee_of, find_operator, keyword_of, parts, single_string
from kohakuengine_tooling.outline.roles import NO_ROLE, Inside, Role, inside_of, role_of_element
from kohakuengine_tooling.statement_facts import Span
from kohakuengine_tooling.string_text import string_value

if TYPE_CHECKING:
    from kohakuengine_tooling.outline.cursor import Cursor
    from kohakuengine_tooling.outline.records import Outline
    from kohakuengine_tooling.outline.roles import Part

__all__ = ["Context", "context_at"]

_MARK: Final = re.compile(r"\s*#\s*kogine:\s*script\s*=\s*['\"]?([^'\"]*)")
_REST_OF_WORD: Final = re.compile(r"\w*")
_REST_OF_STRING: Final = {
    "'": re.compile(r"[^'\n]*"),
    '"': re.compile(r"[^\"\n]*"),
    "": re.compile(r"[^\s'\"]*"),
}
_DICTS: Final = ("call", "display")


class Context(NamedTuple):
    """What a cursor stands in.

    Attributes:
        kind: name (of a global, an option or an argument), value (of one), config or script (paths of files).
        typed: What is there of it, to its end behind the cursor, without quotes.
        before: What of that stands before the cursor.
        quote: The quotes that it stands in, "" for none.
        part: Of a name or a value, the part of a Config that it belongs to.
        style: Of a name, how it is written: statement, key (of a display), keyword or subscript.
        name: Of a value, whose it is.
        script: The script that the text names for it, else None.
    """

    kind: Literal["name", "value", "config", "script"]
    typed: Span
    before: str
    quote: str = ""
    part: Part = "globals_dict"
    style: Literal["statement", "key", "keyword", "subscript"] = "key"
    name: str = ""
    script: str | None = None


def context_at(text: str, start: int, offset: int, outline: Outline) -> Context | None:
    r"""Say what a cursor stands in, None where it is nothing of a config.

    Args:
        text: Line ends as `\n`; it need not be Python.
        start: Where the statement of the module level begins that the cursor stands in or behind.
        offset: Of the cursor.
        outline: Of the text.
    """
    cursor = read_cursor(text, min(start, offset), offset)
    if cursor.is_formatted or len(cursor.quote) == 3:
        return None
    return _Place(text, cursor, outline).context()


class _Place:
    """A cursor, with what is known of the text around it."""

    __slots__ = ("_cursor", "_outline", "_text", "_tokens")

    def __init__(self, text: str, cursor: Cursor, outline: Outline) -> None:
        self._text = text
        self._cursor = cursor
        self._tokens = cursor.tokens
        self._outline = outline

    def context(self) -> Context | None:
        cursor = self._cursor
        if cursor.comment is not None:
            found = _MARK.fullmatch(cursor.before.rpartition("\n")[2])
            return None if found is None else self._path("script", found[1])
        role = self._role_of_target()
        if not cursor.open:
            return self._at_statement(role)
        inside = self._outermost(role)
        for opening in cursor.open[1:]:
            number, first, last = self._element(cursor.open[cursor.open.index(opening) - 1])
            inside = self._inside(self._role(inside, number, first, last), opening)
        return self._in_bracket(inside)

    def _role_of_target(self) -> Role:
        """Say what the value of an assignment is for."""
        tokens = self._tokens
        *targets, _ = parts(tokens, self._cursor.first, self._cursor.last, "=")
        for first, last in targets:
            name = tokens.words[first] if last > first else ""
            if last - first > 1 and tokens.words[first + 1] not in (":", "["):
                continue
            known = self._of_variable(name)
            if known is not None and "[" in tokens.words[first + 1 : first + 2]:
                key = single_string(tokens, first + 2, last - 1)
                value = None if key is None else string_value(tokens.words[key])
                return role_of_element(Inside("display", known), 0, str(value))
            if known is not None:
                return known
            if last > first and self._is_of_bare(first):
                return Role("value", None, name, "globals_dict")
        return NO_ROLE

    def _of_variable(self, name: str) -> Role | None:
        """Say what a variable is for, None where it holds no part of a Config."""
        is_bare = self._outline.form == "bare"
        return self._outline.roles.get(name) or (OWN_PARTS.get(name) if is_bare else None)

    def _is_of_bare(self, target: int) -> bool:
        """Say whether a target is a name of a bare config."""
        is_name = self._tokens.kinds[target] == NAME and self._tokens.words[target][:1] != "_"
        return is_name and self._outline.form == "bare" and not self._cursor.is_in_function

    def _outermost(self, role: Role) -> Inside:
        """Say what the first bracket of the statement holds that is open."""
        opening = self._cursor.open[0]
        callee, at = callee_of(self._tokens, opening)
        known = self._of_variable(callee)
        if self._tokens.words[opening] == "[" and known is not None and at == self._cursor.first:
            return Inside("display", known)
        known = self._of_variable(callee.removesuffix(".update"))
        if callee.endswith(".update") and known is not None:
            return Inside("call", known)
        return self._inside(role, opening)

    def _inside(self, role: Role, opening: int) -> Inside:
        callee, _ = callee_of(self._tokens, opening)
        inside = inside_of(role, self._tokens.words[opening], callee, self._outline.names)
        if inside.form == "script":
            return inside._replace(role=Role("", self._script_in(opening)))
        has_comma = find_operator(self._tokens, opening + 1, self._cursor.last, ",") is not None
        return inside._replace(form="list") if inside.form == "group" and has_comma else inside

    def _script_in(self, opening: int) -> str | None:
        """Return the path that stands in `Script(...)` before the cursor."""
        for number, (first, last) in enumerate(parts(self._tokens, opening + 1, self._cursor.last)):
            name = keyword_of(self._tokens, first, last)
            if name == "path" or (name is None and number == 0):
                index = single_string(self._tokens, first if name is None else first + 2, last)
                value = None if index is None else string_value(self._tokens.words[index])
                return value if isinstance(value, str) else None
        return None

    def _element(self, opening: int) -> tuple[int, int, int]:
        """Return the element of a bracket that the cursor stands in: its number and its tokens."""
        *_, (number, (first, last)) = enumerate(parts(self._tokens, opening + 1, self._cursor.last))
        return number, first, last

    def _role(self, inside: Inside, number: int, first: int, last: int) -> Role:
        """Say what an element is for."""
        tokens = self._tokens
        if first < last and tokens.kinds[first] == OPERATOR and tokens.words[first] in ("*", "**"):
            return role_of_element(inside, number, None, tokens.words[first])
        if inside.form != "display":
            return role_of_element(inside, number, keyword_of(tokens, first, last))
        colon = find_operator(tokens, first, last, ":")
        key = None if colon is None else single_string(tokens, first, colon)
        name = None if key is None else string_value(tokens.words[key])
        return role_of_element(inside, number, name) if isinstance(name, str) else NO_ROLE

    def _in_bracket(self, inside: Inside) -> Context | None:
        number, first, last = self._element(self._cursor.open[-1])
        is_display = inside.form == "display"
        mark = find_operator(self._tokens, first, last, ":") if is_display else None
        if not is_display and keyword_of(self._tokens, first, last) is not None:
            mark = first + 1
        if mark is None and inside.form in _DICTS and inside.role.part in ("globals_dict", "kwargs"):
            return self._name(inside, first) if is_display or not self._cursor.quote else None
        role = self._role(inside, number, first, last)
        value = first if mark is None else mark + 1
        if self._cursor.quote and role.part in ("path", "script") and value == self._cursor.last:
            return self._path(
                "config" if role.part == "path" else "script", self._cursor.written, role.script
            )
        return self._value(role, value)

    def _at_statement(self, role: Role) -> Context | None:
        """Say what a cursor stands in that no bracket is open before."""
        cursor = self._cursor
        *targets, (first, _) = parts(self._tokens, cursor.first, cursor.last, "=")
        if targets:
            return self._value(role, first)
        is_free = self._outline.form == "bare" and not cursor.is_in_function and not cursor.quote
        if not is_free or cursor.end != cursor.first or self._tokens.kinds[cursor.first :] == [KEYWORD]:
            return None
        return self._context("name", style="statement")

    def _name(self, inside: Inside, first: int) -> Context | None:
        """Say what name of a dict is typed, where nothing but it stands there."""
        is_before_key = self._text[self._cursor.offset :].lstrip(" \t")[:1] in ("'", '"')
        if self._cursor.end != first or (is_before_key and not self._cursor.quote):
            return None
        is_subscript = self._tokens.words[self._cursor.open[-1]] == "["
        style: Literal["key", "keyword", "subscript"] = "subscript" if is_subscript else "key"
        if inside.form != "display":
            style = "keyword"
        return self._context("name", part=inside.role.part, style=style, script=inside.role.script)

    def _value(self, role: Role, first: int) -> Context | None:
        """Say what value is typed, where nothing but it stands there."""
        if role.part != "value" or self._cursor.end != first:
            return None
        return self._context("value", part=role.of, name=role.name, script=role.script)

    def _context(
        self,
        kind: Literal["name", "value"],
        *,
        part: Part = "globals_dict",
        style: Literal["statement", "key", "keyword", "subscript"] = "key",
        name: str = "",
        script: str | None = None,
    ) -> Context:
        cursor = self._cursor
        rest = _REST_OF_STRING[cursor.quote] if cursor.quote else _REST_OF_WORD
        return Context(kind, self._typed(rest), cursor.written, cursor.quote, part, style, name, script)

    def _path(self, kind: Literal["config", "script"], before: str, script: str | None = None) -> Context:
        quote = self._cursor.quote
        found = _REST_OF_STRING[quote].match(self._text, self._cursor.offset)
        end = self._cursor.offset if found is None else found.end()
        return Context(kind, Span(self._cursor.offset - len(before), end), before, quote, script=script)

    def _typed(self, rest: re.Pattern[str]) -> Span:
        found = rest.match(self._text, self._cursor.offset)
        end = self._cursor.offset if found is None else found.end()
        return Span(self._cursor.offset - len(self._cursor.written), end)
