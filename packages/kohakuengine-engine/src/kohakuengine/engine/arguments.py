"""Laying a config's args and kwargs over the arguments of the entrypoint call."""

from __future__ import annotations

from kohakuengine.config.copying import copy_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_VARARGS, _VARKEYWORDS = 0x04, 0x08  # inspect.CO_VARARGS, CO_VARKEYWORDS


class Signature:
    """What a callable takes, from its code object, its `def` or `inspect.signature`.

    Attributes:
        positional: Names of positional parameters in order, positional-only first.
        positional_only: How many of them cannot be given by name.
        keyword_only: Names of keyword-only parameters.
        required: Names without a default.
        has_varargs: Whether `*args` takes more.
        has_varkeywords: Whether `**kwargs` takes more.
    """

    __slots__ = (
        "has_varargs",
        "has_varkeywords",
        "keyword_only",
        "positional",
        "positional_only",
        "required",
    )

    def __init__(
        self,
        *,
        positional: list[str],
        positional_only: int,
        keyword_only: list[str],
        required: set[str],
        has_varargs: bool,
        has_varkeywords: bool,
    ) -> None:
        self.positional = positional
        self.positional_only = positional_only
        self.keyword_only = keyword_only
        self.required = required
        self.has_varargs = has_varargs
        self.has_varkeywords = has_varkeywords

    def names(self) -> list[str]:
        """Return the names that can be given by keyword."""
        return [*self.positional[self.positional_only :], *self.keyword_only]


def signature_of(function: Callable[..., Any]) -> Signature | None:
    """Return what a callable takes, None where it does not say (some builtins)."""
    code = getattr(function, "__code__", None)
    is_plain = type(function).__name__ == "function" and not hasattr(function, "__wrapped__")
    if code is not None and is_plain and not hasattr(function, "__signature__"):
        return _of_code(function, code)
    import inspect

    try:
        return _of_parameters(list(inspect.signature(function).parameters.values()))
    except (TypeError, ValueError):
        return None


def _of_code(function: Any, code: Any) -> Signature:
    count, keyword_count = code.co_argcount, code.co_kwonlyargcount
    positional = list(code.co_varnames[:count])
    keyword_only = list(code.co_varnames[count : count + keyword_count])
    defaults = len(function.__defaults__ or ())
    required = set(positional[: count - defaults])
    required |= {name for name in keyword_only if name not in (function.__kwdefaults__ or {})}
    return Signature(
        positional=positional,
        positional_only=code.co_posonlyargcount,
        keyword_only=keyword_only,
        required=required,
        has_varargs=bool(code.co_flags & _VARARGS),
        has_varkeywords=bool(code.co_flags & _VARKEYWORDS),
    )


def _of_parameters(parameters: list[Any]) -> Signature:
    by_kind: dict[str, list[Any]] = {}
    for parameter in parameters:
        by_kind.setdefault(parameter.kind.name, []).append(parameter)
    only = by_kind.get("POSITIONAL_ONLY", [])
    either = by_kind.get("POSITIONAL_OR_KEYWORD", [])
    keywords = by_kind.get("KEYWORD_ONLY", [])
    return Signature(
        positional=[p.name for p in (*only, *either)],
        positional_only=len(only),
        keyword_only=[p.name for p in keywords],
        required={p.name for p in (*only, *either, *keywords) if p.default is p.empty},
        has_varargs="VAR_POSITIONAL" in by_kind,
        has_varkeywords="VAR_KEYWORD" in by_kind,
    )


def signature_of_definition(definition: Any, *, is_decorated: bool = False) -> Signature | None:
    """Return what a `def` of the script takes, None where a decorator may change it.

    Args:
        definition: The `def`, None where it is not of this file.
        is_decorated: Whether what stands above it is known to leave that as it is.
    """
    if definition is None or (definition.decorator_list and not is_decorated):
        return None
    arguments = definition.args
    positional = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    keyword_only = [a.arg for a in arguments.kwonlyargs]
    required = set(positional[: len(positional) - len(arguments.defaults)])
    required |= {n for n, d in zip(keyword_only, arguments.kw_defaults, strict=False) if d is None}
    return Signature(
        positional=positional,
        positional_only=len(arguments.posonlyargs),
        keyword_only=keyword_only,
        required=required,
        has_varargs=arguments.vararg is not None,
        has_varkeywords=arguments.kwarg is not None,
    )


class MisfitError(Exception):
    """Arguments that a signature does not take: the reason and the names it has."""

    def __init__(self, reason: str, name: str, known: list[str]) -> None:
        super().__init__(reason)
        self.reason = reason
        self.name = name
        self.known = known


