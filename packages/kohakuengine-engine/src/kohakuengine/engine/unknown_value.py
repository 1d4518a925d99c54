"""What only running a script could tell, where a model of its values is asked for it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from kohakuengine.config.fitting import Spec

__all__ = ["Unknown", "UnknownValueError"]


class UnknownValueError(Exception):
    """Something was asked for that only running could tell."""


class Unknown:
    """Stands in a model for a value that is not known; of its type a default may tell."""

    __slots__ = ("__spec",)

    def __init__(self, spec: Spec) -> None:
        self.__spec = spec

    def __getattr__(self, name: str) -> NoReturn:
        """Refuse to answer.

        Raises:
            UnknownValueError: In any case.
        """
        raise UnknownValueError(name)

    @staticmethod
    def spec_of(unknown: Unknown) -> Spec:
        """Return what is known of a value's type."""
        return unknown.__spec
