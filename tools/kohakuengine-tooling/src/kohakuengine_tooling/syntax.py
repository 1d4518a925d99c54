"""Whether a statement is Python at all; what it says is read elsewhere.

Python's own parser is asked first, and only for yes or no; where it says no, libcst has the last word, which
knows newer syntax than the running Python.
"""

from __future__ import annotations

import warnings

__all__ = ["syntax_error"]

_ONLY_AST = 0x400  # ast.PyCF_ONLY_AST


def syntax_error(text: str) -> tuple[int, str] | None:
    """Find what is wrong with a statement that has passed the gate.

    Returns:
        Where in the text (an offset), and what; None where it is Python.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<statement>", "exec", _ONLY_AST, dont_inherit=True)
    except SyntaxError as error:
        if _is_newer_syntax(text):
            return None
        return _offset(text, error.lineno or 1), error.msg
    except (ValueError, MemoryError, RecursionError) as error:
        return 0, str(error) or "it is too complex"
    return None


def _is_newer_syntax(text: str) -> bool:
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
        at = text.find("\n", at) + 1
        if at == 0:
            return 0
    return at
