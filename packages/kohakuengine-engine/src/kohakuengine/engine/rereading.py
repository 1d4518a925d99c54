"""Reading the config file of a request again: the only way to another process for some values."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.config import Config
    from kohakuengine.engine.parcel import Contents


def read_again(contents: Contents) -> Config:
    """Load the config that a request was made of once more.

    Raises:
        CarryError: The file cannot be read any more, or yields fewer configs now.
    """
    from itertools import islice

    from kohakuengine.config import Config, load_config
    from kohakuengine.config.errors import CarryError

    path, index = contents["config_source"]
    try:
        loaded = load_config(path)
        config = loaded if isinstance(loaded, Config) else next(islice(loaded, index, None), None)
    except Exception as error:
        reason = f"it cannot be pickled, and the config cannot be read again: {error}"
        raise CarryError(name=only_there(contents), path=path, reason=reason) from error
    if config is None:
        raise not_again(contents, only_there(contents), f"gives no config number {index + 1}")
    return config


def given_again(contents: Contents, config: Config, key: str) -> Any:
    """Return the value of a key in the config that was read again."""
    if key not in config.globals_dict:
        raise not_again(contents, key, f"gives no '{key}'")
    return config.globals_dict[key]


def not_again(contents: Contents, name: str, what: str) -> Exception:
    """Return the error of a config that does not give the same again."""
    from kohakuengine.config.errors import CarryError

    reason = f"it cannot be pickled, and the config, read again for it, {what}"
    return CarryError(name=name, path=contents["config_source"][0], reason=reason)


def only_there(contents: Contents) -> str:
    """Name what only the config file can make again."""
    return ", ".join(contents["reread"]) or "args and kwargs"
