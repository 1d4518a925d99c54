"""Whether a script is Python at all; what it says is read elsewhere.

Python's own compiler is asked first, and only for yes or no; where it says no, libcst has the last word on
each statement that passes the gate: it knows newer syntax than the running Python.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kohakuengine_tooling.expression import Constant
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.gate import is_closed, why_statement_refused
from kohakuengine_tooling.lexing import lex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.large_class import LargeClass
    from kohakuengine_tooling.piece import Piece
    from kohakuengine_tooling.script_view import ScriptView
    from kohakuengine_tooling.statement_facts import StatementFacts

__all__ = ["SyntaxProblem", "find_problems", "problem_of"]

_KEPT = 4096
_NO_FILE = ""  # Python opens the file of that name, to show the line: there must be none
_ONLY_AST = 0x400  # ast.PyCF_ONLY_AST
_IN_A_STRING = ("(unicode error)", "(value error)", "bytes can only")  # which libcst does not look into
_CLASS = "class _:\n"  # what a member of a large class is read in
_LINE = re.compile(r" \(detected at line \d+\)| on line \d+")  # of the statement, not of the file


class SyntaxProblem(NamedTuple):
    """Something that Python's compiler does not take.

    Attributes:
        at: Where it stands (an offset).
        message: What is wrong there.
        is_limit: Whether the compiler has only met its own limits: it may be Python all the same.
    """

    at: int
    message: str
    is_limit: bool = False


def find_problems(view: ScriptView) -> Iterator[SyntaxProblem]:
    """Find the statements of a script that are no Python, or that Python's compiler gives up on.

    The compiler refuses more than its parser: a `return` outside of a function.
    """
    unknown = [piece for piece in view.pieces if not piece.is_right]
    if len(unknown) < len(view.pieces) and not _is_more_than_its_parts(view):
        yield from _problems_of(unknown)
        return
    is_lexed = all(piece.current.broken_at is None for piece in view.pieces)
    is_knotted = any(piece.current.is_knotted for piece in view.pieces)
    whole = _problem(view.script.text, is_knotted) if is_lexed else None
    if is_lexed and whole is None:
        for piece in unknown:
            piece.settle()
        return
    found = list(_problems_of(view.pieces))
    yield from found
    # Each statement is right by itself: `from __future__ import annotations` comes too late.
    if whole is not None and not found and all(map(_is_compiled, view.pieces)):
        yield whole


def _problems_of(pieces: list[Piece]) -> Iterator[SyntaxProblem]:
    """Find the statements that are no Python by themselves."""
    for piece in pieces:
        found = problem_of(piece.current)
        if found is None:
            piece.is_right = True
        else:
            yield found._replace(at=piece.start + found.at)


def _is_compiled(piece: Piece) -> bool:
    """Say whether the running Python's compiler takes a statement."""
    return _problem(piece.current.text, piece.current.is_knotted) is None


def _is_more_than_its_parts(view: ScriptView) -> bool:
    """Say whether a script may be no Python though each of its statements is.

    `from __future__` must stand first, and `global` of the module level before the name is used; one of the
    features of the future is another syntax.
    """
    head = 0
    for index, piece in enumerate(view.pieces):
        facts = piece.current
        if facts.is_about_others:
            is_first = index == head and facts.kind == "from" and ";" not in facts.text
            if not is_first or "FLUFL" in facts.text:
                return True
        is_of_head = facts.is_about_others or (index == 0 and _is_docstring(facts))
        head += is_of_head and index == head
    return False


def _is_docstring(facts: StatementFacts) -> bool:
    value = read_expression(facts.text[: facts.end])
    return isinstance(value, Constant) and isinstance(value.value, str)


def problem_of(facts: StatementFacts) -> SyntaxProblem | None:
    """Find what is wrong with one statement, None where it is Python; offsets count from its beginning."""
    if facts.is_plain:
        return None
    if facts.large_class is not None:
        return _problem_of_class(facts.large_class)
    return _problem_of_text(facts.text, facts)


def _problem_of_class(large: LargeClass) -> SyntaxProblem | None:
    """Find what is wrong with a large class: its head, or one of its members, each as it stands by itself."""
    found = _statement_problem(f"{large.head}{large.indent}pass\n", False, is_closed())
    if found is not None:
        return found
    for at, member in zip(large.starts, large.members, strict=True):
        if not member.is_right:
            found = _problem_of_text(member.facts.text, member.facts, _CLASS)
            if found is not None:
                return found._replace(at=at + found.at)
            member.is_right = True
    return None


def _problem_of_text(text: str, facts: StatementFacts, around: str = "") -> SyntaxProblem | None:
    """Ask about a text that is read behind another, `around`; offsets count from its own beginning."""
    found = _statement_problem(around + text, facts.is_knotted, is_closed())
    if found is not None:
        found = found._replace(at=max(0, found.at - len(around)))
    if facts.broken_at is not None and (found is None or found.is_limit or found.at < facts.broken_at):
        return SyntaxProblem(facts.broken_at, "invalid syntax" if found is None else found.message)
    return found


@lru_cache(maxsize=_KEPT)
def _statement_problem(text: str, is_knotted: bool, _is_closed: bool) -> SyntaxProblem | None:
    found = _problem(text, is_knotted)
    is_newer = found is not None and not found.is_limit and _is_newer_syntax(text)
    return None if is_newer else found


def _problem(text: str, is_knotted: bool) -> SyntaxProblem | None:
    """Ask Python's compiler what is wrong with a text, or its parser where the compiler may die."""
    return _ask(text, _ONLY_AST if is_knotted else 0)


def _ask(text: str, flags: int) -> SyntaxProblem | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, _NO_FILE, "exec", flags, dont_inherit=True, optimize=0)
    except SyntaxError as error:
        return SyntaxProblem(_offset(text, error.lineno or 1), _LINE.sub("", error.msg))
    except ValueError as error:  # null bytes, lone surrogates
        return SyntaxProblem(0, str(error))
    except (MemoryError, RecursionError):
        return SyntaxProblem(0, "it is too complex for Python's compiler", is_limit=True)
    return None


def _is_newer_syntax(text: str) -> bool:
    """Say whether the running Python's parser does not know what libcst's does."""
    tokens = lex(text)
    if is_closed() or tokens.broken_at is not None or why_statement_refused(tokens) is not None:
        return False
    found = _ask(text, _ONLY_AST)
    if found is None or found.message.startswith(_IN_A_STRING):
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
