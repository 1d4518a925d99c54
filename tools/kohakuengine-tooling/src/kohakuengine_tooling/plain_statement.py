"""`NAME = literal` on one line: most statements of a flat script, read by one regular expression."""

from __future__ import annotations

import re

from kohakuengine_tooling.lexing import KEYWORDS, NOWHERE
from kohakuengine_tooling.statement_facts import Binding, ScopeFacts, Span, StatementFacts

__all__ = ["read_plain_statement"]

# Comments and blank lines may follow. Identifiers and texts beyond ASCII are left to the lexer.
_PLAIN = re.compile(
    r"""
    ([A-Za-z_]\w*) [ ]* (?: : [ ]* ([A-Za-z_]\w*) [ ]* )? = [ ]*
    ( -? (?: \d+ (?: \.\d* )? (?: [eE][-+]?\d+ )? | \.\d+ (?: [eE][-+]?\d+ )? )
      | "[^"\\\nNOWHERE]*" (?!") | '[^'\\\nNOWHERE]*' (?!') | True | False | None )
    [ \t]* ( \#[^\nNOWHERE]* )?
    (?: \n [ \t]* (?: \#[^\nNOWHERE]* )? )*
    """.replace("NOWHERE", NOWHERE),
    re.VERBOSE | re.ASCII,
)
_OLD_OCTAL = re.compile(r"-?0\d+")


def read_plain_statement(text: str) -> StatementFacts | None:
    """Read a statement that gives a literal to one name; None for any other.

    >>> facts = read_plain_statement("lr: float = 1e-3  # learning rate")
    >>> facts.scope.bindings[0].name, facts.comments
    ('lr', [18])
    """
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    name, annotation, value, _ = found.groups()
    if name in KEYWORDS or name == "__debug__" or annotation in KEYWORDS or _OLD_OCTAL.fullmatch(value):
        return None
    _start, end = span = Span(*found.span(3))
    annotations = []
    reads: dict[str, int] = {}
    if annotation is not None:
        annotations = [(name, Span(*found.span(2)), 0)]
        reads[annotation] = found.start(2)
    binding = Binding(name, "declaration", 0, 0, end, False, span, span)
    return StatementFacts(
        text=text,
        end=end,
        scope=ScopeFacts(bindings=[binding], annotations=annotations),
        annotation_reads=reads,
        comments=_comments(text, end) if end < len(text) else [],
        is_plain=True,
    )


def _comments(text: str, at: int) -> list[int]:
    found = []
    while (at := text.find("#", at)) >= 0:
        found.append(at)
        at = text.find("\n", at)
        if at < 0:
            break
    return found
