"""`python -m kohakuengine.cli` is `kogine`."""

from __future__ import annotations

import sys

from kohakuengine.cli.entry import main

if __name__ == "__main__":
    sys.exit(main())
