"""Download sdists through pip's own index client, without building anything.

`pip download` prepares metadata, which for compiled packages means a compiler.
This asks the same configured index with the same session. It runs under the
corpus interpreter, whose pip is pinned: `python pip_fetch.py FOLDER NAME==VERSION...`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from pip._internal.commands import create_command


def fetch(folder: Path, pins: list[str]) -> None:
    """Save the sdist of each `NAME==VERSION` in the folder under its own file name."""
    command: Any = create_command("download")
    options, _ = command.parse_args([])
    with command.main_context():
        session = command.get_default_session(options)
        finder = command._build_package_finder(options, session)
        for pin in pins:
            link = find_sdist(finder, pin)
            print(f"corpus: downloading {link.filename}", file=sys.stderr, flush=True)
            response = session.get(link.url_without_fragment)
            response.raise_for_status()
            partial = folder / f"{link.filename}.partial"
            partial.write_bytes(response.content)
            os.replace(partial, folder / link.filename)


def find_sdist(finder: Any, pin: str) -> Any:
    """Find the link of the pinned sdist."""
    name, _, version = pin.partition("==")
    for candidate in finder.find_all_candidates(name):
        if not candidate.link.is_wheel and str(candidate.version) == version:
            return candidate.link
    raise SystemExit(f"corpus: the index has no sdist of {pin}")


if __name__ == "__main__":
    fetch(Path(sys.argv[1]), sys.argv[2:])
