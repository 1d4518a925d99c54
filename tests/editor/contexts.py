"""Every context of a config that answers are asked in: one text each, half typed, for the same script.

In a text `<name>` stands for the name that is asked about, `<value>` for its value, `<wrong>` for a name that
the script does not have, or a file that is not there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

__all__ = ["BASE", "CONTEXTS", "ON_DISK", "SCRIPT", "Context"]

SCRIPT: Final = """\
from typing import Literal

learning_rate = 1e-3  # how fast 🐢
optimizer: Literal["adam", "sgd"] = "adam"


def main(epochs: int = 3, verbose: bool = False) -> None:
    print(learning_rate, optimizer, epochs, verbose, "learning_rate")


if __name__ == "__main__":
    main()
"""
BASE: Final = "optimizer = 'sgd'\n"
ON_DISK: Final = "stale_name = 1\nlearning_rate = 2\n"
"""What the file holds whose buffer is asked about: it counts for nothing."""

_BEFORE: Final = "_half = Path(\n"
_BEHIND: Final = "_end = [\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One context.

    Attributes:
        id: Its name in the matrix.
        text: A buffer, see the module.
        style: How a name is written: what completes it differs.
        part: What it sets: a global, an argument of the entrypoint, or nothing, where it is a path.
        value: What stands for `<value>`.
        file: The name of the buffer.
        silent: The features that have nothing to say here, each with the reason.
    """

    id: str
    text: str
    style: Literal["statement", "key", "keyword", "subscript", "path"] = "key"
    part: Literal["global", "argument", "path"] = "global"
    value: str = "0.5"
    file: str = "train_config.py"
    silent: dict[str, str] = field(default_factory=dict)

    def buffer(self) -> str:
        """Return the text in a file that is half typed around it, with the line ends of Windows."""
        return (_BEFORE + self.text + _BEHIND).replace("\n", "\r\n")


_ARGUMENTS: Final = {
    "references": "an argument is no global: other configs set it for other entrypoints",
    "rename": "a Python server renames an argument, and callers beside ours",
    "prepare rename": "as of rename",
}
_PATHS: Final = {
    "completion of names": "a path takes no names; it is completed like a value",
    "hover": "its definition shows the file",
    "references": "a file is no parameter",
    "rename": "renaming a file is the editor's",
    "prepare rename": "as of rename",
    "quick fixes": "which file was meant nobody knows",
    "inlay hints": "a path has no default",
    "document symbols": "a path sets no name here",
    "workspace symbols": "as of document symbols",
}
_GLOBALS_OF_FILE: Final = {"document symbols": "globals of a file are listed by any Python server"}
_SCRIPT_NAMED: Final = {"code lens": "the file gives configs to scripts itself: it is run, not given"}

CONTEXTS: Final = (
    Context(
        id="bare",
        style="statement",
        text='_fox = "🦊"; <name> = <value>\n_fox = "🦊"; <wrong> = 1\n',
        silent=_GLOBALS_OF_FILE,
    ),
    Context(
        id="if",
        style="statement",
        text='if True:\n    _fox = "🦊"; <name> = <value>\nelse:\n    _fox = "🦊"; <wrong> = 1\n',
        silent=_GLOBALS_OF_FILE,
    ),
    Context(
        id="try",
        style="statement",
        text='try:\n    _fox = "🦊"; <name> = <value>\nfinally:\n    _fox = "🦊"; <wrong> = 1\n',
        silent=_GLOBALS_OF_FILE,
    ),
    Context(
        id="_kwargs",
        part="argument",
        value="5",
        text='_fox = "🦊"; _kwargs = {"<name>": <value>, "<wrong>": 1}\n',
        silent=_ARGUMENTS,
    ),
    Context(
        id="globals_dict={}",
        text="from kohakuengine import Config\n"
        'CONFIG = Config(\n    None if "🦊" else 1, globals_dict={"<name>": <value>, "<wrong>": 1},\n)\n',
    ),
    Context(
        id="kwargs={}",
        part="argument",
        value="5",
        text="from kohakuengine import Config\n"
        '_fox = "🦊"; CONFIG = Config(kwargs={"<name>": <value>, "<wrong>": 1})\n',
        silent=_ARGUMENTS,
    ),
    Context(
        id="dict()",
        style="keyword",
        text="from kohakuengine import Config\n"
        '_fox = "🦊"; CONFIG = Config(globals_dict=dict(<name>=<value>, <wrong>=1))\n',
    ),
    Context(
        id="import alias",
        text="import kohakuengine.config as kc\n"
        '_fox = "🦊"; CONFIG = kc.Config({"<name>": <value>, "<wrong>": 1})\n',
    ),
    Context(
        id="variable",
        text="from kohakuengine import Config as C\n"
        '_fox = "🦊"; settings = {"<name>": <value>, "<wrong>": 1}\nCONFIG = C(globals_dict=settings)\n',
    ),
    Context(
        id="subscript",
        style="subscript",
        text="from kohakuengine import Config\nsettings = {}\n"
        '_fox = "🦊"; settings["<name>"] = <value>\n_fox = "🦊"; settings["<wrong>"] = 1\n'
        "CONFIG = Config(globals_dict=settings)\n",
    ),
    Context(
        id="update",
        style="keyword",
        text="from kohakuengine import Config\nsettings = {}\n"
        '_fox = "🦊"; settings.update(<name>=<value>, <wrong>=1)\nCONFIG = Config(globals_dict=settings)\n',
    ),
    Context(
        id="load_from_dict",
        text="from kohakuengine.config import load_from_dict\n"
        '_fox = "🦊"; CONFIG = load_from_dict({"globals": {"<name>": <value>, "<wrong>": 1}})\n',
    ),
    Context(
        id="axis",
        style="statement",
        value="grid(0.5, 0.25)",
        text='from kohakuengine import grid\n_fox = "🦊"; <name> = <value>\n_fox = "🦊"; <wrong> = grid(1)\n',
        silent=_GLOBALS_OF_FILE,
    ),
    Context(
        id="use_config",
        style="path",
        part="path",
        value="base.py",
        text="from kohakuengine import use_config\n"
        '_fox = "🦊"; _base = use_config("<value>")\n_fox = "🦊"; _other = use_config("<wrong>")\n',
        silent=_PATHS,
    ),
    Context(
        id="Script(config=)",
        file="launch.py",
        text="from kohakuengine import Config, Script\n"
        '_fox = "🦊"; one = Script("train.py", config=Config({"<name>": <value>, "<wrong>": 1}))\n',
        silent=_SCRIPT_NAMED,
    ),
)
