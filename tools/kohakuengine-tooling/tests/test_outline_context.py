"""What a cursor in a config stands in: the name, the value or the path that is being typed."""

from __future__ import annotations

from bisect import bisect_right

import pytest

from kohakuengine_tooling.outline.context import Context, context_at
from kohakuengine_tooling.outline.reading import read_outline
from kohakuengine_tooling.splitting import split

HEAD = (
    "from kohakuengine import Config as C, Script, load_from_dict, use_config, Config, grid\n"
    "import kohakuengine.config as kc\n"
)
GEN = f"{HEAD}def config_gen():\n    "


def context_of(marked: str) -> Context | None:
    """Return the context of the cursor that stands in a text as `^`."""
    offset = marked.index("^")
    text = marked[:offset] + marked[offset + 1 :]
    starts = split(text).starts
    index = bisect_right(starts, offset) - 1
    return context_at(text, starts[index] if index >= 0 else 0, offset, read_outline(text))


def shown(marked: str) -> str | None:
    """Say what a cursor stands in: kind, whose, how written; then what is typed, with the cursor in it."""
    found = context_of(marked)
    if found is None:
        return None
    text = marked.replace("^", "", 1)
    start, end = found.typed
    assert text[start:].startswith(found.before)
    typed = f"{found.quote}{found.before}^{text[start + len(found.before) : end]}"
    script = f" -> {found.script}" if found.script else ""
    if found.kind in ("config", "script"):
        return f"{found.kind} {typed}{script}"
    of = found.style if found.kind == "name" else f"of {found.name}"
    return f"{found.kind} {found.part} {of} {typed}{script}"


