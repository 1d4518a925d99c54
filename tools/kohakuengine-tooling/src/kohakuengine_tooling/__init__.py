"""Static facts about scripts and configs, for editors and `kogine inspect`.

A skeleton for now: reading a script without running it, and the language server, will stand here.
"""

from __future__ import annotations

__all__: list[str] = []


def __dir__() -> list[str]:
    return list(__all__)
