"""Options of click and typer commands: the words for them, and typing them when a command reads its own."""

from __future__ import annotations

from _functools import partial  # type: ignore[import-not-found]

from kohakuengine.config.fitting import BOOL_WORDS, FitError
from kohakuengine.engine.parsers import TYPED_OPTIONS, is_patched, patch, prepare
from kohakuengine.engine.words import (
    UntypableError,
    count_of,
    is_none,
    is_true,
    items,
    long_flag,
    says,
    shown,
    single,
    values,
    word,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from kohakuengine.engine.arguments import MisfitError
    from kohakuengine.engine.landing import Landing
    from kohakuengine.engine.prepare import PreparedRun


def install_click() -> None:
    """Let every click command type the options."""
    import click

    _patch_command(click.Command)


def install_typer() -> None:
    """Let every typer command type the options."""
    import typer.core

    for own in (typer.core.TyperCommand, typer.core.TyperGroup):
        _patch_class(own)


def _patch_class(own: type) -> None:
    for cls in own.__mro__:
        if cls.__name__ == "Command":  # click's own, or the copy that typer brings
            _patch_command(cls)
        elif "main" in vars(cls) and not is_patched(cls):
            patch(cls, "main", _typing_main)


def _patch_command(command: Any) -> None:
    if not is_patched(command):
        patch(command, "main", _typing_main)
        patch(command, "parse_args", _typing_parse)


def _typing_main(original: Any) -> Any:
    """Wrap a command's `main`: while it runs without words of its own, options are typed."""

    def main(self: Any, args: Any = None, *rest: Any, **more: Any) -> Any:
        before = TYPED_OPTIONS.depth
        TYPED_OPTIONS.depth = before + 1 if TYPED_OPTIONS.is_command_line(args) else 0
        if TYPED_OPTIONS.depth == 1:
            TYPED_OPTIONS.taken = []
        try:
            return original(self, args, *rest, **more)
        finally:
            TYPED_OPTIONS.depth = before

    return main


def _typing_parse(original: Any) -> Any:
    """Wrap a command's `parse_args`: its own options come before the words it is given."""

    def parse_args(self: Any, ctx: Any, args: Any) -> Any:
        if not TYPED_OPTIONS.depth or ctx.resilient_parsing:
            return original(self, ctx, args)
        words = list(args)
        front, taken = _front(self, ctx, words)
        TYPED_OPTIONS.taken += taken
        result = original(self, ctx, [*front, *words])
        has_more = bool(
            getattr(self, "commands", None) and (ctx.args or getattr(ctx, "_protected_args", None))
        )
        TYPED_OPTIONS.landed(taken, is_last=not has_more)
        return result

    return parse_args


def _front(command: Any, ctx: Any, words: list[str]) -> tuple[list[str], list[Landing]]:
    front: list[str] = []
    taken: list[Landing] = []
    typed_already: Any = None
    for landing in TYPED_OPTIONS.landings:
        parameters = _options(command, landing.target.name)
        if landing in TYPED_OPTIONS.taken or not parameters:
            continue
        taken.append(landing)
        if typed_already is None:
            typed_already = _typed(command, ctx, words)
        is_typed = any(parameter in typed_already for parameter in parameters)
        make = partial(type_option, parameters, landing, ctx)
        front += TYPED_OPTIONS.words_for(landing, parameters[0].opts, make, is_typed=is_typed)
    return front, taken


def _options(command: Any, name: str) -> list[Any]:
    return [p for p in command.params if p.name == name and p.param_type_name == "option"]


def _typed(command: Any, ctx: Any, words: list[str]) -> list[Any]:
    """Return the parameters that these words give, as the command's own parser reads them.

    It only splits the words: no type, callback or prompt has its turn.
    """
    try:
        _values, _rest, order = command.make_parser(ctx).parse_args(args=list(words))
    except Exception:  # noqa: BLE001 - wrong words: the command says so itself
        return []
    return list(order)


def type_option(parameters: list[Any], landing: Landing, ctx: Any) -> list[str]:
    """Return the words for an option of a click or typer command.

    Args:
        parameters: Those of its name: `--upper` and `--lower` may set one between them.
        landing: The override.
        ctx: Context of the command, which knows the defaults.

    Raises:
        FitError: It is no value for this option, or one that no words give.
    """
    if not is_none(landing) and all(_is_switch(parameter) for parameter in parameters):
        is_true(landing)  # else it says that this is no bool
    for parameter in () if is_none(landing) else parameters:
        words = _words(parameter, landing)
        if words is not None:
            return words
    left = _left_alone(parameters, ctx)
    is_count = is_none(landing) and getattr(parameters[0], "count", False) and left == 0
    if is_count or says(landing, left):
        return []
    flags = " or ".join(long_flag(parameter.opts or parameter.secondary_opts) for parameter in parameters)
    raise UntypableError(landing, f"and without {flags} it is {left!r}")


def _is_switch(parameter: Any) -> bool:
    return bool(getattr(parameter, "is_flag", False) and getattr(parameter, "is_bool_flag", True))


def _words(parameter: Any, landing: Landing) -> list[str] | None:
    """Return the words with one parameter, None where it cannot give this value."""
    if not parameter.opts:  # " /--off": it has no flag that means yes
        return None if is_true(landing) else [long_flag(parameter.secondary_opts)]
    flag = long_flag(parameter.opts)
    if getattr(parameter, "count", False):
        return [flag] * count_of(landing) or None
    if getattr(parameter, "is_flag", False):
        return _flag_words(parameter, flag, landing)
    if parameter.multiple:
        return _multiple_words(parameter, flag, landing) or None
    if parameter.nargs != 1:
        return [flag, *_counted(parameter, items(landing), landing)]
    return _one(flag, single(landing, getattr(getattr(parameter, "type", None), "func", None)))


def _flag_words(parameter: Any, flag: str, landing: Landing) -> list[str] | None:
    if not _is_switch(parameter):
        return [flag] if says(landing, parameter.flag_value) else None
    wanted = is_true(landing)
    if parameter.secondary_opts:
        return [flag if wanted else long_flag(parameter.secondary_opts)]
    return [flag] if wanted == bool(getattr(parameter, "flag_value", True)) else None


def _multiple_words(parameter: Any, flag: str, landing: Landing) -> list[str]:
    if parameter.nargs == 1:
        return [word for value in values(landing) for word in _one(flag, value)]
    words: list[str] = []
    for item in items(landing):
        if not isinstance(item, (list, tuple)):
            raise FitError(f"lists of {parameter.nargs} values", shown(landing))
        words += [flag, *_counted(parameter, list(item), landing)]
    return words


def _counted(parameter: Any, found: list[Any], landing: Landing) -> list[str]:
    if len(found) != parameter.nargs:
        raise FitError(f"{parameter.nargs} values", shown(landing))
    return [word(value, landing) for value in found]


def _one(flag: str, value: str) -> list[str]:
    """Return a flag with one value, written so that a value like `-0.5` is no flag."""
    return [flag, value] if len(flag) == 2 else [f"{flag}={value}"]


def _left_alone(parameters: list[Any], ctx: Any) -> Any:
    """Return the value of an option that nobody types."""
    value: Any = None
    for parameter in parameters:
        found = parameter.value_from_envvar(ctx)
        if found is None:
            found = ctx.lookup_default(parameter.name)
        if found is None:
            found = parameter.get_default(ctx)
        if found is not None and type(found).__name__ != "Sentinel":  # click 8.3 has one for "not set"
            value = found
            break
    first = parameters[0]
    if value is None:
        return () if first.multiple else False if _is_switch(first) else None
    if isinstance(value, str) and _is_switch(first):
        return BOOL_WORDS.get(value.lower(), value)
    return value


def type_kwargs(
    command: Any,
    given: tuple[list[Any] | None, dict[str, Any]],
    refuse: Callable[[str, MisfitError], Exception],
    run: PreparedRun,
) -> None:
    """Give a config's kwargs to a click or typer command as its options.

    Args:
        command: What the script calls: a command, or a Typer object.
        given: args, which are refused (a command takes words, not positional values), and kwargs.
        refuse: Makes the user's error.
        run: The run, whose proof watches that the command reads them.

    Raises:
        ArgumentError: The command has no such option.
    """
    from kohakuengine.engine.arguments import MisfitError

    args, kwargs = given
    if not hasattr(command, "make_context"):
        import typer.main

        command = typer.main.get_command(command)
    known = [p.name for p in command.params if p.param_type_name == "option"]
    name = command.name or "the command"
    if args is not None:
        raise refuse(name, MisfitError("it is a click command: give its options in kwargs", "", known))
    for key in kwargs:
        if key not in known:
            raise refuse(name, MisfitError(f"it has no option '{key}'", key, known))
    library = "typer" if type(command).__module__.startswith("typer") else "click"
    landings = [_argument_landing(key, value, library) for key, value in kwargs.items()]
    prepare(run)
    TYPED_OPTIONS.landings += landings
    run.proof.landings += landings
    _patch_class(type(command))


def _argument_landing(name: str, value: Any, library: str) -> Landing:
    from kohakuengine.engine.landing import Landing
    from kohakuengine.engine.record import OPTION, CompiledTarget

    return Landing(CompiledTarget(key=name, name=name, kind=OPTION, library=library), value, None)
