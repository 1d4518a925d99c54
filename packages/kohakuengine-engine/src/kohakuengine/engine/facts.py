"""The light reading of a script, for `kogine config check|init`, `--set` completion and dry runs.

The rich one, cached statement by statement, is kohakuengine-tooling's.
"""

from __future__ import annotations

import _ast
import os

from kohakuengine.config.fitting import ANY
from kohakuengine.config.later_dataclass import dataclass
from kohakuengine.config.tree import decode, source_segment
from kohakuengine.engine.bindings import CLASS, FUNCTION
from kohakuengine.engine.encoding import check_encoding
from kohakuengine.engine.enum_classes import is_enum
from kohakuengine.engine.passed import passed_by_call
from kohakuengine.engine.reading import Reading
from kohakuengine.engine.record import GLOBAL, MEMBER, READ
from kohakuengine.engine.refusal import shared_in_enum
from kohakuengine.engine.scope import first_read
from kohakuengine.engine.source import read_source
from kohakuengine.engine.targets import find_target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from kohakuengine.config.fitting import Spec
    from kohakuengine.engine.bindings import Bindings
    from kohakuengine.engine.entry import Entry, EntryKind
    from kohakuengine.engine.option import Option
    from kohakuengine.engine.targets import Target

    ParameterKind = Literal["global", "member", "read"]
    ArgumentKind = Literal["positional", "keyword", "varargs", "varkeywords"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """Something of a script that can be set from outside.

    Attributes:
        name: `lr`, or `CFG.lr` for a member of a class.
        kind: global, member or read.
        spec: Type spec of `kohakuengine.config.fitting`.
        is_annotated: Whether the spec comes from an annotation and decides.
        default: Source text of the default, None where there is none.
        line: 1-based line of the first declaration, or of the first reading.
        lines: Lines of all declarations.
        doc: Comment behind it or `#:` comments above it, None where there are none.
        is_overridable: Whether an override lands on it.
        reason: Why not, else None.
        is_ambiguous: Whether that is because an unrelated option has its name: `global:NAME` sets it.
    """

    name: str
    kind: ParameterKind
    spec: Spec
    is_annotated: bool
    default: str | None
    line: int
    lines: list[int]
    doc: str | None
    is_overridable: bool
    reason: str | None
    is_ambiguous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCandidate:
    """One function that may be the entrypoint.

    Attributes:
        name: As called, "" for a guard's block.
        kind: One of the kinds of `kohakuengine.engine.entry`.
        line: 1-based line of the definition.
        call_line: 1-based line of the call, or None.
        reason: Why it is listed.
        is_async: Whether it is a coroutine function.
        parameters: (name, source text of what a plain run uses or None, kind) each: what the call passes,
            else the default; kind is positional, keyword, varargs or varkeywords.
    """

    name: str
    kind: EntryKind
    line: int
    call_line: int | None
    reason: str
    is_async: bool
    parameters: list[tuple[str, str | None, ArgumentKind]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptReading:
    """What can be set in a script, and what is called in it.

    Attributes:
        path: The file.
        parameters: Globals, then members of classes, then names that are only read.
        options: Options of its own command line, in source order.
        entrypoints: Best first.
        functions: The functions of the module level that have a public name, in source order.
    """

    path: str
    parameters: list[Parameter]
    options: list[Option]
    entrypoints: list[EntryCandidate]
    functions: list[str]


def read_script(path: str | os.PathLike[str], *, is_module: bool = False) -> ScriptReading:
    """Read what can be set in a script. Nothing is executed.

    Args:
        path: The script, or the dotted name of a module.
        is_module: Which of them.

    Raises:
        ScriptNotFoundError: There is none.
        SourceError: It cannot be read.
        SyntaxError: It is not Python.
    """
    reading = open_reading(path, is_module=is_module)
    return ScriptReading(
        path=reading.path,
        parameters=[*_globals(reading), *_members(reading), *_reads(reading)],
        options=reading.options,
        entrypoints=[_candidate(reading, entry) for entry in reading.entries],
        functions=_functions(reading),
    )


def open_reading(path: str | os.PathLike[str], *, is_module: bool = False) -> Reading:
    """Read a script for those who ask of it one thing at a time; arguments and errors as `read_script`."""
    text = os.fspath(path)
    if is_module:
        from kohakuengine.engine.modules import find_module

        text = find_module(text)
    source = read_source(text)
    check_encoding(source, text)
    return Reading(source, text)


def _functions(reading: Reading) -> list[str]:
    sites = reading.bindings.sites.items()
    return [name for name, found in sites if found[-1].kind == FUNCTION and not name.startswith("_")]


def _globals(reading: Reading) -> list[Parameter]:
    return [_parameter(reading, name, GLOBAL) for name in reading.bindings.names()]


def _members(reading: Reading) -> list[Parameter]:
    found: list[Parameter] = []
    stack: list[tuple[str, Bindings]] = [("", reading.bindings)]
    while stack:
        prefix, bindings = stack.pop()
        for name, sites in bindings.sites.items():
            if sites[-1].kind == CLASS and not (prefix == "" and reading.bindings.declared(name)):
                inner = reading.members(sites[-1].statement)
                stack.append((f"{prefix}{name}.", inner))
                found += [_parameter(reading, f"{prefix}{name}.{member}", MEMBER) for member in inner.names()]
    return found


def _reads(reading: Reading) -> list[Parameter]:
    if reading.cell is not None or reading.bindings.star_imports:
        return []
    known = reading.bindings.sites
    names = sorted(reading.reads - reading.bound_by_functions - set(known))
    options = {option.name for option in reading.options}
    return [
        _parameter(reading, name, READ) for name in names if not name.startswith("_") and name not in options
    ]


def _parameter(reading: Reading, name: str, kind: ParameterKind) -> Parameter:
    try:
        target = find_target(reading, name, name, "global")
    except ValueError as error:
        return _fixed_parameter(name, kind, error)
    if target.is_shared_in_enum:
        return _fixed_parameter(name, kind, shared_in_enum(name, reading.path, target.line))
    site = target.sites[0] if target.sites else None
    ambiguity = _ambiguity(reading, name)
    default = None
    if site is not None and site.default is not None:
        default = source_segment(reading.source, site.default)
    return Parameter(
        name=name,
        kind=kind,
        spec=_told_spec(reading, target),
        is_annotated=target.is_annotated,
        default=default,
        line=site.line if site else first_read(reading.tree, name),
        lines=[one.line for one in target.sites],
        doc=_doc(reading, site.statement) if site else None,
        is_overridable=ambiguity is None,
        reason=ambiguity,
        is_ambiguous=ambiguity is not None,
    )


def _told_spec(reading: Reading, target: Target) -> Spec:
    """Return the spec of a target; a default that is made by something else than a class tells none."""
    if target.is_annotated or target.spec[0] != "named":
        return target.spec
    name, default = target.spec[1], target.sites[0].default if target.sites else None
    classes = reading.classes(name)
    if isinstance(default, _ast.Attribute):  # `Mode.FAST`, and not `os.sep` or `Model.width`
        is_type = any(is_enum(reading, one) for one in classes) or (not classes and default.attr.isupper())
    else:
        is_type = bool(classes) or name[:1].isupper()
    return target.spec if is_type and (classes or name in reading.names.imported) else ANY


def _ambiguity(reading: Reading, name: str) -> str | None:
    """Say why the bare name of a global means two things, None where it does not."""
    if reading.option(name) is None:
        return None
    from kohakuengine.config.errors import AmbiguousNameError

    try:
        find_target(reading, name, name, "")
    except AmbiguousNameError as error:
        return error.reason
    return None


def _fixed_parameter(name: str, kind: ParameterKind, error: Exception) -> Parameter:
    """Describe a name on which no override lands."""
    line, reason = getattr(error, "line", None) or 1, getattr(error, "reason", str(error))
    return Parameter(
        name=name,
        kind=kind,
        spec=ANY,
        is_annotated=False,
        default=None,
        line=line,
        lines=[line],
        doc=None,
        is_overridable=False,
        reason=reason,
    )


def _doc(reading: Reading, statement: Any) -> str | None:
    """Return the comment behind a statement, else the `#:` comments above it."""
    lines = decode(reading.source).splitlines()
    last = lines[statement.end_lineno - 1].encode()  # columns of the tree count UTF-8 bytes
    behind = last[statement.end_col_offset :].decode().strip()
    if behind.startswith("#"):
        return behind.lstrip("#: ") or None
    above: list[str] = []
    index = statement.lineno - 2
    while index >= 0 and lines[index].strip().startswith("#:"):
        above.append(lines[index].strip()[2:].strip())
        index -= 1
    return " ".join(reversed(above)) or None


def _candidate(reading: Reading, entry: Entry) -> EntryCandidate:
    passed = passed_by_call(entry)
    return EntryCandidate(
        name=entry.name,
        kind=entry.kind,
        line=entry.line,
        call_line=entry.call_line,
        reason=entry.reason,
        is_async=entry.is_async,
        parameters=[
            (name, _text(reading, passed.get(name, default)), kind)
            for name, default, kind in _arguments(entry.definition)
        ],
    )


def _arguments(definition: Any) -> list[tuple[str, Any, ArgumentKind]]:
    """List what a function takes: name, the default's expression or None, kind."""
    if definition is None:
        return []
    arguments = definition.args
    positional = [*arguments.posonlyargs, *arguments.args]
    missing: list[Any] = [None] * (len(positional) - len(arguments.defaults))
    found: list[tuple[str, Any, ArgumentKind]] = []
    for argument, default in zip(positional, [*missing, *arguments.defaults], strict=False):
        found.append((argument.arg, default, "positional"))
    if arguments.vararg:
        found.append((arguments.vararg.arg, None, "varargs"))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=False):
        found.append((argument.arg, default, "keyword"))
    if arguments.kwarg:
        found.append((arguments.kwarg.arg, None, "varkeywords"))
    return found


def _text(reading: Reading, node: Any) -> str | None:
    return source_segment(reading.source, node) if node is not None else None
