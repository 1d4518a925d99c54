"""The words of a command: where in them a script is started, by an interpreter, a launcher or a shell.

Rules: `Python/getopt.c` and `using/cmdline` of the Python manual; sh(1) and bash(1).
"""

from __future__ import annotations

import os
import re
import sys

from kohakuengine.engine.wrappers import names_files_only, program_index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    class Sought(Protocol):
        """Knows the script that is looked for."""

        def is_file(self, word: str, folder: str | None) -> bool:
            """Say whether a word, seen from a folder (None where that is unknown), is its path."""
            ...

        def is_module(self, name: str, folder: str | None) -> bool:
            """Say whether a module, looked for from a folder, is the script."""
            ...


_PYTHON = re.compile(r"(python|pypy)[0-9.]*(-dbg|-c|[tdw]*)(\.exe)?")  # python3.13t, pythonw.exe
_LAUNCHERS = ("torchrun", "accelerate", "deepspeed")
_LAUNCHER_MODULES = (
    "torch.distributed.run",
    "torch.distributed.launch",
    "accelerate.commands.launch",
)
_SHELLS = ("sh", "bash", "dash", "zsh", "ksh", "ash", "fish")
_LONG_WITH_VALUE = "--check-hash-based-pycs"
# Of a shell's line: operators, words (with quotes and escapes in them), and what stands in quotes.
_TOKEN = re.compile(
    r"""[ \t\r]+|([();<>|&`\n]+)|((?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\();<>|&`])+)""", re.DOTALL
)
_QUOTED = re.compile(r"""'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)""", re.DOTALL)
_REDIRECTION = re.compile(r"&?[<>]+[&|]?$")


class Start:
    """Words that start a script, to be replaced.

    Attributes:
        begin: Index of the first of them.
        end: Index behind the last.
        flags: Options of the interpreter that were joined to it.
        target: What is started: a path, or `-m` and a module.
        is_renamed: Whether the interpreter is called by another name than its own.
    """

    __slots__ = ("begin", "end", "flags", "is_renamed", "target")

    def __init__(self, begin: int, end: int, target: list[str], flags: list[str] | None = None) -> None:
        self.begin = begin
        self.end = end
        self.target = target
        self.flags = flags or []
        self.is_renamed = False


def find_start(words: list[str], executable: str, sought: Sought, folder: str | None) -> Start | None:
    """Find the words of a command that start a script, `script.py` or `-m` and its module.

    Args:
        words: The command.
        executable: What is executed; the first word is only what it is called.
        sought: The script.
        folder: Where the command starts, None where that is unknown.
    """
    is_reader = names_files_only([executable, *words[1:]])
    for index, word in enumerate(words[:1] if is_reader else words):
        program = executable if index == 0 else word
        name = os.path.basename(program).lower()
        if _PYTHON.fullmatch(name) or program == sys.executable:
            found = _after_python(words, index + 1, sought, folder)
        elif name.removesuffix(".exe") in _LAUNCHERS:
            found = _after_launcher(words, index + 1, sought, folder)
        else:
            continue
        if found is not None:
            found.is_renamed = program != word
            return found
    return None


def _after_python(words: list[str], index: int, sought: Sought, folder: str | None) -> Start | None:
    """Look behind the interpreter's own options: what it runs is the first word, or follows `-m`."""
    begin = index
    while index < len(words):
        word = words[index]
        begin = index
        if word == "--":
            index += 1
            break
        if word[:1] != "-" or word == "-":
            break
        flag, flags, value = _read_option(word)
        if flag == "c":
            return None
        if flag == "m":
            end = index + 1 if value else index + 2
            module = value or "".join(words[index + 1 : end])
            if module in _LAUNCHER_MODULES:
                return _after_launcher(words, end, sought, folder)
            if sought.is_module(module, folder):
                return Start(index, end, ["-m", module], [f"-{flags}"] if flags else [])
            return None
        index += 2 if flag and not value else 1
        begin = index
    if index < len(words) and sought.is_file(words[index], folder):
        return Start(begin, index + 1, [words[index]])
    return None