BARE = {
    "a name": ("l^", "name globals_dict statement l^"),
    "a name, the cursor in it": ("l^r = 1", "name globals_dict statement l^r"),
    "an empty line": ("\n^\nlr = 1\n", "name globals_dict statement ^"),
    "the last line": ("lr = 1\n^", "name globals_dict statement ^"),
    "in a branch": ("if x:\n    l^", "name globals_dict statement l^"),
    "in a branch below": ("try:\n    lr = 1\n    ^\nexcept E: pass\n", "name globals_dict statement ^"),
    "the second statement on a line": ("a = 1; l^", "name globals_dict statement l^"),
    "behind a function": ("def f():\n    pass\nl^", "name globals_dict statement l^"),
    "a value": ("lr = ^", "value globals_dict of lr ^"),
    "a value that is begun": ("lr = 0^5", "value globals_dict of lr 0^5"),
    "an annotated value": ("lr: float = ^", "value globals_dict of lr ^"),
    "a value on the second place of a line": ("a = 1; lr = ^", "value globals_dict of lr ^"),
    "a chained value": ("a = b = ^", "value globals_dict of a ^"),
    "text": ("opt = 'ad^am'", "value globals_dict of opt 'ad^am"),
    "text that is open": ('opt = "ad^', 'value globals_dict of opt "ad^'),
    "a soft keyword": ("match = ^", "value globals_dict of match ^"),
    "an axis": (f"{HEAD}lr = grid(1, ^)", "value globals_dict of lr ^"),
    "around an error": ("x = = 1\nlr = ^\ny = (", "value globals_dict of lr ^"),
    "a key of _kwargs": ("_kwargs = {'d^'}", "name kwargs key 'd^"),
    "a keyword of _kwargs": ("_kwargs = dict(d^)", "name kwargs keyword d^"),
    "an item of _kwargs": ("_kwargs['^'] = 1", "name kwargs subscript '^"),
    "a value of _kwargs": ("_kwargs = {'device': '^'}", "value kwargs of device '^"),
    "a value of an item": ("_kwargs['device'] = ^", "value kwargs of device ^"),
    "a value of _args": ("_args = [1, ^]", "value args of 1 ^"),
    "a mark": ("# kogine: script = tr^", "script tr^"),
    "a mark, the cursor in it": ("# kogine: script = tr^ain.py\n", "script tr^ain.py"),
    "a mark behind others": ("lr = 1\n# other\n  # kogine: script = ^\n", "script ^"),
}
NOTHING = {
    "in a function": "def f():\n    l^",
    "in a class": "class A:\n    l^",
    "behind the colon of a function": "def f(): l^",
    "a parameter": "def f(l^",
    "a decorator": "@l^\ndef f(): pass",
    "an attribute": "x = a.l^",
    "an import": "import ^",
    "what is looped over": "for x in l^",
    "a condition": "if l^",
    "behind a name": "lr ^",
    "behind a dot": "x.^",
    "an attribute that is set": "x.l^",
    "an argument": "print(^",
    "a dict of something else": "x = {'l^'}",
    "an unpacked value": "a, b = ^",
    "a sum": "lr = 1 + ^",
    "behind a value": "lr = 1 ^",
    "a name of the file's own": "_lr = ^",
    "a string of three quotes": "s = '''l^",
    "a comment": "# l^",
    "a comment behind a value": "lr = 1  # kogine: script = ^",
    "a formatted string": "lr = f'{^}'",
    "text of a formatted string": "lr = f'a^'",
    "an annotation": "lr: fl^",
    "a value with two quotes before it": "opt = 'a' 'b^",
}
GIVEN = {
    "a key": (f"{GEN}return Config({{'l^'}})", "name globals_dict key 'l^"),
    "a key, the cursor in it": (f"{GEN}return Config({{'l^r': 1}})", "name globals_dict key 'l^r"),
    "a key that is open": (f"{GEN}return Config(globals_dict={{'l^", "name globals_dict key 'l^"),
    "a key without quotes": (f"{GEN}return Config(globals_dict={{l^}}", "name globals_dict key l^"),
    "a key behind another": (f"{GEN}return Config(globals_dict={{'a': 1, ^", "name globals_dict key ^"),
    "a key behind a bracket": (f"{GEN}return Config({{'a': [1, (2)], '^'", "name globals_dict key '^"),
    "a key on its own line": (
        f"{GEN}return Config({{\n        'a': 1,\n        '^',\n    }})",
        "name globals_dict key '^",
    ),
    "a value": (f"{GEN}yield Config(globals_dict={{'a': ^}})", "value globals_dict of a ^"),
    "a value behind an escaped key": (
        f"{GEN}yield Config({{'\\x61': ^}})",
        "value globals_dict of a ^",
    ),
    "a keyword": (f"{GEN}yield Config(globals_dict=dict(a=1, l^", "name globals_dict keyword l^"),
    "a value of a keyword": (f"{GEN}yield Config(globals_dict=dict(a=^))", "value globals_dict of a ^"),
    "by position": (f"{GEN}yield Config({{}}, [], {{'^'", "name kwargs key '^"),
    "an argument": (f"{GEN}return Config(args=['^'])", "value args of 0 '^"),
    "a variable": (f"{GEN}base = {{'l^'}}\n    return Config(base)", "name globals_dict key 'l^"),
    "an item of a variable": (
        f"{GEN}base = {{}}\n    base['^']\n    return Config(base)",
        "name globals_dict subscript '^",
    ),
    "a value of an item": (
        f"{GEN}base = {{}}\n    base['x'] = ^\n    return Config(base)",
        "value globals_dict of x ^",
    ),
    "an update": (
        f"{GEN}base = {{}}\n    base.update(l^)\n    return Config(base)",
        "name globals_dict keyword l^",
    ),
    "a copy": (f"{GEN}return Config({{**base.globals_dict, '^'}})", "name globals_dict key '^"),
    "load_from_dict": (f"{GEN}return load_from_dict({{'globals': {{'^'}}}})", "name globals_dict key '^"),
    "an alias": (f"{GEN}return C(kwargs={{'^'}})", "name kwargs key '^"),
    "a module alias": (f"{GEN}return kc.Config(kwargs={{'^'}})", "name kwargs key '^"),
    "an axis": (f"{GEN}return Config({{'a': grid(1, ^)}})", "value globals_dict of a ^"),
    "of a script": (f"{HEAD}Script('train.py', config=C({{'^'}}))", "name globals_dict key '^ -> train.py"),
    "of a script, by position": (
        f"{HEAD}Script('train.py', C(kwargs=dict(d^",
        "name kwargs keyword d^ -> train.py",
    ),
    "the path of a script": (f"{HEAD}Script('tr^')", "script 'tr^"),
    "the path of a base": (f"{GEN}b = use_config('ba^se.py')", "config 'ba^se.py"),
    "an item of a module's variable": (
        f"{HEAD}V = {{}}\nCONFIG = Config(V)\nV['^']",
        "name globals_dict subscript '^",
    ),
}
NOTHING_GIVEN = {
    "a key of load_from_dict": f"{GEN}return load_from_dict({{'^'}})",
    "a key of another class": f"{GEN}return Other({{'^'}})",
    "a key of the metadata": f"{GEN}return Config(metadata={{'^'}})",
    "a sum": f"{GEN}return Config({{'a': 1 + ^}})",
    "an element of a list": f"{GEN}return Config({{'a': [^]}})",
    "a key inside a value": f"{GEN}return Config({{'a': {{'^'}}}})",
    "a formatted string": f"{GEN}return Config({{'a': f'{{x^}}'}})",
    "a call in a formatted string": f"{HEAD}print(f'{{C({{\"^\"}})}}')",
    "a statement beside": f"{GEN}x = ^\n    return Config()",
    "a name at the statement level": f"{HEAD}CONFIG = Config()\nl^",
    "the bases of a class": f"{HEAD}class Mine(Config, {{'^'\n",
}


@pytest.mark.parametrize(("marked", "expected"), BARE.values(), ids=BARE.keys())
def test_a_cursor_in_a_bare_config_stands_in_a_name_or_a_value(marked: str, expected: str) -> None:
    assert shown(marked) == expected


@pytest.mark.parametrize(("marked", "expected"), GIVEN.values(), ids=GIVEN.keys())
def test_a_cursor_in_a_call_stands_in_a_name_or_a_value(marked: str, expected: str) -> None:
    assert shown(marked) == expected


@pytest.mark.parametrize("marked", NOTHING.values(), ids=NOTHING.keys())
def test_a_cursor_elsewhere_stands_in_nothing_of_ours(marked: str) -> None:
    assert shown(marked) is None


@pytest.mark.parametrize("marked", NOTHING_GIVEN.values(), ids=NOTHING_GIVEN.keys())
def test_a_cursor_beside_the_parts_of_a_config_stands_in_nothing_of_ours(marked: str) -> None:
    assert shown(marked) is None


# What stands behind the cursor says what `base` is for.
_ALONE = {name: case for name, case in GIVEN.items() if "Config(base)" not in case[0]}


@pytest.mark.parametrize(("marked", "expected"), _ALONE.values(), ids=_ALONE.keys())
def test_a_context_does_not_hang_on_what_stands_behind_its_line(marked: str, expected: str) -> None:
    before, _, behind = marked.partition("^")

    assert shown(f"{before}^{behind.partition(chr(10))[0]}\nzz = (((\n") == expected
