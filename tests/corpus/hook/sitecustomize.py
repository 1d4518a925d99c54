"""Watch a script from inside, the same under `python` and under `kogine run`.

Python imports this file at start because its folder is on `PYTHONPATH`. It
closes the network and appends one line for each figure that matplotlib drew
(saved, shown, closed, or still open at the end) to the file that
`CORPUS_FIGURES` names: the event, the size, and a digest of the pixels.
"""

from __future__ import annotations

import atexit
import errno
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any

_LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1", "", None)
_drawing: list[Any] = []


def refuse_network(event: str, args: tuple[Any, ...]) -> None:
    """Raise what a machine without a network raises, for all but local addresses."""
    if event == "socket.connect" and isinstance(args[1], tuple):
        host = args[1][0]
    elif event == "socket.getaddrinfo":
        host = args[0]
    else:
        return
    if host not in _LOCAL_HOSTS:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")


def digest_figure(figure: Any, save: Callable[..., None]) -> str:
    """Draw the figure with Agg and return its size and the digest of its pixels."""
    import hashlib
    import io

    buffer = io.BytesIO()
    try:
        save(figure, buffer, format="raw", dpi=figure.dpi)
    except Exception as err:  # noqa: BLE001  what a figure of the script raises is its own
        return f"not drawable: {type(err).__name__}"
    width, height = (round(float(length), 4) for length in figure.get_size_inches())
    return f"{width}x{height} {hashlib.sha256(buffer.getvalue()).hexdigest()}"


def note_figure(event: str, figure: Any) -> None:
    """Append one line about the figure, unless it is being drawn for a line already."""
    if _drawing:
        return
    _drawing.append(figure)
    try:
        line = f"{event} {digest_figure(figure, _save_of(figure))}\n"
    finally:
        _drawing.clear()
    with open(os.environ["CORPUS_FIGURES"], "a", encoding="utf-8") as file:
        file.write(line)


def _save_of(figure: Any) -> Callable[..., None]:
    save: Callable[..., None] = type(figure).savefig
    return getattr(save, "corpus_original", save)


def watch_figure(module: ModuleType) -> None:
    """Note each figure when it is saved."""
    original = module.Figure.savefig

    def savefig(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        note_figure("saved", self)

    savefig.corpus_original = original  # type: ignore[attr-defined]
    module.Figure.savefig = savefig


def watch_managers(module: ModuleType) -> None:
    """Note each figure when it is closed, and those still open at the end."""
    managers = module.Gcf
    destroy, destroy_all = managers.destroy, managers.destroy_all

    def note_open(event: str) -> None:
        for manager in list(managers.figs.values()):
            note_figure(event, manager.canvas.figure)

    def close(num: Any) -> None:
        manager = managers.figs.get(num) if isinstance(num, int) else num
        if manager is not None:
            note_figure("closed", manager.canvas.figure)
        destroy(num)

    def close_all() -> None:
        note_open("closed")
        destroy_all()

    managers.destroy, managers.destroy_all = close, close_all
    # Registered after matplotlib's own, hence called before it.
    atexit.register(note_open, "open")


def watch_show(module: ModuleType) -> None:
    """Note the open figures when pyplot shows them."""
    original, managers = module.show, module._pylab_helpers.Gcf

    def show(*args: Any, **kwargs: Any) -> Any:
        for manager in list(managers.figs.values()):
            note_figure("shown", manager.canvas.figure)
        return original(*args, **kwargs)

    module.show = show  # type: ignore[attr-defined]


_WATCHES = {
    "matplotlib.figure": watch_figure,
    "matplotlib._pylab_helpers": watch_managers,
    "matplotlib.pyplot": watch_show,
}


class Watcher:
    """Meta path finder that lets a watch look at a module right after its import."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: Any = None
    ) -> ModuleSpec | None:
        """Find the module with the other finders, and hang its watch behind it."""
        watch = _WATCHES.get(name)
        if watch is None:
            return None
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(name, path, target)
            if spec is not None and spec.loader is not None:
                _watch_after(spec.loader, watch)
                return spec
        return None


def _watch_after(loader: Any, watch: Callable[[ModuleType], None]) -> None:
    execute = loader.exec_module

    def exec_module(module: ModuleType) -> None:
        execute(module)
        watch(module)

    loader.exec_module = exec_module


if "CORPUS_FIGURES" in os.environ:
    sys.addaudithook(refuse_network)
    sys.meta_path.insert(0, Watcher())
