"""A request packed for another process is the same request there."""

from __future__ import annotations

import marshal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config import Config, load_config
from kohakuengine.config.errors import CarryError
from kohakuengine.config.overrides import overrides_of, parse_set
from kohakuengine.engine.packing import pack, pack_refusal, pack_word
from kohakuengine.engine.parcel import path_of, unpack, unpack_word
from kohakuengine.engine.prepare import prepare
from kohakuengine.engine.request import RunRequest

if TYPE_CHECKING:
    from collections.abc import Callable

FIELDS = ("is_module", "args", "kwargs", "entrypoint", "strict", "has_config", "helpers")


def round_trip(request: RunRequest) -> RunRequest:
    return unpack(pack(request))


def rows(request: RunRequest) -> list[tuple[str, str | None, Any]]:
    return [(override.key, override.text, override.value) for override in request.overrides]


def test_texts_travel_as_they_are() -> None:
    texts = ("a=1", "+b=", "global:c=[1]", "d.e=x=y")
    request = RunRequest(script="/s.py", overrides=[parse_set(text) for text in texts])

    assert rows(round_trip(request)) == rows(request)


VALUES = [None, 1, 1.5, "text", b"bytes", [1, {"a": (2,)}], {1, 2}, range(3), len, ValueError]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_an_object_travels_by_pickle(value: object) -> None:
    request = RunRequest(script="/s.py", overrides=overrides_of({"a": value, "option:b": value}))

    assert rows(round_trip(request)) == rows(request)


def test_every_field_travels() -> None:
    request = RunRequest(
        script="/s.py",
        args=[1, "a"],
        kwargs={"b": [2]},
        entrypoint="f",
        strict=True,
        has_config=True,
        helpers=frozenset({"h", "g"}),
    )

    found = round_trip(request)

    assert [getattr(found, name) for name in FIELDS] == [getattr(request, name) for name in FIELDS]
    assert (found.script, found.argv) == ("/s.py", sys.argv[1:])


