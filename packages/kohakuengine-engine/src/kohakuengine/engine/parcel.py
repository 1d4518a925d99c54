"""Parcels: a request that another process has packed (`packing`) is made again here."""

from __future__ import annotations

import marshal
import sys

from kohakuengine.config.overrides import override_of
from kohakuengine.engine.request import RunRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypedDict

    from typing_extensions import NotRequired

    from kohakuengine.config import Config
    from kohakuengine.config.overrides import Override

    class Contents(TypedDict):
        """What a parcel holds: plain data, so that it can be looked into before anything is unpickled.

        Attributes:
            path: Absolute path of the script.
            script: The same, or the name of a module.
            is_module: Which of them.
            overrides: (key, text or None, packed object or None) each.
            reread: Keys whose objects only the config file can make again.
            arguments: args and kwargs packed; None where there are none, b"" where only the config
                file can make them again.
            entrypoint: As in the request; so are `strict`, `has_config`, `helpers`.
            config_source: Absolute path of the config file, and index of the config in it, or None.
            source: As in the request; missing in parcels of earlier versions.
            config_modules: (name, path) of config modules that pickles may refer to.
            is_of_the_script: Whether the running script starts the other process.
            refusal: Name, path and reason of a `CarryError`, in a parcel that holds nothing else.
        """

        path: str
        script: str
        is_module: bool
        overrides: list[tuple[str, str | None, bytes | None]]
        reread: list[str]
        arguments: bytes | None
        entrypoint: str | None
        strict: bool
        has_config: bool
        config_source: Any
        helpers: list[str]
        source: NotRequired[bytes | None]
        config_modules: list[tuple[str, str]]
        is_of_the_script: bool
        refusal: NotRequired[tuple[str, str, str]]


ONLY_THE_CONFIG = b""
DATA, PICKLE = b"m", b"p"  # what a packed value begins with


def path_of(parcel: bytes) -> str:
    """Return the absolute path of a parcel's script; nothing else of it is opened."""
    contents: Contents = marshal.loads(parcel)
    return contents["path"]


def unpack_word(word: str) -> RunRequest:
    """Rebuild the request that `pack_word` packed."""
    import base64

    return unpack(base64.urlsafe_b64decode(word))


def unpack(parcel: bytes) -> RunRequest:
    """Rebuild the request that `pack` packed.

    Raises:
        CarryError: It could not travel.
    """
    contents: Contents = marshal.loads(parcel)
    if "refusal" in contents:
        from kohakuengine.config.errors import CarryError

        name, path, reason = contents["refusal"]
        raise CarryError(name=name, path=path, reason=reason)
    if contents["config_modules"]:
        _make_importable(contents["config_modules"])
    config = _config_of(contents)
    overrides: list[Override] = []
    for key, text, pickled in contents["overrides"]:
        override = override_of(key, text=text)
        if pickled is not None:
            override.value = _unpacked(pickled)
        elif text is None and config is not None:
            override.value = _given_again(contents, config, key)
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
        source=contents.get("source"),
        is_relaunched=contents["is_of_the_script"],
    )


def _config_of(contents: Contents) -> Config | None:
    """Read the config of a parcel again, where something can be had in no other way."""
    if not needs_config(contents):
        return None
    from kohakuengine.engine.rereading import read_again

    return read_again(contents)


def _given_again(contents: Contents, config: Config, key: str) -> Any:
    from kohakuengine.engine.rereading import given_again

    return given_again(contents, config, key)


def _make_importable(modules: list[tuple[str, str]]) -> None:
    from kohakuengine.config.module import register_config_module

    for name, path in modules:
        register_config_module(name, path)


def _unpacked(packed: bytes) -> Any:
    if packed.startswith(DATA):
        return marshal.loads(packed[len(DATA) :])
    import pickle

    return pickle.loads(packed[len(PICKLE) :])


def _unpacked_arguments(contents: Contents, config: Any) -> tuple[Any, Any]:
    packed = contents["arguments"]
    if packed is None:
        return None, {}
    if packed == ONLY_THE_CONFIG:
        return list(config.args) or None, dict(config.kwargs)
    args, kwargs = _unpacked(packed)
    return args, kwargs


def needs_config(contents: Contents) -> bool:
    """Say whether something in a parcel can only be made by reading the config file again."""
    return bool(contents["reread"]) or contents["arguments"] == ONLY_THE_CONFIG
