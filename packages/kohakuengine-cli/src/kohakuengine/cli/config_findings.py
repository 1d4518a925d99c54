"""A config against its script, as far as reading alone can tell."""

from __future__ import annotations

from kohakuengine.cli.finding import Finding
from kohakuengine.cli.value_text import short_repr
from kohakuengine.config.errors import KohakuError, ValueFitError
from kohakuengine.config.overrides import overrides_of
from kohakuengine.config.static import NOT_STATIC
from kohakuengine.engine.call_trial import find_argument_refusal, find_keyword_refusal
from kohakuengine.engine.trial import find_clash, find_refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from kohakuengine.config.static import ConfigEntry, ConfigReading
    from kohakuengine.engine.reading import Reading

__all__ = ["find_problems"]


def find_problems(
    config: ConfigReading, path: str, script: Reading, hidden: Collection[tuple[str, str]] = ()
) -> list[Finding]:
    """Try on its script what a config sets.

    Args:
        config: The config as read.
        path: Its path, as messages show it.
        script: The script as read.
        hidden: Kind and name of what a config sets that inherits from this one: that wins.

    Returns:
        What a run would refuse, in the order of the file.
    """
    if config.form == "bare" and config.is_complete and not config.entries and not config.uses:
        message = "it sets nothing (KE601)."
        return [Finding(code="KE601", path=path, line=0, name="", message=message)]
    own = [(entry.kind, entry.name) for entry in config.entries]
    names = {name.rpartition(":")[2] for kind, name in [*own, *hidden] if kind in ("global", "axis")}
    findings = []
    for entry in config.entries:
        if (entry.kind, entry.name) in hidden:
            continue
        error = _refusal(entry, config, script, names)
        if error is not None:
            text = _message(error, entry)
            findings.append(
                Finding(code=error.code, path=path, line=entry.line, name=entry.name, message=text)
            )
    findings += _clash(config, path, script) if config.form == "data" else []
    return sorted(findings, key=lambda finding: finding.line)


def _clash(config: ConfigReading, path: str, script: Reading) -> list[Finding]:
    """Try all of a data file together: one run takes all of it, as no code is sure to."""
    entries = [entry for entry in config.entries if entry.kind == "global"]
    try:
        error = find_clash(script, overrides_of({entry.name: entry.value for entry in entries}))
    except KohakuError:
        return []  # a name of it alone is wrong, which is told
    name = getattr(error, "text", "")
    return [
        Finding(code=error.code, path=path, line=entry.line, name=name, message=error.told_elsewhere())
        for entry in entries
        if error is not None and entry.name == name
    ]


def _refusal(
    entry: ConfigEntry, config: ConfigReading, script: Reading, names: Collection[str]
) -> KohakuError | None:
    if entry.kind == "kwarg":
        return find_keyword_refusal(script, entry.name)
    if entry.kind == "arg":
        count = max(int(one.name) for one in config.entries if one.kind == "arg") + 1
        return find_argument_refusal(script, count) if int(entry.name) == count - 1 else None
    value = NOT_STATIC if entry.kind == "axis" else entry.value
    try:
        override = overrides_of({entry.name: value})[0]
    except KohakuError as error:
        return error
    return find_refusal(script, override, others=names, is_helper=entry.is_helper)


def _message(error: KohakuError, entry: ConfigEntry) -> str:
    """Write what a run would say, as it follows the place in the config."""
    if not isinstance(error, ValueFitError):
        return error.told_elsewhere()
    default = f", default {error.default}" if error.default is not None else ""
    value = short_repr(entry.value)
    return (
        f"{entry.name} = {value} does not fit {error.expected}, its type in {error.where()}{default} "
        f"({error.code})."
    )
