"""A config's arguments laid over those of a call: fitting exactly where python itself takes them."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kohakuengine.config.tree import parse
from kohakuengine.engine.arguments import (
    CallArguments,
    MisfitError,
    Result,
    lay_over,
    signature_of,
    signature_of_definition,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def function_of(parameters: str) -> Callable[..., Any]:
    namespace: dict[str, Any] = {}
    exec(f"def f({parameters}): return dict(locals())", namespace)
    return namespace["f"]  # type: ignore[no-any-return]


def call(*args: Any, **kwargs: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return args, kwargs


# Signature, the script's call, the config's args and kwargs, and what is called.
LAID: dict[str, tuple[str, Any, list[Any] | None, dict[str, Any], Any]] = {
    "nothing": ("a=1", call(), None, {}, call()),
    "the script's own": ("a, b=2", call(1, b=3), None, {}, call(1, b=3)),
    "kwarg": ("a=1", call(), None, {"a": 5}, call(a=5)),
    "kwarg over a kwarg": ("a=1", call(a=2), None, {"a": 5}, call(a=5)),
    "kwarg over a positional": ("a, b", call(1, 2), None, {"a": 5}, call(5, 2)),
    "args": ("a, b", call(1, 2), [7, 8], {}, call(7, 8)),
    "args over a kwarg": ("a, b=0", call(1, b=2), [7, 8], {}, call(7, 8)),
    "fewer args": ("a, b=0", call(1, 2), [7], {}, call(7)),
    "args keep other kwargs": ("a, *, c=0", call(1, c=2), [7], {}, call(7, c=2)),
    "args and kwargs": ("a, b=0", call(), [7], {"b": 8}, call(7, b=8)),
    "empty args": ("a=0", call(1), [], {}, call()),
    "varargs": ("*a", call(), [1, 2, 3], {}, call(1, 2, 3)),
    "varkeywords": ("**k", call(), None, {"x": 1}, call(x=1)),
    "name of varkeywords": ("**k", call(), None, {"k": 1}, call(k=1)),
    "positional-only stays": ("a, /, **k", call(1), None, {"a": 5}, call(1, a=5)),
    "keyword-only": ("*, a", call(), None, {"a": 5}, call(a=5)),
}


@pytest.mark.parametrize(("parameters", "own", "args", "kwargs", "expected"), LAID.values(), ids=LAID.keys())
def test_arguments_are_laid_over_the_call(
    parameters: str, own: Any, args: list[Any] | None, kwargs: dict[str, Any], expected: Any
) -> None:
    assert lay_over(signature_of(function_of(parameters)), own, args, kwargs) == expected


# Signature, the script's call, args, kwargs, and (reason, name, known names) of the misfit.
MISFITS: dict[str, tuple[str, Any, list[Any] | None, dict[str, Any], tuple[str, str, list[str]]]] = {
    "unknown": ("a=1, *, b=2", call(), None, {"c": 1}, ("it has no parameter 'c'", "c", ["a", "b"])),
    "positional-only named": (
        "a=1, /, b=2",
        call(),
        None,
        {"a": 1},
        ("it has no parameter 'a'", "a", ["b"]),
    ),
    "too many": (
        "a",
        call(),
        [1, 2],
        {},
        ("it takes at most 1 positional arguments, and 2 are given", "", []),
    ),
    "missing": ("a, b", call(), [1], {}, ("its parameter 'b' is missing", "", [])),
    "missing keyword-only": ("*, a", call(), None, {}, ("its parameter 'a' is missing", "", [])),
    "twice": ("a, b=1", call(), [1], {"a": 2}, ("'a' is given both in args and in kwargs", "a", [])),
}


@pytest.mark.parametrize(
    ("parameters", "own", "args", "kwargs", "misfit"), MISFITS.values(), ids=MISFITS.keys()
)
def test_what_does_not_fit_is_a_misfit(
    parameters: str,
    own: Any,
    args: list[Any] | None,
    kwargs: dict[str, Any],
    misfit: tuple[str, str, list[str]],
) -> None:
    with pytest.raises(MisfitError) as caught:
        lay_over(signature_of(function_of(parameters)), own, args, kwargs)

    assert (caught.value.reason, caught.value.name, caught.value.known) == misfit


SIGNATURES = [
    "",
    "a",
    "a, b=1",
    "a, /, b=1",
    "a=0, /, *, c",
    "*a",
    "a, *b, c=1",
    "**k",
    "a, /, b, *, c=1, **k",
]
NAMES = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.integers(), max_size=3)
POSITIONAL = st.lists(st.integers(), max_size=3)


@given(st.sampled_from(SIGNATURES), POSITIONAL, NAMES)
def test_a_call_fits_exactly_when_python_takes_it(
    parameters: str, args: list[int], kwargs: dict[str, int]
) -> None:
    function = function_of(parameters)
    try:
        expected = function(*args, **kwargs)
    except TypeError:
        expected = None

    try:
        positional, keywords = lay_over(signature_of(function), ((), {}), args, kwargs)
    except MisfitError:
        assert expected is None
    else:
        assert function(*positional, **keywords) == expected


def test_a_positional_only_parameter_is_missing() -> None:
    with pytest.raises(MisfitError, match="'a' is missing"):
        lay_over(signature_of(function_of("a, /, **k")), call(), None, {"a": 0})


@given(st.sampled_from(SIGNATURES), POSITIONAL, NAMES, NAMES)
def test_kwargs_win_over_a_call_that_python_binds(
    parameters: str, args: list[int], own: dict[str, int], kwargs: dict[str, int]
) -> None:
    function = function_of(parameters)
    try:
        before = function(*args, **own)
        positional, keywords = lay_over(signature_of(function), (tuple(args), own), None, kwargs)
    except (TypeError, MisfitError):
        return

    after = function(*positional, **keywords)

    named = signature_of(function).names()  # type: ignore[union-attr]
    given = {name: value for name, value in kwargs.items() if name in named}
    assert {n: v for n, v in after.items() if n != "k"} == {
        **{n: v for n, v in before.items() if n != "k"},
        **given,
    }


class Trainer:
    def __init__(self, a: int, b: int = 1) -> None: ...

    def method(self, a: int, *, c: int) -> None: ...


@functools.wraps(Trainer.method)
def wrapped(*args: Any, **kwargs: Any) -> None: ...


FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "function": (
        function_of("a, /, b, *c, d, e=1, **f"),
        (["a", "b"], 1, ["d", "e"], {"a", "b", "d"}, True, True),
    ),
    "lambda": (lambda a=1: a, (["a"], 0, [], set(), False, False)),
    "class": (Trainer, (["a", "b"], 0, [], {"a"}, False, False)),
    "bound method": (Trainer(1).method, (["a"], 0, ["c"], {"a", "c"}, False, False)),
    "wrapped": (wrapped, (["self", "a"], 0, ["c"], {"self", "a", "c"}, False, False)),
    "partial": (functools.partial(function_of("a, b"), 1), (["b"], 0, [], {"b"}, False, False)),
}


@pytest.mark.parametrize(("function", "expected"), FUNCTIONS.values(), ids=FUNCTIONS.keys())
def test_a_signature_is_read_from_the_callable(function: Any, expected: tuple[Any, ...]) -> None:
    found = signature_of(function)

    assert found is not None
    assert (
        found.positional,
        found.positional_only,
        found.keyword_only,
        found.required,
        found.has_varargs,
        found.has_varkeywords,
    ) == expected


def test_a_builtin_that_does_not_say_takes_anything() -> None:
    assert signature_of(dict) is None
    assert lay_over(None, call(1, a=2), None, {"b": 3}) == call(1, a=2, b=3)


@pytest.mark.parametrize("parameters", SIGNATURES)
def test_a_def_reads_as_its_function(parameters: str) -> None:
    definition = parse(f"def f({parameters}): pass", "script.py").body[0]

    static, real = signature_of_definition(definition), signature_of(function_of(parameters))

    assert static is not None
    assert [getattr(static, n) for n in static.__slots__] == [getattr(real, n) for n in static.__slots__]


def test_a_decorated_def_may_take_anything() -> None:
    assert signature_of_definition(parse("@d\ndef f(): pass", "script.py").body[0]) is None
    assert signature_of_definition(None) is None


def arguments(args: list[Any] | None, **kwargs: Any) -> CallArguments:
    return CallArguments(args, kwargs, lambda name, misfit: ValueError(name, misfit.reason), lambda *_: False)


def test_bind_prepares_both_halves_of_a_call() -> None:
    prepared = arguments([1], c=3)

    positional = prepared.bind(function_of("a, *, c"), 7, 8)

    assert (positional, prepared.keywords) == ((1,), {"c": 3})


def test_bind_raises_the_users_error() -> None:
    with pytest.raises(ValueError, match="it has no parameter 'z'") as caught:
        arguments(None, z=1).bind(function_of("a=1"))

    assert caught.value.args[0] == "f"


def test_a_framework_sees_what_is_given_as_a_default() -> None:
    function = arguments(None, b=5).wrap(function_of("a, b, c=3"))

    assert str(inspect.signature(function)) == "(a, b=5, c=3)"
    assert function(1) == {"a": 1, "b": 5, "c": 3}
    assert function(1, 5, 4) == {"a": 1, "b": 5, "c": 4}


def test_before_a_required_parameter_it_can_only_be_given_by_name() -> None:
    function = arguments(None, a=5).wrap(function_of("a, b, c=3"))

    assert str(inspect.signature(function)) == "(b, c=3, *, a=5)"
    assert function(1, c=2) == {"a": 5, "b": 1, "c": 2}


def test_args_are_defaults_of_the_first_parameters() -> None:
    function = arguments([4, 5]).wrap(function_of("a, b, c=3"))

    assert str(inspect.signature(function)) == "(a=4, b=5, c=3)"
    assert function(4, 5, 6) == {"a": 4, "b": 5, "c": 6}


def test_what_is_typed_beside_the_config_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    function = arguments(None, a=5).wrap(function_of("a=1, b=2"))

    monkeypatch.setattr("sys.argv", ["t.py", "--a", "7"])

    with pytest.raises(ValueError, match="f") as caught:
        function(7)
    assert caught.value.args[1] == "'a' is given by the config, and typed after '--' as well"


def test_it_is_known_whether_the_entrypoint_was_reached() -> None:
    call = arguments(None, a=5)
    function = call.wrap(function_of("a=1"))

    assert not call.is_bound
    function()
    assert call.is_bound


def test_a_result_keeps_what_is_returned_first() -> None:
    result = Result()
    wrapped = result.wrap(function_of("a"))

    assert wrapped(1) == {"a": 1}
    assert result == {"value": {"a": 1}}
