"""`python -m kohakuengine_tooling.server`: `kogine lsp` where the command is not installed."""

from __future__ import annotations

from kohakuengine_tooling.server.command import lsp

__all__: list[str] = []

if __name__ == "__main__":
    lsp(prog_name="python -m kohakuengine_tooling.server")
