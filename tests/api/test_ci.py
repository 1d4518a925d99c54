"""What CI stands on: a skip that is not allowed fails, and the closing line counts what ran."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from .workspace import ROOT

if TYPE_CHECKING:
    from pathlib import Path

ALLOWED = "# a comment\n* | test_*.py::test_moon | needs the moon*\nnight-* | * | the sun is down\n"


def run_pytest(
    tests: str, *, folder: Path, ci: str = "true", section: str = "day"
) -> subprocess.CompletedProcess[str]:
    """Run `tests` with our own conftest.py, and `ALLOWED` as the list of skips."""
    shutil.copy(ROOT / "conftest.py", folder)
    (folder / ".ci").mkdir()
    (folder / ".ci" / "allowed-skips.txt").write_text(ALLOWED, encoding="utf-8")
    (folder / "test_it.py").write_text("import pytest\n" + tests, encoding="utf-8")
    (folder / "test_other.py").write_text("def test_that_something_runs(): pass\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "--rootdir", str(folder), "-p", "no:cacheprovider"]
    env = {"CI": ci, "CI_SECTION": section}
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize(
    ("tests", "code"),
    [
        pytest.param("def test_sun(): pass", 0, id="nothing is skipped"),
        pytest.param("def test_moon(): pytest.skip('needs the moon to shine')", 0, id="an allowed skip"),
        pytest.param("def test_moon(): pytest.skip('needs the sun')", 1, id="another reason"),
        pytest.param("def test_mars(): pytest.skip('needs the moon')", 1, id="another test"),
        pytest.param("pytest.skip('off', allow_module_level=True)", 1, id="a whole module"),
        pytest.param("@pytest.mark.skipif(True, reason='no')\ndef test_sun(): pass", 1, id="a mark"),
        pytest.param("@pytest.mark.xfail\ndef test_sun(): assert 0", 0, id="an expected failure"),
        pytest.param("def test_sun(): assert 0", 1, id="a failure"),
    ],
)
def test_a_skip_that_is_not_allowed_fails_in_ci(tests: str, code: int, tmp_path: Path) -> None:
    done = run_pytest(tests, folder=tmp_path)
    assert done.returncode == code, done.stdout


@pytest.mark.parametrize(("section", "code"), [("night-3.11", 0), ("day", 1)])
def test_a_skip_can_be_allowed_in_one_section_alone(section: str, code: int, tmp_path: Path) -> None:
    tests = "def test_sun(): pytest.skip('the sun is down')"
    done = run_pytest(tests, folder=tmp_path, section=section)
    assert done.returncode == code, done.stdout


def test_ci_prints_each_skip_with_its_reason(tmp_path: Path) -> None:
    tests = "def test_moon(): pytest.skip('needs the moon')\ndef test_sun(): pytest.skip('no time')"
    done = run_pytest(tests, folder=tmp_path)
    assert "skipped: test_it.py::test_moon: needs the moon\n" in done.stdout
    assert "MUST NOT BE SKIPPED: test_it.py::test_sun: no time\n" in done.stdout


def test_skips_do_no_harm_where_a_developer_runs_the_tests(tmp_path: Path) -> None:
    done = run_pytest("def test_sun(): pytest.skip('no time')", folder=tmp_path, ci="")
    assert done.returncode == 0, done.stdout


def test_the_closing_line_adds_up_all_runs(tmp_path: Path) -> None:
    leave_section(tmp_path, "one", "4\n=== 1 failed, 2 passed, 1 skipped in 0.12s ===\nends\n", status=1)
    leave_section(tmp_path, "two", "5 passed, 1 error in 61.20s (0:01:01)\n7 passed in 2.00s\n", status=0)

    done = summarise(tmp_path, "one", "two")

    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "===== 14 passed, 2 failed, 1 skipped in 9s ====="


def test_a_failed_section_shows_though_all_tests_passed(tmp_path: Path) -> None:
    leave_section(tmp_path, "one", "7 passed in 2.00s\n", status=3)

    done = summarise(tmp_path, "one")

    assert done.returncode == 1
    assert done.stdout.splitlines()[1:] == [
        "one                  4       3   FAILED (3)",
        "1 of 1 sections failed",
        "===== 7 passed, 1 failed, 0 skipped in 9s =====",
    ]


def test_nothing_failed_is_success(tmp_path: Path) -> None:
    leave_section(tmp_path, "one", "7 passed in 2.00s\n", status=0)
    assert summarise(tmp_path, "one").returncode == 0


def leave_section(folder: Path, name: str, log: str, *, status: int) -> None:
    """Leave the files that a section leaves."""
    (folder / f"{name}.log").write_text(log, encoding="utf-8")
    (folder / f"{name}.status").write_text(f"{status}\n", encoding="utf-8")
    (folder / f"{name}.times").write_text("4.12 2.50 0.70\n", encoding="utf-8")


def summarise(folder: Path, *sections: str) -> subprocess.CompletedProcess[str]:
    """Print the end of CI's output."""
    command = [sys.executable, str(ROOT / ".ci" / "summary.py"), str(folder), *sections, "--seconds", "9"]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
