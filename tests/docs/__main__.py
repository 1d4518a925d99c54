"""`python -m tests.docs [--write] [PAGE...]`: run the pages; show or put in what really comes out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .playing import pages, play, rewrite
from .terminal import REPOSITORY


def main() -> int:
    """Play pages; exit code 1 where one was wrong and was not rewritten."""
    parser = argparse.ArgumentParser(prog="python -m tests.docs", description=__doc__)
    parser.add_argument("pages", nargs="*", type=Path, metavar="PAGE")
    parser.add_argument("--write", action="store_true", help="put what really comes out into the pages")
    options = parser.parse_args()
    wrong = 0
    for page in [path.resolve() for path in options.pages] or pages():
        shown = play(page)
        false = [one for one in shown if not one.is_true]
        wrong += len(false)
        print(f"{page.relative_to(REPOSITORY)}: {len(shown)} commands, {len(false)} wrong")
        for one in false:
            print(f"\n{page.name}:{one.command.line}: $ {one.command.command}\n{one.actual}", end="")
        if options.write:
            rewrite(page, shown)
    return 1 if wrong and not options.write else 0


if __name__ == "__main__":
    sys.exit(main())
