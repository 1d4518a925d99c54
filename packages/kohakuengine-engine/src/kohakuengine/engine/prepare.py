"""Everything about a run that can be known before the script executes."""

from __future__ import annotations

import os
import sys

from kohakuengine.engine import cache
from kohakuengine.engine.landing import Landing, fill
from kohakuengine.engine.proof import Proof
from kohakuengine.engine.record import CALL, HELPER, OPTION, PROOF, RESULT, CompileKey
from kohakuengine.engine.source import read_source
from kohakuengine.engine.values import make_landing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

    from kohakuengine.engine.record import Record
    from kohakuengine.engine.request import RunRequest


class PreparedRun:
    """One run, checked, fitted and compiled.

    Attributes:
        request: What was asked for.
        path: Absolute path of the script, as `__file__` has it.
        source: Its bytes.
        record: The compiled script.
        landings: One per override of the record.
        proof: Watches that they land.
        code: Ready to execute.
        result: {"value": ...} once the entrypoint has returned and somebody wants it.
        parcel: The request packed for children, once there was one.
        arguments: Stands in the entrypoint call where a config gives args or kwargs.
        has_path: Whether `sys.path[0]` of this process is the script's already.
        is_staged: Whether this process is what the script finds as `__main__` (`stage_main`).
    """

    __slots__ = (
        "arguments",
        "code",
        "has_path",
        "is_staged",
        "landings",
        "parcel",
        "path",
        "proof",
        "record",
        "request",
        "result",
        "source",
    )

    def __init__(
        self,
        *,
        request: RunRequest,
        path: str,
        source: bytes,
        record: Record,
        landings: list[Landing],
        keeps_result: bool,
    ) -> None:
        self.request = request
        self.path = path
        self.source = source
        self.record = record
        # Helpers of a bare config that the script does not know land nowhere.
        self.landings = [one for one in landings if one.target.kind != HELPER]
        self.proof = Proof(request.script, self.landings)
        self.result: Any = None
        self.parcel: bytes | None = None
        self.arguments: Any = None
        self.has_path = self.is_staged = False
        self.code: CodeType = self._filled(landings, keeps_result=keeps_result)

    @property
    def has_overrides(self) -> bool:
        """Whether anything at all differs from plain python."""
        request = self.request
        return bool(self.landings or request.args or request.kwargs or request.entrypoint)

    @property
    def options(self) -> list[Landing]:
        """The overrides that are options of the script's own command line."""
        return [landing for landing in self.landings if landing.target.kind == OPTION]

    @property
    def notes(self) -> list[str]:
        """What the user should know, with the script's path as it was typed now."""
        return [f"{self.request.script}{note}" for note in self.record.notes]

    def _filled(self, landings: list[Landing], *, keeps_result: bool) -> CodeType:
        kinds = {kind for kind, _, _ in self.record.slots}
        if CALL in kinds or self.record.call_after:
            from kohakuengine.engine.calls import make_arguments

            self.arguments = make_arguments(self)
        if RESULT in kinds or (keeps_result and self.record.call_after):
            from kohakuengine.engine.arguments import Result

            self.result = Result()
        services = {PROOF: self.proof, CALL: self.arguments, RESULT: self.result}
        return fill(self.record, landings, services)


def prepare(
    request: RunRequest, *, keeps_result: bool = False, is_main: bool = True, source: bytes | None = None
) -> PreparedRun:
    """Read, check, compile and fit; nothing of the script is executed.

    Args:
        request: What was asked for.
        keeps_result: Whether the entrypoint's return value is wanted.
        is_main: Whether the script runs as `__main__`.
        source: What its file holds, None to read it; where the request has another source, that one counts.

    Returns:
        The run, ready to be executed once.

    Raises:
        KohakuError: Whatever is wrong with the request.
        SyntaxError: As `python` would report it.
    """
    path, source, record = compiled(request, keeps_result=keeps_result, is_main=is_main, source=source)
    landings = fitted(request, record)
    return PreparedRun(
        request=request,
        path=path,
        source=source,
        record=record,
        landings=landings,
        keeps_result=keeps_result,
    )


def compiled(
    request: RunRequest, *, keeps_result: bool = False, is_main: bool = True, source: bytes | None = None
) -> tuple[str, bytes, Record]:
    """Read a script and compile it for the names of a request, as `prepare`; values are not looked at.

    Returns:
        Its absolute path, its source, and the compiled script.

    Raises:
        KohakuError: The script cannot be read, or a name is wrong.
        SyntaxError: As `python` would report it.
    """
    path = locate(request)
    if source is None or request.source is not None:
        source = source_of(request, path)
    _refuse_twice(request)
    key = compile_key(request, keeps_result=keeps_result, is_main=is_main)
    record = cache.load(path, source, key)
    if record is None:
        from kohakuengine.engine.compiler import compile_script

        record = compile_script(path, source, key, shown=request.script)
        cache.store(path, source, key, record)
    return path, source, record


def source_of(request: RunRequest, path: str) -> bytes:
    """Return the bytes that a request runs.

    Args:
        request: What was asked for.
        path: Where its script is.

    Raises:
        ScriptError: The script cannot be read.
    """
    return read_source(path, shown=request.script) if request.source is None else request.source


def fitted(request: RunRequest, record: Record) -> list[Landing]:
    """Fit the values of a request to a script compiled for its names.

    Raises:
        ValueFitError: A value does not fit.
        NoReceiverError: Nothing takes its args and kwargs.
        ArgumentError: The entrypoint does not take them.
    """
    landings = [
        make_landing(target, override, request.script)
        for target, override in zip(record.targets, request.overrides, strict=True)
    ]
    if request.args or request.kwargs:
        from kohakuengine.engine.calls import check_receiver

        check_receiver(request, record)
    return landings


def compile_key(request: RunRequest, *, keeps_result: bool = False, is_main: bool = True) -> CompileKey:
    """Return what of a request decides the compiled code: names, never values."""
    helpers = request.helpers
    return CompileKey(
        names=tuple([(o.key, o.name, o.scope, o.name in helpers) for o in request.overrides]),
        has_args=request.args is not None,
        kwargs=tuple(sorted(request.kwargs)),
        entrypoint=request.entrypoint,
        has_config=request.has_config,
        keeps_result=keeps_result,
        is_main=is_main,
    )


def _refuse_twice(request: RunRequest) -> None:
    if len(request.overrides) < 2:
        return
    keys = [override.key for override in request.overrides]
    if len(set(keys)) == len(keys):
        return
    for key in keys:
        if keys.count(key) > 1:
            from kohakuengine.config.errors import MalformedOverrideError

            raise MalformedOverrideError(text=key, reason=f"'{key}' is given twice")


def locate(request: RunRequest) -> str:
    """Return the absolute path of a script, or of the file behind a module.

    Raises:
        ScriptNotFoundError: There is none.
        ScriptTypeError: A folder or an archive.
    """
    if request.is_module:
        from kohakuengine.engine.modules import find_module

        return find_module(request.script)
    return absolute(request.script)


def absolute(path: str) -> str:
    """Make a path absolute the way `python script.py` does for `__file__`: no normalisation."""
    if sys.platform == "win32":
        return path if os.path.isabs(path) else os.path.abspath(path)
    if path.startswith("/"):
        return path
    try:
        folder = os.getcwd()
    except OSError:  # the working directory was deleted
        return path
    return f"{folder}/{path}" if folder != "/" else f"/{path}"
