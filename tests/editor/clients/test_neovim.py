"""Neovim, with the language client that it brings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .asking import ask_program
from .questions import QUESTIONS, Question

LUA = Path(__file__).with_name("nvim.lua")
EDITOR = shutil.which("nvim")

pytestmark = pytest.mark.skipif(EDITOR is None, reason="nvim is not installed")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.id)
def test_the_answer_is_the_same_in_neovim(question: Question, tmp_path: Path) -> None:
    words = [str(EDITOR), "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", f"luafile {LUA}"]

    seen, wanted = ask_program(question, tmp_path, words)

    assert seen == wanted
