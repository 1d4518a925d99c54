"""Every refusal of the command line itself, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from kogine_process import Kogine

SCRIPT = """\
raise SystemExit("the script was executed")
lr = learning_rate = 0.1
model = "small"
"""

LINES: dict[str, list[str]] = {
    "unknown command": ["rum", "train.py"],
    "unknown command with nothing near": ["zzz"],
    "script without run": ["train.py", "--lr", "0.1"],
    "unknown option of kogine": ["--verbos"],
    "group without a command": ["config"],
    "unknown command of a group": ["config", "shwo"],
    "unknown option of a group": ["config", "--x"],
    "help of no command": ["help", "runn"],
    "workflow": ["workflow", "sequential", "a.py", "--config", "c.py"],
    "runs without a command": ["runs"],
    "run that is no number": ["runs", "show", "lr"],
    "condition that is none": ["runs", "list", "lr"],
    "unknown status": ["runs", "list", "--status", "fialed"],
    "age that is none": ["runs", "list", "--since", "yesterday"],
    "flow that is no number": ["runs", "list", "--flow", "a"],
    "rm of nothing": ["runs", "rm"],
    "both logs": ["runs", "logs", "3", "--stdout", "--stderr"],
    "nothing to run": ["run"],
    "script and module": ["run", "train.py", "-m", "package"],
    "two functions": ["run", "train.py:main", "-e", "other"],
    "function missing": ["run", "train.py:"],
    "function is no name": ["run", "train.py:foo-bar"],
    "argument without dashes": ["run", "train.py", "data.csv", "--strict"],
    "assignment without set": ["run", "train.py", "lr=0.1"],
    "config without its option": ["run", "train.py", "config/small.py"],
    "config without its option and an option": ["run", "train.py", "config/small.py", "--batch-size=4", "-x"],
    "data without its option": ["run", "train.py", "values.yaml"],
    "set cut by a space": ["run", "train.py", "--set", "lr", "0.1"],
    "set cut before the equals": ["run", "train.py", "-slr", "=", "0.1"],
    "set cut behind the equals": ["run", "train.py", "--set=lr=", "0.1"],
    "unknown option of the script": ["run", "train.py", "--learning-rate", "0.1"],
    "unknown option with equals": ["run", "train.py", "--lr=0.1"],
    "unknown flag": ["run", "train.py", "--verbose"],
    "unknown short option": ["run", "train.py", "-v"],
    "misspelt option": ["run", "train.py", "--confg", "c.py"],
    "misspelt set": ["run", "train.py", "--sett", "lr=1"],
    "option near one of ours that the script has": ["run", "train.py", "--model", "big"],
    "option that the script does not have": ["run", "train.py", "--depth", "4"],
    "option of no script": ["run", "absent.py", "--depth", "4"],
    "option without its value": ["run", "train.py", "--set"],
    "option cut off by the dashes": ["run", "train.py", "-c", "--", "x"],
    "flag with a value": ["run", "train.py", "--strict=yes"],
    "config twice": ["run", "train.py", "-c", "a.py", "-c", "b.py"],
    "set without equals": ["run", "train.py", "--set", "lr"],
    "set without a name": ["run", "train.py", "--set", "=1"],
    "set with spaces": ["run", "train.py", "--set", "lr = 3"],
    "set with an index": ["run", "train.py", "--set", "betas[0]=0.5"],
    "set with a key": ["run", "train.py", "--set", "cfg['model'][\"depth\"]=4"],
    "set with dashes": ["run", "train.py", "--set", "--lr=1"],
    "set with a bad name": ["run", "train.py", "--set", "learning-rate=1"],
    "set twice": ["run", "train.py", "--set", "lr=1", "--set", "lr=2"],
    "config missing": ["config", "show"],
    "one config too many": ["config", "show", "a.py", "b.py"],
    "unknown format": ["config", "show", "a.py", "--format", "yaml"],
    "limit is no number": ["config", "show", "a.py", "--limit", "all"],
    "limit is zero": ["config", "validate", "a.py", "--limit", "0"],
    "unknown shell": ["completion", "tcsh"],
    "init of nothing": ["config", "init"],
    "init of two": ["config", "init", "train.py", "-m", "package"],
    "unknown form": ["config", "init", "train.py", "--form", "bear"],
}


@pytest.mark.parametrize("words", LINES.values(), ids=LINES)
def test_a_wrong_line_is_refused_and_teaches_the_right_one(
    words: list[str], kogine: Kogine, snapshot: Callable[[str, str], None], request: pytest.FixtureRequest
) -> None:
    kogine.write("train.py", SCRIPT)

    done = kogine(*words)

    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err
    snapshot(f"refusals/{request.node.callspec.id}".replace(" ", "_"), done.err)
