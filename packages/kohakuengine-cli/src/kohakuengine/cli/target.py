r"""What `kogine run` is pointed at: `train.py`, `train.py:evaluate`, `C:\train.py`."""

from __future__ import annotations

import os

__all__ = ["split_function"]


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
    from kohakuengine.cli.errors import UsageError

    what = f"{tail!r} is no function's name" if tail else "no function's name follows its colon"
    return UsageError(message=f"{head}: {what}. For example: {head}:main", command="run")
