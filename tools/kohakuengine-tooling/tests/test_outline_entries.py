"""The outline of a config: where names and values stand, how they are written, and for which script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kohakuengine_tooling.outline.reading import read_outline

if TYPE_CHECKING:
    from kohakuengine_tooling.outline.records import OutlineEntry

HEAD = "from kohakuengine import Config, Script, load_config, load_from_dict, use_config\n"

# Code, and for each entry: style, name, value, whole.
BARE = {
    "statement": ("lr = 1e-3", ["statement lr | 1e-3 | lr = 1e-3"]),
    "annotated": ("lr: float = 1e-3  # rate", ["statement lr | 1e-3 | lr: float = 1e-3"]),
    "chained": ("lr = wd = 1", ["statement lr | 1 | lr = wd = 1", "statement wd | 1 | lr = wd = 1"]),
    "unpacked": ("lr, wd = 1, 2", ["statement lr | 1 | lr, wd = 1, 2", "statement wd | 2 | lr, wd = 1, 2"]),
    "in branches": (
        "if x:\n    lr = 1\nelse:\n    lr = 2",
        ["statement lr | 1 | lr = 1", "statement lr | 2 | lr = 2"],
    ),
    "two on a line": ("lr = 1; wd = 2", ["statement lr | 1 | lr = 1", "statement wd | 2 | wd = 2"]),
    "added to": ("lr = 1\nlr += 1", ["statement lr | 1 | lr = 1", "statement lr |  | lr += 1"]),
    "over lines": ("lr = [\n    1,\n]\n", ["statement lr | [\n    1,\n] | lr = [\n    1,\n]"]),
    "defined": ("def loss(x): return x", ["definition loss |  | def loss(x)"]),
    "own names": ("_x = 1\nfor i in y: pass\nimport os", []),
    "imported and assigned": ("import lr\nlr = 1", ["statement lr | 1 | lr = 1"]),
    "a stand-in": ("try:\n    import torch\nexcept ImportError:\n    torch = None", []),
    "a stand-in on one line": ("try: import torch\nexcept ImportError: torch = None", []),
    "a stand-in before its import": ("if x:\n    torch = None\nelse:\n    import torch", []),
    "no stand-in: the same branch": (
        "try:\n    import lr\n    lr = 1\nfinally: pass",
        ["statement lr | 1 | lr = 1"],
    ),
    "no stand-in: another statement": (
        "if x:\n    if y:\n        import lr\n    else: pass\n    if z:\n        lr = 1",
        ["statement lr | 1 | lr = 1"],
    ),
    "deleted again": (
        "lr = wd = 1\nn = 2; del lr, n\nlr = 3\nif x:\n    del wd",
        ["statement wd | 1 | lr = wd = 1", "statement lr | 3 | lr = 3"],
    ),
    "for type checkers": (
        "if typing.TYPE_CHECKING:\n    lr = 1\n\n    wd = 2\nelse:\n    wd = 3\nif TYPE_CHECKING: n = 4",
        ["statement wd | 3 | wd = 3"],
    ),
    "for who runs it": (
        "lr = 1\nif __name__ == '__main__':\n    for n in x:\n        out = n\n    config_gen = CONFIG = 1",
        ["statement lr | 1 | lr = 1"],
    ),
    "not for type checkers alone": (
        "if not TYPE_CHECKING:\n    lr = 1\nif TYPE_CHECKING or x:\n    wd = 2",
        ["statement lr | 1 | lr = 1", "statement wd | 2 | wd = 2"],
    ),
    "around what is no Python": (
        "lr = 1\nwd = = 2\nn = 3",
        ["statement lr | 1 | lr = 1", "statement wd | 2 | wd = = 2", "statement n | 3 | n = 3"],
    ),
}


def _shown(text: str, entry: OutlineEntry) -> str:
    """Write an entry in one line; what stands at its place is its name."""
    written = text[slice(*entry.place)]
    assert written == entry.name or entry.style == "position"
    value = "" if entry.value is None else text[slice(*entry.value)]
    return f"{entry.style} {entry.name} | {value} | {text[slice(*entry.whole)]}"


@pytest.mark.parametrize(("code", "expected"), BARE.values(), ids=BARE.keys())
def test_a_bare_file_sets_its_globals(code: str, expected: list[str]) -> None:
    outline = read_outline(code)

    assert (outline.form, outline.given) == ("bare", ())
    assert [_shown(code, entry) for entry in outline.bare] == expected
    assert {(entry.kind, entry.script, entry.is_plain) for entry in outline.bare} <= {("global", None, True)}


# Code after HEAD, and for each entry: kind, style, name, value, whole, and the script that the text names.
GIVEN = {
    "keys": (
        "CONFIG = Config({'lr': 1, 'wd': 2})",
        ["global key lr | 1 | 'lr': 1", "global key wd | 2 | 'wd': 2"],
    ),
    "keywords": ("CONFIG = Config(kwargs=dict(lr=1))", ["kwarg keyword lr | 1 | lr=1"]),
    "items": ("V = {}\nV['lr'] = 1\nCONFIG = Config(V)", ["global subscript lr | 1 | V['lr'] = 1"]),
    "positions": (
        "CONFIG = Config(args=[1, f(2)])",
        ["arg position 0 | 1 | 1", "arg position 1 | f(2) | f(2)"],
    ),
    "of one script": (
        "Script('train.py', config=Config({'lr': 1}))\nCONFIG = Config({'wd': 2})",
        ["global key lr | 1 | 'lr': 1 -> train.py", "global key wd | 2 | 'wd': 2"],
    ),
    "of two scripts": (
        "V = {'lr': 1}\nScript('a.py', config=Config(V))\nScript('b.py', config=Config(V))\nCONFIG = 1",
        ["global key lr | 1 | 'lr': 1 -> a.py", "global key lr | 1 | 'lr': 1 -> b.py"],
    ),
    "as globals and as kwargs": (
        "V = {'lr': 1}\nCONFIG = Config(V, kwargs=V)",
        ["global key lr | 1 | 'lr': 1", "kwarg key lr | 1 | 'lr': 1"],
    ),
    "half typed": (
        "def config_gen():\n    return Config({'lr': 1, 'wd': \n",
        ["global key lr | 1 | 'lr': 1", "global key wd |  | 'wd':"],
    ),
    "in a choice": (
        "CONFIG = Config({'lr': 1} if x({'no': 1}) else {'lr': 2})",
        ["global key lr | 1 | 'lr': 1", "global key lr | 2 | 'lr': 2"],
    ),
}


@pytest.mark.parametrize(("code", "expected"), GIVEN.values(), ids=GIVEN.keys())
def test_calls_set_what_they_are_given(code: str, expected: list[str]) -> None:
    text = HEAD + code

    found = [
        f"{one.kind} {_shown(text, one)}{f' -> {one.script}' if one.script else ''}"
        for one in read_outline(text).given
    ]

    assert found == expected


@pytest.mark.parametrize(
    ("key", "is_plain"),
    [("'lr'", True), ('"""lr"""', True), ("r'lr'", True), (r"'l\x72'", False)],
    ids=["quotes", "three quotes", "a prefix", "an escape"],
)
def test_a_name_that_is_escaped_is_not_written_letter_by_letter(key: str, is_plain: bool) -> None:
    [entry] = read_outline(f"{HEAD}CONFIG = Config({{{key}: 1}})\n").given

    assert (entry.name, entry.is_plain) == ("lr", is_plain)


def test_the_files_that_a_text_names_are_listed_with_their_places() -> None:
    text = (
        "# kogine: script = my train.py\n"
        f"{HEAD}BASE = use_config('base.py')\n"
        "Script('a.py', load_config('b.py'))\nScript(path=\"c.py\")\n"
    )

    found = [(use.kind, use.path, text[slice(*use.place)], use.script) for use in read_outline(text).files]

    assert found == [
        ("mark", "my train.py", "my train.py", None),
        ("config", "base.py", "base.py", None),
        ("script", "a.py", "a.py", None),
        ("config", "b.py", "b.py", "a.py"),
        ("script", "c.py", "c.py", None),
    ]
