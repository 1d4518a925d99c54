"""What the script itself offers: its functions, its parameters and their values."""

from __future__ import annotations

from kohakuengine.cli.complete.files import file_offers
from kohakuengine.cli.complete.offer import Offer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.cli.complete.place import Place
    from kohakuengine.engine.facts import Parameter, ScriptReading
    from kohakuengine.engine.option import Option

__all__ = ["script_offers"]

_BOOLS = ("true", "false")
_LONGEST = 60


def script_offers(completes: str, place: Place) -> list[Offer]:
    """Return offers that are read from the script; none where it cannot be read."""
    if completes == "target":
        return _target_offers(place)
    found: dict[str, Offer] = {}
    for reading in _read(place):
        if completes == "entrypoint":
            offers = _function_offers(reading, "")
        else:
            offers = _parameter_offers(reading, place)
        for offer in offers:
            found.setdefault(offer.text, offer)
    return list(found.values())


def _read(place: Place) -> list[ScriptReading]:
    """Read the script of a line, or the scripts of a workflow."""
    from kohakuengine.cli.target import read_target

    scripts = [*place.values.get("script", []), *place.values.get("scripts", [])]
    if scripts:
        readings = [_read_file(read_target(script, None)[0]) for script in scripts]
    else:
        modules = place.values.get("module", [])[:1]
        readings = [_read_file(read_target(None, module)[0], is_module=True) for module in modules]
    return [reading for reading in readings if reading is not None]


def _read_file(path: str, *, is_module: bool = False) -> ScriptReading | None:
    import os

    from kohakuengine.config.errors import KohakuError
    from kohakuengine.engine.facts import read_script

    try:
        return read_script(os.path.expanduser(path), is_module=is_module)
    except (KohakuError, SyntaxError, OSError, ValueError, RecursionError):
        return None


def _target_offers(place: Place) -> list[Offer]:
    """Return scripts, and after `train.py:` its functions."""
    head, colon, _ = place.text.rpartition(":")
    if colon and head.endswith(".py"):
        reading = _read_file(head)
        return [] if reading is None else _function_offers(reading, f"{head}:")
    return file_offers(place.text, (".py",))


def _function_offers(reading: ScriptReading, head: str) -> list[Offer]:
    """Return the functions that can be called, the entrypoint first."""
    names: dict[str, str] = {}
    for entry in reading.entrypoints:
        if entry.name and entry.name.isidentifier():
            names.setdefault(entry.name, entry.reason)
    names.update((name, "") for name in reading.functions if name not in names)
    return [Offer(head + name, reason) for name, reason in names.items()]


def _parameter_offers(reading: ScriptReading, place: Place) -> list[Offer]:
    """Return `name=` for every parameter not set yet, or the values of the one that is typed."""
    prefix, typed = _cut_prefix(place.text)
    known = _known(reading, prefix)
    name, equals, text = typed.partition("=")
    if equals:
        for parameter in known:
            if parameter.name == name:
                return [
                    Offer(f"{prefix}{name}={offer.text}", offer.note, is_open=offer.is_open)
                    for offer in _value_offers(parameter, text)
                ]
        return []
    taken = {_cut_prefix(text)[1].partition("=")[0] for text in place.values.get("sets", [])}
    offers = {
        parameter.name: Offer(f"{prefix}{parameter.name}=", _describe(parameter), is_open=True)
        for parameter in known
        if parameter.name not in taken
    }
    return list(offers.values())


def _known(reading: ScriptReading, prefix: str) -> list[Parameter | Option]:
    """Return what a name can mean behind a prefix; of two that share one without it, none."""
    ambiguous = {one.name for one in reading.parameters if one.is_ambiguous}
    parameters = [one for one in reading.parameters if one.is_overridable or (prefix and one.is_ambiguous)]
    options = [one for one in reading.options if prefix or one.name not in ambiguous]
    if prefix == "option:":
        return [*options]
    return [*parameters] if prefix == "global:" else [*parameters, *options]


def _cut_prefix(text: str) -> tuple[str, str]:
    """Cut off what may precede a name: `global:`, `option:`."""
    for prefix in ("global:", "option:"):
        if text.startswith(prefix):
            return prefix, text[len(prefix) :]
    return "", text


def _describe(parameter: Parameter | Option) -> str:
    from kohakuengine.config.fitting import ANY, spec_text

    parts = [spec_text(parameter.spec)] if parameter.spec != ANY else []
    if parameter.default is not None and len(parameter.default) <= _LONGEST:
        parts.append(f"= {parameter.default}")
    doc = getattr(parameter, "doc", None) or getattr(parameter, "help", None)
    text = " ".join(parts)
    return f"{text}  # {doc}".strip() if doc else text


def _value_offers(parameter: Parameter | Option, text: str) -> list[Offer]:
    """Return the values that a parameter can have, as far as its type lists them; its default last."""
    offers = [Offer(value) for value in _listed(parameter.spec)]
    offers += [Offer(str(choice)) for choice in getattr(parameter, "choices", None) or ()]
    if "path" in parameter.spec:
        offers += file_offers(text, ())
    default = _default_text(parameter)
    if default is None:
        return offers
    marked = [offer for offer in offers if offer.text.lower() == default.lower()]
    for offer in marked:
        offer.note = "default"
    return offers if marked else [*offers, Offer(default, "default")]


def _listed(spec: tuple[object, ...]) -> list[str]:
    kind, *rest = spec
    if kind == "bool":
        return list(_BOOLS)
    if kind == "none":
        return ["None"]
    if kind == "literal":
        return [str(value) for value in _tuple(rest[0])]
    if kind == "union":
        return [text for part in _tuple(rest[0]) for text in _listed(_tuple(part))]
    return []


def _tuple(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def _default_text(parameter: Parameter | Option) -> str | None:
    """Return the default as it would be typed after `=`, or None where it cannot be."""
    source = parameter.default
    if source is None or "\n" in source or len(source) > _LONGEST:
        return None
    from kohakuengine.config.fitting import read_literal

    value = read_literal(source)
    return value if isinstance(value, str) else source
