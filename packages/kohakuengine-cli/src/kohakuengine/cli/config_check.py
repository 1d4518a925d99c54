"""`kogine config check`: compare config files with their script, executing nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

from kohakuengine.cli import report
from kohakuengine.cli.config_faults import find_faults
from kohakuengine.cli.config_findings import find_problems
from kohakuengine.cli.count import counted
from kohakuengine.cli.errors import UsageError
from kohakuengine.cli.failure import OURS
from kohakuengine.config.errors import ConfigNotFoundError, KohakuError
from kohakuengine.config.later_dataclass import dataclass
from kohakuengine.config.script_of_config import find_script
from kohakuengine.config.static import read_config
from kohakuengine.engine.facts import open_reading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine.cli.finding import Finding
    from kohakuengine.config.script_of_config import ScriptOfConfig
    from kohakuengine.config.static import ConfigReading

__all__ = ["Check", "check", "check_config"]

_WRONG = 1
_MARK_HINT = ", or write into the config: # kogine: script = train.py"


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """What came of checking one config.

    Attributes:
        config: Its path.
        script: Path of its script, or None where it could not be told.
        findings: What is wrong.
        is_complete: Whether nothing is left that only running the config could tell.
        error: Why it could not be checked, or None.
    """

    config: str
    script: str | None
    findings: tuple[Finding, ...] = ()
    is_complete: bool = True
    error: str | None = None


def check(*, configs: list[str], script: str | None, output_format: str) -> int:
    """Check each config and print what is wrong.

    Returns:
        0 when nothing is wrong, 1 when something is, 2 when a file could not be read.
    """
    checks = [check_config(path, script) for path in configs]
    report.write_product(_as_json(checks) if output_format == "json" else _as_text(checks))
    for one in checks:
        if one.error is not None:
            report.error(one.error)
    if any(one.error is not None for one in checks):
        return OURS
    return _WRONG if any(one.findings for one in checks) else 0


def check_config(config: str, script: str | None = None) -> Check:
    """Check one config file; nothing is executed and nothing raised that concerns only this one.

    Args:
        config: Path of the config.
        script: Path of its script, None to look for it.
    """
    try:
        path = script or _script_of(config)
        findings, is_complete = _check_all(config, path)
    except KohakuError as error:
        return Check(config=config, script=script, error=str(error))
    except SyntaxError as error:
        return Check(config=config, script=script, error=f"{error.filename}:{error.lineno}: {error.msg}")
    return Check(config=config, script=path, findings=tuple(findings), is_complete=is_complete)


def _script_of(config: str) -> str:
    try:
        found = find_script(Path(config))
    except FileNotFoundError as error:
        raise ConfigNotFoundError(path=config) from error
    except OSError as error:
        raise UsageError(message=f"{config}: {error.strerror}") from error
    if found is None:
        mark_hint = "" if config.lower().endswith(".json") else _MARK_HINT
        message = f"{config}: which script is it for? Name it with --script{mark_hint}"
        raise UsageError(message=message)
    if found.said_in is not None and not found.path.exists():
        raise UsageError(message=_gone(config, found))
    return os.path.normpath(found.path)


def _gone(config: str, script: ScriptOfConfig) -> str:
    """Say that the script which a file names does not exist."""
    what, base = f"{config}:{script.line}: its script {script.written}", "config"
    if script.line is None:
        what, base = f"{script.said_in}: {script.written}, the script of {config},", "pyproject.toml"
    return f"{what} does not exist (KE501). The path is relative to the {base}."


def _check_all(config: str, script: str) -> tuple[list[Finding], bool]:
    """Check a config, and every config that it inherits from; say whether all of it could be read.

    What a config sets itself wins over what it inherits, which then counts for nothing.
    """
    reading = open_reading(script)
    chain = list(_read_all(config))
    findings: list[Finding] = []
    known: set[tuple[str, str]] = set()
    for path, own in chain:
        problems = find_problems(own, path, reading, known)
        findings += sorted([*find_faults(own), *problems], key=_line)
        known |= {(entry.kind, entry.name) for entry in own.entries}
    return findings, all(own.is_complete for _, own in chain)


def _read_all(config: str) -> Iterator[tuple[str, ConfigReading]]:
    """Yield a config, then those that it inherits from, with the path of each."""
    seen: set[Path] = set()
    waiting = [(config, "")]
    while waiting:
        path, used_by = waiting.pop(0)
        if Path(path).resolve() in seen:
            continue
        seen.add(Path(path).resolve())
        own = _read(path, used_by)
        yield path, own
        waiting += [(used, path) for used in own.uses]


def _read(path: str, used_by: str) -> ConfigReading:
    """Read a config; one that is missing is the fault of the config that uses it."""
    try:
        return read_config(path)
    except ConfigNotFoundError as error:
        if not used_by:
            raise
        used = os.path.relpath(path, os.path.dirname(used_by) or os.curdir)
        raise ConfigNotFoundError(path=used_by, used=used, candidates=error.candidates) from error


def _line(finding: Finding) -> int:
    return finding.line


def _as_text(checks: list[Check]) -> str:
    lines = []
    for one in checks:
        lines += [finding.text() for finding in one.findings]
        if one.error is None:
            lines.append(f"{one.config}: {_state(one)} (script {one.script})")
    return "".join(f"{line}\n" for line in lines)


def _state(one: Check) -> str:
    count = len(one.findings)
    state = counted(count, "problem") if count else "ok"
    return state if one.is_complete else f"{state}, as far as it can be read without running it"


def _as_json(checks: list[Check]) -> str:
    rows = [
        {
            "config": one.config,
            "script": one.script,
            "error": one.error,
            "complete": one.is_complete,
            "findings": [finding.json() for finding in one.findings],
        }
        for one in checks
    ]
    return json.dumps({"version": 1, "configs": rows}, ensure_ascii=False, indent=2) + "\n"
