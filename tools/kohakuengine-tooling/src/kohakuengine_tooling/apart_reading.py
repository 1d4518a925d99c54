"""Reading a script that may take long, in a process that can be killed; without libcst where that happens."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.description import TOO_LARGE, read_here
from kohakuengine_tooling.facts import Diagnostic
from kohakuengine_tooling.gate import closed_gate
from kohakuengine_tooling.worker import Worker, WorkerError

if TYPE_CHECKING:
    from kohakuengine_tooling.facts import ScriptFacts

__all__ = ["read_apart"]

_TIMEOUT_S: Final = 10.0
_CHARACTERS_A_SECOND: Final = 100_000  # that are added to it; a flat script takes a third of that


def read_apart(
    text: str, script: str, worker: Worker | None = None, timeout_s: float | None = None
) -> ScriptFacts:
    r"""Read the text of a script in another process.

    Args:
        text: Line ends as `\n`.
        script: Its path, as messages show it.
        worker: Who reads it; None for one that ends with it.
        timeout_s: After which it is given up; None for what such a text may take.

    Returns:
        Its facts. Where the other process took too long or died they are what its tokens tell, and say so.
    """
    if timeout_s is None:
        timeout_s = _TIMEOUT_S + len(text) // _CHARACTERS_A_SECOND
    try:
        if worker is not None:
            return worker.read(text, script, timeout_s=timeout_s)
        with Worker() as own:
            return own.read(text, script, timeout_s=timeout_s)
    except OSError:  # no process can be started: the gate is what protects this one
        return read_here(text, script)
    except WorkerError as error:
        return _read_by_tokens(text, script, str(error))


def _read_by_tokens(text: str, script: str, why: str) -> ScriptFacts:
    with closed_gate():
        facts = read_here(text, script)
    message = f"this script is read without its calculated values: {why}"
    diagnostic = Diagnostic(code=TOO_LARGE, severity="warning", line=1, message=message)
    return replace(facts, diagnostics=(diagnostic, *facts.diagnostics))
