"""The process that reads what is fuzzed: it notes every attempt to execute, import, open or start something.

Questions are [path], answers [facts, what was attempted, starts of the statements].
"""

from __future__ import annotations

import importlib.util  # noqa: F401 - what a worker is started with
import json
import os
import sys
from pathlib import Path
from typing import Any

import kohakuengine_tooling as tooling
import kohakuengine_tooling.apart_reading
from kohakuengine.config import tree
from kohakuengine_tooling import facts_json
from kohakuengine_tooling.description import read_here
from kohakuengine_tooling.facts_data import facts_to_data
from kohakuengine_tooling.frames import read_frame, write_frame
from kohakuengine_tooling.script_reading import read_script
from kohakuengine_tooling.source_file import UnreadableError, read_source
from kohakuengine_tooling.splitting import split

_WATCHED = ("exec", "import", "open", "os.", "subprocess.", "socket.", "shutil.", "ctypes.", "pickle.")
# What reading may import by itself, whatever it reads.
_OWN = ("kohakuengine", "libcst", "encodings", "unicodedata", "_codecs", "codecs", "_multibytecodec")
_INSTALLED = (
    sys.prefix,
    sys.base_prefix,
    *(str(Path(module.__file__ or "").parent) for module in (tooling, tree)),
)
_attempts: list[str] = []
_path = ""
_is_watching = False


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if not _is_watching or not event.startswith(_WATCHED):
        return
    if event == "open" and (arguments[0] in (_path, "") or isinstance(arguments[0], int)):
        return  # the file, its descriptor, and the nameless one that Python looks for a broken line in
    if event == "open" and str(arguments[0]).startswith(_INSTALLED) and arguments[1] == "r":
        return
    if event == "import" and str(arguments[0]).startswith(_OWN):
        return
    if event == "exec" and str(arguments[0].co_filename).startswith(_INSTALLED):
        return  # the module of an import that is allowed
    if _is_of_the_worker(event, arguments):
        return
    _attempts.append(f"{event} {arguments!r:.200}")


def _is_of_the_worker(event: str, arguments: tuple[Any, ...]) -> bool:
    """Say whether a long text is given to the tooling's own process."""
    if event in ("subprocess.Popen", "os.posix_spawn"):  # the second within the first, since Python 3.13
        return any(str(word).endswith("worker_program.py") for word in arguments[1])
    return event == "os.kill" or (event == "open" and arguments[0] == os.devnull)


def _answer(path: str) -> list[Any]:
    global _path, _is_watching
    _path, _is_watching = path, True
    _attempts.clear()
    try:
        facts = read_script(path)
        json.dumps(facts_json(facts))
        starts = _starts(path, facts)
    finally:
        _is_watching = False
    return [facts_to_data(facts), list(_attempts), starts]


def _starts(path: str, facts: Any) -> list[int]:
    try:
        text = read_source(path)
    except UnreadableError:
        return []
    if read_here(text, path) != facts and len(text) < 400_000:
        _attempts.append("read otherwise the second time")
    return list(split(text).starts)


def main() -> None:
    """Serve until the questions end."""
    read_here("import argparse\nx = a + f'{b}'\n", "warm.py")
    sys.addaudithook(_audit)
    while True:
        try:
            (path,) = read_frame(sys.stdin.buffer)
        except EOFError:
            return
        try:
            answer: list[Any] = ["read", *_answer(path)]
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            import traceback

            answer = ["raised", f"{type(error).__name__}: {error}", traceback.format_exc()[-1500:]]
        write_frame(sys.stdout.buffer, answer)


if __name__ == "__main__":
    main()
