"""Runs of corpus scripts under plain python with the recorder inside, each measured once."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.corpus.folders import HERE as CORPUS
from tests.corpus.trial import capture, fresh_copy
from tests.corpus.workbench import Progress

from .trace import Trace, read_trace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.corpus.sdists import Candidate
    from tests.corpus.trial import Bench

HOOK = Path(__file__).resolve().parent / "hook"
LIMIT_S = 120.0
"""Following every instruction of the module takes its time; what was recorded by then counts."""


class Tracer:
    """Traces scripts on a bench, and remembers the traces in its ledger."""

    def __init__(self, bench: Bench) -> None:
        """Lay out the hook: the recorder, with the corpus' own beside it to close the network."""
        parts = {path.relative_to(HOOK): path for path in sorted(HOOK.rglob("*.py"))}
        parts[Path("corpus_hook.py")] = CORPUS / "hook" / "sitecustomize.py"
        texts = "\0".join(part.read_text(encoding="utf-8") for part in parts.values())
        self._key = hashlib.sha256(texts.encode()).hexdigest()[:12]
        hook = bench.environment.cache / f"truth-hook-{self._key}"
        for name, part in parts.items():
            (hook / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(part, hook / name)
        environment = dataclasses.replace(bench.environment, hook=hook)
        self._bench = dataclasses.replace(bench, environment=environment)

    def trace(self, script: Candidate) -> Trace:
        """Return what plain python does with a script, measured if it has not been yet."""
        key = f"truth {self._key} {self._bench.environment.key} {script.path} {script.sha256[:12]}"
        row = self._bench.ledger.recall(key, lambda: self._measure(script))
        return read_trace(row["lines"], row["exit_code"])

    def _measure(self, script: Candidate) -> dict[str, Any]:
        environment = self._bench.environment
        with fresh_copy(self._bench, script) as slot:
            path, record = slot / script.path, slot / "record.jsonl"
            variables = environment.variables(slot / "figures", slot / "home")
            del variables["CORPUS_FIGURES"]
            variables["TRUTH_RECORD"] = str(record)
            command = [str(environment.python), path.name]
            exit_code, _, err = capture(command, path.parent, variables, LIMIT_S)
            text = record.read_text(encoding="utf-8") if record.exists() else ""
        lines = [line for line in text.splitlines() if line.endswith("}")]  # not one cut by the limit
        return {"exit_code": exit_code, "lines": lines, "stderr": err[-2000:].decode("utf-8", "replace")}


def trace_all(tracer: Tracer, scripts: Sequence[Candidate], *, jobs: int) -> list[Trace]:
    """Trace every script, in the order given."""
    progress = Progress(len(scripts))

    def trace(script: Candidate) -> Trace:
        found = tracer.trace(script)
        progress(f"{script.path}: {len(found.stores)} stores, {len(found.options)} options")
        return found

    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(trace, scripts))
