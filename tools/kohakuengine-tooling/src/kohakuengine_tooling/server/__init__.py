"""The language server: what editors ask about scripts and their configs, beside a Python server.

It answers where KohakuEngine's own rules tell something, and null elsewhere. Nothing of the workspace is
executed or imported.
"""

from __future__ import annotations

__all__: list[str] = []
