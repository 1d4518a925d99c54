"""The table itself: well formed, and sensible by plain python alone, without the engine."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from .table import LIBRARY_USAGE, Case, Rule, all_cases, load_table

if TYPE_CHECKING:
    from .session import Sessions

_KNOWN_CODES = frozenset(
    f"KE{number}"
    for number in (
        *(101, 102, 103, 104, 105, 106),
        *(201, 202, 203),
        *(301, 302, 303, 304),
        *(401, 402, 403, 404),
        *(501, 502, 503, 504),
        *(601, 602, 603, 604, 605),
        *(701, 702),
    )
)
_RULES = load_table()
_CASES = all_cases()

each_rule = pytest.mark.parametrize("rule", _RULES, ids=lambda rule: f"{rule.section}/{rule.sentence[:48]}")
each_case = pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case.section}/{case.id}")


def test_case_ids_are_unique() -> None:
    twice = [name for name, count in Counter(case.id for case in _CASES).items() if count > 1]
    assert twice == []


def test_rule_sentences_are_unique() -> None:
    twice = [text for text, count in Counter(rule.sentence for rule in _RULES).items() if count > 1]
    assert twice == []


@each_rule
def test_every_rule_is_a_sentence_with_cases(rule: Rule) -> None:
    assert rule.sentence.endswith("."), "a rule is a sentence"
    assert len(rule.sentence.split()) >= 4
    assert rule.cases
    holds = any(not case.is_failing for case in rule.cases)
    assert holds or "error" in rule.sentence or "refused" in rule.sentence


@each_rule
def test_every_rule_has_a_case_that_must_fail_or_says_why_none_can(rule: Rule) -> None:
    has_failing = any(case.is_failing for case in rule.cases)
    assert has_failing != (rule.never_fails is not None), "either a failing case or `never_fails: reason`"


@each_case
def test_every_case_is_well_formed(case: Case) -> None:
    assert case.expectation
    assert case.id.replace("-", "").replace("_", "").isalnum()
    assert case.stderr in ("same", "free")
    assert set(case.fails) <= _KNOWN_CODES | {LIBRARY_USAGE}
    assert case.script is not None or case.target or case.host, "something is run"
    assert case.is_failing or not (case.may_print or case.silent)


@each_case
def test_what_the_case_calls_the_truth_is_sensible_by_plain_python(case: Case, sessions: Sessions) -> None:
    reason = case.reason_to_skip()
    if reason is not None:
        pytest.skip(reason)
    if case.host is not None:
        pytest.skip("a host program says nothing without the engine")
    judge_truth = {
        "edited": _edit_shows,
        "typed": _typing_shows,
        "same_as_python": _plain_runs,
        "stdout": _plain_is_not_it,
        "fails": _plain_prints,
    }
    judge_truth[case.expectation](case, sessions)


def _edit_shows(case: Case, sessions: Sessions) -> None:
    edited, plain = sessions.edited(case), sessions.plain(case)
    _check_traceback(case, edited.stderr)
    differs = (edited.stdout, edited.exit_code, edited.files) != (plain.stdout, plain.exit_code, plain.files)
    assert differs, "the edit changes nothing, so the case proves nothing"


def _typing_shows(case: Case, sessions: Sessions) -> None:
    typed, plain = sessions.typed(case), sessions.plain(case)
    _check_traceback(case, typed.stderr)
    differs = (typed.stdout, typed.exit_code) != (plain.stdout, plain.exit_code)
    if case.raises is not None:
        differs = differs or typed.stderr != plain.stderr
    assert differs, "what is typed changes nothing, so the case proves nothing"


def _plain_runs(case: Case, sessions: Sessions) -> None:
    plain = sessions.plain(case)
    _check_traceback(case, plain.stderr)
    assert plain.stdout or plain.stderr or plain.exit_code, "nothing to compare"


def _plain_is_not_it(case: Case, sessions: Sessions) -> None:
    plain = sessions.plain(case)
    expected = (case.stdout or "").encode()
    assert plain.stdout != expected or plain.exit_code != case.exit, "plain python does the same"


def _plain_prints(case: Case, sessions: Sessions) -> None:
    if case.silent or case.expectation != "fails":
        return
    printed = sessions.plain(case).stdout.decode("utf-8", "replace")
    assert printed, "plain python prints nothing either, so silence proves nothing (or say `silent: true`)"


def _check_traceback(case: Case, stderr: bytes) -> None:
    text = stderr.decode("utf-8", "replace")
    if case.raises is None:
        assert "Error" not in text, text
        assert "Traceback" not in text, text
    else:
        assert case.raises in text, text
