"""Add up the closing lines of all pytest runs in the logs, and close as pytest does."""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

CLOSING_LINE = re.compile(r"^=* ?(\d+ \w+(?:, \d+ \w+)*) in [\d.]+s(?: \([\d:]+\))? ?=*$", re.MULTILINE)
COUNT = re.compile(r"(\d+) (\w+)")


def main() -> None:
    """Print `N passed, N failed, N skipped in S s`; errors and failed sections count as failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--failed-sections", type=int, required=True)
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("logs", nargs="*", type=Path)
    options = parser.parse_args()
    total: Counter[str] = Counter()
    for log in options.logs:
        if log.is_file():
            total += count_tests(log.read_text(encoding="utf-8", errors="replace"))
    failed = total["failed"] + total["error"] + total["errors"] or options.failed_sections
    counts = f"{total['passed']} passed, {failed} failed, {total['skipped']} skipped"
    print(f"{options.failed_sections} sections failed")
    print(f"===== {counts} in {options.seconds}s =====")


def count_tests(log: str) -> Counter[str]:
    """Count the tests by outcome."""
    found: Counter[str] = Counter()
    for line in CLOSING_LINE.findall(log):
        for number, outcome in COUNT.findall(line):
            found[outcome] += int(number)
    return found


if __name__ == "__main__":
    main()
