"""What the console script `kogine` calls.

Everybody's `kogine run` goes through here, so nothing is imported that it does not need: click, rich
and the other commands come in only where the line asks for them.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kohakuengine.engine.request import RunRequest

__all__ = ["main"]


def main(args: Sequence[str] | None = None) -> int:
    """Carry out one `kogine` command line.

    Args:
        args: The words after `kogine`; those of `sys.argv` by default.

    Returns:
        The exit code, for `sys.exit`. What the script of `kogine run` raises goes through, as it
        would in plain python.
    """
    words = list(sys.argv[1:] if args is None else args)
    try:
        request = _dispatch(words)
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001  # the last one that can tell the user
        from kohakuengine.cli.failure import report_failure

        return report_failure(error)
    if isinstance(request, int):
        return request
    return _run_script(request)


def _dispatch(words: list[str]) -> int | RunRequest:
    """Choose who reads the line: the fast path, the completer, or click.

    Returns:
        The exit code, or the script that is still to be run.
    """
    if words[:1] == ["run"]:
        from kohakuengine.cli.run import run, scan_run

        values = scan_run(words[1:])
        if values is not None:
            return run(**values)
    elif words[:1] == ["_complete"]:
        from kohakuengine.cli.complete.answer import answer

        return answer(words[1:])
    from kohakuengine.cli.app import carry_out

    return carry_out(words)


def _run_script(request: RunRequest) -> int:
    """Run the script in this process; what it raises goes through."""
    try:
        from kohakuengine.engine.launch import run_as_main

        run_as_main(request, report=_report)
    except SystemExit:
        raise
    except BaseException as error:
        from kohakuengine.cli.failure import report_script_failure

        code = report_script_failure(error, request)
        if code is None:
            raise
        return code
    return 0


def _report(level: str, text: str) -> None:
    """Print what the engine has to say while a script runs."""
    from kohakuengine.cli import report

    report.say(level, text)
