"""The page of errors has every code, with an example that shows it."""

from __future__ import annotations

import re

import pytest

from kohakuengine.cli import errors as cli_errors
from kohakuengine.config import errors as config_errors
from kohakuengine.config.errors import FormatSupportError, KohakuError
from kohakuengine.engine import errors as engine_errors
from kohakuengine.flow import errors as flow_errors

from .page import Command, read_page
from .terminal import REPOSITORY

PAGE = REPOSITORY / "docs/reference/errors.md"
_HEADING = re.compile(r"^## (KE\d{3}) (\w+)$", re.MULTILINE)


def _classes() -> dict[str, type[KohakuError]]:
    """Map each code to its class."""
    found: dict[str, type[KohakuError]] = {}
    for module in (config_errors, engine_errors, cli_errors, flow_errors):
        for name in module.__all__:
            cls = getattr(module, name)
            if isinstance(cls, type) and issubclass(cls, KohakuError) and "code" in vars(cls):
                found[cls.code] = cls
    found.pop(KohakuError.code, None)
    return found


CLASSES = _classes()


def _sections() -> dict[str, str]:
    """Map each code to the text beneath its heading."""
    text = PAGE.read_text(encoding="utf-8")
    headings = list(_HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    return {heading[1]: text[heading.end() : end] for heading, end in zip(headings, ends, strict=True)}


def test_every_code_has_its_heading_in_order() -> None:
    headings = _HEADING.findall(PAGE.read_text(encoding="utf-8"))

    assert headings == [(code, CLASSES[code].__name__) for code in sorted(CLASSES)]


@pytest.mark.parametrize("code", sorted(CLASSES))
def test_section_shows_the_error_in_a_terminal(code: str) -> None:
    shown = _outputs(code)

    sign = "kogine: error: " if code == cli_errors.UsageError.code else f"({code})"
    assert any(sign in output for output in shown)


def _outputs(code: str) -> list[str]:
    """Return what the commands of a section show; where a reader is missing, that cannot be executed."""
    if code == FormatSupportError.code:
        return [str(FormatSupportError(path="small.yaml", format="YAML", extra="yaml"))]
    section = _sections()[code]
    commands = [step for step in read_page(PAGE) if isinstance(step, Command)]
    return [one.output for one in commands if f"$ {one.command}\n{one.output}" in section]


def test_message_of_a_missing_reader_is_the_real_one() -> None:
    message = str(FormatSupportError(path="small.yaml", format="YAML", extra="yaml"))

    assert message in _sections()[FormatSupportError.code]


@pytest.mark.parametrize("code", sorted(CLASSES))
def test_section_names_the_builtins_that_catch_it(code: str) -> None:
    section = " ".join(_sections()[code].split())

    builtin = [base.__name__ for base in CLASSES[code].__mro__ if base.__module__ == "builtins"]
    named = [name for name in builtin if f"`{name}`" in section]

    assert named, f"one of {builtin}"
