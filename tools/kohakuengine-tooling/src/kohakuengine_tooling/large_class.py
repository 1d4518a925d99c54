"""Large classes: read member by member, so that a change reads one member again and not the whole class."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.compiler_limits import is_knotted
from kohakuengine_tooling.lexing import lex
from kohakuengine_tooling.resplitting import resplit
from kohakuengine_tooling.scanning import scan, scan_member
from kohakuengine_tooling.scope import take_in
from kohakuengine_tooling.splitting import BLANK, split
from kohakuengine_tooling.statement_facts import FunctionFacts, Span, StatementFacts

if TYPE_CHECKING:
    from kohakuengine_tooling.lexing import Tokens
    from kohakuengine_tooling.scope import Reads, Scope

__all__ = ["LargeClass", "Member", "read_large_class"]

_LARGE: Final = 20_000
"""In characters; a smaller statement is read in milliseconds. More than statements have that are kept by
their text: a large class is changed when it is asked about."""

# Decorators of one line each, `class` up to a colon that ends a line, comments, the indentation of the body.
_HEAD: Final = re.compile(
    r"""
    (?: @ [^\n]* \n )* class \b [^\n]*? (?: \n [^\n]*? ){0,50}? : [ \t]* (?:\#[^\n]*)? \n
    (?: [ \t]* (?:\#[^\n]*)? \n )* (?= ([ ]+|\t+) [^\s\#] )
    """,
    re.VERBOSE,
)


@dataclass(slots=True, eq=False)
class Member:
    """One statement in the body of a class.

    Attributes:
        facts: What it says; what it binds is bound in the class.
        scope: The class's, as far as this statement fills it.
        right_under: The flags of `compile` under which it is known to be Python, None where it is not known.
    """

    facts: StatementFacts
    scope: Scope
    right_under: int | None = None


class LargeClass:
    """The members of a class, kept while it is edited.

    Attributes:
        head: Its text up to its first member.
        name: Its name.
        indent: What each member begins with.
        is_head_knotted: As `StatementFacts.is_knotted`, of the head.
        members: In order.
    """

    __slots__ = ("_body", "_split", "head", "indent", "is_head_knotted", "members", "name")

    def __init__(self, text: str, indent: str, head: Tokens, before: LargeClass | None) -> None:
        """Read a class.

        Args:
            text: Of the statement.
            indent: Of its body.
            head: The tokens of its text up to its first member.
            before: The class before the last change, whose members are taken over.
        """
        self.head, self.indent, self._body = head.text, indent, text[len(head.text) :]
        self.name = head.words[head.lines[-1][0] + 1]
        self.is_head_knotted = is_knotted(head)
        if before is None or before.indent != indent:
            self._split = split(self._body, indent)
            self.members = self._read(0, len(self._split.starts), {})
        else:
            again = resplit(before._split, before._body, self._body, indent)
            self._split = again.applied_to(before._split.starts)
            known = {member.facts.text: member for member in before.members[again.first : again.old_end]}
            new = self._read(again.first, again.end, known)
            self.members = [*before.members[: again.first], *new, *before.members[again.old_end :]]

    def _read(self, first: int, end: int, known: dict[str, Member]) -> list[Member]:
        """Read the members from one up to another; `known` are some by their texts."""
        body, starts = self._body, self._split.starts
        ends = [*starts[first + 1 : end + 1], len(body)]
        texts = [
            body[start:behind].rstrip(BLANK) for start, behind in zip(starts[first:end], ends, strict=False)
        ]
        return [known.get(text) or Member(*scan_member(lex(text))) for text in texts]

    @property
    def starts(self) -> list[int]:
        """Where each member begins in the text of the class."""
        head = len(self.head)
        return [head + start for start in self._split.starts]

    def put_together(self, facts: StatementFacts) -> None:
        """Add what the members say to what the head does."""
        owner = facts.scope.classes[0]
        facts.large_class = self
        bound: set[str] = set()
        for member in self.members:
            bound |= member.scope.bound
        for at, member in zip(self.starts, self.members, strict=True):
            one = member.facts
            owner.members.append((at, one))
            if one.functions:
                functions = [_moved(function, at) for function in one.functions]
                facts.functions += functions
                owner.functions += functions
            for into, reads in (
                (facts.reads, one.reads),
                (facts.late_reads, one.late_reads),
                (facts.annotation_reads, one.annotation_reads),
                (facts.bound_by_functions, one.bound_by_functions),
                (facts.reads, _free(member.scope.reads, bound)),
                (facts.annotation_reads, _free(member.scope.annotation_reads, bound)),
            ):
                if reads:
                    take_in(into, reads, at)
            if one.comments:
                facts.comments += [at + comment for comment in one.comments]
            facts.is_long = facts.is_long or one.is_long
            facts.is_knotted = facts.is_knotted or one.is_knotted
            if one.broken_at is not None and facts.broken_at is None:
                facts.broken_at = at + one.broken_at
            if one.cut_at is not None and facts.cut_at is None:
                facts.cut_at = at + one.cut_at
            facts.end = at + one.end


def read_large_class(text: str, before: LargeClass | None) -> StatementFacts | None:
    """Read a statement that is a large class.

    Args:
        text: Of the statement, with what stands behind it.
        before: The class before the last change.

    Returns:
        None for all else, and for a class that is not the sum of its members.
    """
    found = _HEAD.match(text) if len(text) >= _LARGE else None
    if found is None or "\f" in text:  # a form feed sets the column back to nothing
        return None
    tokens = lex(found[0])
    if not _is_head(tokens):
        return None
    whole = LargeClass(text, found[1], tokens, before)
    if any(member.scope.global_names for member in whole.members):
        return None
    facts = scan(tokens)
    facts.text = text
    whole.put_together(facts)
    return facts


def _is_head(tokens: Tokens) -> bool:
    """Say whether tokens are those of decorators and the head of a class, one without type parameters."""
    first, words = tokens.lines[-1][0], tokens.words
    is_alone = all(words[line] == "@" for line, _ in tokens.lines[:-1])
    return (
        is_alone
        and tokens.broken_at is None
        and words[first] == "class"
        and words[-1] == ":"
        and words[first + 2 : first + 3] in (["("], [":"])
    )


def _free(reads: Reads, bound: set[str]) -> Reads:
    """Return the names that the class does not bind itself."""
    return {name: at for name, at in reads.items() if name not in bound} if reads else reads


def _moved(function: FunctionFacts, by: int) -> FunctionFacts:
    """Return a function as it stands in a text with so many characters before it."""

    def span(one: Span) -> Span:
        return Span(one.start + by, one.end + by)

    arguments = tuple(
        one._replace(
            at=one.at + by,
            annotation=one.annotation and span(one.annotation),
            default=one.default and span(one.default),
        )
        for one in function.arguments
    )
    return function._replace(
        at=function.at + by, decorators=tuple(map(span, function.decorators)), arguments=arguments
    )
