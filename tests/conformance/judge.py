"""What kogine did against what the case expects, as a list of complaints in words."""

from __future__ import annotations

import difflib
import re
import shlex
from typing import TYPE_CHECKING

from .table import LIBRARY_USAGE, Case

if TYPE_CHECKING:
    from .session import Outcome, Sessions

_OURS = re.compile(r"^kogine: (note|warning|error): ")
_OUR_SOURCES = "/kohakuengine/"
_EXIT_CODE = 2
_CONFIG_RAISED = "KE604"
"""The one error that shows a traceback: the config's own."""


def judge(case: Case, sessions: Sessions, outcome: Outcome) -> list[str]:
    """Compare one outcome of kogine with what the case expects; an empty list is agreement."""
    judges = {
        "edited": lambda: _against(sessions.edited(case), case, outcome),
        "typed": lambda: _against(sessions.typed(case), case, outcome),
        "same_as_python": lambda: _against(sessions.plain(case), case, outcome),
        "stdout": lambda: _against_words(case, outcome),
        "fails": lambda: _against_failure(case, outcome),
    }
    complaints = judges[case.expectation]() + _standard_error(case, outcome)
    return complaints and [_show_command(outcome), *complaints, _show_outcome(outcome)]


def _against(truth: Outcome, case: Case, outcome: Outcome) -> list[str]:
    complaints = []
    if outcome.exit_code != truth.exit_code:
        complaints.append(f"exit code {outcome.exit_code}, python's is {truth.exit_code}")
    complaints += _difference("stdout", truth.stdout, outcome.stdout)
    if case.stderr == "same":
        complaints += _difference("stderr", truth.stderr, _without_ours(outcome.stderr))
    for name in sorted(set(truth.files) | set(outcome.files)):
        complaints += _difference(f"file {name}", truth.files.get(name), outcome.files.get(name))
    return complaints


def _against_words(case: Case, outcome: Outcome) -> list[str]:
    complaints = []
    if outcome.exit_code != case.exit:
        complaints.append(f"exit code {outcome.exit_code}, wanted {case.exit}")
    return complaints + _difference("stdout", (case.stdout or "").encode(), outcome.stdout)


def _against_failure(case: Case, outcome: Outcome) -> list[str]:
    complaints = []
    if outcome.exit_code != _EXIT_CODE:
        complaints.append(f"exit code {outcome.exit_code}, wanted {_EXIT_CODE}")
    if not case.may_print.startswith(outcome.stdout.decode("utf-8", "replace")):
        complaints.append(f"printed {outcome.stdout!r}, at most {case.may_print!r} may come before the error")
    stderr = outcome.stderr.decode("utf-8", "replace")
    named = [code for code in case.fails if code.lower() in stderr.lower()]
    if not named:
        complaints.append(f"stderr names none of {case.fails}")
    if "kogine: error: " not in stderr and LIBRARY_USAGE not in named:
        complaints.append("stderr has no 'kogine: error: '")
    if "Traceback" in stderr and _CONFIG_RAISED not in named:
        complaints.append("stderr has a traceback")
    if _OUR_SOURCES in stderr:
        complaints.append("stderr shows frames of ours")
    return complaints


def _standard_error(case: Case, outcome: Outcome) -> list[str]:
    stderr = outcome.stderr.decode("utf-8", "replace")
    complaints = [f"stderr lacks {text!r}" for text in case.stderr_has if text not in stderr]
    complaints += [f"stderr has {text!r}" for text in case.stderr_lacks if text in stderr]
    if case.stderr == "same" and not case.is_failing:
        complaints += _remarks("note", case.notes, stderr)
        complaints += _remarks("warning", case.warnings, stderr)
    return complaints


def _remarks(kind: str, wanted: list[list[str]], stderr: str) -> list[str]:
    said = [line for line in stderr.splitlines() if line.startswith(f"kogine: {kind}: ")]
    if len(said) != len(wanted):
        return [f"{len(said)} {kind}s, wanted {len(wanted)}: {said}"]
    return [
        f"{kind} {line!r} lacks {word!r}"
        for line, words in zip(said, wanted, strict=True)
        for word in words
        if not re.search(rf"(?<![\w.]){re.escape(word)}(?!\w)", line)
    ]


def _without_ours(stderr: bytes) -> bytes:
    lines = stderr.splitlines(keepends=True)
    return b"".join(line for line in lines if not _OURS.match(line.decode("utf-8", "replace")))


def _difference(what: str, wanted: bytes | None, got: bytes | None) -> list[str]:
    if wanted == got:
        return []
    if wanted is None or got is None:
        return [f"{what}: {'not expected' if wanted is None else 'missing'}"]
    lines = difflib.unified_diff(_lines(wanted), _lines(got), "wanted", "kogine", lineterm="")
    return [f"{what} differs:\n" + "\n".join(lines)]


def _lines(data: bytes) -> list[str]:
    return [repr(line)[1:-1] for line in data.decode("utf-8", "backslashreplace").splitlines(keepends=True)]


def _show_command(outcome: Outcome) -> str:
    return "$ " + shlex.join(outcome.command)


def _show_outcome(outcome: Outcome) -> str:
    streams = (("stdout", outcome.stdout), ("stderr", outcome.stderr))
    return "\n".join(f"--- {name} ---\n{data.decode('utf-8', 'backslashreplace')}" for name, data in streams)
