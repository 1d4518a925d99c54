"""`kogine run`: its options, the fast reading of its line, and what the engine is asked for.

Every run goes through here, and a run must cost next to nothing: no click (three times a bare start of
Python), no module that it does not need. So the options are plain data, from which the click command is
made too, and the forms that people type every day are read by `scan_run`. Anything else, `--help` and
every mistake included, is left to click; a test holds both readings equal.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.engine.request import RunRequest

__all__ = ["RUN_OPTIONS", "read_request", "read_target", "run", "scan_run", "split_script_args"]

# The fields of `kohakuengine.cli.rows.Option`, of which the option table makes its rows.
RUN_OPTIONS: tuple[dict[str, Any], ...] = (
    {
        "name": "module",
        "flags": ("-m", "--module"),
        "metavar": "MODULE",
        "about": "Run a module, as 'python -m MODULE' does, instead of a file.",
        "completes": "module",
    },
    {
        "name": "config",
        "flags": ("-c", "--config"),
        "metavar": "CONFIG",
        "about": "Take values from this file (.py, .json, .toml, .yaml).",
        "completes": "config",
    },
    {
        "name": "sets",
        "flags": ("-s", "--set"),
        "metavar": "NAME=VALUE",
        "about": "Set one parameter; repeatable. cfg.depth=4 reaches inside, +NAME=VALUE adds a new name.",
        "is_repeatable": True,
        "completes": "parameter",
    },
    {
        "name": "entrypoint",
        "flags": ("-e", "--entrypoint"),
        "metavar": "NAME",
        "about": "Call this function instead of what the script itself calls.",
        "completes": "entrypoint",
    },
    {
        "name": "is_strict",
        "flags": ("--strict",),
        "about": "Fail where only a warning would be printed, such as a value that was replaced later.",
    },
    {
        "name": "is_dry_run",
        "flags": ("--dry-run",),
        "about": "Check everything and print what would happen; the script is not executed.",
    },
)


def split_script_args(words: list[str]) -> tuple[list[str], list[str]]:
    """Split a command line at its first `--`: ours, and the script's."""
    if "--" not in words:
        return words, []
    at = words.index("--")
    return words[:at], words[at + 1 :]


def scan_run(words: list[str]) -> dict[str, Any] | None:
    """Read what follows `kogine run`.

    Args:
        words: The arguments after `run`.

    Returns:
        The keyword arguments of `run`, or None where click should read the line.
    """
    words, argv = split_script_args(words)
    found = _scan(words)
    if found is None:
        return None
    values, positionals = found
    if values["is_dry_run"] or len(positionals) + (values["module"] is not None) != 1:
        return None
    values["script"] = positionals[0] if positionals else None
    values["argv"] = argv
    return values


def _scan(words: list[str]) -> tuple[dict[str, Any], list[str]] | None:
    """Read options and positionals; None at the first word that is not plainly one of them."""
    options = {flag: row for row in RUN_OPTIONS for flag in row["flags"]}
    values: dict[str, Any] = {row["name"]: _start(row) for row in RUN_OPTIONS}
    positionals = []
    rest = iter(words)
    for word in rest:
        if word[:1] != "-":
            positionals.append(word)
            continue
        flag, text = _cut(word)
        row = options.get(flag)
        if row is None or (text is not None and "metavar" not in row):
            return None
        if "metavar" not in row:
            values[row["name"]] = True
            continue
        if text is None:
            text = next(rest, None)
        known = values[row["name"]]
        if text is None or (known is not None and "is_repeatable" not in row):
            return None
        if known is None:
            values[row["name"]] = text
        else:
            known.append(text)
    return values, positionals


def _start(row: dict[str, Any]) -> list[str] | bool | None:
    """Return the value of an option that is not given."""
    if "metavar" not in row:
        return False
    return [] if "is_repeatable" in row else None


def _cut(word: str) -> tuple[str, str | None]:
    """Cut an attached value off: `--set=x` and `-sx` carry theirs, `--set` and `-s` do not."""
    if word[:2] == "--":
        flag, equals, text = word.partition("=")
        return flag, text if equals else None
    return word[:2], word[2:] or None


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
    from kohakuengine.config.overrides import parse_sets
    from kohakuengine.engine.request import RunRequest

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
