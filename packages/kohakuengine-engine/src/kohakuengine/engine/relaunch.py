"""Commands of the script that run this same script again: they carry the overrides, or are refused.

`[python, ..., script, ...]`, `[python, -m, module]` and launchers such as torchrun are rewritten to
`python -m kohakuengine.engine.relaunch PARCEL script ...` (or `PARCEL -m module ...`). Shell text,
`os.exec` and the command lines of Windows cannot be.
A command behind a wrapper of its own (`bash run.sh`) cannot be seen.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.engine.prepare import PreparedRun
    from kohakuengine.engine.request import RunRequest

_MODULE = "kohakuengine.engine.relaunch"
_PYTHONS = ("python", "pypy")
_LAUNCHERS = ("torchrun", "accelerate", "deepspeed")
_LAUNCHER_MODULES = (
    "torch.distributed.run",
    "torch.distributed.launch",
    "accelerate.commands.launch",
)
_TAKES_VALUE = ("-W", "-X", "--check-hash-based-pycs")


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
        _executable, words, folder, _environment = args
        if isinstance(words, list):
            _watch_words(run, words, folder)
        else:  # Windows: one line, which cannot be changed any more
            _refuse_text(run, _text(words), "a command line")
    elif event == "os.system":
        _refuse_text(run, _text(args[0]), event)
    else:
        words = [_text(word) for word in (args[2] if event == "os.spawn" else args[1])]
        if _find(run, words, None) is not None:
            raise _refused(run, event, " ".join(words))


def _watch_words(run: PreparedRun, words: list[Any], folder: Any) -> None:
    texts = [_text(word) for word in words]
    if len(texts) == 3 and texts[1] == "-c" and os.path.basename(texts[0]) in ("sh", "bash", "zsh", "dash"):
        _refuse_text(run, texts[2], "a shell command")
        return
    found = _find(run, texts, folder)
    if found is not None:
        start, end = found
        from kohakuengine.engine.parcel import pack_word

        words[start:end] = ["-m", _MODULE, pack_word(run.request, run), *words[start:end]]


def _find(run: PreparedRun, words: list[str], folder: Any) -> tuple[int, int] | None:
    """Find the words of a command that name this script: `script.py`, or `-m` and its module.

    Returns:
        Index of the first, and of the word behind them; None where the command runs something else.
    """
    if _MODULE in words:  # carried already: subprocess may start it through posix_spawn
        return None
    for index, word in enumerate(words):
        name = os.path.basename(word).lower()
        if name.startswith(_PYTHONS):
            found = _after_python(run, words, index + 1, folder)
        elif name.split(".")[0] in _LAUNCHERS:
            found = _after_launcher(run, words, index + 1, folder)
        else:
            continue
        if found is not None:
            return found
    return None


def _after_python(run: PreparedRun, words: list[str], index: int, folder: Any) -> tuple[int, int] | None:
    """Look behind the interpreter's own options: what it runs is the first word, or follows `-m`."""
    while index < len(words) and words[index].startswith("-") and words[index] != "-":
        word = words[index]
        if word == "-c":
            return None
        if word == "-m":
            module = words[index + 1] if index + 1 < len(words) else ""
            if module in _LAUNCHER_MODULES:
                return _after_launcher(run, words, index + 2, folder)
            return (index, index + 2) if _is_this_module(run, module) else None
        index += 2 if word in _TAKES_VALUE else 1
    if index < len(words) and _is_this_script(run, words[index], folder):
        return index, index + 1
    return None


def _after_launcher(run: PreparedRun, words: list[str], index: int, folder: Any) -> tuple[int, int] | None:
    """Look behind a launcher's options, which are its own: for this script, or `-m` and its module."""
    for place in range(index, len(words)):
        if _is_this_script(run, words[place], folder):
            return place, place + 1
        is_module = words[place] in ("-m", "--module") and place + 1 < len(words)
        if is_module and _is_this_module(run, words[place + 1]):
            return place, place + 2
    return None


def _is_this_script(run: PreparedRun, word: str, folder: Any) -> bool:
    if os.path.basename(word) != os.path.basename(run.path):
        return False
    path = os.path.join(_text(folder) if folder else os.curdir, word)
    return os.path.realpath(path) == os.path.realpath(run.path)


def _is_this_module(run: PreparedRun, name: str) -> bool:
    if run.request.is_module and name == run.request.script:
        return True
    from kohakuengine.config.errors import KohakuError
    from kohakuengine.engine.modules import find_module

    try:
        return os.path.realpath(find_module(name)) == os.path.realpath(run.path)
    except KohakuError:
        return False


def _refuse_text(run: PreparedRun, text: str, how: str) -> None:
    """Refuse a shell line in which an interpreter or launcher runs this script."""
    import shlex

    try:
        words = shlex.split(text)
    except ValueError:
        words = text.split()
    if _find(run, [word.rstrip(";&|") for word in words], None) is not None:
        raise _refused(run, how, text)


def _refused(run: PreparedRun, how: str, text: str) -> Exception:
    from kohakuengine.engine.errors import RelaunchRefusedError

    return run.proof.broken(RelaunchRefusedError(path=run.request.script, how=how, command=text))


def _text(word: Any) -> str:
    return os.fsdecode(word) if isinstance(word, (str, bytes, os.PathLike)) else str(word)


def command(request: RunRequest) -> list[str]:
    """Return the command that runs a request in a fresh interpreter."""
    from kohakuengine.engine.parcel import pack_word

    script = ["-m", request.script] if request.is_module else [request.script]
    return [sys.executable, "-m", _MODULE, pack_word(request), *script, *request.argv]


def main(words: list[str]) -> None:
    """Run a parcel: `python -m kohakuengine.engine.relaunch PARCEL SCRIPT ARGS...`."""
    from kohakuengine.config.errors import KohakuError
    from kohakuengine.engine.launch import is_ours, run_as_main
    from kohakuengine.engine.parcel import unpack_word

    request: RunRequest | None = None
    try:
        request = unpack_word(words[0])
        request.is_module = words[1] in ("-m", "--module")
        request.script, *request.argv = words[2:] if request.is_module else words[1:]
        run_as_main(request, report=_report)
    except KohakuError as error:
        if not is_ours(error):
            raise
        _report("error", str(error))
        note = None if request is None else request.source_note(error)
        if note is not None:
            _report("note", note)
        raise SystemExit(2) from None


def _report(level: str, text: str) -> None:
    sys.stderr.write(f"kogine: {level}: {text}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
