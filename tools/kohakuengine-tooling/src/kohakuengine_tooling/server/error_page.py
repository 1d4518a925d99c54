"""The page of the error codes, which diagnostics link to: a copy of docs/reference/errors.md."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from lsprotocol.types import CodeDescription

from kohakuengine_tooling.server.uris import uri_of

__all__ = ["describe_code"]

_PAGE: Final = Path(__file__).with_name("error_page.md")
_HEADING: Final = re.compile(r"^## ((KE\d+) \w+)$", re.MULTILINE)


def describe_code(code: str) -> CodeDescription | None:
    """Return the link to what the page says of a code, None where it says nothing."""
    anchor = _anchors().get(code)
    return None if anchor is None else CodeDescription(f"{uri_of(_PAGE)}#{anchor}")


@lru_cache(maxsize=1)
def _anchors() -> dict[str, str]:
    try:
        text = _PAGE.read_text(encoding="utf-8")
    except OSError:
        return {}
    return {code: title.lower().replace(" ", "-") for title, code in _HEADING.findall(text)}