def _read_option(word: str) -> tuple[str, str, str]:
    """Read one word of the interpreter's options.

    Returns:
        The one that takes a value ("" if none does), the flags before it, and what is joined to it.
    """
    if word.startswith("--"):
        return ("-" if word == _LONG_WITH_VALUE else ""), "", ""
    for place, flag in enumerate(word[1:], start=1):
        if flag in "cmWX":
            return flag, word[1:place], word[place + 1 :]
    return "", word[1:], ""


def _after_launcher(words: list[str], index: int, sought: Sought, folder: str | None) -> Start | None:
    """Look behind a launcher's options, which are its own: for this script, or `-m` and its module."""
    for place in range(index, len(words)):
        word = words[place]
        if sought.is_file(word, folder):
            return Start(place, place + 1, [word])
        has_next = word in ("-m", "--module") and place + 1 < len(words)
        if has_next and sought.is_module(words[place + 1], folder):
            return Start(place, place + 2, words[place : place + 2])
    return None


def starts_by_itself(words: list[str], executable: str, sought: Sought, folder: str | None) -> bool:
    """Say whether a command executes the script file as a program of its own (`#!`)."""
    if not words:
        return False
    programs = [executable, *words[1:]]
    index = program_index(programs)
    return index < len(programs) and sought.is_file(programs[index], folder)


def shell_text(words: list[str], executable: str) -> str | None:
    """Return the text that a command hands to a shell (`bash -lc TEXT`), None where there is none."""
    for index, word in enumerate(words):
        program = os.path.basename(executable if index == 0 else word)
        if program in _SHELLS:
            return _after_shell(words[index + 1 :])
    return None


def _after_shell(words: list[str]) -> str | None:
    is_text = False
    rest = iter(words)
    for word in rest:
        if word[:1] not in ("-", "+") or word in ("-", "--"):
            return (next(rest, None) if word in ("-", "--") else word) if is_text else None
        if word.startswith("--"):
            if word in ("--rcfile", "--init-file"):
                next(rest, None)
            continue
        is_text = is_text or "c" in word
        if word[-1] in "oO":
            next(rest, None)
    return None


def text_starts(text: str, sought: Sought, folder: str | None) -> bool:
    """Say whether a line of a shell starts the script."""
    for command, where in _shell_commands(text, folder):
        inner = shell_text(command, command[0])
        if inner is not None and text_starts(inner, sought, where):
            return True
        if find_start(command, command[0], sought, where) is not None:
            return True
        if starts_by_itself(command, command[0], sought, where):
            return True
    return False


def _shell_commands(text: str, folder: str | None) -> Iterator[tuple[list[str], str | None]]:
    """Cut a line of a shell into simple commands: the words of each, and the folder it starts in."""
    where = os.curdir if folder is None else folder
    is_known = True
    for words in _simple_commands(text):
        while words and "=" in words[0] and words[0].partition("=")[0].isidentifier():
            words = words[1:]
        if not words:
            continue
        if words[0] in ("cd", "pushd"):
            step = words[-1]
            is_known = is_known and len(words) > 1 and step[0] not in "-~" and "$" not in step
            where = os.path.join(where, step)
        else:
            yield words, where if is_known else None


def _simple_commands(text: str) -> Iterator[list[str]]:
    words: list[str] = []
    is_target = False
    for operator, word in _tokens(text.replace("\\\n", "")):
        if operator:
            redirection = _REDIRECTION.search(operator)
            if redirection is None or redirection.start() > 0:
                yield words
                words = []
            is_target = redirection is not None
            if is_target and words and words[-1].isdigit():
                words.pop()
            continue
        for _, quoted, _ in _QUOTED.findall(word):
            if "$(" in quoted or "`" in quoted:  # it is a shell's line, too
                yield from _simple_commands(quoted)
        if not is_target:
            words.append(_QUOTED.sub(lambda found: found[found.lastindex or 0], word))
        is_target = False
    yield words


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield the tokens of a line of a shell: (operator, "") or ("", word), the word with its quotes."""
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:  # a quote that is never closed
            place += 1
            continue
        place = found.end()
        if found[1] or found[2]:
            yield found[1] or "", found[2] or ""
