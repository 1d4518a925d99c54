"""Fitting: raw text becomes a value of a parameter's type.

A *type spec* is a nested tuple of plain data (marshal takes it, unless it holds a "class" or
"format" leaf)::

    ("any",) ("none",) ("bool",) ("int",) ("float",) ("complex",) ("str",) ("bytes",) ("path",)
    ("datetime",) ("date",) ("time",) ("timedelta",)
    ("literal", (v, ...))  ("union", (spec, ...))          Optional[X] is the union of X and none
    ("list", spec) ("set", spec) ("frozenset", spec) ("dict", kspec, vspec)
    ("sequence", spec) ("mapping", kspec, vspec)           text gives list and dict, objects may be any such
    ("tuple", (spec, ...)) ("tuple*", spec)                fixed and of any length
    ("class", cls) ("format", function, spec)              FormatArg
    ("named", text)                                        only running can tell; counts as any

An annotation *decides*, a type taken from a default *guides* (`guided=True`): a number takes other
numbers and no words, everything takes None, None takes everything.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from kohakuengine.config.checking import check_value
    from kohakuengine.config.specs import spec_of_type, spec_of_value, spec_text

    Spec = tuple[Any, ...]

__all__ = [
    "ANY",
    "NONE",
    "FitError",
    "check_value",
    "fit_text",
    "read_literal",
    "spec_of_type",
    "spec_of_value",
    "spec_text",
]

ANY: Spec = ("any",)
NONE: Spec = ("none",)

_HOMES = {
    "check_value": "checking",
    "spec_of_type": "specs",
    "spec_of_value": "specs",
    "spec_text": "specs",
}
BOOL_WORDS = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}
_NONE_WORDS = ("none", "null")
_WORDS = {"True": True, "False": False, "None": None}
# Texts of more digits than python itself would read are refused, not computed (10 ** 999999999).
_MOST_DIGITS = 4300
_INFINITY = float("inf")


def __getattr__(name: str) -> Any:
    """Import what is not needed to fit a plain word or number only when it is asked for."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(__import__(f"kohakuengine.config.{home}", fromlist=[name]), name)
    globals()[name] = found
    return found


class FitError(ValueError):
    """A value that does not fit a type.

    Attributes:
        expected: The type, as in "list[int]".
        got: What came, quoted.
        detail: The part of it that is wrong, or "".
    """

    def __init__(self, expected: str, got: str, detail: str = "") -> None:
        super().__init__(expected, got, detail)
        self.expected = expected
        self.got = got
        self.detail = detail

    def __str__(self) -> str:
        """Say what was expected and what came."""
        detail = f" ({self.detail})" if self.detail else ""
        return f"expected {self.expected}, got {self.got}{detail}"


def fit_text(text: str, spec: Spec, *, guided: bool) -> object:
    """Read raw text as a value of a type.

    Args:
        text: As typed.
        spec: The type.
        guided: The type is that of a default, and guides; else an annotation, which decides.

    Raises:
        FitError: The text is no value of the type.

    >>> fit_text("1e3", ("int",), guided=False), fit_text("0.1", ("int",), guided=True)
    (1000, 0.1)
    >>> fit_text("1.10", ("str",), guided=True), fit_text("64,128", ("list", ("int",)), guided=True)
    ('1.10', [64, 128])
    >>> fit_text("fast", ("float",), guided=True)
    Traceback (most recent call last):
    kohakuengine.config.fitting.FitError: expected float, got 'fast'
    """
    kind = spec[0]
    if kind == "str":
        return text
    reader = _READERS.get(kind)
    if reader is not None:
        if guided and kind != "any" and is_none_word(text):
            return None
        return reader(text, spec, guided)
    return _fit_composed(text, spec, guided)


def _fit_composed(text: str, spec: Spec, guided: bool) -> object:
    kind = spec[0]
    if kind in ("literal", "union", "class", "format"):
        from kohakuengine.config.choices import fit_choice

        return fit_choice(text, spec, guided)
    if guided and is_none_word(text):
        return None
    if kind in ("datetime", "date", "time", "timedelta"):
        from kohakuengine.config.moments import fit_moment

        return fit_moment(text, spec)
    from kohakuengine.config.containers import fit_container

    return fit_container(text, spec, guided)


def is_none_word(text: str) -> bool:
    """Say whether text means None: None, none or null in any case.

    >>> is_none_word("None"), is_none_word("nothing")
    (True, False)
    """
    return text.strip().lower() in _NONE_WORDS


def misfit(text: str, spec: Spec, detail: str = "") -> FitError:
    """Build the error for text that does not fit."""
    from kohakuengine.config.specs import spec_text

    return FitError(spec_text(spec), repr(text if len(text) <= 60 else text[:57] + "..."), detail)


