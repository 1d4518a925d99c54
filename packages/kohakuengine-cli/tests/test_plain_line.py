"""Lines of workflows that are read without click are read as click reads them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kohakuengine.cli.app import read_line
from kohakuengine.cli.catalog_workflow import WORKFLOW_COMMANDS
from kohakuengine.cli.errors import UsageError
from kohakuengine.cli.plain_line import read_plain_line

ORDINARY = {
    "sweep": "workflow parallel train.py -c sweep.py -w 4",
    "attached": "workflow parallel train.py -csweep.py --set=lr=0.1 -slr=2 --mode=fork",
    "flags": "workflow sequential a.py b.py --fresh --strict --dry-run",
    "flow file": "workflow run flow.py --follow -- --rounds 3",
}
UNUSUAL = {
    "help": "workflow parallel --help",
    "help of the group": "workflow",
    "unknown option": "workflow parallel train.py --worker 4",
    "value for a flag": "workflow parallel train.py --fresh=yes",
    "missing value": "workflow parallel train.py -w",
    "unknown command": "workflow series train.py",
}


def outcome(read: object, line: list[str]) -> object:
    """Return the keywords that a reading makes of a line, or what it refuses; None where it leaves it."""
    try:
        action = read(line)  # type: ignore[operator]
    except UsageError as error:
        return error.message
    return None if action is None else action.args


@pytest.mark.parametrize("line", ORDINARY.values(), ids=ORDINARY)
def test_ordinary_lines_need_no_click(line: str) -> None:
    plain = outcome(read_plain_line, line.split())

    assert plain is not None
    assert plain == outcome(read_line, line.split())


@pytest.mark.parametrize("line", UNUSUAL.values(), ids=UNUSUAL)
def test_unusual_lines_are_left_to_click(line: str) -> None:
    assert outcome(read_plain_line, line.split()) is None


def test_click_is_not_imported_for_an_ordinary_line() -> None:
    program = (
        "import sys; from kohakuengine.cli.plain_line import read_plain_line;"
        "read_plain_line(['workflow', 'parallel', 'train.py']); print('click' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


flags = sorted({flag for row in WORKFLOW_COMMANDS for option in row.options for flag in option.flags})
words = st.one_of(
    st.sampled_from([*flags, "--help", "-h", "--", "-", "", "s.py", "s.py:f", "a=1", "-x", "--x", "fork"]),
    st.sampled_from(flags).flatmap(
        lambda flag: st.sampled_from([f"{flag}=v", f"{flag}v", f"{flag}=a=1", f"{flag}="])
    ),
    st.text(alphabet="-s=:mc \"'é/.", max_size=5),
)


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(WORKFLOW_COMMANDS), st.lists(words, max_size=7))
def test_whatever_is_read_plainly_click_reads_alike(row: object, line: list[str]) -> None:
    whole = [*row.path, *line]  # type: ignore[attr-defined]
    plain = outcome(read_plain_line, whole)
    if plain is not None:
        assert plain == outcome(read_line, whole)
