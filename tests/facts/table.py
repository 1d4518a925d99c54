"""The table of scripts and the facts that they state, read from the YAML files beside this module.

What is expected is written by hand. It is never made from what our own readers say.
"""

from __future__ import annotations

import ast
import importlib.util
import sys
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kohakuengine_tooling import Argument, Diagnostic, Entrypoint, Option, Parameter

CASES_FOLDER = Path(__file__).parent / "cases"

_REASONS = {
    "guard": "called in the __main__ guard",
    "call": "called at module level",
    "decorator": "marked with @kohakuengine.entrypoint",
    "block": "the body of the __main__ guard",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One script and all that must be known of it.

    What a record does not state is what most records have: no type, no default, no doc, no choices; `lines`
    is the one line, and it is overridable unless there is a `reason`.

    Attributes:
        id: Unique in the whole table.
        section: Stem of the file it stands in.
        script: Its text.
        encoding: Of its bytes.
        parameters: All of them, in order.
        options: All of them, in order.
        entrypoints: All of them, best first.
        diagnostics: All of them, in order; a message that is not stated is not compared.
        python: Smallest Python that can run it, as "3.12".
        runs: Why plain python cannot run it, "" where it can.
        engine: Why the engine's light reading does not cover it, "" where it does.
        unreached: Names whose declaration a run does not execute.
        needs: Modules that running it takes.
        is_unreadable: Whether the file has no facts at all.
    """

    id: str
    section: str
    script: str
    encoding: str = "utf-8"
    parameters: tuple[Parameter, ...] = ()
    options: tuple[Option, ...] = ()
    entrypoints: tuple[Entrypoint, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    python: str = "3.10"
    runs: str = ""
    engine: str = ""
    unreached: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    is_unreadable: bool = False

    @property
    def source(self) -> bytes:
        """The bytes of its file."""
        return self.script.encode(self.encoding)

    @property
    def is_broken(self) -> bool:
        """Whether Python cannot compile it."""
        return any(one.severity == "error" for one in self.diagnostics)

    @property
    def is_no_script(self) -> bool:
        """Whether nothing of it can be run."""
        return self.is_broken or self.is_unreadable

    @property
    def is_of_this_python(self) -> bool:
        """Whether the running Python knows its syntax."""
        return sys.version_info >= tuple(int(part) for part in self.python.split("."))

    def reason_not_to_run(self) -> str | None:
        """Say why this interpreter cannot run it, or None."""
        if not self.is_of_this_python:
            return f"needs Python {self.python}"
        missing = [name for name in self.needs if importlib.util.find_spec(name) is None]
        return f"needs {', '.join(missing)}" if missing else None

    def reason_not_to_read(self) -> str | None:
        """Say why the engine of this interpreter does not read it, or None."""
        return None if self.is_of_this_python else f"needs Python {self.python}"


@cache
def load_table() -> tuple[Case, ...]:
    """Read every file of the table, in alphabetical order."""
    found: list[Case] = []
    for path in sorted(CASES_FOLDER.glob("*.yaml")):
        for item in yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader):
            found.append(_case(path.stem, item))
    return tuple(found)


def _case(section: str, item: dict[str, Any]) -> Case:
    known = {one.name for one in fields(Case)} - {"section"}
    if set(item) - known:
        raise ValueError(f"{section}: unknown keys {sorted(set(item) - known)} in case {item.get('id')}")
    values = dict(item)
    values["parameters"] = tuple(_parameter(name, one) for name, one in item.get("parameters", {}).items())
    makers = {"options": _option, "entrypoints": _entrypoint, "diagnostics": _diagnostic}
    for key, make in makers.items():
        values[key] = tuple(make(dict(one)) for one in item.get(key, ()))
    for key in ("unreached", "needs"):
        values[key] = tuple(item.get(key, ()))
    try:
        return Case(section=section, **values)
    except TypeError as error:
        raise ValueError(f"{section}: {item.get('id')}: {error}") from error


def _parameter(name: str, stated: dict[str, Any]) -> Parameter:
    values = dict(stated)
    line, column = values.pop("at")
    reason = values.pop("reason", None)
    kind = values.pop("kind", "global")
    return Parameter(
        name=name,
        kind=kind,
        type=values.pop("type", None),
        default=values.pop("default", None),
        is_static="value" in values,
        value=values.pop("value", None),
        line=line,
        column=column,
        doc=values.pop("doc", None),
        section=values.pop("section", None),
        is_overridable=reason is None,
        reason=reason,
        lines=tuple(values.pop("lines", () if kind == "read" else (line,))),
        transformations=tuple(values.pop("transformations", ())),
        is_read_at_import=values.pop("read_at_import", False),
        choices=_tuple_or_none(values.pop("choices", None)),
        **values,
    )


def _option(stated: dict[str, Any]) -> Option:
    return Option(
        name=stated.pop("name"),
        flags=tuple(stated.pop("flags")),
        type=stated.pop("type", None),
        default=stated.pop("default", None),
        value=stated.pop("value", None),
        help=stated.pop("help", None),
        choices=_tuple_or_none(stated.pop("choices", None)),
        line=stated.pop("line"),
        library=stated.pop("library"),
        is_required=stated.pop("required", False),
        **stated,
    )


def _entrypoint(stated: dict[str, Any]) -> Entrypoint:
    name, kind = stated.pop("name"), stated.pop("kind")
    usual = f"{name}() is defined, and nothing calls it" if kind == "function" else _REASONS.get(kind)
    return Entrypoint(
        name=name,
        kind=kind,
        line=stated.pop("line"),
        call_line=stated.pop("call", None),
        reason=stated.pop("reason", usual),
        is_async=stated.pop("async", False),
        parameters=tuple(_argument(dict(one)) for one in stated.pop("takes", ())),
        **stated,
    )


def _argument(stated: dict[str, Any]) -> Argument:
    usual = {"type": None, "default": None, "kind": "positional"}
    return Argument(**{**usual, **stated})


def _diagnostic(stated: dict[str, Any]) -> Diagnostic:
    return Diagnostic(**{"severity": "error", "message": "", **stated})


def _tuple_or_none(values: list[Any] | None) -> tuple[Any, ...] | None:
    return None if values is None else tuple(values)


class _Loader(yaml.SafeLoader):
    """A loader that refuses a key given twice, and reads `!py "(1, 2)"` as a Python literal."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise ValueError(f"{node.start_mark}: key {key!r} given twice")
        return super().construct_mapping(node, deep=deep)


def _literal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
    return ast.literal_eval(loader.construct_scalar(node))


_Loader.add_constructor("!py", _literal)
