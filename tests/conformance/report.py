"""Print the table as a list: each rule with the cases that hold it in place.

Run as `python -m tests.conformance.report` from the root of the repository.
"""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING

from .table import Rule, load_table

if TYPE_CHECKING:
    from collections.abc import Iterator


def report_lines(rules: tuple[Rule, ...]) -> Iterator[str]:
    """Yield the report in Markdown: a heading a section, a rule a paragraph, its cases below."""
    for section, group in groupby(rules, key=lambda rule: rule.section):
        members = list(group)
        yield f"## {section} ({len(members)} rules, {sum(len(rule.cases) for rule in members)} cases)"
        for rule in members:
            yield from _rule_lines(rule)
        yield ""


def _rule_lines(rule: Rule) -> Iterator[str]:
    yield f"- {rule.sentence}"
    holding = [case.id for case in rule.cases if not case.is_failing]
    failing = [f"{case.id} ({'|'.join(case.fails)})" for case in rule.cases if case.is_failing]
    if holding:
        yield f"    - holds: {', '.join(holding)}"
    yield f"    - fails: {', '.join(failing) or f'never: {rule.never_fails}'}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in report_lines(load_table()))
