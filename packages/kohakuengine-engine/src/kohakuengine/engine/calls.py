"""The entrypoint call of one run: what it receives, and the call that the engine makes itself."""

from __future__ import annotations

import sys

from kohakuengine.engine.arguments import CallArguments, MisfitError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.engine.prepare import PreparedRun
    from kohakuengine.engine.record import Record
    from kohakuengine.engine.request import RunRequest


def make_arguments(run: PreparedRun) -> CallArguments:
    """Return the object that binds a config's arguments where the entrypoint is called."""

    def refuse(function: str, misfit: MisfitError) -> Exception:
        return run.proof.broken(argument_error(run.request.script, run.record, function, misfit))

    def take_options(function: Any, args: list[Any] | None, kwargs: dict[str, Any]) -> bool:
        if not hasattr(function, "make_context") and not _is_typer(function):
            return False
        from kohakuengine.engine.click_options import type_kwargs

        type_kwargs(function, (args, kwargs), refuse, run)
        return True

    return CallArguments(run.request.args, run.request.kwargs, refuse, take_options)


def _is_typer(function: Any) -> bool:
    """Say whether an object is a `typer.Typer`, which makes a command of itself."""
    typer = sys.modules.get("typer")
    return typer is not None and isinstance(function, typer.Typer)


def argument_error(path: str, record: Record, function: str, misfit: MisfitError) -> Exception:
    """Build the user's error for arguments that do not fit the entrypoint."""
    from kohakuengine.engine.errors import ArgumentError

    line = record.entry.line if record.entry else 1
    return ArgumentError(
        function=function,
        path=path,
        line=line,
        reason=misfit.reason,
        name=misfit.name,
        candidates=misfit.known,
    )


def check_receiver(request: RunRequest, record: Record) -> None:
    """Refuse args and kwargs that nothing in the script takes.

    Raises:
        NoReceiverError: A flat script, or a guard without a call.
        ArgumentError: The function's `def` does not take them.
    """
    if record.entry is None or not record.entry.name:
        from kohakuengine.engine.errors import NoReceiverError

        raise NoReceiverError(path=request.script, given=_given(request))
    known = record.entry.keywords
    if known is None:
        return
    for keyword in request.kwargs:
        if keyword not in known:
            misfit = MisfitError(f"it has no parameter '{keyword}'", keyword, known)
            raise argument_error(request.script, record, record.entry.name, misfit)


def _given(request: RunRequest) -> str:
    given = ["args"] if request.args else []
    given += [f"kwargs ({', '.join(request.kwargs)})"] if request.kwargs else []
    return " and ".join(given)


def check_called(run: PreparedRun) -> None:
    """Refuse the end of a script that never reached the entrypoint it was to call.

    Raises:
        NotCalledError: It was asked for, or given args or kwargs.
    """
    request, entry = run.request, run.record.entry
    is_owed = bool(request.args or request.kwargs or request.entrypoint)
    if not is_owed or run.arguments is None or run.arguments.is_bound or entry is None:
        return
    from kohakuengine.engine.errors import NotCalledError

    line = entry.call_line or entry.line
    raise run.proof.broken(
        NotCalledError(function=entry.name, path=request.script, line=line, given=_given(request))
    )


def call_after(run: PreparedRun, namespace: dict[str, Any]) -> Any:
    """Call the entrypoint that the script itself does not call.

    Args:
        run: The run; its record names the function.
        namespace: Globals of the script, after it has run.

    Returns:
        What the function returned; a coroutine is run to its end.

    Raises:
        EntrypointNotFoundError: The script did not define it.
        ArgumentError: The arguments do not fit.
    """
    name = run.record.call_after or ""
    function = namespace.get(name)
    if not callable(function):
        from kohakuengine.engine.errors import EntrypointNotFoundError

        known = [n for n, value in namespace.items() if callable(value) and not n.startswith("_")]
        raise run.proof.broken(EntrypointNotFoundError(name=name, path=run.request.script, candidates=known))
    positional = run.arguments.bind(function)
    value: Any = function(*positional, **run.arguments.keywords)
    if hasattr(value, "__await__"):
        import asyncio

        return asyncio.run(value)
    return value
