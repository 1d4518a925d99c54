"""Which scripts and pairs count, decided by plain python alone before any run of ours."""

from __future__ import annotations

import ast
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .editor import Change, edit_bytes, find_changes, read_source
from .trial import Bench, Outcome, try_python

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .sdists import Candidate

TRIED_PER_SCRIPT = 6
KEPT_PER_SCRIPT = 3
APART_S = 2.0
"""Least time between two runs that must be alike: some scripts seed by the second."""
NOT_SCRIPTS = re.compile(r"(^|/)(__init__|conf|setup|conftest|test_\w*|\w*_tests?)\.py$")
ONLY_DEFINES = (
    ast.Import,
    ast.ImportFrom,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
)
CAUSES = (
    (
        "needs a library that is not installed",
        r"ModuleNotFoundError|ImportError: requires|pip install|[Ss]lycot|emcee version",
    ),
    (
        "needs network or data",
        r"URLError|HTTPError|Network is unreachable|ConnectionError|FileNotFoundError"
        r"|No such file|gaierror|InvalidSchema|DatasetNotFound|pooch",
    ),
    ("asks for input", r"EOFError|EOF when reading|Aborted"),
    ("fails: wants arguments", r"[Uu]sage:|Missing (argument|option)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """A script that counts, with its pairs."""

    path: str
    sha256: str
    pairs: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """A candidate that does not count, and why."""

    path: str
    reason: str


def select(
    bench: Bench,
    candidates: Iterable[Candidate],
    *,
    jobs: int,
    progress: Callable[[str], None],
) -> list[Selected | Excluded]:
    """Judge every candidate, in the order given."""

    def judge(script: Candidate) -> Selected | Excluded:
        verdict = judge_script(bench, script)
        has_pairs = isinstance(verdict, Selected)
        note = f"{len(verdict.pairs)} pairs" if isinstance(verdict, Selected) else verdict.reason
        progress(f"{'+' if has_pairs else '-'} {script.path}: {note}")
        return verdict

    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(judge, candidates))


def judge_script(bench: Bench, script: Candidate) -> Selected | Excluded:
    """Run a candidate twice under plain python, then look for its pairs."""
    reason = reason_to_exclude(bench, script)
    if reason:
        return Excluded(path=script.path, reason=reason)
    pairs = tuple(find_pairs(bench, script))
    return Selected(path=script.path, sha256=script.sha256, pairs=pairs)


def reason_to_exclude(bench: Bench, script: Candidate) -> str | None:
    """Say why a candidate does not count, or None."""
    if NOT_SCRIPTS.search(script.path) or is_library(bench, script):
        return "not a script"
    first = try_python(bench, script, None, repeat=0)
    if first.exit_code is None:
        return "takes more than 20 s"
    if first.exit_code != 0:
        return explain_failure(first)
    if not first.stdout and not first.figures:
        return "shows nothing: no stdout, no figure"
    return None if is_repeatable(bench, script, None, first) else "differs between two runs"


def is_repeatable(bench: Bench, script: Candidate, change: Change | None, first: Outcome) -> bool:
    """Run a second time under plain python, a while after the first, and compare."""
    pause_s = max(0.0, APART_S - first.seconds)
    again = try_python(bench, script, change, repeat=1, pause_s=pause_s)
    return again.compared == first.compared


def is_library(bench: Bench, script: Candidate) -> bool:
    """Tell whether a file has nothing but imports, definitions and assignments."""
    try:
        tree = ast.parse(read_source((bench.sources / script.path).read_bytes()))
    except (SyntaxError, UnicodeDecodeError, LookupError):
        return True
    return all(_only_defines(statement) for statement in tree.body)


def _only_defines(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        return not any(isinstance(node, ast.Call) for node in ast.walk(statement))
    return isinstance(statement, ONLY_DEFINES)


def explain_failure(outcome: Outcome) -> str:
    """Sort a failure of plain python by what its last lines say."""
    lines = [line for line in outcome.stderr.splitlines() if line.strip()]
    for last in (lines[-1:], lines[-12:]):
        for reason, pattern in CAUSES:
            if re.search(pattern, "\n".join(last)):
                return reason
    return "fails"


def find_pairs(bench: Bench, script: Candidate) -> Iterable[Change]:
    """Yield the first changes of literal globals that change what plain python does.

    Of a script's literal globals the first TRIED_PER_SCRIPT are tried and the
    first KEPT_PER_SCRIPT that count are kept, so that no script dominates.
    """
    raw = (bench.sources / script.path).read_bytes()
    plain = try_python(bench, script, None, repeat=0)
    kept = 0
    for change in find_changes(read_source(raw))[:TRIED_PER_SCRIPT]:
        if kept < KEPT_PER_SCRIPT and _counts(bench, script, change, plain, raw):
            kept += 1
            yield change


def _counts(bench: Bench, script: Candidate, change: Change, plain: Outcome, raw: bytes) -> bool:
    compile(edit_bytes(raw, change), script.path, "exec", dont_inherit=True)
    first = try_python(bench, script, change, repeat=0)
    if first.exit_code is None or first.compared == plain.compared:
        return False
    return is_repeatable(bench, script, change, first)
