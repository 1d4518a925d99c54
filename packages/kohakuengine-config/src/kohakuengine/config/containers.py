"""Lists, tuples, sets and dicts as they are typed: `64,128`, `[64, 128]`, `a=1,b=2`."""

from __future__ import annotations

from kohakuengine.config.fitting import FitError, fit_text, misfit, read_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.config.fitting import Spec

__all__ = ["fit_container", "split_items"]

_CLOSING = {"[": "]", "(": ")", "{": "}"}
_BRACKETS = {"dict": "{", "mapping": "{"}
# What stands before the first character of a quoted string; elsewhere it is an apostrophe.
_BEFORE_QUOTE = "[({,:="
_STRING_PREFIXES = ("", "b", "r", "u", "br", "rb")


class _FormError(ValueError):
    """Text that is not written as the container asked for."""


def fit_container(text: str, spec: Spec, guided: bool, *, is_inner: bool = False) -> object:
    """Read text as a container.

    Args:
        text: As typed.
        spec: list, sequence, set, frozenset, tuple, tuple*, dict or mapping.
        guided: The type is that of a default.
        is_inner: Inside another container, where brackets are needed.

    Raises:
        FitError: The text is no such container.

    >>> fit_container("64,128", ("list", ("int",)), True)
    [64, 128]
    >>> fit_container("a=1,b=2", ("dict", ("str",), ("int",)), True)
    {'a': 1, 'b': 2}
    """
    kind = spec[0]
    try:
        items = _items(text, kind, is_inner)
        if kind in ("dict", "mapping"):
            return _fit_dict(items, spec, guided)
        if kind == "tuple":
            return _fit_fixed(items, spec[1], guided)
        made = [_fit_item(item, spec[1], guided) for item in items]
    except FitError as error:
        raise misfit(text, spec, str(error)) from None
    except _FormError as error:
        raise misfit(text, spec, str(error)) from None
    try:
        return _MAKERS[kind](made)
    except TypeError as error:
        raise misfit(text, spec, str(error)) from None


_MAKERS: dict[str, Any] = {
    "list": list,
    "sequence": list,
    "set": set,
    "frozenset": frozenset,
    "tuple*": tuple,
}


def _items(text: str, kind: str, is_inner: bool) -> list[str]:
    """Take off the outer brackets and split at the commas."""
    word = text.strip()
    for name in ("frozenset", "set"):  # as repr() writes them
        if kind == name and word.startswith(f"{name}(") and word.endswith(")"):
            word = word[len(name) + 1 : -1].strip()
            is_inner = False
    allowed = _BRACKETS.get(kind, "[({")
    if word and word[0] in allowed and _closing_index(word) == len(word) - 1:
        return split_items(word[1:-1])
    if is_inner:
        raise _FormError("it needs brackets of its own")
    return split_items(word)


def split_items(text: str, separators: str = ",") -> list[str]:
    """Split text at the separators that stand outside brackets and quotes.

    Raises:
        ValueError: A bracket or a quote is not closed.

    >>> split_items("1, [2, 3], 'a,b', don't")
    ['1', '[2, 3]', "'a,b'", "don't"]
    """
    cuts = list(_top_level(text, separators))
    starts = [0, *(cut + 1 for cut in cuts)]
    items = [text[start:end].strip() for start, end in zip(starts, [*cuts, len(text)], strict=True)]
    if items[-1] == "":
        items.pop()  # empty, or a trailing comma
    return items


def _closing_index(text: str) -> int:
    """Return where the bracket that text begins with is closed."""
    return next(_top_level(text, "", stops_at_close=True), -1)


def _top_level(text: str, separators: str, *, stops_at_close: bool = False) -> Any:
    """Yield the index of each separator outside brackets and quotes."""
    closers: list[str] = []
    index, token = 0, ""
    while index < len(text):
        letter = text[index]
        if letter in "'\"" and token.lower() in _STRING_PREFIXES:
            index = _end_of_string(text, index)
            token = "''"
        elif letter in _CLOSING:
            closers.append(_CLOSING[letter])
            token = ""
        elif letter in "])}":
            if not closers or closers.pop() != letter:
                raise _FormError(f"'{letter}' closes nothing")
            if not closers and stops_at_close:
                yield index
                return
            token = letter
        elif letter in separators and not closers:
            yield index
            token = ""
        elif letter in _BEFORE_QUOTE:
            token = ""
        elif not letter.isspace():
            token += letter
        index += 1
    if closers:
        raise _FormError(f"'{closers[-1]}' is missing")


def _end_of_string(text: str, start: int) -> int:
    """Return the index of the quote that closes the string at start."""
    index = start + 1
    while index < len(text):
        if text[index] == "\\":
            index += 1
        elif text[index] == text[start]:
            return index
        index += 1
    raise _FormError(f"the quote {text[start]} is not closed")


def _fit_item(text: str, spec: Spec, guided: bool) -> object:
    """Read one element: quotes around it are not part of it."""
    if spec[0] in _MAKERS or spec[0] in ("dict", "mapping", "tuple"):
        return fit_container(text, spec, guided, is_inner=True)
    if text[-1:] in ("'", '"'):
        value = read_literal(text)
        if type(value) is str and value != text:
            return value if _takes_any_text(spec) else fit_text(value, spec, guided=guided)
    return fit_text(text, spec, guided=guided)


def _takes_any_text(spec: Spec) -> bool:
    if spec[0] == "union":
        return any(_takes_any_text(member) for member in spec[1])
    return spec[0] in ("str", "any", "named")


def _fit_fixed(items: list[str], specs: tuple[Spec, ...], guided: bool) -> tuple[object, ...]:
    if len(items) != len(specs):
        raise _FormError(f"{len(items)} values where {len(specs)} are needed")
    return tuple([_fit_item(i, s, guided) for i, s in zip(items, specs, strict=True)])


def _fit_dict(items: list[str], spec: Spec, guided: bool) -> dict[object, object]:
    made: dict[object, object] = {}
    for item in items:
        cut = next(_top_level(item, ":="), None)
        if cut is None:
            raise _FormError(f"{item!r} is not key=value")
        key = _fit_item(item[:cut].strip(), spec[1], guided)
        try:
            is_known = key in made
        except TypeError as error:
            raise _FormError(str(error)) from None
        if is_known:
            raise _FormError(f"the key {key!r} is given twice")
        made[key] = _fit_dict_value(item[cut + 1 :].strip(), spec[2], guided)
    return made


def _fit_dict_value(text: str, spec: Spec, guided: bool) -> object:
    """Read a value; that all values of a default are alike only guides, it does not bind."""
    try:
        return _fit_item(text, spec, guided)
    except (FitError, _FormError):
        if not guided:
            raise
        return read_literal(text)