def test_a_script_travels_by_its_absolute_path_and_a_module_by_name(
    script: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    path = script("x = 1")
    monkeypatch.chdir(tmp_path)

    assert round_trip(RunRequest(script="script.py")).script == path
    assert round_trip(RunRequest(script="script", is_module=True)).script == "script"


def test_a_function_without_a_name_travels_by_cloudpickle() -> None:
    pytest.importorskip("cloudpickle", reason="cloudpickle is not installed")
    bound = [1]
    request = RunRequest(
        script="/s.py", overrides=overrides_of({"f": lambda: bound}), kwargs={"g": lambda: 2}
    )

    found = round_trip(request)

    function: Any = found.overrides[0].value
    assert (function(), found.kwargs["g"]()) == ([1], 2)


def test_what_cannot_travel_is_refused_with_its_name() -> None:
    lock = {"lock": threading.Lock()}
    cases: list[dict[str, Any]] = [{"overrides": overrides_of(lock)}, {"kwargs": lock}]
    for fields in cases:
        with pytest.raises(CarryError) as caught:
            pack(RunRequest(script="/s.py", **fields))
        assert caught.value.path == "/s.py"
        assert caught.value.name in ("lock", "args and kwargs")


def test_a_refusal_ends_the_run_that_asked(script: Callable[[str], str]) -> None:
    run = prepare(RunRequest(script=script("x = 1"), overrides=overrides_of({"x": threading.Lock()})))

    with pytest.raises(CarryError) as caught:
        pack_word(run.request, run)

    assert run.proof.failure is caught.value


def test_a_run_is_packed_once(script: Callable[[str], str]) -> None:
    run = prepare(RunRequest(script=script("x = 1"), overrides=[parse_set("x=2")]))

    assert pack(run.request, run) is pack(run.request, run)


CONFIG = "import threading\nlock = threading.Lock()\nlr = {lr}\n_kwargs = {{'guard': threading.Lock()}}\n"


def request_of(path: str) -> RunRequest:
    config = load_config(path)
    assert isinstance(config, Config)
    request = RunRequest(script="/s.py")
    request.take_config(config)
    return request


def test_a_lock_is_made_again_by_the_config(write: Callable[[str, str], str]) -> None:
    request = request_of(write("config.py", CONFIG.format(lr=0.5)))

    found = round_trip(request)

    values = {override.key: override.value for override in found.overrides}
    assert (type(values["lock"]), values["lr"]) == (type(threading.Lock()), 0.5)
    assert type(found.kwargs["guard"]) is type(threading.Lock())
    assert found.config_source == request.config_source


def test_a_config_that_gives_other_values_is_refused_in_the_parent(write: Callable[[str, str], str]) -> None:
    request = request_of(write("config.py", "import random\n" + CONFIG.format(lr="random.random()")))

    with pytest.raises(CarryError) as caught:
        pack(request)

    assert (caught.value.name, caught.value.reason.endswith("gives another 'lr'")) == ("lock", True)


def test_the_config_a_generator_yielded_is_found_again(write: Callable[[str, str], str]) -> None:
    path = write(
        "config.py",
        """
        import threading
        from kohakuengine.config import Config
        def config_gen():
            for lr in (1, 2, 3):
                yield Config(globals_dict={"lock": threading.Lock(), "lr": lr})
        """,
    )
    configs: Any = load_config(path)
    _, second, _ = configs
    request = RunRequest(script="/s.py")
    request.take_config(second)

    assert [o.value for o in round_trip(request).overrides if o.key == "lr"] == [2]


LATER = """
import os, threading
from kohakuengine.config import Config
def config_gen():
    if not os.environ.get("LATER"):
        yield Config({"lr": 1})
    yield Config(LATER_CONFIG)
"""
# What the second config holds at first, and what is said of it when the file has it no more.
LOST: dict[str, tuple[str, str, str]] = {
    "config": ("{'lock': threading.Lock()}", "lock", "gives no config number 2"),
    "config for kwargs": ("kwargs={'a': threading.Lock()}", "args and kwargs", "gives no config number 2"),
}


@pytest.mark.parametrize(("fields", "name", "reason"), LOST.values(), ids=LOST.keys())
def test_a_config_that_is_gone_when_read_again_is_refused_in_the_parent(
    write: Callable[[str, str], str], monkeypatch: pytest.MonkeyPatch, fields: str, name: str, reason: str
) -> None:
    path = write("config.py", LATER.replace("LATER_CONFIG", fields))
    configs: Any = load_config(path)
    _, second = configs
    request = RunRequest(script="/s.py")
    request.take_config(second)
    parcel = pack(request)
    monkeypatch.setenv("LATER", "1")

    for ask in (lambda: pack(request), lambda: unpack(parcel)):
        with pytest.raises(CarryError) as caught:
            ask()
        assert (caught.value.name, caught.value.reason.endswith(reason)) == (name, True)


# What the config holds beside a lock, made anew whenever it is read, and what is said of it.
DRAWN: dict[str, tuple[str, str]] = {
    "kwargs": ("_kwargs = {'f': lock, 'stamp': random.random()}", "gives another 'stamp'"),
    "args": ("_args = [lock, random.random()]", "gives other args"),
    "names of kwargs": ("_kwargs = {'f': lock, str(random.random()): 1}", "gives other kwargs"),
    "within kwargs": (
        "_kwargs = {'f': {'lock': lock, 'of': [(lock, random.random())]}}",
        "gives another 'f'",
    ),
    "within an override": ("cfg = {'lock': lock, 'stamp': random.random()}", "gives another 'cfg'"),
}


@pytest.mark.parametrize(("line", "reason"), DRAWN.values(), ids=DRAWN.keys())
def test_what_a_config_draws_beside_what_cannot_travel_is_refused_in_the_parent(
    write: Callable[[str, str], str], line: str, reason: str
) -> None:
    source = f"import random, threading\n_args, _kwargs = [], {{}}\nlock = threading.Lock()\n{line}\n"
    request = request_of(write("config.py", source))

    with pytest.raises(CarryError) as caught:
        pack(request)

    assert caught.value.reason.endswith(reason)


def test_values_that_hold_themselves_are_compared_as_well(write: Callable[[str, str], str]) -> None:
    request = request_of(
        write("config.py", "import threading\nloop = [threading.Lock()]\nloop.append(loop)\n")
    )

    value: Any = round_trip(request).overrides[0].value

    assert value[1] is value


# What becomes of a config file meanwhile, None where it is removed.
SPOILT = {"gone": None, "no Python": "lock = (", "raises": "1 / 0", "another shape": "CONFIG = 3"}


@pytest.mark.parametrize("text", SPOILT.values(), ids=SPOILT.keys())
def test_a_config_that_cannot_be_read_again_is_a_value_that_cannot_travel(
    write: Callable[[str, str], str], text: str | None
) -> None:
    path = write("config.py", CONFIG.format(lr=1))
    request = request_of(path)
    Path(path).unlink() if text is None else write("config.py", text)

    with pytest.raises(CarryError) as caught:
        pack(request)

    assert "the config cannot be read again: " in caught.value.reason


def test_a_value_that_is_gone_when_read_again_is_refused_in_the_parent(
    write: Callable[[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = "import os, threading\nlr = 1\nif not os.environ.get('LATER'): lock = threading.Lock()"
    request = request_of(write("config.py", source))
    monkeypatch.setenv("LATER", "1")

    with pytest.raises(CarryError) as caught:
        pack(request)

    assert (caught.value.name, caught.value.reason.endswith("gives no 'lock'")) == ("lock", True)


def test_a_class_of_the_config_can_be_imported_in_a_fresh_process(write: Callable[[str, str], str]) -> None:
    path = write(
        "config.py",
        """
        class Mine:
            def __repr__(self): return "mine"
        thing = Mine()
        """,
    )
    parcel = pack(request_of(path))
    child = textwrap.dedent(
        """
        import sys
        from kohakuengine.engine.parcel import unpack
        request = unpack(sys.stdin.buffer.read())
        print([o.value for o in request.overrides if o.key == "thing"])
        """
    )

    found = subprocess.run([sys.executable, "-c", child], input=parcel, capture_output=True, check=True)

    assert found.stdout.strip() == b"[mine]"


def test_a_parcel_is_plain_data_until_it_is_opened() -> None:
    contents = marshal.loads(pack(RunRequest(script="/s.py", overrides=overrides_of({"a": len}))))

    assert contents["path"] == "/s.py"
    assert all(isinstance(packed, bytes) for _, _, packed in contents["overrides"])


def test_a_word_is_the_request(script: Callable[[str], str]) -> None:
    request = RunRequest(script=script("x = 1"), overrides=[parse_set("x=5")])

    found = unpack_word(pack_word(request))

    assert rows(found) == rows(request)
    assert found.script == request.script


def test_values_too_long_for_a_command_line_are_refused() -> None:
    request = RunRequest(script="script.py", overrides=overrides_of({"x": list(range(60_000))}))

    with pytest.raises(CarryError, match="which holds 100000"):
        pack_word(request)


def test_a_refusal_travels_to_a_process_that_may_never_ask() -> None:
    refusal = CarryError(name="x", path="s.py", reason="it cannot be pickled")

    parcel = pack_refusal("/folder/s.py", refusal)

    assert path_of(parcel) == "/folder/s.py"
    with pytest.raises(CarryError) as caught:
        unpack(parcel)
    assert str(caught.value) == str(refusal)


def test_bytes_to_run_in_place_of_the_file_travel(tmp_path: Path) -> None:
    script = tmp_path / "s.py"
    script.write_text("lr = 1\n", encoding="utf-8")
    request = RunRequest(script=str(script), source=b"lr = 2\n")

    prepared = prepare(round_trip(request))

    assert prepared.source == b"lr = 2\n"
    assert prepare(round_trip(RunRequest(script=str(script)))).source == b"lr = 1\n"
