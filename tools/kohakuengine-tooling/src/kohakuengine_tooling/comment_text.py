"""What the text of a comment is by its looks: prose, a rule, a title, code, or a word for other tools."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kohakuengine_tooling.comments import CommentLine

__all__ = [
    "cell_title",
    "is_banner",
    "is_for_tools",
    "is_no_prose",
    "is_rule",
    "markdown_title",
    "title_words",
]

_FOR_TOOLS = re.compile(
    r"\s*(?:noqa|type:|pragma|pylint|fmt:|yapf:|isort:|ruff:|mypy:|pyright:|nosec|flake8|!|-\*-|coding[:=])",
    re.IGNORECASE,
)
# What notebooks are exported as: cells with their kind and metadata, `In[3]:`, headings of Markdown.
_CELL = re.compile(r"\s?%%+(.*)")
_CELL_WORDS = re.compile(r"\[\w+\]|kogine:\w+|\{.*\}|\b\w+=(?:\[[^\]]*\]|\"[^\"]*\")")
_PROMPT = re.compile(r"\s*(?:In|Out)\s?\[[\d ]*\]:\s*")
_MARKDOWN = re.compile(r"\s?#{1,6}\s+(\S.*)")
_CODE = re.compile(
    r"""
      \s* (?:\w+:\s+)? [\w.]+ (?:\[[^\]]*\])? \s* [-+*/|&]?=[^=]
    | \s* [\w.]+ \(.*\) \s* $
    | \s* import \s+ [\w.]+ (?:\s+as\s+\w+)? \s* $
    | \s* from \s+ [\w.]+ \s+ import \s
    """,
    re.VERBOSE,
)
_RULE = re.compile(r"[-=#*~_+/\\.\s]*")
_RULERS: Final = "-=#*~_+"


def is_for_tools(text: str) -> bool:
    """Say whether a comment is for a linter, a type checker or the like."""
    return _FOR_TOOLS.match(text) is not None


def is_no_prose(text: str) -> bool:
    """Say whether a comment is for tools or is commented-out code: it says nothing of what stands below."""
    return any(kind.match(text) for kind in (_CELL, _FOR_TOOLS, _PROMPT, _MARKDOWN, _CODE))


def is_rule(text: str) -> bool:
    """Say whether a comment is a line that is drawn, or nothing."""
    return _RULE.fullmatch(text) is not None


def is_banner(block: list[CommentLine]) -> bool:
    """Say whether a block is a heading by its looks: `# --- data ---`, or a title between rules."""
    texts = [comment.text for comment in block]
    if len(texts) == 1:
        return _has_ruler(texts[0].strip()) and not is_rule(texts[0])
    is_ruled = len(texts[-1].strip()) >= 3 and is_rule(texts[-1])
    return is_ruled and not all(map(is_rule, texts))


def _has_ruler(text: str) -> bool:
    """Say whether a text begins or ends with three characters that rules are made of."""
    return max(len(text) - len(text.lstrip(_RULERS)), len(text) - len(text.rstrip(_RULERS))) >= 3


def title_words(text: str) -> str:
    """Return a line of a banner without the characters that rules are made of."""
    return text.strip().strip(_RULERS).strip()


def cell_title(text: str) -> str | None:
    """Return the title of `%% [markdown] Title`, "" where it has none; None for what begins no cell."""
    found = _CELL.match(text)
    return None if found is None else _CELL_WORDS.sub("", found[1]).strip()


def markdown_title(text: str) -> str | None:
    """Return the title of `## Title`; None for what is no heading of Markdown."""
    found = _MARKDOWN.fullmatch(text)
    return None if found is None else found[1].strip("* ")
