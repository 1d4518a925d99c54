"""Tracing of a script without the corpus: with this interpreter, where it lies."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .trace import Trace, read_trace

HOOK_FOLDER = Path(__file__).resolve().parent / "hook"


def trace_here(script: Path, *words: str) -> Trace:
    """Run a script under plain python with the recorder inside.

    Args:
        script: The script; the record lies beside it.
        *words: Its command line.
    """
    record = script.with_suffix(".jsonl")
    variables = {"PYTHONPATH": str(HOOK_FOLDER), "TRUTH_RECORD": str(record), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, str(script), *words],
        env={**os.environ, **variables},
        capture_output=True,
        check=False,
    )
    text = record.read_text(encoding="utf-8") if record.exists() else ""
    return read_trace(text.splitlines(), done.returncode)