def lay_over(
    signature: Signature | None,
    call: tuple[tuple[Any, ...], dict[str, Any]],
    args: list[Any] | None,
    kwargs: dict[str, Any],
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Lay a config's arguments over those of a call.

    Args:
        signature: What the function takes; None takes anything.
        call: Positional and keyword arguments as the script wrote them.
        args: Replace the positional ones, None to leave them.
        kwargs: Laid over by name; a positional one of that name gives way.

    Returns:
        The arguments to call with.

    Raises:
        MisfitError: They do not fit.
    """
    positional = list(call[0] if args is None else args)
    keywords = dict(call[1])
    if signature is None:
        return tuple(positional), {**keywords, **kwargs}
    taken = signature.positional[: len(positional)]
    taken[: signature.positional_only] = [""] * len(taken[: signature.positional_only])
    if args is not None:
        _refuse_both(taken, kwargs)
        keywords = {name: v for name, v in keywords.items() if name not in taken}
    for name, value in kwargs.items():
        if name in taken:
            positional[taken.index(name)] = value
        else:
            keywords[name] = value
    _check(signature, positional, keywords)
    return tuple(positional), keywords


def _refuse_both(taken: list[str], kwargs: dict[str, Any]) -> None:
    for name in kwargs:
        if name in taken:
            raise MisfitError(f"'{name}' is given both in args and in kwargs", name, [])


def _check(signature: Signature, positional: list[Any], keywords: dict[str, Any]) -> None:
    limit = len(signature.positional)
    if len(positional) > limit and not signature.has_varargs:
        reason = f"it takes at most {limit} positional arguments, and {len(positional)} are given"
        raise MisfitError(reason, "", [])
    known = signature.names()
    for name in keywords:
        if name not in known and not signature.has_varkeywords:
            raise MisfitError(f"it has no parameter '{name}'", name, known)
    given = {*signature.positional[: len(positional)], *(n for n in keywords if n in known)}
    missing = [n for n in (*signature.positional, *signature.keyword_only) if n in signature.required]
    for name in missing:
        if name not in given:
            raise MisfitError(f"its parameter '{name}' is missing", "", [])


class CallArguments:
    """Stands in the rewritten entrypoint call: `main(*this.bind(main, ...), **this.keywords)`.

    Attributes:
        is_bound: Whether the entrypoint has been reached.
    """

    __slots__ = ("_args", "_keywords", "_kwargs", "_options", "_refuse", "is_bound")

    def __init__(
        self,
        args: list[Any] | None,
        kwargs: dict[str, Any],
        refuse: Callable[[str, MisfitError], Exception],
        options: Callable[[Any, list[Any] | None, dict[str, Any]], bool],
    ) -> None:
        """Hold the arguments of one run.

        Args:
            args: Positional ones, or None.
            kwargs: Keyword ones.
            refuse: Makes the user's error out of the function's name and a misfit.
            options: Takes the arguments over as options of a click command; False if it is none.
        """
        self._args = args
        self._kwargs = kwargs
        self._refuse = refuse
        self._options = options
        self.is_bound = False
        self._keywords: dict[str, Any] = {}

    @property
    def keywords(self) -> dict[str, Any]:
        """Hand over the keyword arguments of the call that `bind` prepared, once: they are the script's."""
        keywords, self._keywords = self._keywords, {}
        return keywords

    def bind(self, function: Any, /, *args: Any, **kwargs: Any) -> tuple[Any, ...]:
        """Return the positional arguments for the call, leaving the others in `keywords`.

        Raises:
            ArgumentError: They do not fit; nothing of the function has run.
        """
        self._keywords = kwargs
        self.is_bound = True
        given, named = copy_plain((self._args, self._kwargs))
        if self._options(function, given, named):
            return args
        try:
            positional, self._keywords = lay_over(signature_of(function), (args, kwargs), given, named)
        except MisfitError as misfit:
            raise self._refuse(getattr(function, "__name__", str(function)), misfit) from None
        return positional

    def wrap(self, function: Any) -> Any:
        """Return the function with the arguments laid over whatever a framework calls it with."""
        import functools

        from kohakuengine.engine.advertised import Advertised

        advertised = Advertised.of(function, self._args, self._kwargs)

        @functools.wraps(function)
        def entrypoint(*args: Any, **kwargs: Any) -> Any:
            if advertised is None:
                positional = self.bind(function, *args, **kwargs)
                return function(*positional, **self.keywords)
            self.is_bound = True
            try:
                args, kwargs = advertised.by_name(args, kwargs)
                positional, keywords = lay_over(advertised.own, (args, kwargs), None, advertised.given)
            except MisfitError as misfit:
                raise self._refuse(getattr(function, "__name__", str(function)), misfit) from None
            return function(*positional, **keywords)

        if advertised is not None:
            entrypoint.__signature__ = advertised.signature  # type: ignore[attr-defined]
        return entrypoint


class Result(dict[str, "Any"]):
    """Keeps the entrypoint's return value: `this.setdefault("value", main())`, a call of C."""

    def wrap(self, function: Any) -> Any:
        """Return the function, keeping what it returns when a framework calls it."""
        import functools

        @functools.wraps(function)
        def entrypoint(*args: Any, **kwargs: Any) -> Any:
            return self.setdefault("value", function(*args, **kwargs))

        return entrypoint
