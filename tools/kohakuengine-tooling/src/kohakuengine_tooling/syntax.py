"""Whether a statement is Python at all; what it says is read elsewhere.

Python's own compiler is asked first, and only for yes or no; where it says no, libcst has the last word on
each statement that passes the gate: it knows newer syntax than the running Python.
"""

from __future__ import annotations

import re
import warnings
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kohakuengine_tooling.gate import is_closed, why_refused, why_statement_refused
from kohakuengine_tooling.lexing import NOWHERE
from kohakuengine_tooling.statement_reading import tokens_of

if TYPE_CHECKING:
    from kohakuengine_tooling.large_class import LargeClass
    from kohakuengine_tooling.lexing import Tokens
    from kohakuengine_tooling.statement_facts import StatementFacts

__all__ = ["SyntaxProblem", "problem_of", "problem_of_text"]

_KEPT = 4096
_LONGEST_KEPT = 10_000  # characters
_NO_FILE = ""  # Python opens the file of that name, to show the line: there must be none
_ONLY_AST = 0x400  # ast.PyCF_ONLY_AST
_IN_A_STRING = ("(unicode error)", "(value error)", "bytes can only")  # which libcst does not look into
_MARK = "\ufeff"  # of the byte order: Python and libcst pass over one at the beginning of what they are given
_STRAY = re.compile(rf"[{NOWHERE}]|\A{_MARK}")
_HEADERS = frozenset(
    [
        *("@", "async", "case", "class", "def", "elif", "else", "except", "finally", "for", "if", "match"),
        *("try", "while", "with"),
    ]
)
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


def problem_of(facts: StatementFacts, flags: int = 0) -> SyntaxProblem | None:
    """Find what is wrong with one statement by itself, None where it is Python.

    Args:
        facts: The statement; offsets count from its beginning.
        flags: What its script takes from the future, as `compile` takes it.
    """
    if facts.is_plain:
        return None
    if facts.large_class is not None:
        return _problem_of_class(facts.large_class, flags)
    return _problem_behind("", facts, flags)


def problem_of_text(text: str, *, is_knotted: bool, flags: int = 0) -> SyntaxProblem | None:
    """Ask Python's compiler what is wrong with a text, or its parser where the compiler may die."""
    return _ask(text, flags | _ONLY_AST if is_knotted else flags)


def _problem_of_class(large: LargeClass, flags: int) -> SyntaxProblem | None:
    """Find what is wrong with a large class: its head, or one of its members, each as it stands by itself."""
    found = _statement_problem(f"{large.head}{large.indent}pass\n", large.is_head_knotted, flags)
    if found is not None:
        return found
    head = f"class {large.name}:\n"
    for at, member in zip(large.starts, large.members, strict=True):
        if member.right_under != flags:
            found = _problem_behind(head, member.facts, flags)
            if found is not None:
                return found._replace(at=at + found.at)
            member.right_under = flags
    return None


def _problem_behind(head: str, facts: StatementFacts, flags: int) -> SyntaxProblem | None:
    """Ask about a statement that is read behind a line; offsets count from its own beginning."""
    found = _statement_problem(head + facts.text, facts.is_knotted, flags)
    if found is not None:
        found = found._replace(at=max(0, found.at - len(head)))
    if facts.broken_at is not None and (found is None or found.is_limit or found.at < facts.broken_at):
        return SyntaxProblem(facts.broken_at, "invalid syntax" if found is None else found.message)
    return found


def _statement_problem(text: str, is_knotted: bool, flags: int) -> SyntaxProblem | None:
    ask = _kept_problem if len(text) <= _LONGEST_KEPT else _new_problem
    return ask(text, is_knotted, flags, is_closed())


def _new_problem(text: str, is_knotted: bool, flags: int, _is_closed: bool) -> SyntaxProblem | None:
    found = problem_of_text(text, is_knotted=is_knotted, flags=flags)
    is_newer = found is not None and not found.is_limit and _is_newer_syntax(text, found.at)
    return None if is_newer else found


_kept_problem = lru_cache(maxsize=_KEPT)(_new_problem)


def _ask(text: str, flags: int) -> SyntaxProblem | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, _NO_FILE, "exec", flags, dont_inherit=True, optimize=0)
    except SyntaxError as error:
        return SyntaxProblem(_offset(text, error.lineno or 1), _LINE.sub("", error.msg))
    except ValueError as error:  # null bytes, lone surrogates
        return SyntaxProblem(0, str(error))
    except (MemoryError, RecursionError, SystemError):  # the last for what its own parts do not agree on
        return SyntaxProblem(0, "it is too complex for Python's compiler", is_limit=True)
    return None


def _is_newer_syntax(text: str, at: int) -> bool:
    """Say whether the running Python's parser does not know what libcst's does.

    Args:
        text: The statement.
        at: Where the line begins that Python does not take.
    """
    if _STRAY.search(text):
        return False
    tokens = tokens_of(text)
    if is_closed() or tokens.broken_at is not None or _is_line_refused(tokens, at):
        return False  # a line that is being typed: the others need not be looked at
    if why_statement_refused(tokens) is not None:
        return False
    found = _ask(text, _ONLY_AST)
    if found is None or found.message.startswith(_IN_A_STRING):
        return False
    return _is_known_to_libcst(text)


def _is_line_refused(tokens: Tokens, at: int) -> bool:
    """Say whether libcst does not take the logical line at a place; a header does not stand for itself."""
    rest = tokens.text[at:]
    probe = at + len(rest) - len(rest.lstrip(" \t\f"))
    index = bisect_right(tokens.lines, probe, key=lambda line: tokens.starts[line[0]]) - 1
    if index < 0:
        return False
    first, last = tokens.lines[index][0], tokens.ends[index]
    if tokens.words[first] in _HEADERS or tokens.words[last - 1] == ":":
        return False
    if why_refused(tokens, first, last) is not None:
        return True
    return not _is_known_to_libcst(tokens.text[tokens.starts[first] : tokens.end(last - 1)])


def _is_known_to_libcst(text: str) -> bool:
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
