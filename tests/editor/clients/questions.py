"""The questions, as clients get them, and what they must answer."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from ..places import without_cursor

__all__ = ["QUESTIONS", "Question", "lay_out", "plain"]

_HERE: Final = Path(__file__).parent
_FILES: Final = _HERE.parent / "scripts" / "questions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    Attributes:
        id: What it is about.
        file: The buffer.
        text: What is typed into it, the cursor marked.
        ask: What is asked, as the protocol calls it.
        new_name: What something is to be renamed to.
        query: What is looked for.
        answer: What must be answered, in its plain form.
        files: What files must hold when the client has applied the answer, None where it has not to.
    """

    id: str
    file: str
    text: str
    ask: str
    new_name: str | None = None
    query: str | None = None
    answer: Any = None
    files: dict[str, str] | None = None

    def task(self, root: Path) -> dict[str, Any]:
        """Return it as a client reads it.

        Its `offset` counts characters of the text as an editor has it, with line feeds alone.
        """
        text, offset = without_cursor(self.text.replace("\r\n", "\n"))
        return {
            "id": self.id,
            "path": str(root / self.file),
            "text": text,
            "offset": offset,
            "ask": self.ask,
            "newName": self.new_name,
            "query": self.query,
        }


def _read() -> tuple[Question, ...]:
    data = yaml.safe_load((_HERE / "questions.yaml").read_text(encoding="utf-8"))
    return tuple(Question(**one) for one in data)


QUESTIONS: Final = _read()


def lay_out(folder: Path) -> Path:
    """Write the files that the questions are about; return their folder."""
    root = folder / "questions"
    shutil.copytree(_FILES, root)
    return root


def plain(answer: Any, root: Path) -> Any:
    """Write an answer as the list of questions does: the same whichever client it came through.

    Clients differ in how they keep null, false and what is empty: what says nothing is left out.
    """
    text = json.dumps(answer, ensure_ascii=False)
    for place in (root.as_uri(), str(root)):
        text = text.replace(f"{place}/", "")
    text = re.sub(r'"href": "[^"#]*#', '"href": "#', text)
    return _plain(json.loads(text))


def _plain(answer: Any) -> Any:
    if isinstance(answer, list):
        return [_plain(one) for one in answer] or None
    if not isinstance(answer, dict):
        return answer
    if set(answer) == {"start", "end"}:
        return f"{_plain(answer['start'])}-{_plain(answer['end'])}"
    if set(answer) == {"line", "character"}:
        return f"{answer['line']}:{answer['character']}"
    found = {key: _plain(value) for key, value in answer.items()}
    return {key: value for key, value in found.items() if value is not None and value is not False} or None
