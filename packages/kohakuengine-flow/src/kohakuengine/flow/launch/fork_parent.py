"""The parent of forked runs: imports what their script imports, and never computes.

After one OpenMP region or tensor operation here, forks would hang. Each keeper is a fork of this process,
each run a fork of its keeper: isolated like a process, started like a function call. For Linux alone.
"""

from __future__ import annotations

import gc
import os
import sys

from kohakuengine.engine import cache
from kohakuengine.flow.launch.channel import Channel
from kohakuengine.flow.launch.forked_run import ForkedRuns
from kohakuengine.flow.launch.keeper import keep
from kohakuengine.flow.launch.leaving import note_files
from kohakuengine.flow.launch.project import project_file
from kohakuengine.flow.launch.rehearsal import rehearse
from kohakuengine.flow.launch.serving import fork_into, serve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from kohakuengine.flow.launch.dispositions import ChildSignals

__all__ = ["serve_forks"]

# What the engine imports only when a run needs it: each fork would import it again.
_NEEDED_BY_RUNS = (
    "kohakuengine.config.overrides",
    "kohakuengine.engine.arguments",
    "kohakuengine.engine.calls",
    "kohakuengine.engine.hooks",
    "kohakuengine.engine.modules",
    "kohakuengine.engine.parcel",
    "kohakuengine.engine.request",
    "kohakuengine.flow.store.sources",
)


def serve_forks(
    channel: Channel,
    signals: ChildSignals,
    loaded: Collection[str],
    program: str,
    entry: str,
    environment: dict[str, str],
) -> None:
    """Serve one script until the other end of the channel is closed.

    Args:
        channel: Brings ("import", names) and ("keeper",) with a descriptor; takes ("imported", why not).
        signals: Of this process.
        loaded: Names of the modules that were there before us, in order.
        program: What the script has in `sys.argv[0]`.
        entry: What the script has in `sys.path[0]`, "" where it has no such entry.
        environment: What the imports are to find set, besides.
    """
    for name in _NEEDED_BY_RUNS:
        __import__(name)
    cache.keep_in_memory()
    rehearse()
    signals.listen()
    os.environ.update(environment)
    sys.argv = [program]
    if entry:
        sys.path[0] = entry
    _ForkParent(channel, signals, loaded, has_path=bool(entry)).serve()


class _ForkParent:
    def __init__(
        self, channel: Channel, signals: ChildSignals, loaded: Collection[str], *, has_path: bool
    ) -> None:
        self._channel = channel
        self._signals = signals
        self._loaded = loaded
        self._has_path = has_path
        self._said = [_new_file(), _new_file()]

    def serve(self) -> None:
        serve(self._channel, self._signals, obey=self._obey, reap=lambda: self._reap(os.WNOHANG))
        self._reap(0)  # the keepers end by themselves

    def _obey(self, what: str, *details: Any) -> None:
        if what == "import":
            before = set(sys.modules)
            self._import(*details)
            self._channel.send("imported", _why_not_fork(sys.modules.keys() - before))
        elif what == "keeper":
            self._fork_keeper(self._channel.take_descriptor())

    def _import(self, names: list[str]) -> None:
        """Import modules; what they print is kept for every run, where python would have printed it."""
        kept = [os.dup(1), os.dup(2)]
        for number, descriptor in zip((1, 2), self._said, strict=True):
            os.dup2(descriptor, number)
        try:
            for name in names:
                _import_quietly(name)
            _flush()
        finally:
            for number, descriptor in zip((1, 2), kept, strict=True):
                os.dup2(descriptor, number)
                os.close(descriptor)
        gc.collect()
        note_files()
        gc.freeze()

    def _fork_keeper(self, descriptor: int) -> None:
        fork_into(self._be_keeper, descriptor)
        os.close(descriptor)

    def _be_keeper(self, descriptor: int) -> None:
        self._channel.close()
        channel = Channel.of_fd(descriptor)
        said = [_taken(one) for one in self._said]
        runs = ForkedRuns(channel, self._loaded, said, has_path=self._has_path)
        rehearse(1)  # the imports since have put other attributes into the cache of types
        keep(channel, self._signals, runs.start)

    def _reap(self, flags: int) -> None:
        try:
            while os.waitpid(-1, flags)[0]:
                pass
        except ChildProcessError:
            pass


def _import_quietly(name: str) -> None:
    """Import a module; what fails here fails in the script, too, which says so."""
    try:  # noqa: SIM105 - contextlib would be in every fork
        __import__(name)
    except BaseException:  # noqa: BLE001 - `sys.exit` of a module included
        pass


def _why_not_fork(imported: Collection[str]) -> str:
    """Say why this process must not be forked after what was imported, "" where it may be."""
    for name in imported:
        if project_file(name) is not None:
            return f"what is installed imports {name} of the project, which belongs to each run"
    torch_cuda: Any = sys.modules.get("torch.cuda")
    if torch_cuda is not None and torch_cuda.is_initialized():
        return "CUDA is initialised by an import"
    threading: Any = sys.modules.get("threading")
    if threading is not None and threading.active_count() > 1:
        return "an import has started a thread, which a fork does not have"
    for name in ("jax", "tensorflow"):
        if name in sys.modules:
            return f"{name} starts threads that a fork does not have"
    return ""


def _new_file() -> int:
    """Return a new file that nobody else can open."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("said")
    import tempfile  # this Python was built with a C library of before 2018

    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def _taken(descriptor: int) -> bytes:
    """Read a file, and close it: no run may hold it."""
    said = os.pread(descriptor, os.lseek(descriptor, 0, os.SEEK_END), 0)
    os.close(descriptor)
    return said


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
