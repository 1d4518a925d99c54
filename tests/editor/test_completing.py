"""What is offered is accepted, and the buffer compared; the cursor (‸) is where it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from .edits import apply_edits
from .places import without_cursor
from .session import Session
from .tree import copy_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ENCODINGS = ("utf-8", "utf-16", "utf-32")
HEAD = "from kohakuengine import Config, use_config\n"


class Typed(NamedTuple):
    """A buffer that is typed in, the label that is accepted, and what is there then."""

    id: str
    text: str
    label: str
    accepted: str


TYPED = (
    Typed("statement", '_fox = "🦊"; lear‸', "learning_rate", '_fox = "🦊"; learning_rate = '),
    Typed(
        "statement with a value",
        '_fox = "🦊"; lear‸ = 2\n',
        "learning_rate",
        '_fox = "🦊"; learning_rate = 2\n',
    ),
    Typed("statement with a type", "lear‸: float = 2\n", "learning_rate", "learning_rate: float = 2\n"),
    Typed(
        "middle of a name",
        '_fox = "🦊"; lear‸ning_r = 2\n',
        "learning_rate",
        '_fox = "🦊"; learning_rate = 2\n',
    ),
    Typed("letters left out", "lrate‸\nfox = 1\n", "learning_rate", "learning_rate = \nfox = 1\n"),
    Typed(
        "in a function",
        HEAD + "def config_gen():\n    return Config({‸",
        "fox",
        HEAD + 'def config_gen():\n    return Config({"fox": ',
    ),
    Typed(
        "closed quotes",
        HEAD + 'CONFIG = Config({"🦊": 1, "lear‸"})\n',
        "learning_rate",
        HEAD + 'CONFIG = Config({"🦊": 1, "learning_rate": })\n',
    ),
    Typed(
        "key with a value",
        HEAD + 'CONFIG = Config({"🦊": 1, "lear‸": 2})\n',
        "learning_rate",
        HEAD + 'CONFIG = Config({"🦊": 1, "learning_rate": 2})\n',
    ),
    Typed(
        "single quotes",
        HEAD + "CONFIG = Config({'🦊': 1, 'lear‸\n",
        "learning_rate",
        HEAD + "CONFIG = Config({'🦊': 1, 'learning_rate': \n",
    ),
    Typed(
        "no quotes",
        HEAD + "CONFIG = Config({'🦊': 1, lear‸\n",
        "learning_rate",
        HEAD + "CONFIG = Config({'🦊': 1, \"learning_rate\": \n",
    ),
    Typed(
        "scope",
        HEAD + "CONFIG = Config({'🦊': 1, 'global:lear‸'\n",
        "global:learning_rate",
        HEAD + "CONFIG = Config({'🦊': 1, 'global:learning_rate': \n",
    ),
    Typed(
        "inside of a value",
        HEAD + "CONFIG = Config({'🦊': 1, 'opts.wi‸'\n",
        "opts.width",
        HEAD + "CONFIG = Config({'🦊': 1, 'opts.width': \n",
    ),
    Typed(
        "keyword",
        HEAD + 'CONFIG = Config(dict(fox="🦊", lear‸\n',
        "learning_rate",
        HEAD + 'CONFIG = Config(dict(fox="🦊", learning_rate=\n',
    ),
    Typed(
        "keyword with a value",
        HEAD + 'CONFIG = Config(dict(fox="🦊", lear‸=1))\n',
        "learning_rate",
        HEAD + 'CONFIG = Config(dict(fox="🦊", learning_rate=1))\n',
    ),
    Typed(
        "subscript",
        HEAD + 'one = {"fox": "🦊"}\none["lear‸\nCONFIG = Config(one)\n',
        "learning_rate",
        HEAD + 'one = {"fox": "🦊"}\none["learning_rate"] = \nCONFIG = Config(one)\n',
    ),
    Typed(
        "closed subscript",
        HEAD + 'one = {"fox": "🦊"}\none["lear‸"] = 1\nCONFIG = Config(one)\n',
        "learning_rate",
        HEAD + 'one = {"fox": "🦊"}\none["learning_rate"] = 1\nCONFIG = Config(one)\n',
    ),
    Typed("value", '_fox = "🦊"; optimizer = ‸\n', '"sgd"', '_fox = "🦊"; optimizer = "sgd"\n'),
    Typed("value begun", '_fox = "🦊"; optimizer = sg‸\n', '"sgd"', '_fox = "🦊"; optimizer = "sgd"\n'),
    Typed("value in quotes", "_fox = '🦊'; optimizer = 'a‸dam'\n", "sgd", "_fox = '🦊'; optimizer = 'sgd'\n"),
    Typed(
        "value of a key",
        HEAD + 'CONFIG = Config({"🦊": 1, "optimizer": "‸"})\n',
        "sgd",
        HEAD + 'CONFIG = Config({"🦊": 1, "optimizer": "sgd"})\n',
    ),
    Typed(
        "path",
        HEAD + '_fox = "🦊"; use_config("t‸")\n',
        "train.py",
        HEAD + '_fox = "🦊"; use_config("train.py")\n',
    ),
    Typed("mark", "# kogine: script = tr‸\n", "train.py", "# kogine: script = train.py\n"),
)


@pytest.fixture(scope="module", params=ENCODINGS)
def session(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    root = copy_of("fixes", tmp_path_factory.mktemp("completing"))
    with Session(root, encoding=request.param) as one:
        yield one


def offered(session: Session, text: str, line_end: str) -> tuple[str, dict[str, dict[str, Any]]]:
    """Type a text up to its cursor; return it with what is offered, by label."""
    text, at = without_cursor(text.replace("\n", line_end))
    uri = session.open(session.roots[0] / "train_config.py", text[: at - 1] + text[at:])
    session.type(uri, at - 1, at - 1, text[at - 1])
    answer = session.ask_at("completion", uri, at) or {"items": []}
    session.close(uri)
    return text, {one["label"]: one for one in answer["items"]}


@pytest.mark.parametrize("typed", TYPED, ids=lambda one: one.id)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_what_is_accepted_is_written(session: Session, typed: Typed, line_end: str) -> None:
    text, items = offered(session, typed.text, line_end)

    edit = items[typed.label]["textEdit"]
    assert apply_edits(text, [edit], session.encoding) == typed.accepted.replace("\n", line_end)


NOT_OURS = {
    "value of an unknown name": "x = lear‸",
    "body of a function": "def f():\n    lear‸",
    "comment": "# lear‸",
    "doc string": '"""lear‸"""',
    "formatted string": "f'lear‸'",
    "second operand": "optimizer = 'adam' + s‸",
    "import": "import o‸",
    "attribute": "learning_rate.‸",
    "dict of anything": "print({'lear‸': 1})",
    "argument of Config": HEAD + "CONFIG = Config(lear‸)",
    "set": HEAD + "CONFIG = Config({'fox': {'lear‸'}})",
    "beside CONFIG": HEAD + "CONFIG = Config({})\nlear‸",
}


@pytest.mark.parametrize("text", NOT_OURS.values(), ids=NOT_OURS.keys())
def test_nothing_is_offered_where_it_is_not_ours(session: Session, text: str) -> None:
    _, items = offered(session, text, "\n")

    assert items == {}
