"""A traceback as the user's file deserves it: its own frames, none of ours."""

from __future__ import annotations

import os
import sys
import traceback

__all__ = ["user_traceback"]


def user_traceback(error: BaseException) -> str:
    """Format an exception that the user's code raised, chained ones included."""
    report = traceback.TracebackException.from_exception(error)
    _drop_our_frames(report, set())
    return "".join(report.format())


def _drop_our_frames(report: traceback.TracebackException, seen: set[int]) -> None:
    if id(report) in seen:
        return
    seen.add(id(report))
    if report.stack:
        kept = [frame for frame in report.stack if not _is_ours(frame.filename)]
        report.stack = traceback.StackSummary.from_list(kept)
    inner = [report.__cause__, report.__context__, *(getattr(report, "exceptions", None) or ())]
    for other in inner:
        if other is not None:
            _drop_our_frames(other, seen)


def _is_ours(filename: str) -> bool:
    """Say whether a file belongs to the packages, or to the import system that they went through."""
    if filename.startswith("<frozen importlib"):
        return True
    return any(filename.startswith(folder + os.sep) for folder in _folders())


def _folders() -> list[str]:
    package = sys.modules.get("kohakuengine")
    folders = [*getattr(package, "__path__", ())]
    parts = [sys.modules.get(f"kohakuengine.{name}") for name in ("config", "engine", "cli")]
    folders += [folder for part in parts if part is not None for folder in part.__path__]
    return [os.path.abspath(folder) for folder in folders]
