"""Children that `multiprocessing` and its kin start anew: they re-execute the script with the overrides.

A spawned child is told the path (or module name) of the parent's `__main__`. That text travels as a
`str` that, when unpickled, also hands the child what the parent's run was asked for.
"""

from __future__ import annotations

import marshal
import os
import sys

from kohakuengine.engine.request import RunRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.config.overrides import Override
    from kohakuengine.engine.prepare import PreparedRun

_KEYS = ("init_main_from_path", "init_main_from_name")


class _MainText(str):
    """The path or name of `__main__`, with the run behind it."""

    __slots__ = ("parcel",)

    parcel: bytes

    def __reduce__(self) -> Any:
        return receive, (str(self), self.parcel)


def carry(run: PreparedRun, data: dict[str, Any], *, is_preload: bool) -> dict[str, Any]:
    """Let what a child is told about `__main__` carry the overrides.

    Args:
        run: The current run.
        data: What `get_preparation_data` returned.
        is_preload: Whether it is for a fork server, which must not import the script by itself:
            each of its children does so, with the overrides.

    Raises:
        CarryError: A value cannot travel.
    """
    for key in _KEYS:
        if key not in data:
            continue
        if is_preload:
            del data[key]
            continue
        text = _MainText(data[key])
        text.parcel = pack(run.request, run)
        data[key] = text
    return data


def receive(text: str, parcel: bytes) -> str:
    """Prepare a child to execute the script with the overrides when it comes to that.

    Runs while the child unpickles what it is told; `sys.path` is not the parent's yet, so the values
    stay packed until the script is read.
    """
    import pkgutil

    from kohakuengine.engine import process

    reader = pkgutil.read_code
    waiting = _Waiting(parcel)

    def read_code(stream: Any) -> Any:
        run = waiting.run_for(stream.name)
        return run.code if run is not None else reader(stream)

    pkgutil.read_code = read_code
    process.expect(waiting)
    return text


class _Waiting:
    """A parcel that is opened when its script is read."""

    __slots__ = ("_parcel", "_path", "_run")

    def __init__(self, parcel: bytes) -> None:
        self._parcel = parcel
        self._path: str = marshal.loads(parcel)["path"]
        self._run: PreparedRun | None = None

    def run_for(self, path: str) -> PreparedRun | None:
        """Return the run if a path is its script, None otherwise."""
        if os.path.basename(path) != os.path.basename(self._path):
            return None
        if os.path.realpath(path) != os.path.realpath(self._path):
            return None
        if self._run is None:
            from kohakuengine.engine import process
            from kohakuengine.engine.prepare import prepare

            self._run = prepare(unpack(self._parcel))
            process.take_over(self._run)
        return self._run


# -- parcels ------------------------------------------------------------------------------------


def pack(request: RunRequest, run: PreparedRun | None = None) -> bytes:
    """Pack a request for another process.

    Texts travel as they are; objects by pickle, else by cloudpickle where it is installed, else the
    other process reads the config file again for them.

    Args:
        request: What to pack.
        run: The prepared run, whose errors it is told of; None before it runs.

    Raises:
        CarryError: A value can travel in none of these ways.
    """
    from kohakuengine.config.errors import CarryError
    from kohakuengine.engine.prepare import locate

    if run is not None and run.parcel is not None:
        return run.parcel
    try:
        contents = _contents(request, run.path if run is not None else locate(request))
        if contents["reread"] or contents["arguments"] == b"":
            _compare(contents, _read_again(contents), request.overrides)
    except CarryError as error:
        if run is not None:
            run.proof.broken(error)
        raise
    parcel = marshal.dumps(contents)
    if run is not None:
        run.parcel = parcel
    return parcel


def _contents(request: RunRequest, path: str) -> dict[str, Any]:
    from kohakuengine.config.module import loaded_config_modules

    overrides: list[tuple[str, str | None, bytes | None]] = []
    reread = []
    for override in request.overrides:
        if override.text is not None:
            overrides.append((override.key, override.text, None))
            continue
        value = _pickled(override.value)
        if value is None:
            _check_reread(request, override.key)
            reread.append(override.key)
        overrides.append((override.key, None, value))
    return {
        "path": path,
        "script": request.script if request.is_module else path,
        "is_module": request.is_module,
        "overrides": overrides,
        "reread": reread,
        "arguments": _arguments(request),
        "entrypoint": request.entrypoint,
        "strict": request.strict,
        "has_config": request.has_config,
        "config_source": _config_source(request),
        "helpers": sorted(request.helpers),
        "config_modules": loaded_config_modules(),
    }


