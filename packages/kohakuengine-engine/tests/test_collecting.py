"""The garbage collector stands still while a process of ours starts, and works when the user's code does."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from kohakuengine.engine.collecting import hold_collector, release_collector

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def test_what_was_loaded_is_never_looked_at_again() -> None:
    before = gc.get_freeze_count()
    hold_collector()
    assert not gc.isenabled()

    release_collector()

    assert gc.isenabled()
    assert gc.get_freeze_count() > before


def test_a_collector_that_stood_still_already_goes_on_to() -> None:
    gc.disable()
    before = gc.get_freeze_count()
    hold_collector()

    release_collector()

    assert not gc.isenabled()
    assert gc.get_freeze_count() == before


def test_to_release_what_was_not_held_does_nothing() -> None:
    before = gc.get_freeze_count()

    release_collector()

    assert gc.isenabled()
    assert gc.get_freeze_count() == before
