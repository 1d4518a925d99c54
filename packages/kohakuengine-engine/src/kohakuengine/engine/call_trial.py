"""Arguments of a config tried on the entrypoint of a script that does not run."""

from __future__ import annotations

from kohakuengine.engine.arguments import signature_of_definition
from kohakuengine.engine.compiler import choose_entry
from kohakuengine.engine.errors import ArgumentError, NoReceiverError
from kohakuengine.engine.record import CompileKey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.config.kohaku_error import KohakuError
    from kohakuengine.engine.entry import Entry
    from kohakuengine.engine.reading import Reading

__all__ = ["find_argument_refusal", "find_keyword_refusal"]


def find_keyword_refusal(reading: Reading, name: str) -> KohakuError | None:
    """Try a keyword argument of a config.

    Args:
        reading: The script.
        name: Of the argument.

    Returns:
        The error that ends the run, None where there is none, or only running could tell.
    """
    entry = choose_entry(reading, CompileKey(has_config=True))
    if entry is None or not entry.name:
        return NoReceiverError(path=reading.path, given=f"kwargs ({name})")
    known = _keywords(reading, entry)
    if known is None or name in known:
        return None
    return _misfit(reading, entry, f"it has no parameter '{name}'", name, known)


def _keywords(reading: Reading, entry: Entry) -> list[str] | None:
    """List what the entrypoint takes by name, the options of a command included; None where it takes any."""
    options = [option.name for option in reading.options if option.library in ("click", "typer")]
    signature = signature_of_definition(entry.definition, is_decorated=bool(options))
    if signature is None or signature.has_varkeywords:
        return None
    return [*signature.names(), *(name for name in options if name not in signature.names())]


def find_argument_refusal(reading: Reading, count: int) -> KohakuError | None:
    """Try the positional arguments of a config, by their number; as `find_keyword_refusal`."""
    entry = choose_entry(reading, CompileKey(has_config=True))
    if entry is None or not entry.name:
        return NoReceiverError(path=reading.path, given="args")
    signature = signature_of_definition(entry.definition)
    limit = count if signature is None or signature.has_varargs else len(signature.positional)
    if count <= limit or entry.is_by_reference:
        return None
    reason = f"it takes at most {limit} positional arguments, and {count} are given"
    return _misfit(reading, entry, reason, "", [])


def _misfit(reading: Reading, entry: Entry, reason: str, name: str, known: list[str]) -> ArgumentError:
    return ArgumentError(
        function=entry.name,
        path=reading.path,
        line=entry.line,
        reason=reason,
        name=name,
        candidates=known,
    )
