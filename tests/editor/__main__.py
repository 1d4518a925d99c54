"""Ask the language server for every feature in every context, and print what it says as a matrix.

python -m tests.editor matrix       ends with 1 where a cell has failed
"""

from __future__ import annotations

import argparse
import sys

from .matrix import print_matrix


def main() -> int:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.editor", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("what", choices=("matrix",))
    parser.parse_args()
    return print_matrix()


if __name__ == "__main__":
    sys.exit(main())
