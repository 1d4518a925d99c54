"""Configs: what a script runs with, where it is written, and how values are read.

Importing this package imports nothing else: every name is fetched when it is asked for.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from kohakuengine.config.base import Config
    from kohakuengine.config.copying import copy_plain
    from kohakuengine.config.errors import (
        AmbiguousNameError,
        CarryError,
        ConfigCycleError,
        ConfigError,
        ConfigExecutionError,
        ConfigNotFoundError,
        ConfigShapeError,
        ConfigYieldError,
        FormatSupportError,
        InheritedMemberError,
        KohakuError,
        MalformedOverrideError,
        NotOverridableError,
        OverrideValueError,
        ParameterError,
        ProtectedNameError,
        UnknownParameterError,
        UnknownPathError,
        ValueFitError,
    )
    from kohakuengine.config.fitting import (
        FitError,
        check_value,
        fit_text,
        read_literal,
        spec_of_type,
        spec_of_value,
        spec_text,
    )
    from kohakuengine.config.folder import siblings_of
    from kohakuengine.config.format_arg import FormatArg
    from kohakuengine.config.generator import ConfigGenerator
    from kohakuengine.config.inherit import use_config
    from kohakuengine.config.loader import ConfigLoader, load_config, load_from_dict
    from kohakuengine.config.module import (
        config_module_name,
        load_config_module,
        loaded_config_modules,
        register_config_module,
    )
    from kohakuengine.config.overrides import Override, merge, overrides_of, parse_set, parse_sets
    from kohakuengine.config.static import ConfigEntry, ConfigReading, read_config
    from kohakuengine.config.types import ConfigProvider, Configurable
    from kohakuengine.config.usage import use

__all__ = [
    "AmbiguousNameError",
    "CarryError",
    "Config",
    "ConfigCycleError",
    "ConfigEntry",
    "ConfigError",
    "ConfigExecutionError",
    "ConfigGenerator",
    "ConfigLoader",
    "ConfigNotFoundError",
    "ConfigProvider",
    "ConfigReading",
    "ConfigShapeError",
    "ConfigYieldError",
    "Configurable",
    "FitError",
    "FormatArg",
    "FormatSupportError",
    "InheritedMemberError",
    "KohakuError",
    "MalformedOverrideError",
    "NotOverridableError",
    "Override",
    "OverrideValueError",
    "ParameterError",
    "ProtectedNameError",
    "UnknownParameterError",
    "UnknownPathError",
    "ValueFitError",
    "check_value",
    "config_module_name",
    "copy_plain",
    "fit_text",
    "load_config",
    "load_config_module",
    "load_from_dict",
    "loaded_config_modules",
    "merge",
    "overrides_of",
    "parse_set",
    "parse_sets",
    "read_config",
    "read_literal",
    "register_config_module",
    "siblings_of",
    "spec_of_type",
    "spec_of_value",
    "spec_text",
    "use",
    "use_config",
]

_ERRORS_HOME = "errors"
_HOMES = {
    "Config": "base",
    "ConfigEntry": "static",
    "ConfigGenerator": "generator",
    "ConfigLoader": "loader",
    "ConfigProvider": "types",
    "ConfigReading": "static",
    "Configurable": "types",
    "FitError": "fitting",
    "FormatArg": "format_arg",
    "Override": "overrides",
    "check_value": "checking",
    "config_module_name": "module",
    "copy_plain": "copying",
    "fit_text": "fitting",
    "load_config": "loader",
    "load_config_module": "module",
    "load_from_dict": "loader",
    "loaded_config_modules": "module",
    "merge": "overrides",
    "overrides_of": "overrides",
    "parse_set": "overrides",
    "parse_sets": "overrides",
    "read_config": "static",
    "read_literal": "fitting",
    "register_config_module": "module",
    "siblings_of": "folder",
    "spec_of_type": "specs",
    "spec_of_value": "specs",
    "spec_text": "specs",
    "use": "usage",
    "use_config": "inherit",
}


def __getattr__(name: str) -> object:
    """Fetch a public name from its module; what has no other home is an error."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    home = f"{__name__}.{_HOMES.get(name, _ERRORS_HOME)}"
    found = getattr(__import__(home, fromlist=[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names, fetched or not."""
    return list(__all__)
