"""A short campaign with a fixed seed, and that a campaign notices what it looks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling import Diagnostic, ScriptFacts

from .campaign import Campaign
from .invariants import broken_invariants
from .reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS = 10.0


def test_nothing_that_is_drawn_breaks_a_promise(tmp_path: Path) -> None:
    with Campaign(tmp_path, seed=20) as campaign:
        campaign.run(_SECONDS)

    assert campaign.failures == []
    assert len(campaign.counts) == 4
    assert sum(campaign.counts.values()) > 50


def test_a_death_and_a_hang_are_noticed(tmp_path: Path) -> None:
    fifo = tmp_path / "script.py"
    fifo.write_text("x = 1\n", encoding="utf-8")
    reader = Reader(timeout_s=0.0)
    assert reader.read(fifo).problem is not None

    reader = Reader(timeout_s=20.0)
    assert reader.read(fifo).problem is None
    reader.close()


def test_a_line_that_the_file_has_not_is_noticed() -> None:
    diagnostic = Diagnostic(code="KE505", severity="error", line=3, message="invalid syntax")
    facts = ScriptFacts(script="x.py", error="x.py:3: invalid syntax", diagnostics=(diagnostic,))

    assert list(broken_invariants("x = 1\n", facts)) == ["a line that the file has not: [3]"]
