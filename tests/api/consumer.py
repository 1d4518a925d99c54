"""A user's program, never run: mypy, pyright and jedi must know the types of all public names."""

from __future__ import annotations

from typing import Any

from typing_extensions import assert_type

import kohakuengine.main
import kohakuengine_tooling
from kohakuengine import Config, Script, __version__, run
from kohakuengine.cli.entry import main
from kohakuengine.config import Config as SameConfig
from kohakuengine.engine import Script as SameScript
from kohakuengine.flow import __all__ as flow_names

config: SameConfig = Config(globals_dict={"learning_rate": 0.1}, kwargs={"device": "cpu"})
script: SameScript = Script("train.py", config=config)
same: kohakuengine.main.Script = script

assert_type(script.run(), Any)
assert_type(run("train.py"), Any)
version: str = __version__
assert_type(main(["version"]), int)
assert_type(flow_names, list[str])
assert_type(kohakuengine_tooling.__all__, list[str])
