"""The command-line options that a script declares, found without running it.

argparse: `X.add_argument("--lr", ...)` anywhere in the file. click: `@click.option("--lr")`.
typer: the parameters of a command that are not positional. absl: `flags.DEFINE_float("lr", ...)`.
"""

from __future__ import annotations

import _ast

from kohakuengine.config.fitting import ANY
from kohakuengine.config.tree import (
    FUNCTIONS,
    NOT_STATIC,
    called_name,
    source_segment,
    static_constant,
    walk,
)
from kohakuengine.engine.absl_declarations import PREFIX, declared_flag
from kohakuengine.engine.option import Option
from kohakuengine.engine.option_choices import choices_in, is_written_out
from kohakuengine.engine.option_flags import destination, halves, typed_flags
from kohakuengine.engine.specs import spec_of_annotation, spec_of_default

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from kohakuengine.config.fitting import Spec
    from kohakuengine.engine.option import Library
    from kohakuengine.engine.reading import Reading
    from kohakuengine.engine.specs import Names

LIBRARIES = (b"argparse", b"click", b"typer", b"absl")
_PARSES = ("parse_args", "parse_known_args", "parse_intermixed_args", "parse_known_intermixed_args")
_CLICK_CALLS = ("option", "password_option")


def find_options(reading: Reading) -> list[Option]:
    """List the options that a script declares, in source order."""
    source = reading.source
    if not any(library in source for library in LIBRARIES):
        return []
    found: list[Option] = []
    for node in walk(reading.tree):
        if isinstance(node, _ast.Call):
            found += _called(node, found, reading)
        elif isinstance(node, FUNCTIONS) and b"typer" in source:
            found += _typer_options(node, reading)
    return found


def find_written_out(tree: _ast.Module) -> list[tuple[int, int]]:
    """Find the lines (first, last) on which a list that stands there is parsed: not the command line.

    The list is given to a parser, a command or the flags, or to a function of the script that may pass it on.
    """
    nodes = list(walk(tree))
    functions = {node.name for node in nodes if isinstance(node, FUNCTIONS)}
    calls = [node for node in nodes if isinstance(node, _ast.Call) and _is_given_a_list(node)]
    return [
        (call.lineno, call.end_lineno or call.lineno)
        for call in calls
        if called_name(call.func).rpartition(".")[2] in {*_PARSES, *functions, "main", "FLAGS"}
    ]


def _is_given_a_list(call: _ast.Call) -> bool:
    given = [*call.args, *(k.value for k in call.keywords)]
    return any(isinstance(value, (_ast.List, _ast.Tuple)) for value in given)


def is_parse_result(value: _ast.AST, functions: set[str]) -> bool:
    """Say whether an expression gives parsed options: `parser.parse_args()`, `get_args()`, `FLAGS`."""
    if isinstance(value, _ast.Subscript):
        value = value.value
    if isinstance(value, _ast.Call):
        return _is_parse(value) or called_name(value.func) in functions
    return isinstance(value, _ast.Attribute) and value.attr == "FLAGS"


def part_of(value: _ast.AST | None) -> tuple[Any, str]:
    """Return what an expression takes one part of, and its name: `args.lr`, `vars(args)["lr"]`; else None."""
    if isinstance(value, _ast.Attribute):
        return value.value, value.attr
    if isinstance(value, _ast.Subscript) and isinstance(value.value, _ast.Call):
        call, name = value.value, static_constant(value.slice)
        if called_name(call.func) == "vars" and len(call.args) == 1 and isinstance(name, str):
            return call.args[0], name
    return None, ""


def _is_parse(call: _ast.Call) -> bool:
    return isinstance(call.func, _ast.Attribute) and call.func.attr in _PARSES


def _called(call: _ast.Call, before: list[Option], reading: Reading) -> Iterator[Option]:
    last = called_name(call.func).rpartition(".")[2]
    if isinstance(call.func, _ast.Attribute) and call.func.attr == "add_argument":
        yield from _flagged(call, reading, "argparse")
    elif last in _CLICK_CALLS and b"click" in reading.source:
        yield from _flagged(call, reading, "click")
    elif last.startswith(PREFIX) and b"absl" in reading.source:
        yield from declared_flag(call, before, reading)


