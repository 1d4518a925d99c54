"""`kogine run`: one script, its values changed.

Every run goes through here. What only some of them need (configs, dry runs) is imported where they
need it.
"""

from __future__ import annotations

from kohakuengine.config.overrides import parse_sets
from kohakuengine.engine.request import RunRequest

__all__ = ["read_request", "read_target", "run"]


def run(
    *,
    script: str | None,
    module: str | None,
    config: str | None,
    sets: list[str],
    entrypoint: str | None,
    is_strict: bool,
    is_dry_run: bool,
    argv: list[str],
) -> int | RunRequest:
    """Carry out `kogine run`, up to the script itself; the keywords are the rows of the option table.

    Returns:
        What to run as this process's `__main__`, or the exit code where nothing is left to run.

    Raises:
        KohakuError: The config or an override is wrong, or had no effect.
        UsageError: The line names no script, or two.
    """
    request = read_request(
        script=script, module=module, sets=sets, entrypoint=entrypoint, is_strict=is_strict, argv=argv
    )
    if is_dry_run:
        from kohakuengine.cli.dry_run import dry_run

        return dry_run(request, config)
    if config is not None:
        from kohakuengine.cli.configured_run import run_with_config

        return run_with_config(request, config)
    return request


def read_request(
    *,
    script: str | None,
    module: str | None,
    sets: list[str],
    entrypoint: str | None,
    is_strict: bool,
    argv: list[str],
) -> RunRequest:
    """Turn the words of the line into what the engine is asked for, the config aside.

    Raises:
        MalformedOverrideError: A `--set` is not NAME=VALUE, or a name was given twice.
        UsageError: The line names no script, or two, or two functions.
    """
    path, function = read_target(script, module)
    if function is not None and entrypoint is not None:
        raise _function_error(function, entrypoint)
    return RunRequest(
        script=path,
        is_module=module is not None,
        overrides=parse_sets(sets),
        entrypoint=function or entrypoint,
        argv=argv,
        strict=is_strict,
    )


def read_target(script: str | None, module: str | None) -> tuple[str, str | None]:
    """Return the path or module to run, and the function named after its colon or None.

    Raises:
        UsageError: The line names neither, or both.
    """
    target = module if script is None else script
    if target is None or (script is not None and module is not None):
        raise _target_error(script, module)
    if ":" not in target:
        return target, None
    from kohakuengine.cli.target import split_function

    return split_function(target, is_module=module is not None)


def _target_error(script: str | None, module: str | None) -> Exception:
    from kohakuengine.cli.errors import UsageError

    if script is None:
        message = "nothing to run: name a script (kogine run train.py) or a module (-m)."
        return UsageError(message=message, command="run")
    return UsageError(
        message=f"both a script ({script!r}) and a module (-m {module}) to run. Leave one; what is meant for "
        "the module goes after '--'.",
        command="run",
    )


def _function_error(function: str, entrypoint: str) -> Exception:
    from kohakuengine.cli.errors import UsageError

    message = f"two functions to call: ':{function}' and '-e {entrypoint}'. Leave one."
    return UsageError(message=message, command="run")
