"""A config against its script, as far as reading alone can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine.cli.errors import sentences
from kohakuengine.cli.finding import Finding
from kohakuengine.cli.value_text import short_repr
from kohakuengine.config.fitting import FitError, check_value, spec_text
from kohakuengine.config.kohaku_error import did_you_mean
from kohakuengine.config.overrides import overrides_of
from kohakuengine.config.static import NOT_STATIC
from kohakuengine.engine.option import Option
from kohakuengine.engine.option_values import check_option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kohakuengine.config.static import ConfigEntry, ConfigReading
    from kohakuengine.engine.facts import EntryCandidate, Parameter, ScriptReading

__all__ = ["find_problems"]


def find_problems(config: ConfigReading, path: str, script: ScriptReading) -> list[Finding]:
    """Compare what a config sets with what its script has.

    Args:
        config: The config as read.
        path: Its path, as messages show it.
        script: The script as read.

    Returns:
        What is wrong, in the order of the file.
    """
    if config.form == "bare" and config.is_complete and not config.entries and not config.uses:
        message = "it sets nothing (KE601)."
        return [Finding(code="KE601", path=path, line=0, name="", message=message)]
    findings = []
    for entry in config.entries:
        finding = _check_entry(entry, path, script)
        if finding is not None:
            findings.append(finding)
    return sorted(findings, key=lambda finding: finding.line)


def _check_entry(entry: ConfigEntry, path: str, script: ScriptReading) -> Finding | None:
    if entry.kind in ("kwarg", "arg"):
        problem = _check_call_value(entry, script)
    else:
        problem = _check_global(entry, script)
    if problem is None:
        return None
    code, message = problem
    return Finding(code=code, path=path, line=entry.line, name=entry.name, message=message)


def _check_global(entry: ConfigEntry, script: ScriptReading) -> tuple[str, str] | None:
    override = overrides_of({entry.name: None})[0]
    if override.scope == "new":
        return None
    found = _find(override.name, override.scope, script)
    if found is None:
        return None if entry.is_helper else _unknown(override.name, override.scope, script)
    if not isinstance(found, Option) and not found.is_overridable:
        if not found.is_ambiguous:
            return "KE104", f"{override.name!r} cannot be set (KE104): {found.reason}"
        if override.scope == "":
            return "KE103", (
                f"{override.name!r} {found.reason} (KE103). "
                f"Say which: 'global:{override.name}' or 'option:{override.name}'."
            )
    if entry.value is NOT_STATIC or found.name != override.name or entry.kind == "axis":
        return None
    return _check_type(entry, found, script)


def _find(name: str, scope: str, script: ScriptReading) -> Parameter | Option | None:
    """Find what a name sets; for a dotted path into a value that is the value."""
    parameters = {parameter.name: parameter for parameter in script.parameters}
    options = {option.name: option for option in script.options}
    if scope == "option":
        return options.get(name)
    found = parameters.get(name) or (options.get(name) if scope == "" else None)
    if found is None and "." in name:
        return parameters.get(name.partition(".")[0])
    return found


def _unknown(name: str, scope: str, script: ScriptReading) -> tuple[str, str]:
    parameters = [parameter.name for parameter in script.parameters if parameter.is_overridable]
    options = [option.name for option in script.options]
    known = {"global": parameters, "option": options}.get(scope, [*parameters, *options])
    what = scope or "parameter"
    return "KE101", sentences(f"no {what} {name!r} in {script.path} (KE101).", did_you_mean(name, known))


def _check_type(
    entry: ConfigEntry, found: Parameter | Option, script: ScriptReading
) -> tuple[str, str] | None:
    spec = found.checked if isinstance(found, Option) else found.spec
    try:
        if isinstance(found, Option):
            check_option(overrides_of({entry.name: entry.value})[0], spec)
        else:
            check_value(entry.value, spec, guided=not found.is_annotated)
    except FitError:
        default = f", default {found.default}" if found.default is not None else ""
        return "KE201", (
            f"{entry.name} = {short_repr(entry.value)} does not fit {spec_text(spec)}, its type in "
            f"{script.path}:{found.line}{default} (KE201)."
        )
    return None


def _check_call_value(entry: ConfigEntry, script: ScriptReading) -> tuple[str, str] | None:
    """Check a value for the entrypoint: there is one, and it takes it."""
    if not script.entrypoints:
        return "KE403", f"{_call_name(entry)}: {script.path} calls no function that could take it (KE403)."
    entrypoint = script.entrypoints[0]
    if entry.kind == "arg" or not entrypoint.line or not entrypoint.name:
        return None
    names = _keywords(entrypoint.parameters)
    if names is None or entry.name in names or not _is_known(entrypoint):
        return None
    options = {option.name for option in script.options}
    if entry.name in options:
        return None
    return "KE402", sentences(
        f"{entrypoint.name}() in {script.path}:{entrypoint.line} takes no {entry.name!r} (KE402).",
        did_you_mean(entry.name, [*names, *options]),
    )


def _call_name(entry: ConfigEntry) -> str:
    return f"kwargs[{entry.name!r}]" if entry.kind == "kwarg" else "args"


def _is_known(entrypoint: EntryCandidate) -> bool:
    """Say whether the signature can be read: the function is defined in the script itself."""
    return bool(entrypoint.parameters) or entrypoint.line != entrypoint.call_line


def _keywords(parameters: Iterable[tuple[str, str | None, str]]) -> list[str] | None:
    """Return the names that a call may give, or None where it takes any."""
    names = []
    for name, _, kind in parameters:
        if kind == "varkeywords":
            return None
        if kind in ("positional", "keyword"):
            names.append(name)
    return names
