"""What the words of a line may have meant that fit no option and no argument of the command."""

from __future__ import annotations

import shlex

from kohakuengine.cli.errors import sentences
from kohakuengine.config.kohaku_error import nearest
from kohakuengine.config.source import SUFFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kohakuengine.cli.rows import Command

__all__ = ["explain_extra", "explain_unknown_option", "own_help_line"]

_SET = ("-s", "--set")


def explain_extra(command: Command, words: Sequence[str], line: Sequence[str]) -> str:
    """Say what may have been meant by an argument too many.

    Args:
        command: The command's row.
        words: The arguments of the line; the first that is too many follows those that the command takes.
        line: The whole line after the command's name, up to `--`.
    """
    extra = words[len(command.arguments)]
    if not command.has_script_args:
        return f"{command.name}: unexpected argument {extra!r}."
    first, *rest = words
    cut = _cut_override(line, extra)
    if cut:
        return cut
    if extra.lower().endswith(SUFFIXES):
        return _explain_config(extra, rest)
    typed = f"kogine run {shlex.quote(first)}"
    if _looks_like_assignment(extra):
        return f"unexpected argument {extra!r}. To change a value: {typed} --set {shlex.quote(extra)}"
    return (
        f"unexpected argument {extra!r}. What is meant for the script goes after '--': "
        f"{typed} -- {shlex.join(rest)}"
    )


def explain_unknown_option(command: Command, words: Sequence[str], flag: str) -> str:
    """Say what may have been meant by an option that the command does not have.

    Where the script can be read, `--set` is offered for what it has, and nothing else.

    Args:
        command: The command's row.
        words: The whole line after the command's name, up to `--`.
        flag: The option as click cut it out of the line.
    """
    text = f"{command.name} has no option {flag!r}."
    near = _near_option(command, flag)
    if not command.has_script_args:
        return sentences(text, near)
    script, *rest = _strangers(command, words)
    if rest and "-" not in (script[:1], rest[0][:1]) and rest[0].lower().endswith(SUFFIXES):
        return _explain_config(rest[0], rest)
    name = flag.lstrip("-").replace("-", "_")
    known = _names_in(_script_words(command, words))
    if near and (known is None or name not in known):
        return sentences(text, near)
    own, value = _locate(words, flag)
    if flag.startswith("--") and value is not None and (known is None or name in known):
        text += f" To change a parameter: --set {shlex.quote(f'{name}={value}')}."
    return f"{text} To hand it to the script: kogine run ... -- {shlex.join(own)}"


def own_help_line(command: Command, words: Sequence[str]) -> str:
    """Say how to reach the help of the script that a line names, or "" where it names none."""
    script = _script_words(command, words)
    if not script:
        return ""
    return f"\nThe script's own help: kogine {command.name} {shlex.join(script)} -- --help\n"


def _near_option(command: Command, flag: str) -> str:
    """Ask whether the option was meant that is nearest; dashes, which all have, count for nothing."""
    flags = {flag.lstrip("-"): flag for option in command.options for flag in option.flags}
    found = nearest(flag.lstrip("-"), flags)
    return f"Did you mean {flags[found[0]]!r}?" if found else ""


def _explain_config(extra: str, rest: Sequence[str]) -> str:
    """`kogine run train.py config.py --lr=1`, as scripts with a configurator of their own are started."""
    sets = [
        f"--set {shlex.quote(word[2:].replace('-', '_'))}"
        for word in rest
        if word.startswith("--") and _looks_like_assignment(word[2:].replace("-", "_"))
    ]
    config = " ".join([f"-c {shlex.quote(extra)}", *sets])
    return f"unexpected argument {extra!r}. A config: {config}. For the script: -- {shlex.join(rest)}"


def _cut_override(line: Sequence[str], extra: str) -> str:
    """Explain `--set lr 0.1`, or "" where the argument does not follow an override without a value."""
    for at, word in enumerate(line):
        after = at + 1
        name = word.removeprefix("--set=") if word.startswith("--set=") else word[2:]
        if word in _SET and after < len(line):
            name, after = line[after], after + 1
        elif not word.startswith(("--set=", "-s")):
            continue
        rest = list(line[after : after + 2])
        if rest[:1] != [extra] or "=" in name.rstrip("="):
            continue
        value = rest[1] if extra == "=" and len(rest) > 1 else extra
        fault = "its value stands apart" if name.endswith("=") else "it has no '='"
        meant = f"{name.rstrip('=')}={value.removeprefix('=')}"
        return f"--set {shlex.quote(name)}: {fault}. Write --set {shlex.quote(meant)}"
    return ""


def _looks_like_assignment(word: str) -> bool:
    name, equals, _ = word.partition("=")
    return bool(equals) and all(part.isidentifier() for part in name.split("."))


def _strangers(command: Command, words: Sequence[str]) -> list[str]:
    """Return the words that are neither options of the command nor their values."""
    options = {flag: option for option in command.options for flag in option.flags}
    found = []
    rest = iter(words)
    for word in rest:
        flag = word.partition("=")[0] if word.startswith("--") else word[:2]
        option = options.get(flag)
        if option is None:
            found.append(word)
        elif option.metavar and word == flag:
            next(rest, None)
    return found


def _script_words(command: Command, words: Sequence[str]) -> list[str]:
    """Return what names the script of a line: its path, `-m` and a module, or nothing."""
    for at, word in enumerate(words):
        if word in ("-m", "--module"):
            return ["-m", *words[at + 1 : at + 2]]
    return [word for word in _strangers(command, words) if not word.startswith("-")][:1]


def _names_in(script: list[str]) -> set[str] | None:
    """Return what `--set` can change in a script, None where it cannot be read."""
    from kohakuengine.cli.target import split_function
    from kohakuengine.config.errors import KohakuError
    from kohakuengine.engine.facts import read_script

    if not script:
        return None
    is_module = script[0] == "-m"
    try:
        path, _ = split_function(script[-1], is_module=is_module)
        reading = read_script(path, is_module=is_module)
    except (KohakuError, SyntaxError, OSError, ValueError, RecursionError):
        return None
    return {one.name for one in reading.parameters} | {one.name for one in reading.options}


def _locate(words: Sequence[str], flag: str) -> tuple[list[str], str | None]:
    """Find the words of an unknown option, and its value if it seems to have one."""
    for at, word in enumerate(words):
        if word == flag and at + 1 < len(words) and not words[at + 1].startswith("-"):
            return [word, words[at + 1]], words[at + 1]
        if word == flag:
            return [word], None
        if word.startswith(flag + "="):
            return [word], word.partition("=")[2]
    return [flag], None
