"""Facts of a script that has a bit of everything, made by hand."""

from __future__ import annotations

from typing import Any

from kohakuengine_tooling import Argument, Diagnostic, Entrypoint, Option, Parameter, ScriptFacts


def parameter(name: str, line: int, **fields: Any) -> Parameter:
    """Return a global, with what is given in place of the usual."""
    usual: dict[str, Any] = {
        "kind": "global",
        "type": None,
        "default": None,
        "value": None,
        "is_static": False,
        "column": 0,
        "doc": None,
        "section": None,
        "is_overridable": True,
        "reason": None,
        "lines": (line,),
        "transformations": (),
        "is_read_at_import": False,
        "choices": None,
    }
    return Parameter(name=name, line=line, **{**usual, **fields})


def static(name: str, line: int, type_: str, default: str, value: Any, **fields: Any) -> Parameter:
    """Return a global whose default is static."""
    return parameter(name, line, type=type_, default=default, value=value, is_static=True, **fields)


def option(name: str, line: int, **fields: Any) -> Option:
    """Return an option of argparse."""
    usual: dict[str, Any] = {
        "flags": (f"--{name}",),
        "type": None,
        "default": None,
        "value": None,
        "help": None,
        "choices": None,
        "library": "argparse",
    }
    return Option(name=name, line=line, **{**usual, **fields})


MAIN = Entrypoint(
    name="main",
    kind="guard",
    line=88,
    call_line=120,
    reason="called in the __main__ guard",
    is_async=False,
    parameters=(
        Argument(name="device", type="str", default="'cpu'", kind="positional"),
        Argument(name="compile", type="bool", default="False", kind="keyword"),
    ),
)

EVALUATE = Entrypoint(
    name="evaluate",
    kind="function",
    line=60,
    call_line=None,
    reason="a function that nothing calls",
    is_async=True,
    parameters=(
        Argument(name="checkpoint", type=None, default=None, kind="positional"),
        Argument(name="rest", type=None, default=None, kind="varkeywords"),
    ),
)

LAYERS = '{\n    "depth": 12,\n    "width": 768,\n    "activation": "gelu",\n    "norm": "rms",\n}'

TRAIN = ScriptFacts(
    script="train.py",
    parameters=(
        static("seed", 8, "int", "0", 0),
        static("epochs", 9, "int", "10", 10, doc="Passes over the data."),
        static(
            "learning_rate",
            12,
            "float",
            "1e-3",
            0.001,
            section="optimizer",
            doc="Peak learning rate, reached after the warm-up and held until the decay begins.",
            transformations=(40,),
            is_read_at_import=True,
        ),
        static(
            "schedule",
            13,
            "str",
            '"cosine"',
            "cosine",
            section="optimizer",
            choices=("cosine", "linear", "constant"),
        ),
        static(
            "betas",
            14,
            "tuple[float, float]",
            "(0.9, 0.999)",
            (0.9, 0.999),
            section="optimizer",
            lines=(14, 30),
        ),
        parameter("total_steps", 15, default="epochs * steps_per_epoch(data)", section="optimizer"),
        static(
            "layers",
            20,
            "dict[str, int | str]",
            LAYERS,
            {"depth": 12, "width": 768, "activation": "gelu", "norm": "rms"},
            section="モデル",
            doc="学習率と層の設定 (model settings)",
        ),
        static("layers.depth", 21, "int", "12", 12, kind="path", section="モデル"),
        static("CFG.dropout", 35, "float", "0.1", 0.1, kind="member", section="モデル"),
        static("cache_bytes", 36, "int", "64 << 20", 67108864, section="モデル"),
        parameter("iteration", 50, kind="read"),
        parameter("i", 70, is_overridable=False, reason="is a loop variable"),
        parameter("args", 72, is_overridable=False, reason="is what the command line's parser returns"),
    ),
    options=(
        option("resume", 74, flags=("-r", "--resume"), help="Go on where a run ended."),
        option(
            "precision",
            75,
            type="str",
            default="'bf16'",
            value="bf16",
            choices=("bf16", "fp16", "fp32"),
            help="Of the weights.",
        ),
    ),
    entrypoints=(MAIN, EVALUATE),
    diagnostics=(
        Diagnostic(
            code="KE302", severity="warning", line=70, message="'i' is bound by a loop: what is set is lost."
        ),
        Diagnostic(
            code="KE701", severity="error", line=90, message="This is not Python, and nothing of it is known."
        ),
    ),
)
