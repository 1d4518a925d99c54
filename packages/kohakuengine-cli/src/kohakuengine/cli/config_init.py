"""`kogine config init`: write a config file from a script's parameters."""

from __future__ import annotations

import os
from pathlib import Path

from kohakuengine.cli import report
from kohakuengine.cli.config_text import config_text
from kohakuengine.cli.errors import UsageError
from kohakuengine.engine.facts import read_script

__all__ = ["init"]


def init(*, script: str, output: str | None, form: str, is_forced: bool) -> int:
    """Write a config that lists every parameter of a script, all of them commented out.

    Args:
        script: Path of the script; it is read, not run.
        output: Where to write, "-" for stdout; beside the script by default.
        form: "bare" or "config_gen".
        is_forced: Whether an existing file may be replaced.

    Raises:
        KohakuError: The script cannot be read.
        SyntaxError: It is not Python.
        UsageError: The file exists, or cannot be written.
    """
    reading = read_script(script)
    if output == "-":
        report.write_product(config_text(reading, form=form, mark=script))
        return 0
    path = Path(script).with_name(f"{Path(script).stem}_config.py") if output is None else Path(output)
    text = config_text(reading, form=form, mark=_path_from(path, script))
    try:
        _write(path, text, is_forced=is_forced)
    except FileExistsError as error:
        raise UsageError(message=f"{path} exists. --force replaces it.", command="config init") from error
    except OSError as error:
        raise UsageError(
            message=f"{path}: cannot be written: {error.strerror}", command="config init"
        ) from error
    report.heading(f"wrote {path}. Uncomment what should differ, then: kogine run {script} -c {path}")
    return 0


def _path_from(config: Path, script: str) -> str:
    """Return the script's path as the config can name it: relative to its own folder."""
    try:
        return Path(os.path.relpath(script, config.parent)).as_posix()
    except ValueError:  # another drive on Windows
        return Path(script).absolute().as_posix()


def _write(path: Path, text: str, *, is_forced: bool) -> None:
    """Write a new file, or replace one whole where that was asked for."""
    if not is_forced:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        return
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        new.write_text(text, encoding="utf-8", newline="\n")
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)