def _arguments(request: RunRequest) -> bytes | None:
    if not request.args and not request.kwargs:
        return None
    packed = _pickled((request.args, request.kwargs))
    if packed is None:
        _check_reread(request, "args and kwargs")
        return b""
    return packed


def _config_source(request: RunRequest) -> tuple[str, int] | None:
    if request.config_source is None:
        return None
    path, index = request.config_source
    return os.path.abspath(path), index or 0


def _pickled(value: Any) -> bytes | None:
    """Pickle a value, None where neither pickle nor cloudpickle can."""
    import pickle

    try:
        return pickle.dumps(value)
    except Exception:  # noqa: BLE001 - whatever a `__reduce__` raises, the next way may do
        pass
    try:
        import cloudpickle
    except ImportError:
        return None
    try:
        return cloudpickle.dumps(value)  # type: ignore[no-any-return]
    except Exception:  # noqa: BLE001 - as above
        return None


def _check_reread(request: RunRequest, key: str) -> None:
    if request.config_source is None:
        from kohakuengine.config.errors import CarryError

        raise CarryError(name=key, path=request.script, reason="it cannot be pickled")


def unpack(parcel: bytes) -> RunRequest:
    """Rebuild the request that `pack` packed."""
    from kohakuengine.config.overrides import overrides_of

    contents = marshal.loads(parcel)
    _make_importable(contents["config_modules"])
    config = _read_again(contents) if contents["reread"] or contents["arguments"] == b"" else None
    overrides: list[Override] = []
    for key, text, pickled in contents["overrides"]:
        [override] = overrides_of({key: None})
        override.text = text
        if pickled is not None:
            override.value = _unpickled(pickled)
        elif text is None and config is not None:
            override.value = config.globals_dict[key]
        overrides.append(override)
    args, kwargs = _unpacked_arguments(contents, config)
    return RunRequest(
        script=contents["script"],
        is_module=contents["is_module"],
        overrides=overrides,
        args=args,
        kwargs=kwargs,
        entrypoint=contents["entrypoint"],
        argv=sys.argv[1:],
        strict=contents["strict"],
        has_config=contents["has_config"],
        config_source=contents["config_source"],
        helpers=frozenset(contents["helpers"]),
    )


def _make_importable(modules: list[tuple[str, str]]) -> None:
    from kohakuengine.config.module import register_config_module

    for name, path in modules:
        register_config_module(name, path)


def _unpickled(data: bytes) -> Any:
    import pickle

    return pickle.loads(data)


def _unpacked_arguments(contents: dict[str, Any], config: Any) -> tuple[Any, Any]:
    packed = contents["arguments"]
    if packed is None:
        return None, {}
    if packed == b"":
        return list(config.args) or None, dict(config.kwargs)
    args, kwargs = _unpickled(packed)
    return args, kwargs


def _read_again(contents: dict[str, Any]) -> Any:
    from itertools import islice

    from kohakuengine.config import Config, load_config

    path, index = contents["config_source"]
    config = load_config(path)
    return config if isinstance(config, Config) else next(islice(config, index, None))


def _compare(contents: dict[str, Any], config: Any, overrides: list[Override]) -> None:
    """Refuse a config that gives other values when read again: parent and child would differ.

    Asked in the parent, before the first child: a pool whose children die of it would start new ones
    for ever.
    """
    reread = contents["reread"]
    for override in overrides:
        key = override.key
        if override.text is not None or key in reread or key not in config.globals_dict:
            continue
        if _pickled(config.globals_dict[key]) != _pickled(override.value):
            from kohakuengine.config.errors import CarryError

            raise CarryError(
                name=", ".join(reread),
                path=contents["config_source"][0],
                reason=f"it cannot be pickled, and the config, read again for it, gives another '{key}'",
            )
