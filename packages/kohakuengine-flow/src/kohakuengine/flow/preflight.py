"""Preflight: what is wrong with a run is said before it starts."""

from __future__ import annotations

from kohakuengine.engine.output import outputs_in
from kohakuengine.engine.prepare import compile_key, compiled, fitted, locate, source_of
from kohakuengine.flow.run_folder import digest_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from kohakuengine.engine.record import Record
    from kohakuengine.engine.request import RunRequest

__all__ = ["Preflight"]


class Preflight:
    """Checks requests; each script is compiled once for each set of names."""

    def __init__(self, add_source: Callable[[bytes], str]) -> None:
        """Begin without knowing any script.

        Args:
            add_source: Stores the bytes of a script, and returns their digest.
        """
        self._add_source = add_source
        self._records: dict[tuple[Any, ...], Record] = {}
        self._sources: dict[tuple[str, bool], tuple[str, bytes]] = {}

    def source_of(self, request: RunRequest) -> str:
        """Return the digest of a script's source as it was when it was first asked for.

        Raises:
            ScriptError: It cannot be read.
        """
        if request.source is not None:
            return self._add_source(request.source)
        script = request.script, request.is_module
        if script not in self._sources:
            data = source_of(request, locate(request))
            self._sources[script] = self._add_source(data), digest_bytes(data)
        return self._sources[script][0]

    def quick_digest_of(self, request: RunRequest) -> bytes | None:
        """Return the same by `digest_bytes`, None where the request itself has the source."""
        return None if request.source is not None else self._sources[request.script, request.is_module][1]

    def check(self, request: RunRequest, *, run_as_main: bool) -> None:
        """Refuse what would be refused when the run starts.

        Args:
            request: What is to be run; outputs of other scripts in it are taken to fit.
            run_as_main: Whether the script runs as `__main__`.

        Raises:
            KohakuError: A name, a value or an argument does not fit the script.
            SyntaxError: Of the script.
        """
        key = compile_key(request, keeps_result=True, is_main=run_as_main)
        known = (request.script, request.is_module, request.source, key.fields())
        record = self._records.get(known)
        if record is None:
            _, _, record = compiled(request, keeps_result=True, is_main=run_as_main)
            self._records[known] = record
        fitted(*_without_outputs(request, record))


def _without_outputs(request: RunRequest, record: Record) -> tuple[RunRequest, Record]:
    """Leave out the overrides whose values are not known yet."""
    open_ones = [next(outputs_in(one.value), None) is not None for one in request.overrides]
    if not any(open_ones):
        return request, record
    from copy import copy

    request, record = copy(request), copy(record)
    request.overrides = [o for o, is_open in zip(request.overrides, open_ones, strict=True) if not is_open]
    record.targets = [t for t, is_open in zip(record.targets, open_ones, strict=True) if not is_open]
    return request, record
