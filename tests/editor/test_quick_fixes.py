"""Each quick fix is applied and the file compared; the cursor (‸) is where it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from .edits import apply_workspace_edit
from .places import range_of, without_cursor
from .session import Session
from .tree import copy_of, files_of, save_edit, wanted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENCODINGS = ("utf-8", "utf-16", "utf-32")
HEAD = "from kohakuengine import Config\n"


class Fix(NamedTuple):
    """A mistake, and the fixes that are offered for it: their titles, each with the text that it leaves."""

    id: str
    text: str
    fixes: dict[str, str]


FIXES = (
    Fix(
        "nearest",
        '_fox = "🦊"; learn‸ing_rat = 1\n',
        {"Change to 'learning_rate'": '_fox = "🦊"; learning_rate = 1\n'},
    ),
    Fix(
        "nearest with a scope",
        HEAD + "CONFIG = Config({'fox': \"🦊\", 'global:learn‸ing_rat': 1})\n",
        {
            "Change to 'global:learning_rate'": HEAD
            + "CONFIG = Config({'fox': \"🦊\", 'global:learning_rate': 1})\n"
        },
    ),
    Fix(
        "nearest of the arguments",
        '_fox = "🦊"; _kwargs = dict(epo‸ch=1)\n',
        {"Change to 'epochs'": '_fox = "🦊"; _kwargs = dict(epochs=1)\n'},
    ),
    Fix(
        "nearest key of a dict",
        HEAD + 'CONFIG = Config({"fox": "🦊", "opts.widt‸": 1})\n',
        {"Change to 'opts.width'": HEAD + 'CONFIG = Config({"fox": "🦊", "opts.width": 1})\n'},
    ),
    Fix(
        "ambiguous key",
        HEAD + 'CONFIG = Config({"mo‸de": "b"})\n',
        {
            "Change to 'global:mode'": HEAD + 'CONFIG = Config({"global:mode": "b"})\n',
            "Change to 'option:mode'": HEAD + 'CONFIG = Config({"option:mode": "b"})\n',
        },
    ),
    Fix(
        "unknown line",
        'fox = "🐢"\nqq‸q = [1,\n2]\nfox = "🦊"\n',
        {"Remove 'qqq'": 'fox = "🐢"\nfox = "🦊"\n'},
    ),
    Fix("unknown alone in its block", "if True:\n    qq‸q = 1\n", {}),
    Fix("unknown beside another", 'fox = "🐢"; qq‸q = 1\n', {}),
    Fix("unknown function", "def qq‸q():\n    pass\n", {}),
    Fix(
        "default, with its comment",
        'fox = "🐢"\nlearn‸ing_rate = 1e-3  # as ever\n',
        {"Remove 'learning_rate'": 'fox = "🐢"\n'},
    ),
    Fix(
        "default without a line end",
        'fox = "🐢"\nlearn‸ing_rate = 0.001',
        {"Remove 'learning_rate'": 'fox = "🐢"\n'},
    ),
    Fix(
        "first item",
        HEAD + 'CONFIG = Config({"learn‸ing_rate": 1e-3, "fox": "🐢"})\n',
        {"Remove 'learning_rate'": HEAD + 'CONFIG = Config({"fox": "🐢"})\n'},
    ),
    Fix(
        "last item",
        HEAD + 'CONFIG = Config({"fox": "🐢", "learn‸ing_rate": 1e-3})\n',
        {"Remove 'learning_rate'": HEAD + 'CONFIG = Config({"fox": "🐢"})\n'},
    ),
    Fix(
        "item with a line of its own",
        HEAD + 'CONFIG = Config(dict(\n    fox="🐢",\n    learn‸ing_rate=1e-3,\n    mode=1,\n))\n',
        {"Remove 'learning_rate'": HEAD + 'CONFIG = Config(dict(\n    fox="🐢",\n    mode=1,\n))\n'},
    ),
    Fix(
        "subscript",
        HEAD + 'one = {"fox": "🐢"}\none["learn‸ing_rate"] = 1e-3\nCONFIG = Config(one)\n',
        {"Remove 'learning_rate'": HEAD + 'one = {"fox": "🐢"}\nCONFIG = Config(one)\n'},
    ),
)


@pytest.fixture(scope="module", params=ENCODINGS)
def session(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    root = copy_of("fixes", tmp_path_factory.mktemp("fixes"))
    with Session(root, encoding=request.param) as one:
        yield one


@pytest.mark.parametrize("fix", FIXES, ids=lambda one: one.id)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_what_is_offered_mends_the_mistake(session: Session, fix: Fix, line_end: str) -> None:
    path = session.roots[0] / "train_config.py"
    text, at = without_cursor(fix.text.replace("\n", line_end))
    uri = session.open(path, text)

    place = range_of(text, at, at, session.encoding)
    offered = session.ask_about(
        "codeAction", uri, range=place, context={"diagnostics": [], "only": ["quickfix"]}
    )
    changed = {
        one["title"]: apply_workspace_edit(one["edit"], session.text_of, session.encoding) for one in offered
    }
    session.close(uri)

    assert changed == {title: {path: mended.replace("\n", line_end)} for title, mended in fix.fixes.items()}


def source_action(session: Session, uri: str) -> dict[str, Any]:
    """Return the one source action of a document."""
    place = range_of("", 0, 0, session.encoding)
    [found] = session.ask_about(
        "codeAction", uri, range=place, context={"diagnostics": [], "only": ["source"]}
    )
    answer: dict[str, Any] = found
    return answer


def test_all_that_is_missing_is_added_behind_what_is_there(tmp_path: Path) -> None:
    root = copy_of("fixes", tmp_path)
    path = root / "train_config.py"

    with Session(root) as session:
        uri = session.open(path, 'fox = "🐢"\r\nmode: str = "b"')
        action = source_action(session, uri)
        save_edit(session, action["edit"])

    assert action["title"] == "Add the 2 missing of train.py"
    assert path.read_bytes() == (
        b'fox = "\xf0\x9f\x90\xa2"\r\nmode: str = "b"\r\nlearning_rate = 1e-3\r\noptimizer = "adam"\r\n'
    )


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_config_is_created_from_a_script(tmp_path: Path, encoding: str) -> None:
    root = copy_of("fixes", tmp_path)

    with Session(root, encoding=encoding) as session:
        script = root / "train.py"
        uri = session.open(script, script.read_bytes().decode("utf-8"))
        command = source_action(session, uri)["command"]
        created = session.ask("workspace/executeCommand", command | {"title": None})
        [asked] = session.applied
        save_edit(session, asked["edit"])

    assert created == (root / "train_config.py").as_uri()
    assert files_of(root) == wanted("fixes")


def test_a_config_that_is_created_takes_a_free_name(tmp_path: Path) -> None:
    root = copy_of("fixes", tmp_path)
    (root / "train_config.py").write_text("fox = 1\n", encoding="utf-8")

    with Session(root) as session:
        arguments = [(root / "train.py").as_uri()]
        created = session.ask(
            "workspace/executeCommand", {"command": "kogine.createConfig", "arguments": arguments}
        )

    assert created == (root / "train_config_2.py").as_uri()
