"""`kogine version`."""

from __future__ import annotations

import platform
import sys

from kohakuengine import __version__
from kohakuengine.cli.report import write_product

__all__ = ["version"]


def version() -> int:
    """Print the version of kogine, and of the Python that scripts run on."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    write_product(f"kogine {__version__}\n{python} ({sys.executable})\n")
    return 0
