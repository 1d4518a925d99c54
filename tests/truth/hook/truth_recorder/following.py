"""Following the script from instruction to instruction, by what the interpreter has for that."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, FrameType
    from typing import Any

    from .stores import Stores


def follow(stores: Stores) -> None:
    """Tell the stores of every instruction that the script's module and its classes reach."""
    if hasattr(sys, "monitoring"):
        _monitor(stores)
    else:
        _trace(stores)


def _trace(stores: Stores) -> None:
    """Follow the script's instructions with `sys.settrace`."""
    began: list[CodeType] = []

    def trace_call(frame: FrameType, event: str, arg: Any) -> Any:
        code = frame.f_code
        if not began and is_script(frame):
            began.extend(stores.watch(code))
        if not stores.are_left(code):
            return None
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        return trace_frame

    def trace_frame(frame: FrameType, event: str, arg: Any) -> Any:
        if event == "exception":
            stores.forget()
        else:
            stores.reach(frame, frame.f_lasti)
        return trace_frame

    sys.settrace(trace_call)


def _monitor(stores: Stores) -> None:
    """Follow the script's instructions with `sys.monitoring`, which costs all other code nothing (3.12)."""
    monitoring: Any = sys.monitoring  # type: ignore[attr-defined]
    tool, events = 4, monitoring.events  # 0 to 3 and 5 are those of debuggers, coverage and the like

    def start(code: CodeType, offset: int) -> Any:
        if is_script(sys._getframe(1)):
            monitoring.set_events(tool, 0)
            for one in stores.watch(code):
                monitoring.set_local_events(tool, one, events.INSTRUCTION)
        return monitoring.DISABLE

    def instruction(code: CodeType, offset: int) -> Any:
        return None if stores.reach(sys._getframe(1), offset) else monitoring.DISABLE

    monitoring.use_tool_id(tool, "truth")
    monitoring.register_callback(tool, events.PY_START, start)
    monitoring.register_callback(tool, events.INSTRUCTION, instruction)
    monitoring.set_events(tool, events.PY_START)


def is_script(frame: FrameType) -> bool:
    """Tell whether a frame is that of the script's module."""
    return frame.f_back is None and frame.f_code.co_name == "<module>"
