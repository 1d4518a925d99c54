"""Diagnostics of an editor are those of a run: the table of `test_config_agreement`, by rules of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kohakuengine_tooling.server.diagnostics import diagnose
from kohakuengine_tooling.server.project import Project
from kohakuengine_tooling.server.uris import uri_of

from .test_config_agreement import ARGUMENTS, CASES

if TYPE_CHECKING:
    from pathlib import Path

# What only the run tells: which calls belong to one run, what a method stores, what `/` keeps apart, how
# often an option may be given.
LEFT_TO_THE_RUN = {
    "one parameter twice",
    "attribute that nobody sets",
    "by position only",
    "option of a choice, another given",
}
SAME_AS_DEFAULT = "KE310"


def codes(folder: Path, script: str, config: str) -> list[str]:
    """Return the codes that an unsaved config gets, each once."""
    (folder / "train.py").write_text(script, encoding="utf-8")
    project = Project()
    project.set_roots([folder])
    document = project.open(uri_of(folder / "c.py"), "# kogine: script = train.py\n" + config, 1)
    found = [str(one.code) for one in diagnose(project, document)]
    return sorted({code for code in found if code != SAME_AS_DEFAULT})


@pytest.mark.parametrize("name", CASES)
def test_an_editor_says_what_a_run_says(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    expected = [case.code] if case.code and name not in LEFT_TO_THE_RUN else []
    given = f"from kohakuengine import Config\nCONFIG = Config(globals_dict={dict(case.sets)!r})\n"

    assert codes(tmp_path, case.script, given) == expected


@pytest.mark.parametrize("name", ARGUMENTS)
def test_an_editor_says_of_arguments_what_a_run_says(tmp_path: Path, name: str) -> None:
    script, config, code = ARGUMENTS[name]
    call = "if __name__ == '__main__':\n    main()\n" if "def main" in script else ""
    expected = [code] if code and name not in LEFT_TO_THE_RUN else []

    assert codes(tmp_path, script + call, config) == expected