def read_literal(text: str) -> object:
    """Read text as a Python literal, or return it as it is: a bare word.

    >>> read_literal("1e-3"), read_literal("[1, 'a']"), read_literal("adam")
    (0.001, [1, 'a'], 'adam')
    """
    word = text.strip()
    if word in _WORDS:
        return _WORDS[word]
    if not word or (word.isalnum() and not word[0].isdigit()):
        return text
    number = _number_literal(word)
    if number is not None:
        return number
    from kohakuengine.config.literals import NOT_LITERAL, literal_value

    value = literal_value(word)
    return text if value is NOT_LITERAL else value


def _number_literal(word: str) -> int | float | None:
    """Return the number that python source would mean by a word, None for anything else."""
    if word[0] not in "0123456789.+-" or not word.isascii():
        return None
    if not any(letter in word for letter in "iInN"):  # inf and nan are names, not literals
        for number in (_as_is, float):
            try:
                return number(word)
            except ValueError:
                if word.lstrip("+-").replace("_", "").isdigit():
                    return None  # 007, or more digits than python reads
    return None


def _as_is(word: str) -> int:
    return int(word, 0)


def _fit_any(text: str, _spec: Spec, _guided: bool) -> object:
    return read_literal(text)


def _fit_none(text: str, spec: Spec, guided: bool) -> object:
    if is_none_word(text):
        return None
    if guided:
        return read_literal(text)
    raise misfit(text, spec)


def _fit_bool(text: str, spec: Spec, _guided: bool) -> object:
    value = BOOL_WORDS.get(text.strip().lower())
    if value is None:
        raise misfit(text, spec, "write true or false")
    return value


def _fit_int(text: str, spec: Spec, guided: bool) -> object:
    word = text.strip()
    try:
        return int(word, 0)
    except ValueError:
        pass
    if not (guided and "." in word and "e" not in word.lower()):
        whole = _whole_number(word)
        if whole is not None:
            return whole
    if guided:
        return _other_number(text, spec)
    raise misfit(text, spec)


def _whole_number(word: str) -> int | None:
    """Return the integer that `1e3`, `2.0` or `007` is, exactly; None where it is none."""
    try:
        float(word)
        mantissa, _, exponent = word.lower().replace("_", "").partition("e")
        whole, _, fraction = mantissa.partition(".")
        power = int(exponent or 0) - len(fraction)
        digits = int(whole + fraction)
    except ValueError:
        return None
    if abs(power) > _MOST_DIGITS:
        return None
    if power >= 0:
        return digits * int(10**power)
    quotient, rest = divmod(digits, int(10**-power))
    return None if rest else quotient


def _fit_float(text: str, spec: Spec, guided: bool) -> object:
    word = text.strip()
    try:
        return _as_float(word)
    except ValueError:
        pass
    try:
        return float(int(word, 0))  # 0x10
    except (ValueError, OverflowError):
        pass
    if guided:
        return _other_number(text, spec)
    raise misfit(text, spec)


def _other_number(text: str, spec: Spec) -> object:
    """Read any number: what a default that is a number takes."""
    word = text.strip()
    if word in ("True", "False"):
        return word == "True"
    try:
        return complex(word) if "j" in word.lower() else _as_float(word)
    except ValueError:
        raise misfit(text, spec) from None


def _as_float(word: str) -> float:
    """Read a float; a number that is too large for one is none, where `float()` says inf."""
    value = float(word)
    if value in (_INFINITY, -_INFINITY) and "inf" not in word.lower():
        raise ValueError(word)
    return value


def _fit_complex(text: str, spec: Spec, guided: bool) -> object:
    try:
        return complex(text.replace(" ", ""))
    except ValueError:
        return _other_number(text, spec) if guided else _refuse(text, spec)


def _refuse(text: str, spec: Spec) -> object:
    raise misfit(text, spec)


def _fit_path(text: str, _spec: Spec, _guided: bool) -> object:
    from pathlib import Path

    return Path(text)


def _fit_bytes(text: str, _spec: Spec, _guided: bool) -> object:
    value = read_literal(text)
    return value if type(value) is bytes else text.encode("utf-8", "surrogateescape")


_READERS: dict[str, Callable[[str, Spec, bool], object]] = {
    "any": _fit_any,
    "named": _fit_any,
    "none": _fit_none,
    "bool": _fit_bool,
    "int": _fit_int,
    "float": _fit_float,
    "complex": _fit_complex,
    "path": _fit_path,
    "bytes": _fit_bytes,
}
