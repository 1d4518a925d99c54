"""The program of a worker: reads texts from its standard input, and answers with their facts until that ends.

Started as a file, with what memory it may have and the folders of what it imports.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    sys.path += sys.argv[2:]

import gc
import threading

from kohakuengine_tooling.description import read_here
from kohakuengine_tooling.facts_data import facts_to_data
from kohakuengine_tooling.frames import read_frame, write_frame

__all__ = ["main"]

_STACK_BYTES = 64 << 20


def main(memory_bytes: int) -> None:
    """Serve; ends with the process that asks."""
    _limit(memory_bytes)
    gc.disable()  # a text is read once, and what it leaves has no cycles
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            text, script = read_frame(questions)
        except EOFError:
            return
        try:
            answer = ["facts", facts_to_data(read_here(text, script))]
        except MemoryError:
            answer = ["memory"]
        write_frame(answers, answer)


def _limit(memory_bytes: int) -> None:
    """Set the limits that the system can set: of memory, of core files."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for kind, value in ((resource.RLIMIT_CORE, 0), (getattr(resource, "RLIMIT_AS", None), memory_bytes)):
        try:
            if kind is not None:
                resource.setrlimit(kind, (value, value))
        except (OSError, ValueError):  # macOS sets none
            continue


if __name__ == "__main__":
    threading.stack_size(_STACK_BYTES)
    server = threading.Thread(target=main, args=(int(sys.argv[1]),))
    server.start()
    server.join()
