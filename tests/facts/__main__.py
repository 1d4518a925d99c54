"""`python -m tests.facts sweep [FOLDER...]`: compare every file of the standard library, or of other trees.

A file that is newer than the running Python is only tried.
"""

from __future__ import annotations

import sys
from pathlib import Path

from .sweep import STANDARD_LIBRARY, library_files, sweep


def main(words: list[str]) -> int:
    """Sweep; return 1 where anything differs."""
    if words[:1] != ["sweep"]:
        print(__doc__)
        return 2
    folders = [Path(word) for word in words[1:]] or [STANDARD_LIBRARY]
    paths = [path for folder in folders for path in library_files(folder)]
    found = 0
    for difference in sweep(paths):
        found += 1
        print(difference)
    print(f"{len(paths)} files, {found} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
