"""Whether a script is Python at all; what it says is read elsewhere.

Python's own parser is asked first, and only for yes or no; where it says no, libcst has the last word on each
statement, which knows newer syntax than the running Python.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.script_view import ScriptView
    from kohakuengine_tooling.statement_facts import StatementFacts

__all__ = ["SyntaxProblem", "find_problems", "problem_of"]

_KEPT = 4096
_ONLY_AST = 0x400  # ast.PyCF_ONLY_AST
_IN_A_STRING = ("(unicode error)", "(value error)", "bytes can only")  # which libcst does not look into
_LINE = re.compile(r" \(detected at line \d+\)| on line \d+")  # of the statement, not of the file

SyntaxProblem = tuple[int, str]
"""Where something is no Python (an offset), and what is wrong there."""


def find_problems(view: ScriptView) -> Iterator[SyntaxProblem]:
    """Find the statements of a script that are no Python, those left out that are too large to be parsed.

    Python's own compiler is asked, which refuses more than its parser: a `return` outside of a function.
    """
    checked = [piece for piece in view.pieces if piece.current.too_large is None]
    is_whole = len(checked) == len(view.pieces) and all(piece.current.broken_at is None for piece in checked)
    whole = _problem(view.script.text) if is_whole else None
    if is_whole and whole is None:
        return
    has_found = False
    for piece in checked:
        found = problem_of(piece.current)
        if found is not None:
            has_found = True
            yield piece.start + found[0], found[1]
    # Each statement is right by itself: `from __future__ import annotations` comes too late.
    if whole is not None and not has_found and all(_problem(piece.current.text) is None for piece in checked):
        yield whole


def problem_of(facts: StatementFacts) -> SyntaxProblem | None:
    """Find what is wrong with one statement, None where it is Python; offsets count from its beginning."""
    if facts.is_plain:
        return None
    found = _statement_problem(facts.text)
    if facts.broken_at is not None and (found is None or found[0] < facts.broken_at):
        return facts.broken_at, "invalid syntax" if found is None else found[1]
    return found


@lru_cache(maxsize=_KEPT)
def _statement_problem(text: str) -> SyntaxProblem | None:
    found = _problem(text)
    return None if found is not None and _is_newer_syntax(text) else found


def _problem(text: str) -> SyntaxProblem | None:
    """Ask Python's compiler what is wrong with a text that has passed the gate."""
    return _ask(text, 0)


def _ask(text: str, flags: int) -> SyntaxProblem | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<script>", "exec", flags, dont_inherit=True, optimize=0)
    except SyntaxError as error:
        return _offset(text, error.lineno or 1), _LINE.sub("", error.msg)
    except (ValueError, MemoryError) as error:
        return 0, str(error) or "it is too complex"
    except RecursionError:  # a sum of a thousand terms is Python all the same
        return None
    return None


def _is_newer_syntax(text: str) -> bool:
    """Say whether the running Python's parser does not know what libcst's does."""
    found = _ask(text, _ONLY_AST)
    if found is None or found[1].startswith(_IN_A_STRING):
        return False
    import libcst as cst

    try:
        cst.parse_module(text)
    except Exception:  # noqa: BLE001 - the native parser raises its own kinds for text that is no Python
        return False
    return True


def _offset(text: str, line: int) -> int:
    """Return where a line (1-based) begins."""
    at = 0
    for _ in range(line - 1):
        following = text.find("\n", at) + 1
        if following == 0:
            return at
        at = following
    return at
