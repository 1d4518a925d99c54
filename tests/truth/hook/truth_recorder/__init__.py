"""Record from inside what a script binds, and which options it declares, while plain python runs it.

One JSON line is appended to a file

- for each place in the module's body, or in that of a class of the module, that stored a name: when that was
  first done, with what the name was bound to right after it. The places are the interpreter's own: its
  `STORE_NAME` and `STORE_GLOBAL` instructions.
- for each option that the script gave to argparse, click, typer or absl.
"""

from __future__ import annotations

import sys

from .finder import Finder
from .following import follow
from .record import Recorder
from .stores import Stores


def begin(path: str) -> None:
    """Watch the script that python is about to run, and append what it does to a file."""
    recorder = Recorder(path)
    sys.meta_path.insert(0, Finder(recorder))
    follow(Stores(recorder))
