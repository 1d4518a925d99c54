"""Emacs, with eglot, the language client that it brings since version 29 (Debian: elpa-eglot before that)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from .asking import ask_program
from .questions import QUESTIONS, Question

LISP = Path(__file__).with_name("eglot.el")
EDITOR = shutil.which("emacs")


def has_eglot() -> bool:
    """Say whether there is an Emacs that can load eglot."""
    if EDITOR is None:
        return False
    form = "(progn (package-initialize) (require 'eglot))"
    done = subprocess.run([EDITOR, "--batch", "--eval", form], capture_output=True, check=False)
    return done.returncode == 0


pytestmark = pytest.mark.skipif(not has_eglot(), reason="emacs with eglot is not installed")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.id)
def test_the_answer_is_the_same_in_emacs(question: Question, tmp_path: Path) -> None:
    seen, wanted = ask_program(question, tmp_path, [str(EDITOR), "--batch", "--load", str(LISP)])

    assert seen == wanted
