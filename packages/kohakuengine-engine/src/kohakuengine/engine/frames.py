"""Frames of ours between those of the script: where its parser or a framework called it through us."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

_FOLDER = os.path.dirname(__file__)
_BETWEEN = frozenset(
    os.path.join(_FOLDER, f"{name}.py")
    for name in ("absl_options", "argparse_options", "arguments", "click_options")
)


def drop_frames_between(error: BaseException) -> None:
    """Take the frames of ours out of the tracebacks of an error, and of those it is chained to."""
    seen: set[int] = set()
    stack: list[BaseException | None] = [error]
    while stack:
        one = stack.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        one.__traceback__ = _dropped(one.__traceback__)
        stack += [one.__cause__, one.__context__]


def _dropped(traceback: TracebackType | None) -> TracebackType | None:
    first = _next_of_others(traceback)
    frame = first
    while frame is not None:
        frame.tb_next = _next_of_others(frame.tb_next)
        frame = frame.tb_next
    return first


def _next_of_others(traceback: TracebackType | None) -> TracebackType | None:
    while traceback is not None and traceback.tb_frame.f_code.co_filename in _BETWEEN:
        traceback = traceback.tb_next
    return traceback