def _flagged(call: _ast.Call, reading: Reading, library: Library) -> Iterator[Option]:
    texts = [static_constant(argument) for argument in call.args]
    flags = [text for text in texts if isinstance(text, str)]
    if called_name(call.func).endswith("password_option"):
        flags = flags or ["--password"]
    dashed = typed_flags(flags, library)
    keywords = {k.arg: k.value for k in call.keywords if k.arg}
    if not dashed or static_constant(keywords.get("action")) in ("help", "version"):
        return
    name = _text(keywords.get("dest")) or destination(flags, library)
    if not name:
        return
    default, listed = keywords.get("default"), _listed(keywords)
    off_flags = [off for _, off in map(halves, flags) if off] if library == "click" else []
    is_switch = bool(off_flags)  # --on/--off
    implied = "False" if is_switch else _flag_default(keywords)
    # argparse takes no type from a default: what is typed stays text.
    spec = _option_spec(keywords, default if library == "click" else None, reading.names, library)
    if is_switch:
        spec = ("bool",)
    choices = choices_in(reading, listed, keywords.get("type") if library == "argparse" else None)
    help_text = _text(keywords.get("help"))
    yield Option(
        name=name,
        flags=dashed,
        spec=spec,
        default=source_segment(reading.source, default) if default is not None else implied,
        help=help_text.replace("%%", "%") if help_text and library == "argparse" else help_text,
        choices=choices,
        line=call.lineno,
        library=library,
        checked=_checked(spec, choices if is_written_out(listed) else None, keywords, is_switch=is_switch),
        off_flags=off_flags or _off_flags(dashed, keywords),
    )


def _listed(keywords: dict[str, Any]) -> Any:
    """Return what says which values there are: `choices=...`, or what stands in `click.Choice(...)`."""
    return keywords.get("choices") or _choice_type(keywords.get("type"))


def _flag_default(keywords: dict[str, Any]) -> str | None:
    """Return the default that a flag has without saying so, None where it is no flag."""
    action = static_constant(keywords["action"]) if "action" in keywords else None
    if action == "store_false":
        return "True"
    if static_constant(keywords.get("count")) is True:  # click's; argparse has None where it was not typed
        return "0"
    is_flag = action == "store_true" or static_constant(keywords.get("is_flag")) is True
    return "False" if is_flag else None


def _checked(spec: Spec, choices: list[Any] | None, keywords: dict[str, Any], *, is_switch: bool) -> Spec:
    """Return the spec that words are checked against: only where the library's own types read them."""
    kind = keywords.get("type")
    is_switch = is_switch or "is_flag" in keywords or "action" in keywords
    if choices is not None:
        is_plain = kind is None or (isinstance(kind, _ast.Name) and kind.id in ("str", "int", "float"))
        literal: Spec = ("literal", tuple(choices)) if is_plain or _is_exact_choice(kind) else ANY
        return ("list", literal) if spec[0] == "list" else literal
    return ANY if spec == ("bool",) and not is_switch else spec


def _off_flags(flags: list[str], keywords: dict[str, Any]) -> list[str]:
    """Return argparse's flags that mean no, also those not written: `--no-x` of BooleanOptionalAction."""
    if static_constant(keywords.get("action")) == "store_false":
        return flags
    if "Boolean" in _name(keywords, "action"):
        return [f if f.startswith("--no-") else f"--no-{f[2:]}" for f in flags if f.startswith("--")]
    return []


def _option_spec(keywords: dict[str, Any], default: Any, names: Names, library: Library) -> Spec:
    action = static_constant(keywords["action"]) if "action" in keywords else None
    is_flag = static_constant(keywords.get("is_flag")) is True
    if "flag_value" in keywords:
        return ANY
    if is_flag or action in ("store_true", "store_false") or "Boolean" in _name(keywords, "action"):
        return ("bool",)
    if action == "count" or static_constant(keywords.get("count")) is True:
        return ("int",)
    kind = keywords.get("type")
    spec = spec_of_annotation(kind, names) if isinstance(kind, (_ast.Name, _ast.Attribute)) else None
    single = (NOT_STATIC, None, "?") if library == "argparse" else (NOT_STATIC, None, 1)
    is_many = static_constant(keywords.get("nargs")) not in single
    if is_many or action in ("append", "extend") or static_constant(keywords.get("multiple")) is True:
        return ("list", spec or ANY)
    if spec is None and kind is None and default is not None:
        spec = spec_of_default(default, names)
    return spec or ANY


