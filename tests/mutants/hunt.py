"""The hunt for one mutant: which test notices it?"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .mutant import MutantError
from .overlay import ROOT

if TYPE_CHECKING:
    from .mutant import Mutant
    from .overlay import Overlay

TIMEOUT_S = 1_200.0
_FAILED = re.compile(r"(?m)^(?:FAILED|ERROR) (.+?)(?: - .*)?$")
_PASSED, _RED = 0, 1
_MAX_RED_BEFORE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Catch:
    """What became of a mutant: the test that noticed it, or None where it survived."""

    mutant: Mutant
    by: str | None


def hunt(mutant: Mutant, overlay: Overlay) -> Catch:
    """Plant a mutant and run its tests, then the unit tests beside it, up to the first that turns red.

    A test that is red without the mutant, too, does not count.

    Raises:
        MutantError: It cannot be planted, its tests cannot be run, or too many are red anyway.
    """
    for tests in (list(mutant.tests), unit_tests(mutant)):
        by = _noticed(mutant, overlay, tests) if tests else None
        if by is not None:
            return Catch(mutant=mutant, by=by)
    return Catch(mutant=mutant, by=None)


def unit_tests(mutant: Mutant) -> list[str]:
    """Return the test files that stand beside the files a mutant changes."""
    found = []
    for edit in mutant.edits:
        part, _, name = edit.file.partition("/")
        path = ROOT / "packages" / f"kohakuengine-{part}" / "tests" / f"test_{name}"
        if path.exists() and str(path) not in found:
            found.append(str(path))
    return found


def _noticed(mutant: Mutant, overlay: Overlay, tests: list[str]) -> str | None:
    red_before: list[str] = []
    while len(red_before) <= _MAX_RED_BEFORE:
        red = _first_red(mutant, overlay, tests, red_before)
        if red is None or red == _TIMEOUT or not _is_red_anyway(red, overlay):
            return red
        red_before.append(red)
    raise MutantError(f"{mutant.id}: these tests are red without it: {red_before}")


_TIMEOUT = "time"


def _first_red(mutant: Mutant, overlay: Overlay, tests: list[str], deselected: list[str]) -> str | None:
    overlay.restore()
    mutant.plant(overlay.package)
    words = [*tests, "-x", *(word for name in deselected for word in ("--deselect", name))]
    try:
        done = overlay.pytest(words, timeout_s=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        return _TIMEOUT
    if done.returncode == _PASSED:
        return None
    found = _FAILED.search(done.stdout)
    if done.returncode != _RED or found is None:
        raise MutantError(
            f"{mutant.id}: its tests could not be run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    return found[1]


def _is_red_anyway(test: str, overlay: Overlay) -> bool:
    overlay.restore()
    done = overlay.pytest([test], timeout_s=TIMEOUT_S)
    if done.returncode not in (_PASSED, _RED):
        raise MutantError(f"{test} cannot be run alone:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.returncode == _RED
