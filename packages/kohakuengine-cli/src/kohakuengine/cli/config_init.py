"""`kogine config init`: write a config file from a script's parameters."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from kohakuengine.cli import report
from kohakuengine.cli.config_text import config_text
from kohakuengine.cli.errors import UsageError
from kohakuengine.engine.facts import read_script

__all__ = ["init"]


def init(
    *, script: str | None, module: str | None, output: str | None, form: str | None, is_forced: bool
) -> int:
    """Write a config that lists every parameter of a script, all of them commented out.

    Args:
        script: Path of the script; it is read, not run.
        module: Dotted name of a module in place of it.
        output: Where to write, "-" for stdout; beside the script by default, in the working directory for a
            module.
        form: "bare" or "config_gen", None to choose.
        is_forced: Whether an existing file may be replaced.

    Raises:
        KohakuError: The script cannot be read.
        SyntaxError: It is not Python.
        UsageError: No script is named, or two; the file exists, or cannot be written.
    """
    target = _target(script, module)
    reading = read_script(target, is_module=module is not None)
    if output == "-":
        shown = reading.path if module is None else _path_from(Path(), reading.path)
        report.write_product(config_text(reading, form=form, mark=shown))
        return 0
    path = _default_path(reading.path, module) if output is None else Path(output)
    text = config_text(reading, form=form, mark=_path_from(path.parent, reading.path))
    try:
        _write(path, text, is_forced=is_forced)
    except FileExistsError as error:
        raise UsageError(message=f"{path} exists. --force replaces it.") from error
    except OSError as error:
        raise UsageError(message=f"{path}: cannot be written: {error.strerror}") from error
    typed = shlex.join([target] if module is None else ["-m", target])
    line = f"kogine run {typed} -c {shlex.quote(str(path))}"
    report.heading(f"wrote {path}. Uncomment what should differ, then: {line}")
    return 0


def _target(script: str | None, module: str | None) -> str:
    """Return the path or module that the line names.

    Raises:
        UsageError: It names none, or two.
    """
    if script is None and module is None:
        message = "config init: name a script (kogine config init train.py) or a module (-m)."
        raise UsageError(message=message, command="config init")
    if script is not None and module is not None:
        message = f"both a script ({script!r}) and a module (-m {module}). Leave one."
        raise UsageError(message=message, command="config init")
    return str(module if script is None else script)


def _default_path(script: str, module: str | None) -> Path:
    """Return where a config is written: beside its script; a module may lie among installed ones."""
    if module is None:
        return Path(script).with_name(f"{Path(script).stem}_config.py")
    return Path(f"{module.rpartition('.')[2]}_config.py")


def _path_from(folder: Path, script: str) -> str:
    """Return the script's path as a config in a folder can name it: relative to that."""
    try:
        return Path(os.path.relpath(script, folder)).as_posix()
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
