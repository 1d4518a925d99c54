"""Commands of the script that run this same script again: they carry the overrides, or are refused.

`[python, ..., script, ...]`, `[python, -m, module]` and launchers such as torchrun are rewritten to
`python -m kohakuengine.engine.relaunch PARCEL script ...` (or `PARCEL -m module ...`). Shell text,
`os.exec`, a script executed by its own first line and the command lines of Windows cannot be.
A command behind a wrapper of its own (`bash run.sh`) cannot be seen.
"""

from __future__ import annotations

import os

from kohakuengine.engine.command_words import find_start, shell_text, starts_by_itself, text_starts
from kohakuengine.engine.relaunch import MODULE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.engine.prepare import PreparedRun


def watch(run: PreparedRun, event: str, args: tuple[Any, ...]) -> None:
    """Look at a command that is about to start.

    Args:
        run: The current run.
        event: Audit event.
        args: Its arguments; the list of `subprocess.Popen` is the one that will be executed.

    Raises:
        RelaunchRefusedError: It runs this script again in a way that would lose the overrides.
    """
    if event == "subprocess.Popen":
        executable, words, folder, _environment = args
        folder = _text(folder) if folder else os.curdir
        if isinstance(words, list):
            _watch_words(run, _text(executable), words, folder)
        else:  # Windows: one line, which cannot be changed any more
            _refuse_text(run, _text(words), "a command line", folder)
    elif event == "os.system":
        _refuse_text(run, _text(args[0]), event, os.curdir)
    else:
        executable, words = (args[1], args[2]) if event == "os.spawn" else (args[0], args[1])
        _refuse_words(run, _text(executable), [_text(word) for word in words], event)


def _watch_words(run: PreparedRun, executable: str, words: list[Any], folder: str) -> None:
    """Let a command carry the overrides where it starts this script."""
    texts = [_text(word) for word in words]
    if MODULE in texts:  # carried already: subprocess may start it through posix_spawn
        return
    line = shell_text(texts, executable)
    if line is not None:
        _refuse_text(run, line, "a shell command", folder)
        return
    script = _SoughtScript(run)
    found = find_start(texts, executable, script, folder)
    if found is not None:
        target = words[found.end - 1 : found.end] if len(found.target) == 1 else found.target
        words[found.begin : found.end] = [*found.flags, "-m", MODULE, _parcel(run), *target]
        if found.is_renamed:  # by its first word an interpreter finds its venv, and us in there
            words[0] = executable
    elif starts_by_itself(texts, executable, script, folder):
        raise _refused(run, "its own first line", " ".join(texts))


def _parcel(run: PreparedRun) -> str:
    from kohakuengine.engine.packing import pack_word

    # The function that we call after the module is called by this process alone.
    request = run.request.without_call() if run.record.call_after else run.request
    return pack_word(request, run)


class _SoughtScript:
    """The script of a run, as commands may name it."""

    __slots__ = ("_run",)

    def __init__(self, run: PreparedRun) -> None:
        self._run = run

    def is_file(self, word: str, folder: str | None) -> bool:
        """Say whether a word is the script's path; its name is enough where the folder is not known."""
        path = self._run.path
        if os.path.basename(word) != os.path.basename(path):
            return False
        return folder is None or os.path.realpath(os.path.join(folder, word)) == os.path.realpath(path)

    def is_module(self, name: str, folder: str | None) -> bool:
        """Say whether a module is the script."""
        run = self._run
        if run.request.is_module and name == run.request.script:
            return True
        from kohakuengine.config.errors import KohakuError
        from kohakuengine.engine.modules import find_module

        try:
            found = find_module(name, folder=folder)
        except (KohakuError, ValueError):
            return False
        return os.path.realpath(found) == os.path.realpath(run.path)


def _refuse_words(run: PreparedRun, executable: str, words: list[str], how: str) -> None:
    """Refuse a command that cannot be changed any more and starts this script."""
    if MODULE in words:
        return
    line = shell_text(words, executable)
    if line is not None:
        _refuse_text(run, line, how, os.curdir)
        return
    script = _SoughtScript(run)
    has_start = find_start(words, executable, script, os.curdir) is not None
    if has_start or starts_by_itself(words, executable, script, os.curdir):
        raise _refused(run, how, " ".join(words))


def _refuse_text(run: PreparedRun, text: str, how: str, folder: str) -> None:
    """Refuse a shell line in which an interpreter or launcher runs this script."""
    if text_starts(text, _SoughtScript(run), folder):
        raise _refused(run, how, text)


def _refused(run: PreparedRun, how: str, text: str) -> Exception:
    from kohakuengine.engine.errors import RelaunchRefusedError

    return run.proof.broken(RelaunchRefusedError(path=run.request.script, how=how, command=text))


def _text(word: Any) -> str:
    return os.fsdecode(word) if isinstance(word, (str, bytes, os.PathLike)) else str(word)
