"""Having a client ask the questions, and holding what it brings against what must be."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

from ..session import COMMAND
from .questions import Question, lay_out, plain

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ask_program", "seen_and_wanted"]


def ask_program(question: Question, folder: Path, words: list[str]) -> tuple[Any, Any]:
    """Have an editor ask a question; return what it has got, and what it must get.

    Args:
        question: What it is to ask.
        folder: To work in; it is the editor's home, too.
        words: Start the editor; it reads the file `KOGINE_TASK` and writes `KOGINE_ANSWER`.
    """
    root = lay_out(folder)
    task, answer = folder / "task.json", folder / "answer.json"
    given = {"root": str(root), "command": COMMAND, **question.task(root)}
    task.write_text(json.dumps(given), encoding="utf-8")
    places = {"HOME": folder, "XDG_CONFIG_HOME": folder, "KOGINE_TASK": task, "KOGINE_ANSWER": answer}
    done = subprocess.run(
        words,
        cwd=root,
        env={**os.environ, **{name: str(path) for name, path in places.items()}},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if done.returncode or not answer.exists():
        raise AssertionError(f"{words} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return seen_and_wanted(question, json.loads(answer.read_text(encoding="utf-8")), root)


def seen_and_wanted(question: Question, answer: Any, root: Path) -> tuple[Any, Any]:
    """Return what a client has been answered, and what it must be; where it has applied that, all files.

    Args:
        question: What was asked.
        answer: As the protocol has it.
        root: The files that the question is about.
    """
    if question.files is None:
        return plain(answer, root), plain(question.answer, root)
    return {name: (root / name).read_bytes().decode("utf-8") for name in question.files}, question.files
