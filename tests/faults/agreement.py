"""The law of this suite: `kogine run S` is `python S`, and with `--set` it is python on the edited file."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from .case import CHANGED, DEFAULT

if TYPE_CHECKING:
    from .stage import Outcome, Stage

_ADDRESS = re.compile(rb"0x[0-9a-fA-F]{6,}")
_MODULE_FRAME = re.compile(rb"(?m)(^  File .* in <module>\n)(  File .*\n|  \.\.\.\n)+")


def check_agreement(stage: Stage) -> None:
    """Play a case four times by kogine and demand what plain python did, each time."""
    plain = stage.python(is_edited=False)
    complaints = _vacuity(stage, plain)
    complaints += differences("kogine run", plain, stage.kogine(), stage)
    complaints += differences("kogine run, from the cache", plain, stage.kogine(), stage)
    edited = stage.python(is_edited=True)
    complaints += differences("kogine run --set", edited, stage.kogine("x=2"), stage)
    complaints += differences("kogine run --set, from the cache", edited, stage.kogine("x=2"), stage)
    assert not complaints, "\n".join(complaints)


def _vacuity(stage: Stage, plain: Outcome) -> list[str]:
    """Complain where plain python does not show what the case is about."""
    case = stage.case
    complaints = []
    if plain.exit_code != case.exit:
        complaints.append(f"plain python ended with {plain.exit_code}, the case says {case.exit}")
    if case.shows.encode("utf-8") not in plain.stdout + plain.stderr:
        complaints.append(f"plain python does not show {case.shows!r}")
    return [*complaints, _transcript(plain)] if complaints else []


def differences(what: str, wanted: Outcome, got: Outcome, stage: Stage) -> list[str]:
    """Return in words where two outcomes differ; object addresses are not compared."""
    complaints = []
    if wanted.exit_code != got.exit_code:
        complaints.append(f"exit code {got.exit_code}, python's is {wanted.exit_code}")
    wanted_output = wanted.stdout.replace(CHANGED, DEFAULT) if stage.case.shows_source else wanted.stdout
    complaints += _difference("stdout", wanted_output, got.stdout)
    wanted_error, got_error = wanted.stderr, got.stderr
    if stage.case.dumps_stack:
        wanted_error, got_error = _above_module(wanted_error), _above_module(got_error)
    complaints += _difference("stderr", wanted_error, got_error)
    return [f"== {what}", *complaints] if complaints else []


def _above_module(dump: bytes) -> bytes:
    return _MODULE_FRAME.sub(rb"\1", dump)


def _difference(stream: str, wanted: bytes, got: bytes) -> list[str]:
    wanted, got = _ADDRESS.sub(b"0x", wanted), _ADDRESS.sub(b"0x", got)
    if wanted == got:
        return []
    lines = difflib.unified_diff(_lines(wanted), _lines(got), "python", "kogine", lineterm="", n=9)
    return [f"{stream}:", *lines]


def _lines(data: bytes) -> list[str]:
    return [repr(line)[1:-1] for line in data.decode("utf-8", "backslashreplace").splitlines(keepends=True)]


def _transcript(outcome: Outcome) -> str:
    text = f"--- stdout\n{outcome.stdout.decode('utf-8', 'backslashreplace')}"
    return f"{text}\n--- stderr\n{outcome.stderr.decode('utf-8', 'backslashreplace')}"
