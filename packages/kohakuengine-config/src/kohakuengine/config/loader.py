"""Loading: a config file, of whatever form, becomes a Config or a ConfigGenerator."""

from __future__ import annotations

import os

from kohakuengine.config.base import Config, remember_source
from kohakuengine.config.execution import executing
from kohakuengine.config.file_state import FileState, state_of
from kohakuengine.config.generator import ConfigGenerator, generator_of_file, is_iterator
from kohakuengine.config.module import is_bare, load_config_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = ["ConfigLoader", "load_config", "load_from_dict"]

_DATA = (".json", ".toml", ".yaml", ".yml")


def load_config(
    path: str | os.PathLike[str], *, worker_id: int | None = None
) -> Config | ConfigGenerator:
    """Load a config file.

    A `.py` file is executed; the first match counts: `config_gen()`, which returns a Config or yields
    them; `CONFIG`; else it is a bare file of globals. `.json`, `.toml` and `.yaml` files are data.

    Args:
        path: The file.
        worker_id: Given to a `config_gen(worker_id)`: the number of the worker that asks (0-based);
            None where there are none, which counts as worker 0.

    Raises:
        ConfigNotFoundError: No such file.
        ConfigShapeError: It gives no Config.
        ConfigExecutionError: It raised, or is no Python.
        ConfigCycleError: It inherits from itself.
        FormatSupportError: The reader of its format is not installed.

    >>> import os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "big.py")
    ...     with open(path, "w", encoding="utf-8") as file:
    ...         _ = file.write("learning_rate = 0.1")
    ...     load_config(path).globals_dict
    {'learning_rate': 0.1}
    """
    shown = os.fsdecode(path)
    suffix = os.path.splitext(shown)[1].lower()
    if suffix in _DATA:
        from kohakuengine.config.data import read_data

        return read_data(shown)
    if suffix != ".py":
        _refuse_suffix(shown, suffix)
    module = load_config_module(shown, worker_id=worker_id)
    namespace = vars(module)
    state = state_of(namespace)
    assert state is not None  # load_config_module put it there
    config = _config_of(namespace, state)
    if isinstance(config, Config):
        remember_source(config, state.path, 0)
    return config


def load_from_dict(data: Mapping[str, Any]) -> Config:
    """Make a Config from parsed JSON, TOML or YAML.

    Args:
        data: Has the keys `globals`, `args`, `kwargs`, `metadata`, each of which may be missing.

    Raises:
        ConfigShapeError: Another key, or no mapping.
        TypeError: A part is of the wrong type, as for Config.

    >>> load_from_dict({"globals": {"lr": 0.1}}).globals_dict
    {'lr': 0.1}
    """
    from kohakuengine.config.data import config_of_data

    return config_of_data(data)


class ConfigLoader:
    """The seed's name for `load_config` and `load_from_dict`."""

    load_config = staticmethod(load_config)
    load_from_dict = staticmethod(load_from_dict)


def _config_of(namespace: dict[str, Any], state: FileState) -> Config | ConfigGenerator:
    if "config_gen" in namespace:
        return _generated(namespace["config_gen"], state)
    if is_bare(namespace):
        from kohakuengine.config.bare import config_of_globals

        return config_of_globals(namespace, state)
    found = _provided(namespace["CONFIG"], state)
    if isinstance(found, Config):
        return found
    reason = f"CONFIG must be Config instance, got {type(found).__name__}"
    hint = "A generator is called config_gen." if is_iterator(found) else ""
    raise _shape_error(state, "CONFIG", reason, hint)


def _generated(config_gen: Any, state: FileState) -> Config | ConfigGenerator:
    if is_iterator(config_gen) and not isinstance(config_gen, type):
        return generator_of_file(config_gen, state)
    if not callable(config_gen):
        hint = "Name it CONFIG." if isinstance(config_gen, Config) else _LIST_HINT
        reason = f"config_gen must be callable, got {type(config_gen).__name__}"
        raise _shape_error(state, "config_gen", reason, hint)
    arguments = _arguments(config_gen, state)

    def make() -> Any:
        return _provided(config_gen(**arguments), state)

    with executing(state):
        made = make()
    if isinstance(made, Config):
        return made
    if not is_iterator(made):
        reason = f"config_gen() must return Config or generator, got {type(made).__name__}"
        hint = _LIST_HINT if isinstance(made, (list, tuple)) else ""
        raise _shape_error(state, "config_gen", reason, hint)
    return generator_of_file(_Again(make, made), state)


_LIST_HINT = "Yield the Configs one by one, or wrap a list of them in iter()."
