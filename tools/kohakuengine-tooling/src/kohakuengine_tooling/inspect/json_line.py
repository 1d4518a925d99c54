"""The facts of a script as one line of JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kohakuengine_tooling.json_facts import facts_json

if TYPE_CHECKING:
    from typing import Any

    from kohakuengine_tooling.facts import ScriptFacts

__all__ = ["as_ascii", "json_line", "json_text"]


def json_line(facts: ScriptFacts) -> str:
    """Write the facts of one script, without a line end."""
    return json_text(facts_json(facts))


def json_text(data: dict[str, Any]) -> str:
    r"""Write data as JSON in which every letter is a visible one.

    JSON asks for the escape of control characters below U+0020 alone; a terminal obeys others too.

    >>> print(json_text({"doc": "\x9b31m 学習率"}))
    {"doc": "\u009b31m 学習率"}
    """
    text = json.dumps(data, ensure_ascii=False)
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in text)


def as_ascii(text: str) -> str:
    r"""Write JSON for a stream that cannot say all letters.

    >>> print(as_ascii('{"doc": "学習率"}'))
    {"doc": "\u5b66\u7fd2\u7387"}
    """
    return "".join(one if one.isascii() else json.dumps(one)[1:-1] for one in text)
