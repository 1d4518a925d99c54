"""Finding and calling the entrypoint of a module that exists already."""

from __future__ import annotations

from kohakuengine.config.tree import parse
from kohakuengine.engine.arguments import MisfitError, lay_over, signature_of
from kohakuengine.engine.entry import find_entries
from kohakuengine.engine.errors import ArgumentError
from kohakuengine.engine.source import read_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType
    from typing import Any


def find_entrypoint(module: ModuleType, script_path: str | Path) -> Callable[..., Any] | None:
    """Return the entrypoint function of a loaded module.

    Args:
        module: The module, loaded from the script.
        script_path: The script, which is read to see what its guard calls.

    Returns:
        The function, or None where the script has none.
    """
    path = str(script_path)
    for entry in find_entries(parse(read_source(path), path)):
        function = getattr(module, entry.name, None) if entry.name else None
        if callable(function):
            return function  # type: ignore[no-any-return]
    function = getattr(module, "main", None)
    return function if callable(function) else None


def call_entrypoint(
    func: Callable[..., Any], args: list[Any] | tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """Call a function with a config's arguments.

    Raises:
        ArgumentError: They do not fit its signature; nothing of it has run.
    """
    try:
        positional, keywords = lay_over(signature_of(func), ((), {}), list(args), kwargs)
    except MisfitError as misfit:
        code = getattr(func, "__code__", None)
        raise ArgumentError(
            function=getattr(func, "__name__", str(func)),
            path=code.co_filename if code else "",
            line=code.co_firstlineno if code else 1,
            reason=misfit.reason,
            name=misfit.name,
            candidates=misfit.known,
        ) from None
    return func(*positional, **keywords)


class EntrypointFinder:
    r"""`find_entrypoint` and `call_entrypoint` under one name.

    Example:
        >>> import os, runpy, tempfile
        >>> from types import SimpleNamespace
        >>> path = os.path.join(tempfile.mkdtemp(), "train.py")
        >>> with open(path, "w", encoding="utf-8") as file:
        ...     _ = file.write("def train(lr):\n    return lr\nif __name__ == '__main__':\n    train(0.1)")
        >>> module = SimpleNamespace(**runpy.run_path(path))
        >>> train = EntrypointFinder.find_entrypoint(module, path)
        >>> EntrypointFinder.call_entrypoint(train, [], {"lr": 0.5})
        0.5
    """

    find_entrypoint = staticmethod(find_entrypoint)
    call_entrypoint = staticmethod(call_entrypoint)
