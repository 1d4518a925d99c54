"""Where the names and values of a config stand in its text, which need not be Python at the moment."""

from __future__ import annotations

__all__: list[str] = []
