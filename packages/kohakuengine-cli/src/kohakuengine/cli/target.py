r"""What `kogine run` is pointed at: `train.py`, `train.py:evaluate`, `C:\train.py`."""

from __future__ import annotations

import os

from kohakuengine.cli.errors import UsageError

__all__ = ["read_target", "split_function"]


def read_target(
    script: str | None, module: str | None, entrypoint: str | None = None
) -> tuple[str, str | None]:
    """Return the path or module to run, and the function to call in it or None.

    Args:
        script: The script as typed, perhaps with `:FUNC`.
        module: The module of `-m`, perhaps with `:FUNC`.
        entrypoint: The function of `--entrypoint`.

    Raises:
        UsageError: Neither script nor module is named, or both, or two functions.
    """
    target = module if script is None else script
    if target is None or (script is not None and module is not None):
        raise _target_error(script, module)
    path, function = split_function(target, is_module=module is not None)
    if function is not None and entrypoint is not None:
        raise _function_error(function, entrypoint)
    return path, function or entrypoint


def split_function(target: str, *, is_module: bool = False) -> tuple[str, str | None]:
    """Split a function's name off.

    A colon may also belong to the path: after a Windows drive letter, or in the name of a file that
    exists. Only what can be a function's name is cut off.

    Args:
        target: As typed; a file's path, or a module's dotted name.
        is_module: Whether it names a module, whose name has no colon of its own.

    Returns:
        The path or module, and the function's name or None.

    Raises:
        UsageError: After a script's `.py:` stands something that is no function's name.

    >>> split_function("train.py:evaluate")
    ('train.py', 'evaluate')
    >>> split_function("a:b/train.py")
    ('a:b/train.py', None)
    """
    head, colon, tail = target.rpartition(":")
    if not colon or (not is_module and (_is_drive(head) or os.path.exists(target))):
        return target, None
    if all(part.isidentifier() for part in tail.split(".")):
        return head, tail
    if is_module or (head.lower().endswith((".py", ".pyw")) and not _has_separator(tail)):
        raise _name_error(head, tail)
    return target, None


def _is_drive(head: str) -> bool:
    return os.name == "nt" and len(head) == 1 and head.isalpha()


def _has_separator(text: str) -> bool:
    return os.sep in text or bool(os.altsep and os.altsep in text)


def _name_error(head: str, tail: str) -> Exception:
    what = f"{tail!r} is not a function's name" if tail else "no function's name follows its colon"
    return UsageError(message=f"{head}: {what}. For example: {head}:main", command="run")


def _target_error(script: str | None, module: str | None) -> Exception:
    if script is None:
        message = "nothing to run: name a script (kogine run train.py) or a module (-m)."
        return UsageError(message=message, command="run")
    return UsageError(
        message=f"both a script ({script!r}) and a module (-m {module}) to run. Leave one; what is meant for "
        "the module goes after '--'.",
        command="run",
    )


def _function_error(function: str, entrypoint: str) -> Exception:
    message = f"two functions to call: ':{function}' and '-e {entrypoint}'. Leave one."
    return UsageError(message=message, command="run")
