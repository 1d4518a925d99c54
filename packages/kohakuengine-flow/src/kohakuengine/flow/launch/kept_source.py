"""The source of a script as its flow began with it: that is what its runs execute.

An editor may save another one while a sweep goes on, and the runs after that would not be what is recorded.
"""

from __future__ import annotations

from kohakuengine.engine.prepare import locate
from kohakuengine.engine.source import read_source
from kohakuengine.flow.run_folder import digest_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.engine.launch import Report
    from kohakuengine.flow.run_folder import Assignment

__all__ = ["keep_source", "say_what_was_kept"]


def keep_source(assignment: Assignment) -> bytes | None:
    """Give a run the source that was kept, where the file of its script holds another one by now.

    Returns:
        What the file holds, None where it was not read.

    Raises:
        KohakuError: The script is not there any more, or what was kept cannot be read.
    """
    if assignment.kept_source is None:
        return None
    digest, path = assignment.kept_source
    request = assignment.request
    source = read_source(locate(request), shown=request.script)
    if digest_bytes(source) != digest:
        request.source = read_source(path)
    return source


def say_what_was_kept(assignment: Assignment, report: Report) -> None:
    """Warn of a script that is another one by now."""
    if assignment.kept_source is not None and assignment.request.source is not None:
        script = assignment.request.script
        report("warning", f"{script} was edited after its flow began: this run has it as it was then")
