"""A bare interpreter that sees one folder beside its standard library."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def run_python(code: str, *, site: Path, cache: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `code` with `site` on the path, without site-packages and without the user's environment."""
    env = os.environ if cache is None else {**os.environ, "XDG_CACHE_HOME": str(cache)}
    prelude = f"import os, sys; sys.path.append({str(site)!r})\n"
    command = [sys.executable, "-I", "-S", "-c", prelude + code]
    return subprocess.run(command, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
