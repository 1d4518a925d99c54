"""The table of hard cases: rules and their cases, read from the YAML files beside this module."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CASES_FOLDER = Path(__file__).parent / "cases"

EXPECTATIONS = ("edited", "typed", "same_as_python", "stdout", "fails")
"""What a case may expect; exactly one of them, `stdout` beside `fails` excepted."""

LIBRARY_USAGE = "usage:"
"""Among `fails`: the usage error of argparse or click counts too, since typing the value would give it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One script, one way to run it, and what must come out.

    The folder of a case holds the script, `files` and the config; a session runs inside it.

    Attributes:
        id: Unique in the whole table.
        script: Source of the script that is run; None where `files` holds it.
        name: File name of the script.
        files: Further files by relative path. A value that begins with `base64:` is bytes.
        links: Symbolic links by relative path, with their targets.
        target: Words that name the script for `kogine run`; the file name where empty.
        plain_target: The same for plain python, where the words differ.
        set: Texts for `--set`.
        config: Source of the config file, or None.
        config_name: File name of the config.
        cli: Further words for `kogine run`.
        argv: What follows `--`.
        env: Environment variables added to both sessions.
        host: Source of a program that is run by plain python instead of `kogine run`, as `host.py`.
        edited: The script as a person would have edited it; plain python's run of it is the truth.
        edited_files: Other files edited with it.
        typed: Words typed after plain `python script.py`, whose run is the truth.
        same_as_python: Plain python's run of the untouched script is the truth.
        stdout: Literal standard output, where plain python cannot say it.
        exit: Exit code beside a literal `stdout`.
        fails: Error codes, one of which kogine must end with, exit code 2.
        may_print: With `fails`: the longest standard output that may have come before the error.
        notes: Substrings of each note kogine must print, one entry a note; every other one is a fault.
        warnings: The same of warnings.
        stderr: "same", or "free" where standard error is not compared.
        stderr_has: Substrings of standard error.
        stderr_lacks: Substrings that must not be in it.
        raises: What plain python's traceback must show; without it a traceback means a mistaken case.
        silent: With `fails`: plain python prints nothing either, so an empty output proves nothing.
        twice: Whether the run is repeated so that the second one comes from the compile cache.
        needs: Modules the case cannot do without.
        python: Smallest Python version, as "3.11".
    """

    id: str
    section: str = ""
    script: str | None = None
    name: str = "script.py"
    files: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    target: list[str] = field(default_factory=list)
    plain_target: list[str] = field(default_factory=list)
    set: list[str] = field(default_factory=list)
    config: str | None = None
    config_name: str = "config.py"
    cli: list[str] = field(default_factory=list)
    argv: list[str] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)
    host: str | None = None
    edited: str | None = None
    edited_files: dict[str, str] = field(default_factory=dict)
    typed: list[str] | None = None
    same_as_python: bool = False
    stdout: str | None = None
    exit: int = 0
    fails: list[str] = field(default_factory=list)
    may_print: str = ""
    notes: list[list[str]] = field(default_factory=list)
    warnings: list[list[str]] = field(default_factory=list)
    stderr: str = "same"
    stderr_has: list[str] = field(default_factory=list)
    stderr_lacks: list[str] = field(default_factory=list)
    raises: str | None = None
    silent: bool = False
    twice: bool = True
    needs: list[str] = field(default_factory=list)
    python: str = "3.10"

    @property
    def is_failing(self) -> bool:
        """Whether kogine must refuse this run."""
        return bool(self.fails)

    @property
    def expectation(self) -> str:
        """Which of `EXPECTATIONS` this case states."""
        stated = [name for name in EXPECTATIONS if self._states(name)]
        if len(stated) != 1:
            raise ValueError(f"{self.id}: one expectation is wanted, not {stated}")
        return stated[0]

    def _states(self, name: str) -> bool:
        if name == "edited":
            return self.edited is not None or bool(self.edited_files)
        return getattr(self, name) not in (None, False, [])

    def reason_to_skip(self) -> str | None:
        """Say why this interpreter cannot judge the case, or None."""
        wanted = tuple(int(part) for part in self.python.split("."))
        if sys.version_info < wanted:
            return f"needs Python {self.python}"
        missing = [name for name in self.needs if importlib.util.find_spec(name) is None]
        return f"needs {', '.join(missing)}" if missing else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One sentence of the rules, with the cases that hold it in place.

    Attributes:
        section: Stem of the file it stands in.
        sentence: The rule in words.
        cases: At least one.
        never_fails: Why no input can violate the rule; None where a failing case shows it.
    """

    section: str
    sentence: str
    cases: tuple[Case, ...]
    never_fails: str | None = None


@cache
def load_table() -> tuple[Rule, ...]:
    """Read every file of the table, in alphabetical order."""
    return tuple(rule for path in sorted(CASES_FOLDER.glob("*.yaml")) for rule in _read_rules(path))


def all_cases() -> tuple[Case, ...]:
    """All cases of the table, in order."""
    return tuple(case for rule in load_table() for case in rule.cases)


def _read_rules(path: Path) -> list[Rule]:
    entries = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)
    return [_read_rule(path.stem, entry) for entry in entries]


def _read_rule(section: str, entry: dict[str, Any]) -> Rule:
    unknown = set(entry) - {"rule", "cases", "never_fails"}
    if unknown:
        raise ValueError(f"{section}: unknown keys {sorted(unknown)} in a rule")
    cases = tuple(_read_case(section, item) for item in entry["cases"])
    sentence = " ".join(entry["rule"].split())
    return Rule(section=section, sentence=sentence, cases=cases, never_fails=entry.get("never_fails"))


def _read_case(section: str, item: dict[str, Any]) -> Case:
    known = {each.name for each in fields(Case)} - {"section"}
    if set(item) - known:
        raise ValueError(f"{section}: unknown keys {sorted(set(item) - known)} in case {item.get('id')}")
    values = dict(item)
    for key in ("set", "argv", "cli", "typed", "fails", "needs", "stderr_has", "stderr_lacks"):
        if key in values:
            values[key] = [str(word) for word in _as_list(values[key])]
    for key in ("notes", "warnings"):
        if key in values:
            values[key] = [[str(word) for word in _as_list(words)] for words in values[key]]
    if "python" in values:
        values["python"] = str(values["python"])
    return Case(section=section, **values)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class _StrictLoader(yaml.SafeLoader):
    """A loader that refuses a key given twice, which YAML itself lets pass in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise ValueError(f"{node.start_mark}: key {key!r} given twice")
        return super().construct_mapping(node, deep=deep)
