"""What a script takes from the future: `from __future__ import annotations` changes what is Python in it."""

from __future__ import annotations
import __future__

from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.expression import Constant
from kohakuengine_tooling.expression_reading import read_expression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kohakuengine_tooling.piece import Piece
    from kohakuengine_tooling.statement_facts import StatementFacts

__all__ = ["count_of_head", "future_flags"]

_ANNOTATIONS: Final = "__future__.annotations"


def count_of_head(pieces: Sequence[Piece]) -> int:
    """Count the statements that an import from the future may stand behind: a docstring, and its likes."""
    count = 0
    for piece in pieces:
        facts = piece.current
        is_future = facts.is_about_others and facts.kind == "from"
        if not is_future and (count or not _is_docstring(facts)):
            break
        count += 1
    return count


def future_flags(pieces: Sequence[Piece]) -> int:
    """Return the flags that `compile` takes for what a script imports from the future.

    Only that of the annotations is asked: the others are Python's own by now, or change nothing.
    """
    if not pieces or not any(piece.current.is_about_others for piece in pieces[:2]):
        return 0
    head = pieces[: count_of_head(pieces)]
    has_annotations = any(full == _ANNOTATIONS for piece in head for _, full in piece.current.imports)
    return __future__.annotations.compiler_flag if has_annotations else 0


def _is_docstring(facts: StatementFacts) -> bool:
    value = read_expression(facts.text[: facts.end])
    return isinstance(value, Constant) and isinstance(value.value, str)
