"""Overrides: their text form, their keys, and which one wins."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kohakuengine.config import MalformedOverrideError, Override, merge, overrides_of, parse_set, parse_sets

if TYPE_CHECKING:
    from kohakuengine.config.overrides import Scope

NAMES = st.from_regex(r"[a-z_][a-z0-9_]{0,5}(\.[a-z0-9_-]{1,4}){0,2}", fullmatch=True)
SCOPES: st.SearchStrategy[Scope] = st.sampled_from(("", "global", "option", "new"))

PARSED = {
    "plain": ("lr=0.1", "lr", "", "0.1"),
    "empty value": ("name=", "name", "", ""),
    "equals in the value": ("expr=a=b=c", "expr", "", "a=b=c"),
    "spaces in the value stay": ("name= a b ", "name", "", " a b "),
    "quotes in the value stay": ("name='x'", "name", "", "'x'"),
    "new": ("+lr=1", "lr", "new", "1"),
    "global": ("global:lr=1", "lr", "global", "1"),
    "option": ("option:lr=1", "lr", "option", "1"),
    "dotted": ("cfg.model.depth=4", "cfg.model.depth", "", "4"),
    "index": ("layers.0=3", "layers.0", "", "3"),
    "negative index": ("layers.-1=3", "layers.-1", "", "3"),
    "key that is no identifier": ("cfg.my-key=3", "cfg.my-key", "", "3"),
    "member": ("CFG.lr=3", "CFG.lr", "", "3"),
    "keyword, as an option may be called": ("lambda=3", "lambda", "", "3"),
    "non-ASCII": ("größe=3", "größe", "", "3"),
    "compatibility letters are one name, as for python": ("ﬁn=3", "fin", "", "3"),
}


@pytest.mark.parametrize(("text", "name", "scope", "value"), PARSED.values(), ids=PARSED.keys())
def test_set_text_is_read(text: str, name: str, scope: str, value: str) -> None:
    override = parse_set(text)

    assert (override.name, override.scope, override.text, override.value) == (name, scope, value, None)


MALFORMED = {
    "no equals sign": ("lr", "'lr' is not an override: it has no '=' (KE202)."),
    "empty": ("", "'' is not an override: it has no '=' (KE202)."),
    "no name": ("=3", "'=3' is not an override: it has no name (KE202)."),
    "only a prefix": ("+=3", "'+=3' is not an override: it has no name (KE202)."),
    "only a word prefix": ("global:=3", "'global:=3' is not an override: it has no name (KE202)."),
    "digit first": ("1x=1", "'1x=1' is not an override: '1x' is not a name (KE202)."),
    "space inside": ("a b=1", "'a b=1' is not an override: 'a b' is not a name (KE202)."),
    "empty part": ("a..b=1", "'a..b=1' is not an override: 'a..b' is not a name (KE202)."),
    "dot at the end": ("a.=1", "'a.=1' is not an override: 'a.' is not a name (KE202)."),
    "dot at the beginning": (".a=1", "'.a=1' is not an override: '' is not a name (KE202)."),
    "unknown prefix": ("local:a=1", "'local:a=1' is not an override: 'local:a' is not a name (KE202)."),
    "two prefixes": ("+global:a=1", "'+global:a=1' is not an override: 'global:a' is not a name (KE202)."),
}
FORM = " Write NAME=VALUE, as in 'lr=0.1', 'model.depth=4' or '+new_name=1'."


@pytest.mark.parametrize(("text", "message"), MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_set_text_is_refused(text: str, message: str) -> None:
    with pytest.raises(MalformedOverrideError) as caught:
        parse_set(text)

    assert str(caught.value) == message + FORM
    assert caught.value.text == text


@given(NAMES, SCOPES, st.text())
def test_parsing_undoes_writing(name: str, scope: Scope, text: str) -> None:
    override = Override(name=name, scope=scope, text=text)

    assert parse_set(f"{override.key}={text}") == override


@given(NAMES, SCOPES, st.integers())
def test_keys_of_a_config_carry_the_same_prefixes(name: str, scope: Scope, value: int) -> None:
    override = Override(name=name, scope=scope, value=value)

    assert overrides_of({override.key: value}) == [override]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("lr = 3", "lr=3"),
        ("learning-rate=1", "learning_rate=1"),
        ("--lr=1", "lr=1"),
        ("betas[0]=0.5", "betas.0=0.5"),
        ("cfg['model'][\"depth\"]=4", "cfg.model.depth=4"),
        ("+new-name=1", "+new_name=1"),
        ("global:betas[0]=1", "global:betas.0=1"),
    ],
)
def test_a_name_in_another_spelling_is_refused_with_the_right_one(text: str, meant: str) -> None:
    with pytest.raises(MalformedOverrideError) as caught:
        parse_set(text)

    assert str(caught.value).endswith(f" (KE202). Write '{meant}'.")
    assert parse_set(meant).key


def test_objects_of_a_config_pass_by_identity() -> None:
    value = [1]

    [override] = overrides_of({"dims": value})

    assert override.value is value
    assert override.text is None


def test_a_key_of_a_config_that_is_no_name_is_refused() -> None:
    with pytest.raises(MalformedOverrideError, match="'' is not an override: it has no name"):
        overrides_of({"": 1})


def test_one_name_under_two_spellings_is_refused() -> None:
    with pytest.raises(MalformedOverrideError, match="'fin' is set twice"):
        overrides_of({"fin": 1, "ﬁn": 2})


def test_a_name_set_twice_on_the_command_line_is_refused() -> None:
    with pytest.raises(MalformedOverrideError) as caught:
        parse_sets(["lr=1", "seed=2", "lr=3"])

    assert str(caught.value) == "'lr=3' is not an override: 'lr' is set twice (KE202)." + FORM


def test_all_set_texts_are_read_in_their_order() -> None:
    assert parse_sets(["b=1", "+a=2"]) == [parse_set("b=1"), parse_set("+a=2")]


def test_another_scope_is_another_key() -> None:
    assert len(parse_sets(["lr=1", "option:lr=2", "global:lr=3", "+lr=4"])) == 4


OVERRIDES = st.lists(
    st.builds(Override, name=st.sampled_from("abcd"), scope=SCOPES, value=st.integers()),
    unique_by=lambda override: override.key,
)


@given(OVERRIDES, OVERRIDES)
def test_the_second_wins_by_key(first: list[Override], second: list[Override]) -> None:
    merged = {override.key: override for override in merge(first, second)}

    expected = {override.key: override for override in [*first, *second]}
    assert merged == expected


@given(OVERRIDES, OVERRIDES)
def test_merging_leaves_one_override_a_key(first: list[Override], second: list[Override]) -> None:
    keys = [override.key for override in merge(first, second)]

    assert len(keys) == len(set(keys))


@given(OVERRIDES, OVERRIDES, OVERRIDES)
def test_merging_is_associative(a: list[Override], b: list[Override], c: list[Override]) -> None:
    assert merge(merge(a, b), c) == merge(a, merge(b, c))


@given(OVERRIDES)
def test_merging_with_nothing_changes_nothing(overrides: list[Override]) -> None:
    assert merge(overrides, []) == overrides == merge([], overrides)


def test_overrides_are_equal_by_all_their_fields() -> None:
    override = Override(name="a", value=1)

    assert override == Override(name="a", value=1)
    assert override != Override(name="b", value=1)
    assert override != Override(name="a", value=2)
    assert override != Override(name="a", value=1, scope="new")
    assert override != Override(name="a", text="1")
    assert override != "a"


def test_overrides_survive_a_pickle() -> None:
    override = Override(name="a", text="1", scope="option")

    assert pickle.loads(pickle.dumps(override)) == override


def test_an_override_shows_its_key_and_what_it_sets() -> None:
    assert repr(parse_set("option:lr=1")) == "Override('option:lr', text='1')"
    assert repr(Override(name="lr", value=1)) == "Override('lr', value=1)"
