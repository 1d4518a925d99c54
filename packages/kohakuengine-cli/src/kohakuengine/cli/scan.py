"""The fast reading of a command line: ordinary forms only, and no doubt about any of them.

`kogine run` must not pay for click (three times a bare start of Python). So the forms that people type
every day are read here from the same option table that the click commands are made from; anything
else, `--help` and every mistake included, is left to click. A test holds both readings equal.
"""

from __future__ import annotations

from kohakuengine.cli.catalog import RUN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.cli.rows import Command

__all__ = ["scan_run", "split_script_args"]


def split_script_args(words: list[str]) -> tuple[list[str], list[str]]:
    """Split a command line at its first `--`: ours, and the script's."""
    if "--" not in words:
        return words, []
    at = words.index("--")
    return words[:at], words[at + 1 :]


def scan_run(words: list[str]) -> dict[str, object] | None:
    """Read what follows `kogine run`.

    Args:
        words: The arguments after `run`.

    Returns:
        The keyword arguments of `run`, or None where click should read the line.
    """
    words, argv = split_script_args(words)
    found = _scan(RUN, words)
    if found is None:
        return None
    values, positionals = found
    if values["is_dry_run"] or len(positionals) + (values["module"] is not None) != 1:
        return None
    values["script"] = positionals[0] if positionals else None
    values["argv"] = argv
    return values


def _scan(command: Command, words: list[str]) -> tuple[dict[str, object], list[str]] | None:
    """Read options and positionals; None at the first word that is not plainly one of them."""
    options = {flag: option for option in command.options for flag in option.flags}
    values: dict[str, object] = {
        option.name: ([] if option.is_repeatable else None) if option.metavar else False
        for option in command.options
    }
    positionals = []
    rest = iter(words)
    for word in rest:
        if word[:1] != "-":
            positionals.append(word)
            continue
        flag, text = _cut(word)
        option = options.get(flag)
        if option is None or (text is not None and option.metavar is None):
            return None
        if option.metavar is None:
            values[option.name] = True
            continue
        if text is None:
            text = next(rest, None)
        known = values[option.name]
        if text is None or (known is not None and not isinstance(known, list)):
            return None
        if isinstance(known, list):
            known.append(text)
        else:
            values[option.name] = text
    return values, positionals


def _cut(word: str) -> tuple[str, str | None]:
    """Cut an attached value off: `--set=x` and `-sx` carry theirs, `--set` and `-s` do not."""
    if word[:2] == "--":
        flag, equals, text = word.partition("=")
        return flag, text if equals else None
    return word[:2], word[2:] or None
