"""Overrides: one `name=value` each, from the command line or from a Config.

A prefix says where an override may land: `global:lr` and `option:lr` where a name is both, `+lr`
for a name that the script does not know.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Literal

    Scope = Literal["", "global", "option", "new"]

__all__ = ["Override", "merge", "override_of", "overrides_of", "parse_set", "parse_sets"]

_PREFIXES: dict[Scope, str] = {"new": "+", "global": "global:", "option": "option:"}


class Override:
    """One `name=value`.

    Attributes:
        name: The parameter, without prefix, perhaps dotted: "lr", "cfg.model.depth".
        text: Raw text of the command line, to be fitted to the parameter's type; None for an object.
        value: The object, where `text` is None.
        scope: Where it may land: "" anywhere, "global", "option", or "new" for `+NAME`.

    >>> Override(name="lr", value=0.1, scope="global").key
    'global:lr'
    """

    __slots__ = ("name", "scope", "text", "value")

    def __init__(
        self, *, name: str, text: str | None = None, value: object = None, scope: Scope = ""
    ) -> None:
        self.name = name
        self.text = text
        self.value = value
        self.scope: Scope = scope

    @property
    def key(self) -> str:
        """The name with its prefix: what the user wrote."""
        return _PREFIXES[self.scope] + self.name if self.scope else self.name

    def _fields(self) -> tuple[Any, ...]:
        return self.name, self.text, self.value, self.scope

    def __eq__(self, other: object) -> bool:
        """Compare all fields."""
        return self._fields() == other._fields() if type(other) is Override else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Show the key and what it is set to."""
        shown = f"value={self.value!r}" if self.text is None else f"text={self.text!r}"
        return f"Override({self.key!r}, {shown})"


def parse_set(text: str) -> Override:
    """Read the `NAME=VALUE` of one `--set`.

    The value stays text: only the script's parameter says how to read it. It may be empty and may
    hold further equals signs.

    Raises:
        MalformedOverrideError: No equals sign, or no name before it.

    >>> parse_set("lr=0.1")
    Override('lr', text='0.1')
    >>> parse_set("global:cfg.model.depth=4").scope
    'global'
    """
    key, equals, value = text.partition("=")
    if not equals:
        raise _malformed(text, "it has no '='")
    name, scope = _read_key(key, text)
    return Override(name=name, text=value, scope=scope)


def parse_sets(texts: Iterable[str]) -> list[Override]:
    """Read all `--set` of one command.

    Raises:
        MalformedOverrideError: As `parse_set`, or a name given twice.

    >>> [override.key for override in parse_sets(["lr=0.1", "+new=1"])]
    ['lr', '+new']
    """
    found: dict[str, Override] = {}
    for text in texts:
        override = parse_set(text)
        if override.key in found:
            raise _malformed(text, f"'{override.key}' is set twice")
        found[override.key] = override
    return list(found.values())


def overrides_of(globals_dict: Mapping[str, Any]) -> list[Override]:
    """Turn the globals of a Config into overrides; its keys may carry the same prefixes.

    Raises:
        MalformedOverrideError: A key that is no name, or one name under two spellings.

    >>> overrides_of({"lr": 0.1, "+new": None})
    [Override('lr', value=0.1), Override('+new', value=None)]
    """
    found: dict[str, Override] = {}
    for key, value in globals_dict.items():
        override = override_of(key, value=value)
        if override.key in found:
            raise _malformed(key, f"'{override.key}' is set twice")
        found[override.key] = override
    return list(found.values())


def override_of(key: str, *, text: str | None = None, value: object = None) -> Override:
    """Return the override of one key, which may carry a prefix.

    Raises:
        MalformedOverrideError: The key is no name.

    >>> override_of("global:lr", text="0.1")
    Override('global:lr', text='0.1')
    """
    if key.isidentifier() and key.isascii():
        return Override(name=key, text=text, value=value)
    name, scope = _read_key(key, key)
    return Override(name=name, text=text, value=value, scope=scope)


def merge(first: Iterable[Override], second: Iterable[Override]) -> list[Override]:
    """Lay the second overrides over the first: the second wins where both set one key.

    >>> merge(overrides_of({"lr": 1, "seed": 2}), [parse_set("lr=3")])
    [Override('lr', text='3'), Override('seed', value=2)]
    """
    merged = {override.key: override for override in first}
    merged.update((override.key, override) for override in second)
    return list(merged.values())


def _read_key(key: str, text: str) -> tuple[str, Scope]:
    """Split a key into name and scope."""
    for scope, prefix in _PREFIXES.items():
        if key.startswith(prefix):
            return _checked_name(key[len(prefix) :], text), scope
    return _checked_name(key, text), ""


def _checked_name(name: str, text: str) -> str:
    """Return a dotted name as python would spell it: its first part is an identifier."""
    prefix = text[: text.find(name)]
    if not name.isascii():
        from unicodedata import normalize

        name = normalize("NFKC", name)  # as the compiler does to every identifier
    if not name:
        raise _malformed(text, "it has no name")
    if name != name.strip():
        raise _malformed(text, "there are spaces around its name", _meant(prefix, name.strip(), text))
    first, *rest = name.split(".")
    if first.isidentifier() and all(rest):
        return name
    wrong = first if not first.isidentifier() else name
    raise _malformed(text, f"'{wrong}' is not a name", _meant(prefix, _as_dotted(name), text))


def _as_dotted(name: str) -> str:
    """Spell `betas[0]` as `betas.0`, and `--learning-rate` as `learning_rate`."""
    for bracket, spelt in (("[", "."), ("]", ""), ("'", ""), ('"', "")):
        name = name.replace(bracket, spelt)
    first, dot, rest = name.partition(".")
    return first.lstrip("-").replace("-", "_") + dot + rest


def _meant(prefix: str, name: str, text: str) -> str:
    """Write an override anew with a name, "" where that is no better."""
    first, *rest = name.split(".")
    _, equals, value = text.partition("=")
    return f"{prefix}{name}{equals}{value.strip()}" if first.isidentifier() and all(rest) else ""


def _malformed(text: str, reason: str, meant: str = "") -> Exception:
    from kohakuengine.config.errors import MalformedOverrideError

    return MalformedOverrideError(text=text, reason=reason, meant=meant)
