"""What of a request its script has no place for: one config may be meant for several scripts."""

from __future__ import annotations

from kohakuengine.config.errors import KohakuError, UnknownParameterError
from kohakuengine.engine.compiler import choose_entry, compiled_entry
from kohakuengine.engine.prepare import compile_key, locate
from kohakuengine.engine.reading import Reading
from kohakuengine.engine.source import read_source
from kohakuengine.engine.targets import find_target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from kohakuengine.config.overrides import Override
    from kohakuengine.engine.request import RunRequest

    Part = tuple[Literal["global", "kwarg", "args"], str]

__all__ = ["find_untaken"]


def find_untaken(request: RunRequest) -> frozenset[Part]:
    """List what of a request its script does not have; nothing of it is executed.

    Returns:
        ("global", key) of an override, ("kwarg", name), and ("args", "") for positional arguments.

    Raises:
        KohakuError: The script cannot be read.
        SyntaxError: Of the script.
    """
    reading = Reading(read_source(locate(request), shown=request.script), request.script)
    found: set[Part] = {("global", one.key) for one in request.overrides if _is_unknown(reading, one)}
    if not request.args and not request.kwargs:
        return frozenset(found)
    entry = compiled_entry(choose_entry(reading, compile_key(request)))
    if entry is None or not entry.name:
        found |= {("kwarg", name) for name in request.kwargs}
        if request.args:
            found.add(("args", ""))
        return frozenset(found)
    if entry.keywords is not None:
        found |= {("kwarg", name) for name in request.kwargs if name not in entry.keywords}
    return frozenset(found)


def _is_unknown(reading: Reading, override: Override) -> bool:
    """Say whether a script has no such parameter; one that it has and cannot set is another error."""
    try:
        find_target(reading, override.key, override.name, override.scope)
    except UnknownParameterError:
        return True
    except KohakuError:
        return False
    return False