def _name(keywords: dict[str, Any], key: str) -> str:
    return called_name(keywords[key]) if key in keywords else ""


def _choice_type(node: Any) -> Any:
    """Return the list inside `click.Choice([...])`."""
    is_choice = isinstance(node, _ast.Call) and called_name(node.func).endswith("Choice")
    return node.args[0] if is_choice and node.args else None


def _is_exact_choice(node: Any) -> bool:
    """Say whether a type is `click.Choice([...])` and no more: case and all."""
    return _choice_type(node) is not None and len(node.args) == 1 and not node.keywords


def _text(node: Any) -> str | None:
    value = static_constant(node)
    return value if isinstance(value, str) else None


def _typer_options(function: Any, reading: Reading) -> Iterator[Option]:
    source, names = reading.source, reading.names
    if not _is_typer_command(function, reading.tree, names):
        return
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    offset = len(positional) - len(arguments.defaults)
    defaults = [None] * offset + list(arguments.defaults) + list(arguments.kw_defaults)
    for argument, default in zip([*positional, *arguments.kwonlyargs], defaults, strict=False):
        marker = default if _is_typer_mark(default, "Option") else _annotated_mark(argument, "Option")
        is_positional = _is_typer_mark(default, "Argument") or _annotated_mark(argument, "Argument")
        if is_positional or (default is None and marker is None):
            continue
        flags = [t for t in map(static_constant, marker.args) if isinstance(t, str)] if marker else []
        dashed = typed_flags(flags, "typer")
        value = _marked_default(marker) if marker is default and marker else default
        has_default = isinstance(value, _ast.expr) and static_constant(value) is not ...
        name = argument.arg
        annotation = _inner_annotation(argument.annotation)
        yield Option(
            name=name,
            flags=dashed or [f"--{name.replace('_', '-')}"],
            spec=(spec_of_annotation(annotation, names) if annotation else None) or ANY,
            default=source_segment(source, value) if value is not None and has_default else None,
            help=_text(next((k.value for k in marker.keywords if k.arg == "help"), None)) if marker else None,
            choices=None,
            line=argument.lineno,
            library="typer",
        )


def _is_typer_command(function: Any, tree: _ast.Module, names: Names) -> bool:
    for decorator in function.decorator_list:
        target = decorator.func if isinstance(decorator, _ast.Call) else decorator
        if isinstance(target, _ast.Attribute) and target.attr in ("command", "callback"):
            return True
    return any(
        isinstance(n, _ast.Call)
        and names.full_name(n.func) == "typer.run"
        and bool(n.args)
        and isinstance(n.args[0], _ast.Name)
        and n.args[0].id == function.name
        for n in walk(tree)
    )


def _is_typer_mark(node: Any, mark: str) -> bool:
    return isinstance(node, _ast.Call) and called_name(node.func).rpartition(".")[2] == mark


def _marked_default(marker: Any) -> Any:
    """Return the default inside `typer.Option(0.1)`; the call itself where it has none."""
    named = next((keyword.value for keyword in marker.keywords if keyword.arg == "default"), None)
    return next(iter(marker.args), named or marker)


def _annotated_mark(argument: Any, mark: str) -> Any:
    """Return the `typer.Option(...)` in `Annotated[float, typer.Option(...)]`, or None."""
    annotation = argument.annotation
    if not isinstance(annotation, _ast.Subscript) or not isinstance(annotation.slice, _ast.Tuple):
        return None
    return next((e for e in annotation.slice.elts if _is_typer_mark(e, mark)), None)


def _inner_annotation(annotation: Any) -> Any:
    is_annotated = isinstance(annotation, _ast.Subscript) and called_name(annotation.value).endswith(
        "Annotated"
    )
    if is_annotated and isinstance(annotation.slice, _ast.Tuple):
        return annotation.slice.elts[0]
    return annotation
