"""Config: what one run of a script is given."""

from __future__ import annotations

from kohakuengine.config.later_dataclass import FACTORY, dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from typing_extensions import Self

    from kohakuengine.config.misspelt import Misspelt
else:
    # typing.get_type_hints(Config) finds it here; importing typing would cost as much as a start.
    Any = object

__all__ = ["Config"]


@dataclass
class Config:
    """What one run of a script is given: values for its globals, arguments for its entrypoint.

    A dataclass for everything in `dataclasses`, mutable, made for subclassing.

    Attributes:
        globals_dict: Values of the script's parameters by name. A name may be dotted
            ("model.depth"), or carry a prefix: "+new", "global:lr", "option:lr".
        args: Positional arguments of the entrypoint.
        kwargs: Keyword arguments of the entrypoint.
        metadata: Anything for your own tracking; never reaches the script. May be None.

    >>> Config(globals_dict={"learning_rate": 0.1}, kwargs={"device": "cpu"})
    Config(globals_dict={'learning_rate': 0.1}, args=[], kwargs={'device': 'cpu'}, metadata={})
    """

    globals_dict: dict[str, Any] = field(default_factory=dict)
    args: list[Any] | tuple[Any, ...] = field(default_factory=list)
    kwargs: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] | None = field(default_factory=dict)

    __match_args__ = ("globals_dict", "args", "kwargs", "metadata")

    def __init__(
        self,
        globals_dict: dict[str, Any] = FACTORY,
        args: list[Any] | tuple[Any, ...] = FACTORY,
        kwargs: dict[str, Any] = FACTORY,
        metadata: dict[str, Any] | None = FACTORY,
    ) -> None:
        """Take the four parts; each is empty where it is left out.

        Raises:
            TypeError: A part is of another type, or has a key that is no string.
        """
        self.globals_dict = {} if globals_dict is FACTORY else globals_dict
        self.args = [] if args is FACTORY else args
        self.kwargs = {} if kwargs is FACTORY else kwargs
        self.metadata = {} if metadata is FACTORY else metadata
        self.__post_init__()

    def __post_init__(self) -> None:
        """Check the types of the parts."""
        _check_keys("globals_dict", self.globals_dict)
        _check_type("args", self.args, (list, tuple), "a list or tuple")
        _check_keys("kwargs", self.kwargs)
        _check_type("metadata", self.metadata, (dict, type(None)), "a dict or None")

    def __repr__(self) -> str:
        """Show the four parts."""
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in Config.__match_args__)
        return f"{type(self).__qualname__}({shown})"

    def __eq__(self, other: object) -> bool:
        """Compare the four parts with those of a Config of the same class."""
        if type(other) is not type(self):
            return NotImplemented
        return _parts(self) == _parts(other)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out where it came from: a pickle or copy is a Config like any other."""
        return {name: value for name, value in vars(self).items() if name not in _REMEMBERED}

    def __replace__(self, /, **changes: Any) -> Self:
        """Return a copy with some parts changed: `copy.replace` of Python 3.13."""
        from dataclasses import replace

        return replace(self, **changes)


def remember_source(config: Config, path: str, index: int) -> None:
    """Note where a config was loaded from, so that a child process can read it there again."""
    vars(config)["_loaded_from"] = (path, index)


def remember_misspelt(config: Config, misspelt: list[Misspelt]) -> None:
    """Note which names of its files reach nothing, for whoever loads it to say."""
    if misspelt:
        vars(config)["_names_misspelt"] = misspelt


def source_of(config: Config) -> tuple[str, int] | None:
    """Return where a config was loaded from: path and index (0-based) among the configs of that file."""
    source: tuple[str, int] | None = vars(config).get("_loaded_from")
    return source


def misspelt_of(config: Config) -> list[Misspelt]:
    """List the names of its bare file, and of those that it builds on, that were meant to be a part."""
    misspelt: list[Misspelt] = vars(config).get("_names_misspelt", [])
    return misspelt


def helpers_of(config: Config) -> frozenset[str]:
    """Return the names of globals that are functions and classes of a bare config file.

    A script that neither binds nor reads them does not need them.
    """
    from kohakuengine.config.module import is_helper

    return frozenset(name for name, value in config.globals_dict.items() if is_helper(name, value))


_REMEMBERED = ("_loaded_from", "_names_misspelt")


def _parts(config: Any) -> tuple[Any, ...]:
    return config.globals_dict, config.args, config.kwargs, config.metadata


def _check_type(name: str, value: object, types: tuple[type, ...], wanted: str) -> None:
    if not isinstance(value, types):
        message = f"{name} must be {wanted}, got {type(value).__name__}"
        raise TypeError(message)


def _check_keys(name: str, value: dict[Any, Any]) -> None:
    _check_type(name, value, (dict,), "a dict")
    for key in value:
        if not isinstance(key, str):
            message = f"the keys of {name} must be strings, got {key!r}"
            raise TypeError(message)
