"""One thing of an open script that is asked for alone is what the facts say, of every case of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kohakuengine_tooling import OpenScript
from kohakuengine_tooling.description import read_here

from .apart import mistaken_apart

if TYPE_CHECKING:
    from .table import Case


def test_it_is_that_of_a_text_that_is_opened(case: Case) -> None:
    script = OpenScript("script.py")
    script.update(case.script)

    assert mistaken_apart(script, read_here(case.script, "script.py")) == []


@pytest.mark.parametrize("change", ["below", "above", "another value"])
def test_it_is_that_of_a_text_that_has_changed(case: Case, change: str) -> None:
    text = {
        "below": f"{case.script}\nzz = 1\n",
        "above": f"zz = 1\n{case.script}",
        "another value": case.script.replace("1", "2").replace("3", "\n#"),
    }[change]
    script = OpenScript("script.py")
    script.update(case.script)
    script.facts()

    script.update(text)

    wanted = OpenScript("script.py")
    wanted.update(text)
    mistaken = mistaken_apart(script, wanted.facts()) if not wanted.facts().error else []
    assert mistaken == []
