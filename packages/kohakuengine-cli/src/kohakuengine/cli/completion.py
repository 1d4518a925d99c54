"""`kogine completion`: the script that teaches a shell to complete `kogine`."""

from __future__ import annotations

from importlib.resources import files

from kohakuengine.cli.report import write_product

__all__ = ["completion", "shell_script"]


def completion(*, shell: str) -> int:
    """Print a shell's completion script."""
    write_product(shell_script(shell))
    return 0


def shell_script(shell: str) -> str:
    """Return the completion script of bash, zsh or fish."""
    script = files("kohakuengine.cli.complete") / "shells" / f"kogine.{shell}"
    return script.read_text(encoding="utf-8")
