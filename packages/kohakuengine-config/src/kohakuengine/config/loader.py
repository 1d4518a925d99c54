"""Loading: a config file, of whatever form, becomes a Config or a ConfigGenerator."""

from __future__ import annotations

import os

from kohakuengine.config.base import Config, remember_source
from kohakuengine.config.execution import executing
from kohakuengine.config.file_state import FileState
from kohakuengine.config.generator import ConfigGenerator, generator_of_file, is_iterator
from kohakuengine.config.module import execute_file, is_bare, register_config_module
from kohakuengine.config.source import DATA_SUFFIXES, SUFFIXES, read_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = ["ConfigLoader", "load_config", "load_from_dict", "register_config_module"]

# What `kogine config check` says too, without loading the file.
MUST_BE_CONFIG = "CONFIG must be Config instance"
MUST_BE_CALLABLE = "config_gen must be callable"
MUST_RETURN = "config_gen() must return Config or generator"
LIST_HINT = "Yield the Configs one by one, or wrap a list of them in iter()."


def load_config(path: str | os.PathLike[str], *, worker_id: int | None = None) -> Config | ConfigGenerator:
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
    if suffix in DATA_SUFFIXES:
        from kohakuengine.config.data import read_data

        return read_data(shown)
    if suffix != ".py":
        _refuse_suffix(shown, suffix)
    state = FileState(shown, worker_id)
    config = _config_of(vars(execute_file(state)), state)
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
    reason = f"{MUST_BE_CONFIG}, got {type(found).__name__}"
    hint = "A generator is called config_gen." if is_iterator(found) else ""
    raise _shape_error(state, "CONFIG", reason, hint)


def _generated(config_gen: Any, state: FileState) -> Config | ConfigGenerator:
    if is_iterator(config_gen) and not isinstance(config_gen, type):
        return generator_of_file(config_gen, state)
    if not callable(config_gen):
        hint = "Name it CONFIG." if isinstance(config_gen, Config) else LIST_HINT
        reason = f"{MUST_BE_CALLABLE}, got {type(config_gen).__name__}"
        raise _shape_error(state, "config_gen", reason, hint)
    arguments = _arguments(config_gen, state)

    def make() -> Any:
        return _provided(config_gen(**arguments), state)

    with executing(state):
        made = make()
    if isinstance(made, Config):
        return made
    if is_iterator(made):
        return generator_of_file(made, state, again=make)
    kind = type(made).__name__
    close: Any = getattr(made, "close", None)
    hint = LIST_HINT if isinstance(made, (list, tuple)) else ""
    if kind in ("coroutine", "async_generator"):
        hint = "It cannot be async."
    if kind == "coroutine":
        close()  # or python warns that nobody awaited it
    reason = f"{MUST_RETURN}, got {kind}"
    raise _shape_error(state, "config_gen", reason, hint)


def _provided(found: Any, state: FileState) -> Any:
    """Ask a ConfigProvider for what it provides; anything else is returned as it is."""
    if isinstance(found, Config) or not callable(getattr(found, "get_config", None)):
        return found
    with executing(state):
        return found.get_config()


def _arguments(config_gen: Any, state: FileState) -> dict[str, int]:
    """Return what `config_gen` is called with: its `worker_id`, where it has one.

    Without workers a default of its own stays, and a parameter without default gets 0.
    """
    is_required = _parameters(config_gen)
    others = [name for name, required in is_required.items() if required and name != "worker_id"]
    if others:
        reason = f"config_gen() needs '{others[0]}', and nobody gives it"
        hint = "Its only parameter may be 'worker_id'; give others a default."
        raise _shape_error(state, "config_gen", reason, hint)
    if "worker_id" not in is_required or (state.worker_id is None and not is_required["worker_id"]):
        return {}
    return {"worker_id": state.worker_id or 0}


def _parameters(function: Any) -> dict[str, bool]:
    """Map the names that a callable takes to whether it needs them."""
    code = getattr(function, "__code__", None)
    if code is not None and not code.co_argcount + code.co_kwonlyargcount and not code.co_flags & 0x0C:
        return {}  # plain `def config_gen():`, and `inspect` is not imported for it
    import inspect

    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return {}
    variadic = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return {p.name: p.default is p.empty for p in parameters if p.kind not in variadic}


def _refuse_suffix(path: str, suffix: str) -> None:
    """Refuse a file that is of no format of ours; a missing one or a folder for that."""
    from kohakuengine.config.errors import ConfigShapeError

    read_source(path)
    known = ", ".join(SUFFIXES)
    raise ConfigShapeError(
        path=path, reason=f"no config format has the suffix '{suffix}'", hint=f"Known are {known}."
    )


def _shape_error(state: FileState, name: str, reason: str, hint: str = "") -> Exception:
    """Build the error for what the file binds to a name, with the line where it does."""
    from kohakuengine.config.bound_names import read_bound_names
    from kohakuengine.config.errors import ConfigShapeError

    line = read_bound_names(read_source(state.path), state.file).line_of(name)
    return ConfigShapeError(path=state.path, line=line, reason=reason, hint=hint)
