"""What all tests stand on.

In CI a skipped test is a failure, unless `.ci/allowed-skips.txt` knows it. Signals are as in a terminal.
"""

from __future__ import annotations

import os
import signal
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ALLOWED_SKIPS = Path(__file__).parent / ".ci" / "allowed-skips.txt"


def pytest_configure(config: pytest.Config) -> None:
    """Watch over skips where CI runs the tests."""
    if os.environ.get("CI"):
        section = os.environ.get("CI_SECTION", "")
        config.pluginmanager.register(SkipGate(read_allowed_skips(section)), "skip-gate")


@pytest.fixture(scope="session", autouse=True)
def _as_from_a_terminal() -> Iterator[None]:
    """Let what tests start meet the signals that background jobs ignore, and die without a core file."""
    if not hasattr(signal, "SIGHUP"):  # Windows
        yield
        return
    import resource

    ignored = (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP)
    before = {number: signal.signal(number, signal.SIG_DFL) for number in ignored}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))
    for number, handler in before.items():
        signal.signal(number, handler)


def read_allowed_skips(running: str) -> list[tuple[str, str]]:
    """Read the lines `SECTION | TEST | REASON`, each with wildcards; keep those of the section that runs."""
    lines = ALLOWED_SKIPS.read_text(encoding="utf-8").splitlines()
    entries = [line.split("|", 2) for line in lines if line.strip() and not line.startswith("#")]
    fields = [[field.strip() for field in entry] for entry in entries]
    return [(test, reason) for section, test, reason in fields if fnmatchcase(running, section)]


class SkipGate:
    """Collects the skips of a session and fails it where one must not be."""

    def __init__(self, allowed: list[tuple[str, str]]) -> None:
        self.allowed = allowed
        self.skips: list[tuple[str, str]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a skipped test; an expected failure is not one."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skips.append((report.nodeid, reason_of(report)))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a module that skipped itself."""
        if report.skipped:
            self.skips.append((report.nodeid, reason_of(report)))

    def is_allowed(self, skip: tuple[str, str]) -> bool:
        """Tell whether a line of the list names this test with this reason."""
        test, reason = skip
        return any(fnmatchcase(test, one) and fnmatchcase(reason, why) for one, why in self.allowed)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail a session that would have passed."""
        if session.exitstatus == 0 and not all(map(self.is_allowed, self.skips)):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print every skip with its reason, those that must not be marked."""
        for skip in self.skips:
            verdict = "skipped" if self.is_allowed(skip) else "MUST NOT BE SKIPPED"
            terminalreporter.write_line(f"{verdict}: {skip[0]}: {skip[1]}")


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Find what the test said."""
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")
