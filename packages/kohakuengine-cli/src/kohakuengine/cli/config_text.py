"""The text of a new config file: every parameter of a script, with its default, commented out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine.config.fitting import spec_text

if TYPE_CHECKING:
    from kohakuengine.engine.facts import EntryCandidate, Parameter, ScriptReading
    from kohakuengine.engine.options import Option

__all__ = ["config_text"]


def config_text(script: ScriptReading, *, form: str, mark: str) -> str:
    """Write a config for a script.

    Args:
        script: The script as read.
        form: "bare" (plain assignments) or "config_gen" (a function that returns a Config).
        mark: How the config names the script.

    Returns:
        Python source that sets nothing yet.
    """
    lines = [
        f"#: Values for {mark}, commented out at their defaults: uncomment what should differ.",
        f"# kogine: script = {mark}",
        "",
    ]
    lines += _config_gen_lines(script) if form == "config_gen" else _bare_lines(script)
    return "\n".join(lines).rstrip("\n") + "\n"


def _bare_lines(script: ScriptReading) -> list[str]:
    lines: list[str] = []
    members = [one for one in _settable(script) if "." in one.name]
    for parameter in _settable(script):
        if "." not in parameter.name:
            lines += [*_comments(parameter), *_commented(f"{parameter.name} = {_default(parameter)}"), ""]
    for option in _options(script):
        lines += [*_comments(option), *_commented(f"{option.name} = {_default(option)}"), ""]
    if members:
        names = ", ".join(member.name for member in members)
        lines += [f"#: Members of classes ({names}) need --form config_gen, or --set.", ""]
    call = _call_parameters(script)
    if call:
        lines += [f"#: Arguments of {script.entrypoints[0].name}()", "# _kwargs = {"]
        lines += [line for name, default in call for line in _commented(f"    {name!r}: {default},")]
        lines += ["# }"]
    return lines


def _config_gen_lines(script: ScriptReading) -> list[str]:
    lines = ["from kohakuengine.config import Config", "", "", "def config_gen():", "    return Config("]
    lines += ["        globals_dict={"]
    every: list[Parameter | Option] = [*_settable(script), *_options(script)]
    for one in every:
        item = [*_comments(one), *_commented(f'"{one.name}": {_default(one)},')]
        lines += [f"            {line}" for line in item]
    lines += ["        },"]
    call = _call_parameters(script)
    if call:
        lines += ["        kwargs={"]
        lines += [f"            #: Arguments of {script.entrypoints[0].name}()"]
        for name, default in call:
            lines += [f"            {line}" for line in _commented(f'"{name}": {default},')]
        lines += ["        },"]
    return [*lines, "    )"]


def _settable(script: ScriptReading) -> list[Parameter]:
    return [parameter for parameter in script.parameters if parameter.is_overridable]


def _options(script: ScriptReading) -> list[Option]:
    """Return the options that no global of the same name hides."""
    names = {parameter.name for parameter in script.parameters}
    return [option for option in script.options if option.name not in names]


def _comments(one: Parameter | Option) -> list[str]:
    """Return what is known of a parameter besides its default."""
    doc = getattr(one, "doc", None) or getattr(one, "help", None)
    kind = spec_text(one.spec) if one.spec != ("any",) else ""
    if getattr(one, "kind", "") == "read":
        kind = f"read in line {one.line}, given no value by the script"
    choices = getattr(one, "choices", None)
    if choices:
        kind = f"one of {', '.join(map(repr, choices))}"
    text = ": ".join(part for part in (kind, " ".join(doc.split()) if doc else "") if part)
    return [f"#: {text}"] if text else []


def _default(one: Parameter | Option) -> str:
    return one.default if one.default is not None else "..."


def _call_parameters(script: ScriptReading) -> list[tuple[str, str]]:
    """Return the arguments of the entrypoint, with their defaults."""
    entrypoint: EntryCandidate | None = script.entrypoints[0] if script.entrypoints else None
    if entrypoint is None or any(option.library in ("click", "typer") for option in script.options):
        return []
    return [
        (name, default if default is not None else "...")
        for name, default, kind in entrypoint.parameters
        if kind in ("positional", "keyword")
    ]


def _commented(text: str) -> list[str]:
    return [f"# {line}".rstrip() for line in text.split("\n")]
