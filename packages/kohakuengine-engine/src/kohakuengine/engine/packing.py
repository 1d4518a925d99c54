"""Packing a request for another process, as bytes or as one word of a command line; `parcel` opens them."""

from __future__ import annotations

import marshal
import os

from kohakuengine.engine.landing import as_data
from kohakuengine.engine.parcel import DATA, ONLY_THE_CONFIG, PICKLE, needs_config

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.config import Config
    from kohakuengine.config.errors import CarryError
    from kohakuengine.engine.parcel import Contents
    from kohakuengine.engine.prepare import PreparedRun
    from kohakuengine.engine.request import RunRequest

_MAX_WORD_CHARS = 100_000  # Linux takes 131,072 bytes for one argument (MAX_ARG_STRLEN)


def pack(request: RunRequest, run: PreparedRun | None = None) -> bytes:
    """Pack a request for another process.

    Texts travel as they are; objects by pickle, else by cloudpickle where it is installed, else the
    other process reads the config file again for them.

    Args:
        request: What to pack.
        run: The prepared run, which keeps the parcel; None before it runs.

    Returns:
        The parcel, for `unpack`.

    Raises:
        CarryError: A value can travel in none of these ways.
    """
    from kohakuengine.engine.prepare import locate

    if run is not None and run.parcel is not None and request is run.request:
        return run.parcel
    path = run.path if run is not None else locate(request)
    contents = _contents(request, path, is_of_the_script=run is not None)
    if needs_config(contents):
        from kohakuengine.engine.rereading import read_again

        _compare(contents, read_again(contents), request)
    parcel = marshal.dumps(contents)  # type: ignore[arg-type]
    if run is not None and request is run.request:
        run.parcel = parcel
    return parcel


def pack_refusal(path: str, error: CarryError) -> bytes:
    """Pack why a request cannot travel, for a process that may never ask for it."""
    return marshal.dumps({"path": path, "refusal": (error.name, error.path, error.reason)})


def pack_word(request: RunRequest, run: PreparedRun | None = None) -> str:
    """Pack a request as one word of a command line.

    Args:
        request: What to pack.
        run: The prepared run, whose proof is told of an error; None before it runs.

    Returns:
        The parcel in base64 (RFC 4648, section 5), for `unpack_word`.

    Raises:
        CarryError: A value cannot travel, or all together are too long for a command line.
    """
    import base64

    from kohakuengine.config.errors import CarryError

    try:
        word = base64.urlsafe_b64encode(pack(request, run)).decode("ascii")
        if len(word) > _MAX_WORD_CHARS:
            reason = (
                f"the values take {len(word)} characters of a command line, which holds {_MAX_WORD_CHARS}"
            )
            raise CarryError(name="the config", path=request.script, reason=reason)
    except CarryError as error:
        raise (run.proof.broken(error) if run is not None else error) from None
    return word


def _contents(request: RunRequest, path: str, *, is_of_the_script: bool) -> Contents:
    overrides: list[tuple[str, str | None, bytes | None]] = []
    reread = []
    for override in request.overrides:
        if override.text is not None:
            overrides.append((override.key, override.text, None))
            continue
        value = _packed(override.value, is_of_the_script=is_of_the_script)
        if value is None:
            _check_reread(request, override.key)
            reread.append(override.key)
        overrides.append((override.key, None, value))
    arguments = _arguments(request, is_of_the_script=is_of_the_script)
    return {
        "path": path,
        "script": request.script if request.is_module else path,
        "is_module": request.is_module,
        "overrides": overrides,
        "reread": reread,
        "arguments": arguments,
        "entrypoint": request.entrypoint,
        "strict": request.strict,
        "has_config": request.has_config,
        "config_source": _config_source(request),
        "helpers": sorted(request.helpers),
        "source": request.source,
        "config_modules": _config_modules([arguments, *(packed for _, _, packed in overrides)]),
        "is_of_the_script": is_of_the_script,
    }


def _config_modules(packed: list[bytes | None]) -> list[tuple[str, str]]:
    """List the config modules that packed values may refer to: plain data refers to none."""
    if not any(one is not None and one.startswith(PICKLE) for one in packed):
        return []
    from kohakuengine.config.module import loaded_config_modules

    return loaded_config_modules()


def _arguments(request: RunRequest, *, is_of_the_script: bool) -> bytes | None:
    if not request.args and not request.kwargs:
        return None
    packed = _packed((request.args, request.kwargs), is_of_the_script=is_of_the_script)
    if packed is None:
        _check_reread(request, "args and kwargs")
        return ONLY_THE_CONFIG
    return packed


def _config_source(request: RunRequest) -> tuple[str, int] | None:
    if request.config_source is None:
        return None
    path, index = request.config_source
    return path if os.path.isabs(path) else os.path.abspath(path), index or 0


def _packed(value: Any, *, is_of_the_script: bool) -> bytes | None:
    """Pack a value: plain data by `marshal`, which is always loaded, else pickled; None where neither can."""
    data: bytes | None = as_data(value)
    if data is not None:
        return DATA + data
    pickled = _pickled(value, is_main_shared=is_of_the_script)
    return None if pickled is None else PICKLE + pickled


def _pickled(value: Any, *, is_main_shared: bool = True) -> bytes | None:
    """Pickle a value, None where neither pickle nor cloudpickle can.

    Args:
        value: Anything.
        is_main_shared: Whether `__main__` is the same script where it is loaded: pickle writes no more than
            the names of its classes and functions, cloudpickle what they are.
    """
    import pickle

    try:
        data = pickle.dumps(value)
        if is_main_shared or b"__main__" not in data:
            return data
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


def _compare(contents: Contents, config: Config, request: RunRequest) -> None:
    """Refuse a config that gives other values when read again: parent and child would differ.

    Asked in the parent, before the first child: a pool whose children die of it would start new ones
    for ever.
    """
    from kohakuengine.engine.rereading import given_again, not_again, only_there

    reread = contents["reread"]
    for key in reread:
        given_again(contents, config, key)
    for override in request.overrides:
        key = override.key
        if override.text is not None or key not in config.globals_dict:
            continue
        if _is_another(config.globals_dict[key], override.value):
            raise not_again(contents, only_there(contents), f"gives another '{key}'")
    if contents["arguments"] == ONLY_THE_CONFIG:
        _compare_arguments(contents, config, request)


def _compare_arguments(contents: Contents, config: Config, request: RunRequest) -> None:
    from kohakuengine.engine.rereading import not_again

    if _is_another(list(config.args), list(request.args or ())):
        raise not_again(contents, "args and kwargs", "gives other args")
    if config.kwargs.keys() != request.kwargs.keys():
        raise not_again(contents, "args and kwargs", "gives other kwargs")
    for key, value in request.kwargs.items():
        if _is_another(config.kwargs[key], value):
            raise not_again(contents, "args and kwargs", f"gives another '{key}'")


def _is_another(found: Any, given: Any, within: frozenset[int] = frozenset()) -> bool:
    """Say whether two values differ, as far as can be told: of what cannot be pickled, by what it holds."""
    packed, again = _pickled(given), _pickled(found)
    if packed is not None or again is not None:
        return packed != again
    if type(found) is not type(given):
        return type(found).__qualname__ != type(given).__qualname__  # classes of the config are new ones
    if id(given) in within or not isinstance(given, (dict, list, tuple)):
        return False
    within |= {id(given)}
    if isinstance(given, dict):
        if found.keys() != given.keys():
            return True
        found, given = [found[key] for key in given], list(given.values())
    return len(found) != len(given) or any(
        _is_another(*pair, within) for pair in zip(found, given, strict=True)
    )
