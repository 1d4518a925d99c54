"""What in a script is no Python: of one that is edited, only what has changed is asked about again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kohakuengine_tooling.future_features import count_of_head, future_flags
from kohakuengine_tooling.lexing import NOWHERE
from kohakuengine_tooling.syntax import SyntaxProblem, problem_of, problem_of_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.piece import Piece
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["find_problems"]

# Comments and blank lines.
_SILENT = re.compile(rf"(?:[ \t\f]*(?:#[^\n{NOWHERE}]*)?\n)*[ \t\f]*")


def find_problems(view: ScriptView) -> Iterator[SyntaxProblem]:
    """Find the statements of a script that are no Python, or that Python's compiler gives up on.

    The compiler refuses more than its parser: a `return` outside of a function.
    """
    pieces, flags = view.pieces, future_flags(view.pieces)
    unknown = [piece for piece in pieces if piece.right_under != flags]
    if len(unknown) < len(pieces) and not _is_more_than_its_parts(view):
        yield from _problems_of(unknown, flags)
        return
    is_knotted = any(piece.current.is_knotted for piece in pieces)
    is_lexed = all(piece.current.broken_at is None for piece in pieces)
    whole = problem_of_text(view.script.text, is_knotted=is_knotted) if is_lexed else None
    if is_lexed and whole is None and not is_knotted:
        for piece in unknown:
            piece.settle(flags)
        return
    found = list(_problems_of(pieces, flags))
    yield from found
    # Each statement is right by itself: `from __future__ import annotations` comes too late.
    if whole is not None and not found and all(_is_compiled(piece, flags) for piece in pieces):
        yield whole


def _problems_of(pieces: list[Piece], flags: int) -> Iterator[SyntaxProblem]:
    """Find the statements that are no Python by themselves."""
    for piece in pieces:
        found = problem_of(piece.current, flags)
        if found is None:
            piece.settle(flags)
        else:
            yield found._replace(at=piece.start + found.at)


def _is_compiled(piece: Piece, flags: int) -> bool:
    """Say whether the running Python's compiler takes a statement."""
    facts = piece.current
    return problem_of_text(facts.text, is_knotted=facts.is_knotted, flags=flags) is None


def _is_more_than_its_parts(view: ScriptView) -> bool:
    """Say whether a script may be no Python though each of its statements is.

    An import from the future must stand first, and `global` of the module level before the name is used; what
    stands before the first statement belongs to none.
    """
    pieces = view.pieces
    head = count_of_head(pieces)
    return (
        any(piece.current.is_about_others for piece in pieces[head:])
        or any(";" in piece.current.text for piece in pieces[:head])
        or _SILENT.fullmatch(view.script.text, 0, pieces[0].start) is None
    )
