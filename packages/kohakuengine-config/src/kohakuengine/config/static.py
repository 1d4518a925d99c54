"""What a config sets, read without executing anything.

For `kogine config check` and editors. Where only running could tell, an entry is missing or its value
is NOT_STATIC, and `is_complete` is False.
"""

from __future__ import annotations

import ast
import os
import re

from kohakuengine.config.bound_names import read_bound_names
from kohakuengine.config.config_calls import ConfigCalls
from kohakuengine.config.later_dataclass import dataclass, field
from kohakuengine.config.source import DATA_SUFFIXES, read_source
from kohakuengine.config.static_value import static_value
from kohakuengine.config.tree import NOT_STATIC

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from kohakuengine.config.bound_names import BoundNames

__all__ = ["NOT_STATIC", "ConfigEntry", "ConfigReading", "read_config"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigEntry:
    """One thing that a config sets.

    Attributes:
        name: Name of the global, as written with its prefix, or of the keyword argument; position
            (0-based) of a positional argument.
        kind: global, kwarg, arg or axis.
        line: 1-based.
        value: The value where it is a literal, else NOT_STATIC.
        is_helper: A function or class of a bare file, which the script need not know.
    """

    name: str
    kind: Literal["global", "kwarg", "arg", "axis"]
    line: int
    value: object = NOT_STATIC
    is_helper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigReading:
    """What is known of a config file without running it.

    Attributes:
        path: The file, as asked for.
        form: config_gen, CONFIG, bare or data.
        entries: What it sets, by line; a sweep or a branch may set a name more than once.
        is_generator: It yields its configs.
        uses: Paths of the configs that it inherits from, relative as `path` is.
        is_complete: Nothing is hidden in code that only running could tell.
        source: The bytes that all this was read from.
    """

    path: str
    form: Literal["config_gen", "CONFIG", "bare", "data"]
    entries: list[ConfigEntry] = field(default_factory=list)
    is_generator: bool = False
    uses: list[str] = field(default_factory=list)
    is_complete: bool = True
    source: bytes = field(default=b"", repr=False, compare=False)


def read_config(path: str | os.PathLike[str]) -> ConfigReading:
    """Read a config file; nothing of it is executed.

    Raises:
        ConfigNotFoundError: No such file.
        ConfigShapeError: A data file that `load_config` refuses, or code too deep to be parsed.
        SyntaxError: It is no Python.

    >>> import os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "big.py")
    ...     with open(path, "w", encoding="utf-8") as file:
    ...         _ = file.write("learning_rate = 0.1")
    ...     reading = read_config(path)
    >>> reading.form, [(entry.name, entry.value) for entry in reading.entries]
    ('bare', [('learning_rate', 0.1)])
    """
    shown = os.fsdecode(path)
    if os.path.splitext(shown)[1].lower() in DATA_SUFFIXES:
        return _read_data(shown)
    source = read_source(shown)
    try:
        tree = ast.parse(source, shown)
        bound = read_bound_names(source, shown)
    except (ValueError, RecursionError, MemoryError) as error:
        from kohakuengine.config.errors import ConfigShapeError

        reason = f"it cannot be parsed: {str(error) or type(error).__name__}"
        raise ConfigShapeError(path=shown, reason=reason) from None
    return _read_code(tree, bound, shown, source)


def _read_code(tree: ast.Module, bound: BoundNames, path: str, source: bytes) -> ConfigReading:
    calls = ConfigCalls(tree)
    form: Literal["config_gen", "CONFIG", "bare"] = "bare"
    if "config_gen" in bound:
        form = "config_gen"
    elif "CONFIG" in bound:
        form = "CONFIG"
    found = list(_bare_entries(tree, bound, calls) if form == "bare" else _call_entries(calls))
    folder = os.path.dirname(path)
    return ConfigReading(
        path=path,
        form=form,
        entries=sorted(found, key=lambda entry: entry.line),
        is_generator=form == "config_gen" and calls.is_generator("config_gen"),
        uses=[os.path.join(folder, used) for used in calls.used_configs()],
        is_complete=calls.is_complete,
        source=source,
    )


def _call_entries(calls: ConfigCalls) -> Iterator[ConfigEntry]:
    """List what the `Config(...)` calls of a file set."""
    seen = set()
    for part, name, line, value in calls.items():
        kind: Literal["global", "kwarg", "arg"] = "arg"
        if part in ("globals_dict", "kwargs"):
            kind = "global" if part == "globals_dict" else "kwarg"
        if (kind, name, line) not in seen:
            seen.add((kind, name, line))
            yield ConfigEntry(name=name, kind=kind, line=line, value=static_value(value))


def _bare_entries(tree: ast.Module, bound: BoundNames, calls: ConfigCalls) -> Iterator[ConfigEntry]:
    """List what the globals of a bare file set; as `bare.config_of_globals` will when it runs."""
    values = _assigned_values(tree)
    bases = calls.use_config_targets()
    for name, line in bound.assigned.items():
        if not name.startswith("_") and name not in bases:
            value = static_value(values.get(name))
            yield ConfigEntry(name=name, kind="global", line=line, value=value)
    for name, line in bound.defined.items():
        if not name.startswith("_") and name not in bound.assigned:
            yield ConfigEntry(name=name, kind="global", line=line, is_helper=True)
    for kwarg, line, value in calls.variable_items("_kwargs"):
        yield ConfigEntry(name=kwarg, kind="kwarg", line=line, value=static_value(value))
    arguments = values.get("_args")
    if isinstance(arguments, (ast.List, ast.Tuple)):
        for index, element in enumerate(arguments.elts):
            value_of = static_value(element)
            yield ConfigEntry(name=str(index), kind="arg", line=element.lineno, value=value_of)


def _assigned_values(tree: ast.Module) -> dict[str, ast.expr | None]:
    """Map each name of the module level to its value; None where several could be it."""
    found: dict[str, ast.expr | None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            found[node.target.id] = None
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, (ast.AnnAssign, ast.NamedExpr)):
            targets = [node.target]
        for target in targets:
            value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) else None
            for name, part in _pairs(target, value):
                found[name] = None if name in found else part
    return found


