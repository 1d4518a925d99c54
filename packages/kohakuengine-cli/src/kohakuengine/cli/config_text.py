"""The text of a new config file: every parameter of a script, with its default, commented out."""

from __future__ import annotations

from kohakuengine.cli.default_text import commented_setting
from kohakuengine.cli.value_text import short_text
from kohakuengine.config.fitting import ANY, spec_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from kohakuengine.engine.facts import EntryCandidate, Parameter, ScriptReading
    from kohakuengine.engine.option import Option

__all__ = ["config_text"]


def config_text(script: ScriptReading, *, form: str | None, mark: str) -> str:
    """Write a config for a script.

    Args:
        script: The script as read.
        form: "bare" (plain assignments), "config_gen" (a function that returns a Config), or None for the
            first unless it could set nothing: members of classes need the second.
        mark: How the config names the script.

    Returns:
        Python source that sets nothing yet.
    """
    lines = [
        f"#: Values for {mark}, commented out at their defaults: uncomment what should differ.",
        f"# kogine: script = {mark}",
        "",
    ]
    if form is None:
        form = "config_gen" if _has_only_members(script) else "bare"
    lines += _config_gen_lines(script) if form == "config_gen" else _bare_lines(script)
    return "\n".join(lines).rstrip("\n") + "\n"


def _has_only_members(script: ScriptReading) -> bool:
    names = [one.name for one in _settable(script)]
    is_all_dotted = bool(names) and all("." in name for name in names)
    return is_all_dotted and not script.options and not _call_parameters(script)


def _bare_lines(script: ScriptReading) -> list[str]:
    lines: list[str] = []
    members = [one for one in _settable(script) if "." in one.name]
    for parameter in _settable(script):
        if "." not in parameter.name:
            setting = commented_setting(f"{parameter.name} =", parameter.default)
            lines += [*_comments(parameter), *setting, ""]
    for option, others in _options(script):
        setting = commented_setting(f"{option.name} =", option.default)
        lines += [*_comments(option, others), *setting, ""]
    if members:
        names = ", ".join(member.name for member in members)
        lines += [f"#: Members of classes ({names}) need --form config_gen, or --set.", ""]
    for parameter in _ambiguous(script):
        name = parameter.name
        said = f"'global:{name}' and 'option:{name}' need --form config_gen, or --set."
        lines += [f"#: {name} {parameter.reason}: {said}", ""]
    call = _call_parameters(script)
    if call:
        lines += [f"#: Arguments of {script.entrypoints[0].name}()", "# _kwargs = {"]
        for name, default in call:
            lines += commented_setting(f"    {name!r}:", default, ",")
        lines += ["# }"]
    return lines


def _config_gen_lines(script: ScriptReading) -> list[str]:
    lines = ["from kohakuengine.config import Config", "", "", "def config_gen():", "    return Config("]
    lines += ["        globals_dict={"]
    for key, one, others in _keys(script):
        item = [*_comments(one, others), *commented_setting(f'"{key}":', one.default, ",")]
        lines += [f"            {line}" for line in item]
    lines += ["        },"]
    call = _call_parameters(script)
    if call:
        lines += ["        kwargs={"]
        lines += [f"            #: Arguments of {script.entrypoints[0].name}()"]
        for name, default in call:
            lines += [f"            {line}" for line in commented_setting(f'"{name}":', default, ",")]
        lines += ["        },"]
    return [*lines, "    )"]


def _settable(script: ScriptReading) -> list[Parameter]:
    return [parameter for parameter in script.parameters if parameter.is_overridable]


def _ambiguous(script: ScriptReading) -> list[Parameter]:
    return [parameter for parameter in script.parameters if parameter.is_ambiguous]


def _keys(script: ScriptReading) -> Iterator[tuple[str, Parameter | Option, list[Option]]]:
    """Yield the keys of a `globals_dict`: of a name that means two things both, each with its prefix."""
    both = {parameter.name for parameter in _ambiguous(script)}
    for parameter in script.parameters:
        if parameter.is_overridable or parameter.is_ambiguous:
            prefix = "global:" if parameter.is_ambiguous else ""
            yield f"{prefix}{parameter.name}", parameter, []
    for option, others in _options(script, both):
        prefix = "option:" if option.name in both else ""
        yield f"{prefix}{option.name}", option, others


def _options(script: ScriptReading, shown: Container[str] = ()) -> list[tuple[Option, list[Option]]]:
    """Return the options that no global hides, each with those that other commands declare of its name.

    Args:
        script: As read.
        shown: Names of options to be returned although a global has them, too.
    """
    hidden = {parameter.name for parameter in script.parameters if parameter.name not in shown}
    by_name: dict[str, list[Option]] = {}
    for option in script.options:
        if option.name not in hidden:
            by_name.setdefault(option.name, []).append(option)
    return [(first, others) for first, *others in by_name.values()]


def _comments(one: Parameter | Option, others: Sequence[Option] = ()) -> list[str]:
    """Return what is known of a parameter besides its default."""
    doc = getattr(one, "doc", None) or getattr(one, "help", None)
    kind = spec_text(one.spec) if one.spec != ANY else ""
    if getattr(one, "kind", "") == "read":
        kind = f"read in line {one.line}, given no value by the script"
    choices = getattr(one, "choices", None)
    if choices:
        kind = f"one of {', '.join(map(repr, choices))}"
    text = ": ".join(part for part in (kind, " ".join(doc.split()) if doc else "") if part)
    lines = [f"#: {text}"] if text else []
    for other in others:
        default = f", with the default {short_text(other.default)}" if other.default is not None else ""
        lines.append(f"#: An option of the same name is declared in line {other.line}{default}.")
    return lines


def _call_parameters(script: ScriptReading) -> list[tuple[str, str | None]]:
    """Return the arguments of the entrypoint, with their defaults."""
    entrypoint: EntryCandidate | None = script.entrypoints[0] if script.entrypoints else None
    if entrypoint is None or any(option.library in ("click", "typer") for option in script.options):
        return []
    return [
        (name, default) for name, default, kind in entrypoint.parameters if kind in ("positional", "keyword")
    ]
