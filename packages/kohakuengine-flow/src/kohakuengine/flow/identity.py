"""By what a run, and the flow of a program, are known again."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter

from kohakuengine.engine.modules import INSTALLED
from kohakuengine.flow.run_spec import script_file
from kohakuengine.flow.store.sources import digest_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from kohakuengine.engine.request import RunRequest
    from kohakuengine.flow.run_spec import Position

__all__ = ["content_digest", "next_ordinal", "program_file"]

_BY_REPR = ("pathlib.", "datetime.", "decimal.", "fractions.", "uuid.")  # types whose repr says all
_COUNTS: Counter[str] = Counter()


def next_ordinal(what: str) -> int:
    """Count the workflows of one description that this program runs: the first is 1."""
    _COUNTS[what] += 1
    return _COUNTS[what]


def program_file() -> str | None:
    """Return the absolute path of the program that is running here, where a user wrote it.

    None for a prompt, a notebook, and programs that are installed, such as pytest: what runs there is not the
    same twice.
    """
    main = sys.modules.get("__main__")
    path = getattr(main, "__file__", None)
    if not isinstance(path, str):
        return None
    path = os.path.abspath(path)
    return path if os.path.isfile(path) and not any(part in path for part in INSTALLED) else None


def content_digest(
    request: RunRequest,
    *,
    source: str | None,
    run_as_main: bool,
    position: Position,
    wanted: tuple[str, ...] = (),
) -> str:
    """Return what names the content of a run: its script's source, all of its values, and what it keeps.

    Args:
        request: What is asked for.
        source: Digest of the script's source.
        run_as_main: Whether it runs as `__main__`.
        position: Where it stands in its flow; stands for values that have no stable bytes.
        wanted: Names of the globals that it keeps for others: a run that has not kept them is another one.
    """
    script = request.script if request.is_module else script_file(request.script)
    fields = [script, source, request.entrypoint, request.argv, request.strict, run_as_main]
    fields += [sorted(wanted)] if wanted else []
    return digest_of(json.dumps([*fields, _values(request, position)]).encode())


def _values(request: RunRequest, position: Position) -> Any:
    overrides = [
        [one.key, one.text is not None, one.value if one.text is None else one.text]
        for one in request.overrides
    ]
    try:
        return _stable([sorted(overrides, key=lambda one: str(one[0])), request.args, request.kwargs])
    except _NotStableError:
        return ["position", *position]


class _NotStableError(Exception):
    pass


def _stable(value: Any) -> Any:
    """Write a value as JSON data that is the same for equal values of equal types, and for no others."""
    kind: Any = type(value)
    if kind in (type(None), bool, str):
        return value
    name = f"{kind.__module__}.{kind.__qualname__}"
    if kind in (int, float, complex, bytes):
        return [name, repr(value)]
    if kind in (list, tuple):
        return [name, *map(_stable, value)]
    if kind is dict:
        return [name, *([_stable(key), _stable(item)] for key, item in value.items())]
    if kind in (set, frozenset):
        return [name, *_sorted(value)]
    if name.startswith(_BY_REPR) and not isinstance(value, type):
        return [name, repr(value)]
    return [name, _bytes_of_array(value)]


def _sorted(values: Iterable[Any]) -> list[Any]:
    return sorted(map(_stable, values), key=json.dumps)


def _bytes_of_array(value: Any) -> Any:
    """Write a NumPy array or scalar by its bytes."""
    numpy = sys.modules.get("numpy")
    if numpy is None or (type(value) is not numpy.ndarray and not isinstance(value, numpy.generic)):
        raise _NotStableError
    if value.dtype.hasobject:
        raise _NotStableError
    return [str(value.dtype), list(value.shape), digest_of(value.tobytes())]