def _pairs(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[str, ast.expr | None]]:
    """Yield the names of a target with their parts of the value.

    The engine's `bindings.pairs` finds where a part stands in the tree, to replace it there; here
    every name counts, and has None where its part cannot be told.
    """
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, (ast.Tuple, ast.List)):
        parts: list[ast.expr | None] = [None] * len(target.elts)
        if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(parts):
            both = [*target.elts, *value.elts]
            if not any(isinstance(element, ast.Starred) for element in both):
                parts = list(value.elts)
        for element, part in zip(target.elts, parts, strict=True):
            yield from _pairs(element, part)
    elif isinstance(target, ast.Starred):
        yield from _pairs(target.value, None)


def _read_data(path: str) -> ConfigReading:
    from kohakuengine.config.data import read_data

    config = read_data(path)
    source = read_source(path)
    text = source.decode("utf-8-sig")
    entries = [
        ConfigEntry(name=name, kind="global", line=_line_of(name, text), value=value)
        for name, value in config.globals_dict.items()
    ]
    entries += [
        ConfigEntry(name=name, kind="kwarg", line=_line_of(name, text), value=value)
        for name, value in config.kwargs.items()
    ]
    entries += [
        ConfigEntry(name=str(index), kind="arg", line=_line_of("args", text), value=value)
        for index, value in enumerate(config.args)
    ]
    entries.sort(key=lambda entry: entry.line)
    return ConfigReading(path=path, form="data", entries=entries, source=source)


def _line_of(key: str, text: str) -> int:
    """Return the first line that looks like a key of this name, in any of the formats."""
    name = re.escape(key)
    looks_like_it = re.compile(rf"""(?<![\w.-])(["']?){name}\1\s*[:=]|^\s*\[\w+\.(["']?){name}\2\]""")
    for number, line in enumerate(text.splitlines(), 1):
        if looks_like_it.search(line):
            return number
    return 1
