"""A bare interpreter that sees one folder beside its standard library."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def run_python(code: str, *, site: Path) -> subprocess.CompletedProcess[str]:
    """Run `code` with `site` on the path, without site-packages and without the user's environment."""
    prelude = f"import os, sys; sys.path.append({str(site)!r})\n"
    command = [sys.executable, "-I", "-S", "-c", prelude + code]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
