"""A finder of modules that lets somebody look at one right after its import."""

from __future__ import annotations

import sys

from .options import WATCHES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any

    from .record import Recorder


class Finder:
    """Meta path finder that lets a watch look at a module right after its import."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: Any = None
    ) -> ModuleSpec | None:
        """Find the module with the other finders, and hang its watch behind it."""
        watch = WATCHES.get(name)
        for spec in self._found(name, path, target) if watch is not None else ():
            execute = spec.loader.exec_module

            def exec_module(module: ModuleType, execute: Any = execute, watch: Any = watch) -> None:
                execute(module)
                watch(module, self._recorder)

            spec.loader.exec_module = exec_module
            return spec  # type: ignore[no-any-return]
        return None

    def _found(self, name: str, path: Any, target: Any) -> Iterator[Any]:
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(name, path, target)
            if spec is not None and spec.loader is not None:
                yield spec
