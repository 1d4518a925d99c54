"""The signature that a framework is shown: what the config gives has the config's value as its default."""

from __future__ import annotations

import contextlib
import inspect
import sys

from kohakuengine.engine.arguments import MisfitError, Signature, signature_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from typing_extensions import Self


class Advertised:
    """What `fire.Fire(train)` and the like see of a function, and the way back from what they call it with.

    Attributes:
        own: What the function itself takes.
        given: What the config gives, by name.
        signature: With these values as defaults; a parameter behind which one without a default follows can
            only be given by name then.
    """

    __slots__ = ("_is_reordered", "given", "own", "signature")

    def __init__(self, own: Signature, shown: inspect.Signature, given: dict[str, Any]) -> None:
        self.own = own
        self.given = given
        self.signature = _with_defaults(shown, given)
        self._is_reordered = [*self.signature.parameters] != [*shown.parameters]

    @classmethod
    def of(cls, function: Any, args: list[Any] | None, kwargs: dict[str, Any]) -> Self | None:
        """Make it for a function, None where args and kwargs cannot all be given by name."""
        own = signature_of(function)
        if own is None or own.positional_only or len(args or []) > len(own.positional):
            return None
        by_position = dict(zip(own.positional, args or [], strict=False))
        if set(by_position) & set(kwargs):
            return None
        try:
            shown = inspect.signature(function)
        except (TypeError, ValueError):
            return None
        return cls(own, shown, {**by_position, **kwargs})

    def by_name(
        self, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Return what a framework calls with as the function itself takes it.

        Raises:
            MisfitError: Something that the config gives is typed on the command line as well.
        """
        if self._is_reordered:
            with contextlib.suppress(TypeError):  # it never asked for the signature
                args, kwargs = self._in_own_order(self.signature.bind_partial(*args, **kwargs).arguments)
        came = {**dict(zip(self.own.positional, args, strict=False)), **kwargs}
        for name, value in self.given.items():
            if name in came and _is_typed(name, came[name], value):
                raise MisfitError(f"'{name}' is given by the config, and typed after '--' as well", "", [])
        return args, kwargs

    def _in_own_order(self, bound: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Return what was bound to the shown signature by name, or by position where `*args` takes more."""
        parameters = self.signature.parameters
        by_kind = {parameter.kind.name: name for name, parameter in parameters.items()}
        rest = bound.pop(by_kind.get("VAR_POSITIONAL", ""), ())
        more = bound.pop(by_kind.get("VAR_KEYWORD", ""), {})
        positional: list[Any] = []
        if rest:  # behind which every positional parameter has a value or a default
            positional = [bound.pop(name, parameters[name].default) for name in self.own.positional]
        return (*positional, *rest), {**bound, **more}


def _with_defaults(shown: inspect.Signature, given: dict[str, Any]) -> inspect.Signature:
    parameters: list[inspect.Parameter] = []
    needs_name = False  # a parameter without a default follows
    for parameter in reversed([*shown.parameters.values()]):
        one = parameter
        is_variadic = parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL)
        if parameter.name in given and not is_variadic:
            one = parameter.replace(default=given[parameter.name])
            if needs_name and one.kind is one.POSITIONAL_OR_KEYWORD:
                one = one.replace(kind=one.KEYWORD_ONLY)
        elif parameter.kind is parameter.POSITIONAL_OR_KEYWORD and parameter.default is parameter.empty:
            needs_name = True
        parameters.insert(0, one)
    parameters.sort(key=lambda p: p.kind)
    return shown.replace(parameters=parameters)


def _is_typed(name: str, came: Any, given: Any) -> bool:
    """Say whether a value stands on the command line, rather than being what the config gave."""
    words = sys.argv[1:]
    heads = [word.partition("=")[0] for word in words if word.startswith("-")]
    if any(head.lstrip("-").replace("-", "_") == name for head in heads):
        return True
    return came is not given and type(came) is type(given) and came != given and str(came) in words
