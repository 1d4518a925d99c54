"""What the console script `kogine` calls, and all of `kogine run` that a plain run needs.

A run must cost next to nothing: no click (three times a bare start of Python), and no module more than it
needs; that is why this one holds several things. The options of `kogine run` are plain data, from which the
click command is made too; the forms that people type every day are read by `scan_run`. Anything else,
`--help` and every mistake included, is left to click; a test holds both readings equal.
"""

from __future__ import annotations

import sys

from kohakuengine.engine.collecting import hold_collector, release_collector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from kohakuengine.engine.request import RunRequest

    Left = int | RunRequest | Callable[[], int]

__all__ = [
    "OWN_WORDS",
    "RUN_OPTIONS",
    "cut_option",
    "main",
    "read_request",
    "run",
    "scan_run",
    "split_script_args",
]

# What may follow `kogine` without being a plugin's; the option table has the same.
OWN_WORDS = ("run", "workflow", "config", "runs", "completion", "version", "help")

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


def main(args: Sequence[str] | None = None) -> int:
    """Carry out one `kogine` command line.

    Args:
        args: The words after `kogine`; those of `sys.argv` by default.

    Returns:
        The exit code, for `sys.exit`. What the script of `kogine run` raises goes through, as it
        would in plain python.
    """
    loaded = list(sys.modules)
    hold_collector()
    try:
        return _carry_out(list(sys.argv[1:] if args is None else args), loaded)
    finally:
        release_collector()


def _carry_out(words: list[str], loaded: list[str]) -> int:
    try:
        request = _dispatch(words)
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001  # the last one that can tell the user
        from kohakuengine.cli.failure import report_failure

        return report_failure(error)
    if isinstance(request, int):
        return request
    return request() if callable(request) else _run_script(request, loaded)


def _dispatch(words: list[str]) -> Left:
    """Choose who reads the line: a fast path, the completer, a plugin, or click.

    Returns:
        The exit code, or what is left to do: the script to run, or a function that runs one.
    """
    if words[:1] == ["run"]:
        values = scan_run(words[1:])
        if values is not None:
            return run(**values)
    elif words[:1] == ["workflow"]:
        from kohakuengine.cli.plain_line import read_plain_line

        action = read_plain_line(words)
        if action is not None:
            return action()
    elif words[:1] == ["_complete"]:
        from kohakuengine.cli.complete.answer import answer

        return answer(words[1:])
    elif words and words[0] not in OWN_WORDS and words[0][:1] != "-":
        from kohakuengine.cli.fast_plugins import carry_out_fast

        code = carry_out_fast(words[0], words[1:])
        if code is not None:
            return code
    from kohakuengine.cli.app import carry_out

    return carry_out(words)


def _run_script(request: RunRequest, loaded: list[str]) -> int:
    """Run the script in this process; what it raises goes through."""
    try:
        from kohakuengine.engine.launch import run_as_main

        run_as_main(request, report=_report, loaded=loaded)
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

    target = module if script is None else script
    if target is None or ":" in target or (script is not None and module is not None):
        from kohakuengine.cli.target import read_target

        target, entrypoint = read_target(script, module, entrypoint)
    return RunRequest(
        script=target,
        is_module=module is not None,
        overrides=parse_sets(sets),
        entrypoint=entrypoint,
        argv=argv,
        strict=is_strict,
    )


def split_script_args(words: list[str]) -> tuple[list[str], list[str]]:
    """Split a command line at its first `--`: ours, and the script's.

    >>> split_script_args(["train.py", "--", "--fast"])
    (['train.py'], ['--fast'])
    """
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

    >>> values = scan_run(["train.py", "--set", "lr=0.1", "--", "--fast"])
    >>> values["script"], values["sets"], values["argv"]
    ('train.py', ['lr=0.1'], ['--fast'])
    >>> scan_run(["train.py", "--help"]) is None
    True
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
        flag, text = cut_option(word)
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


def cut_option(word: str) -> tuple[str, str | None]:
    """Cut an attached value off: `--set=x` and `-sx` carry theirs, `--set` and `-s` do not."""
    if word[:2] == "--":
        flag, equals, text = word.partition("=")
        return flag, text if equals else None
    return word[:2], word[2:] or None
