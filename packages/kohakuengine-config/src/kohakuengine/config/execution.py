"""The time while a config file's code runs: its folder is importable, its exceptions name the file."""

from __future__ import annotations

from kohakuengine.config.folder import Beside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

    from kohakuengine.config.errors import ConfigExecutionError
    from kohakuengine.config.file_state import FileState

__all__ = ["executing"]


class executing:  # noqa: N801 (read as a statement: `with executing(state):`)
    """Surrounds every piece of code of a config file that runs.

    Args:
        state: The file.
        is_step: A generator is asked for its next Config, so StopIteration is no exception of the
            file's but its end.

    Raises:
        ConfigExecutionError: The code raised, or called `sys.exit()`; errors of ours pass as they are.
    """

    __slots__ = ("_beside", "_is_step", "_state")

    def __init__(self, state: FileState, *, is_step: bool = False) -> None:
        self._state = state
        self._beside = Beside(state)
        self._is_step = is_step

    def __enter__(self) -> None:
        self._beside.__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._beside.__exit__(kind, error, traceback)
        if not isinstance(error, (Exception, SystemExit)):
            return  # KeyboardInterrupt is the user's, GeneratorExit python's
        if self._is_step and isinstance(error, StopIteration):
            return
        from kohakuengine.config.errors import KohakuError

        if not isinstance(error, KohakuError):
            raise execution_error(self._state, error) from error


def execution_error(state: FileState, error: BaseException) -> ConfigExecutionError:
    """Build the error for an exception of a config file, with the file's own line."""
    from kohakuengine.config.errors import ConfigExecutionError

    message = str(error)
    line = _cut_traceback(state, error)
    if isinstance(error, SyntaxError) and error.filename == state.file:
        message, line = error.msg, error.lineno
    reason = f"{type(error).__name__}: {message}" if message else type(error).__name__
    return ConfigExecutionError(path=state.path, line=line, reason=reason)


def _cut_traceback(state: FileState, error: BaseException) -> int | None:
    """Let the traceback begin in the config file; return its last line there."""
    line, entry = None, error.__traceback__
    while entry is not None:
        if entry.tb_frame.f_code.co_filename == state.file:
            if line is None:
                error.__traceback__ = entry
            line = entry.tb_lineno
        entry = entry.tb_next
    return line
