"""FormatArg: how text becomes a value of a type that has no reader of its own."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FormatArg"]


class FormatArg:
    """Says in an annotation which function reads the text of `--set`.

    A class of your own needs none where it has a classmethod `format_arg(text)`.

    Attributes:
        function: Takes the raw text, returns the value, raises ValueError where it does not fit.

    >>> from typing import Annotated
    >>> from kohakuengine.config.fitting import fit_text, spec_of_type
    >>> Percent = Annotated[float, FormatArg(lambda text: float(text.rstrip("%")) / 100)]
    >>> fit_text("12.5%", spec_of_type(Percent), guided=False)
    0.125
    """

    __slots__ = ("function",)

    def __init__(self, function: Callable[[str], object]) -> None:
        if not callable(function):
            raise TypeError(f"FormatArg takes a function of the text, not {function!r}")
        self.function = function

    def __eq__(self, other: object) -> bool:
        """Compare the functions: `Annotated` types are compared and hashed."""
        return self.function == other.function if isinstance(other, FormatArg) else NotImplemented

    def __hash__(self) -> int:
        """Hash the function."""
        return hash(self.function)

    def __repr__(self) -> str:
        """Show the function."""
        return f"FormatArg({self.function!r})"
