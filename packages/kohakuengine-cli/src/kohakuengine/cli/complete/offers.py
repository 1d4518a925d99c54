"""What may be typed at a place."""

from __future__ import annotations

from kohakuengine.cli.catalog import COMMANDS, GROUPS
from kohakuengine.cli.complete.files import file_offers
from kohakuengine.cli.complete.offer import Offer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.cli.complete.place import Place
    from kohakuengine.cli.rows import Command

__all__ = ["offers_at"]

_SCRIPTS = (".py",)
_CONFIGS = (".py", ".json", ".toml", ".yaml", ".yml")


def offers_at(place: Place) -> list[Offer]:
    """Return everything that fits what has been typed, each as a whole word."""
    if place.is_script_arg:
        return _fitting(file_offers(place.text, ()), place.text)
    if place.command is None:
        return _fitting(_commands(place.parents), place.text)
    if place.is_flag:
        return _fitting(_flags(place.command, place), place.text)
    if place.slot is None:
        return []
    offers = _values(place.slot.completes, place)
    return [
        Offer(place.head + offer.text, offer.note, is_open=offer.is_open)
        for offer in _fitting(offers, place.text)
    ]


def _fitting(offers: list[Offer], text: str) -> list[Offer]:
    return [offer for offer in offers if offer.text.startswith(text)]


def _commands(parents: tuple[str, ...]) -> list[Offer]:
    if parents:
        return [Offer(row.path[-1], row.summary) for row in COMMANDS if row.path[:1] == parents]
    from kohakuengine.cli.installed_points import COMMAND_GROUP, point_names

    groups = [Offer(name, summary) for name, summary in GROUPS.items()]
    own = [Offer(row.name, row.summary) for row in COMMANDS if len(row.path) == 1]
    return [*groups, *own, *map(Offer, point_names(COMMAND_GROUP))]


def _flags(command: Command, place: Place) -> list[Offer]:
    """Return the flags that may still be given, `--help` last."""
    offers = [
        Offer(flag, option.about)
        for option in command.options
        if option.is_repeatable or option.name not in place.values
        for flag in reversed(option.flags)
    ]
    return [*offers, Offer("--help", "Show the help of this command.")]


def _values(completes: str, place: Place) -> list[Offer]:
    if completes == "config":
        return file_offers(place.text, _CONFIGS)
    if completes == "script":
        return file_offers(place.text, _SCRIPTS)
    if completes == "file":
        return file_offers(place.text, ())
    if completes == "choice" and place.slot is not None:
        return [Offer(choice) for choice in place.slot.choices]
    if completes == "command":
        return _words_of_help(place)
    if completes in ("target", "parameter", "entrypoint"):
        from kohakuengine.cli.complete.script_offers import script_offers

        return script_offers(completes, place)
    if completes == "run":
        from kohakuengine.cli.complete.run_offers import run_offers

        return run_offers()
    if completes == "module":
        from kohakuengine.cli.complete.files import module_offers

        return module_offers(place.text)
    return []


def _words_of_help(place: Place) -> list[Offer]:
    given = place.values.get("words", [])
    if not given:
        return _commands(())
    return _commands((given[0],)) if given[0] in GROUPS and len(given) == 1 else []
