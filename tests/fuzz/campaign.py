"""A campaign: texts are drawn and read for a while, and what does not hold is noted."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as with_seed

from kohakuengine_tooling.source_file import UnreadableError, read_source

from .invariants import broken_invariants
from .material import CANARY
from .reader import Reader, Reading
from .texts import Mutated, drawn_programs, mutated_files, random_bytes, token_soups

if TYPE_CHECKING:
    from pathlib import Path

    from hypothesis.strategies import SearchStrategy

__all__ = ["Campaign"]

_TIMEOUT_S = 20.0
_EXAMPLES = 60
_KINDS: dict[str, Any] = {
    "random bytes": random_bytes,
    "token soup": token_soups,
    "drawn program": drawn_programs,
    "mutated file": mutated_files,
}


class Campaign:
    """Fuzzing with one seed.

    Attributes:
        failures: What went wrong, for people.
        counts: Texts of each kind that were read.
        outcomes: How many gave which diagnostics.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self._path = folder / "fuzzed.py"
        self._canary = folder / "canary"
        self._seed = seed
        self._reader = Reader(_TIMEOUT_S)
        self._deadline = 0.0
        self.failures: list[str] = []
        self.counts: Counter[str] = Counter()
        self.outcomes: Counter[str] = Counter()
        self.slowest: tuple[float, int, str] = (0.0, 0, "")

    def __enter__(self) -> Campaign:  # noqa: PYI034 - typing has Self from 3.11 on
        return self

    def __exit__(self, *_error: object) -> None:
        self._reader.close()

    def run(self, seconds: float) -> None:
        """Fuzz for so long."""
        self._deadline = time.monotonic() + seconds
        turn = 0
        while time.monotonic() < self._deadline:
            for kind, strategy in _KINDS.items():
                self._round(kind, strategy(), self._seed * 1_000_003 + turn)
                turn += 1

    def _round(self, kind: str, strategy: SearchStrategy[Any], seed: int) -> None:
        @with_seed(seed)
        @settings(
            max_examples=_EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(strategy)
        def check(drawn: Any) -> None:
            if not found and time.monotonic() >= self._deadline:
                return
            problems = self._check(kind, drawn)
            if problems:
                found.append((drawn, "\n".join(problems)))
                raise AssertionError(found[-1][1])

        found: list[tuple[Any, str]] = []
        try:
            check()
        except Exception:  # noqa: BLE001 - hypothesis raises what it has shrunk, or that it is flaky
            drawn, problems = found[-1]
            self.failures.append(f"{kind}, seed {seed}: {problems[:1500]}\n{drawn!r:.1500}")
            print(self.failures[-1], flush=True)

    def _check(self, kind: str, drawn: Any) -> list[str]:
        data = drawn.data if isinstance(drawn, Mutated) else drawn
        self._path.write_bytes(data.replace(CANARY.encode(), str(self._canary).encode()))
        reading = self._reader.read(self._path)
        self.counts[kind] += 1
        self._note(reading, len(data), kind)
        return self._problems(reading, drawn, kind)

    def _note(self, reading: Reading, size: int, kind: str) -> None:
        self.slowest = max(self.slowest, (reading.duration_s, size, kind))
        codes = {one.code for one in reading.facts.diagnostics} if reading.facts else {reading.problem or ""}
        self.outcomes[" ".join(sorted(codes)) or "read"] += 1

    def _problems(self, reading: Reading, drawn: Any, kind: str) -> list[str]:
        if reading.facts is None:
            return [reading.problem or "no facts"]
        found = list(reading.attempts)
        if self._canary.exists():
            self._canary.unlink()
            found.append("it was executed")
        try:
            text = read_source(str(self._path))
        except UnreadableError:
            return found
        found += broken_invariants(text, reading.facts)
        names = {parameter.name for parameter in reading.facts.parameters}
        if kind == "drawn program" and not {"before", "after"} <= names:
            found.append("the statements around it are not listed")
        if isinstance(drawn, Mutated):
            found += _lost(text, reading.starts, drawn.kept)
        return found

    def summary(self) -> str:
        """Say what was read, and what became of it."""
        kinds = ", ".join(f"{count} {kind}s" for kind, count in self.counts.items())
        outcomes = ", ".join(f"{count} {outcome}" for outcome, count in self.outcomes.most_common())
        duration_s, size, kind = self.slowest
        return (
            f"{sum(self.counts.values())} texts: {kinds}\n{outcomes}\n"
            f"slowest: {duration_s:.2f} s for {size} bytes ({kind}), read twice\n"
            f"{len(self.failures)} failures"
        )


def _lost(text: str, starts: tuple[int, ...], kept: list[str]) -> list[str]:
    """Say which statements are not found any more."""
    ends = [*starts[1:], len(text)][: len(starts)]
    found = Counter(text[start:end].rstrip() for start, end in zip(starts, ends, strict=True))
    lost = Counter(kept) - found
    return [f"a statement far away is lost: {one[:80]!r}" for one in list(lost)[:1]]
