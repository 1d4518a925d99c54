"""A script, and all that is true of it."""

from __future__ import annotations

from typing import Any

from kohakuengine_tooling import Option, Parameter, ScriptFacts

SOURCE = """\
import argparse
lr = 1e-3
width: int = 64
ä, (b, *rest) = 1, (2, 3, 4)
first = second = "x"
if lr > 1:
    never = 1
    mode = "fast"
else:
    mode = "slow"
if (seen := 5) > 3: names = [1, {"k": 2}]
width = width * 2
for i in range(3):
    step = i
    lr = 7
computed = sorted(names, key=str)
class CFG:
    depth = 4
    class Inner: rate = 0.5
    depth += 1
cfg = {"model": {"depth": [3, 4]}}
_own = 1
parser = argparse.ArgumentParser()
parser.add_argument("--rate", "-r", type=float, default=0.5, choices=[0.5, 1.0], help="how fast in %%")
def main(): return iteration if False else names
rc = main()
options = parser.parse_args()
"""
NOT_STATIC = object()


def parameter(name: str, line: int, column: int = 0, value: Any = NOT_STATIC, **more: Any) -> Parameter:
    """Make what is true of a parameter of SOURCE."""
    fields: dict[str, Any] = {
        "name": name,
        "kind": "member" if "." in name else "global",
        "type": None,
        "default": None,
        "value": None if value is NOT_STATIC else value,
        "is_static": value is not NOT_STATIC,
        "line": line,
        "column": column,
        "doc": None,
        "section": None,
        "is_overridable": True,
        "reason": None,
        "lines": (line,),
        "transformations": (),
        "is_read_at_import": False,
        "choices": None,
    }
    return Parameter(**{**fields, **more})


def refused(name: str, line: int, reason: str) -> Parameter:
    """Make what is true of a name of SOURCE that cannot be overridden."""
    return parameter(name, line, is_overridable=False, reason=reason)


PARAMETERS = (
    parameter("lr", 2, value=0.001, default="1e-3", type="float"),
    parameter("width", 3, value=64, default="64", type="int", transformations=(12,)),
    parameter("ä", 4, value=1, default="1", type="int"),
    parameter("b", 4, 4),
    parameter("rest", 4, 8),
    parameter("first", 5, value="x", default='"x"', type="str"),
    parameter("second", 5, 8, value="x", default="'x'", type="str"),
    parameter("never", 7, 4, value=1, default="1", type="int"),
    parameter("mode", 8, 4, value="fast", default='"fast"', type="str", lines=(8, 10)),
    parameter("seen", 11, 4, value=5, default="5", type="int"),
    parameter("names", 11, 20, value=[1, {"k": 2}], default='[1, {"k": 2}]', type="list"),
    parameter("step", 14, 4, default="i"),
    parameter("computed", 16, default="sorted(names, key=str)", type="list"),
    parameter("CFG.depth", 18, 4, value=4, default="4", type="int", transformations=(20,)),
    parameter("CFG.Inner.rate", 19, 17, value=0.5, default="0.5", type="float"),
    parameter("cfg", 21, value={"model": {"depth": [3, 4]}}, default='{"model": {"depth": [3, 4]}}'),
    parameter("cfg.model.depth", 21, kind="path", value=[3, 4]),
    parameter("cfg.model.depth.0", 21, kind="path", value=3),
    parameter("parser", 23, default="argparse.ArgumentParser()"),
    parameter("options", 27, default="parser.parse_args()"),
    parameter("iteration", 25, kind="read", lines=()),
    refused("_own", 22, "has a leading underscore: it is the script's own"),
    refused("rc", 26, "is what the entrypoint returns"),
)
OPTION = Option(
    name="rate",
    flags=("--rate", "-r"),
    type="float",
    default="0.5",
    value=0.5,
    help="how fast in %",
    choices=(0.5, 1.0),
    line=24,
    library="argparse",
)
FACTS = ScriptFacts(script="script.py", parameters=PARAMETERS, options=(OPTION,))
