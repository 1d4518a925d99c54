"""The end of CI's output: a table of the sections, and a closing line as pytest prints it, over all its runs.

A section NAME has left three files: NAME.log, NAME.status (its exit status) and NAME.times (real,
user and system seconds).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path

CLOSING_LINE = re.compile(r"^=* ?(\d+ \w+(?:, \d+ \w+)*) in [\d.]+s(?: \([\d:]+\))? ?=*$", re.MULTILINE)
COUNT = re.compile(r"(\d+) (\w+)")


def main() -> int:
    """Print the summary; the exit status is 1 where a section failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("sections", nargs="+")
    parser.add_argument("--seconds", type=int, required=True)
    options = parser.parse_args()
    failed_sections = 0
    total: Counter[str] = Counter()
    print(f"{'section':14} {'wall s':>7} {'cpu s':>7}")
    for name in options.sections:
        status = int((options.folder / f"{name}.status").read_text(encoding="utf-8"))
        failed_sections += status != 0
        total += count_tests((options.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace"))
        times = times_text(options.folder / f"{name}.times")
        print(f"{name:14} {times}   {f'FAILED ({status})' if status else 'ok'}")
    failed = total["failed"] + total["error"] + total["errors"] or failed_sections
    counts = f"{total['passed']} passed, {failed} failed, {total['skipped']} skipped"
    print(f"{failed_sections} of {len(options.sections)} sections failed")
    print(f"===== {counts} in {options.seconds}s =====")
    return int(failed_sections > 0)


def times_text(file: Path) -> str:
    """Show wall and CPU seconds."""
    words = file.read_text(encoding="utf-8").split()[-3:] if file.exists() else []
    if len(words) < 3:  # a section that was stopped has none
        return f"{'?':>9} {'?':>7}"
    real, user, system = map(float, words)
    return f"{real:7.0f} {user + system:7.0f}"


def count_tests(log: str) -> Counter[str]:
    """Count the tests by outcome; errors and expected failures have their own words."""
    found: Counter[str] = Counter()
    for line in CLOSING_LINE.findall(log):
        for number, outcome in COUNT.findall(line):
            found[outcome] += int(number)
    return found


if __name__ == "__main__":
    sys.exit(main())
