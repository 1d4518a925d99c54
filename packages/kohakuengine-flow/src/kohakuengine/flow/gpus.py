"""Which GPUs a slot gets."""

from __future__ import annotations

import os

from kohakuengine.flow.errors import WorkflowShapeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["environments_of", "find_gpus"]

_VARIABLE = "CUDA_VISIBLE_DEVICES"


def environments_of(
    slots: int, gpus: str | int | Sequence[int | str] | None, per_run: int = 1
) -> list[dict[str, str]]:
    """Return the variables of each slot.

    Args:
        slots: How many there are.
        gpus: "auto", a number of them, ids as "0,1" or in a list; None leaves GPUs alone.
        per_run: How many each run gets.

    Raises:
        WorkflowShapeError: There are too few of them.

    >>> environments_of(2, "0,1,2,3", per_run=2)
    [{'CUDA_VISIBLE_DEVICES': '0,1'}, {'CUDA_VISIBLE_DEVICES': '2,3'}]
    """
    if gpus is None:
        return [{} for _ in range(slots)]
    ids = find_gpus(gpus)
    if slots * per_run > len(ids):
        each = f"{per_run} GPU{'s' if per_run > 1 else ''} each"
        needed = f"{slots} runs at once with {each} need {slots * per_run}"
        there = "there is none" if not ids else f"there {'is' if len(ids) == 1 else 'are'} {len(ids)}"
        hint = f"Let at most {len(ids) // per_run} run at once." if len(ids) >= per_run else ""
        raise WorkflowShapeError(reason=f"{needed}, and {there}", hint=hint)
    parts = [ids[slot * per_run : (slot + 1) * per_run] for slot in range(slots)]
    return [{_VARIABLE: ",".join(part)} for part in parts]


def find_gpus(gpus: str | int | Sequence[int | str]) -> list[str]:
    """Return the ids of the GPUs that are meant.

    >>> find_gpus(2), find_gpus("3,5"), find_gpus([1])
    (['0', '1'], ['3', '5'], ['1'])
    """
    if gpus == "auto":
        return _all_gpus()
    if isinstance(gpus, int):
        return (_visible() or [str(number) for number in range(gpus)])[:gpus]
    parts = gpus.split(",") if isinstance(gpus, str) else gpus
    return [str(part).strip() for part in parts if str(part).strip()]


def _all_gpus() -> list[str]:
    visible = _visible()
    if visible is not None:
        return visible
    import shutil
    import subprocess

    program = shutil.which("nvidia-smi")
    if program is None:
        return []
    done = subprocess.run([program, "-L"], capture_output=True, text=True, check=False)
    return [str(index) for index, line in enumerate(done.stdout.splitlines()) if line.startswith("GPU ")]


def _visible() -> list[str] | None:
    """Return the GPUs that this process may use; None where nothing is said."""
    text = os.environ.get(_VARIABLE)
    return None if text is None else [part for part in text.split(",") if part]
