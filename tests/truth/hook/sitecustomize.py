"""Record from inside what a script binds, and which options it declares, while plain python runs it.

Python imports this file at start because its folder is on `PYTHONPATH`. It appends one JSON line to the file
that `TRUTH_RECORD` names

- for each place in the module's body, or in that of a class of the module, that stored a name: when that was
  first done, with what the name was bound to right after it. The places are the interpreter's own: its
  `STORE_NAME` and `STORE_GLOBAL` instructions.
- for each option that the script gave to argparse, click, typer or absl.
"""

from __future__ import annotations

import json
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from importlib.machinery import ModuleSpec
    from types import CodeType, FrameType, ModuleType
    from typing import Any

_NODES = 5_000
_LETTERS = 50_000
_IS_OPTIMIZED = 0x1  # inspect.CO_OPTIMIZED: a function's code, never that of a module or class
_ATOMS = (type(None), bool, int, float, complex, str, bytes, type(...))
_CONTAINERS = (list, tuple, set, frozenset)
_DEFAULTS = {"Field": "default", "FieldInfo": "default", "_CountingAttr": "_default"}
"""Types of what stands for a default in the body of a dataclass, a pydantic model or an attrs class."""


class Recorder:
    """Writes what it is told to one file, in the process that began it alone."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._pid = os.getpid()

    def write(self, row: dict[str, Any]) -> None:
        """Append a line."""
        if os.getpid() == self._pid:
            with open(self._path, "a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")


def plain_text(value: Any) -> str | None:
    """Write a value as Python does where it is nothing but plain data, and not too much of it; else None."""
    stack, count = [value], 0
    while stack:
        one = stack.pop()
        count += 1
        if count > _NODES:
            return None
        if type(one) is dict:
            stack += [*one.keys(), *one.values()]
        elif type(one) in _CONTAINERS:
            stack += one
        elif type(one) not in _ATOMS:
            return None
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # an int of too many digits
        return None
    return text if len(text) <= _LETTERS else None


def _described(value: Any) -> dict[str, str | None]:
    """Describe a value: as it is, a default that is wrapped, and what paths lead to in an object."""
    wrapped = getattr(value, _DEFAULTS.get(type(value).__name__, ""), value)
    text = plain_text(wrapped)
    return {"value": text, "data": plain_text(as_data(value)) if text is None else None}


def as_data(value: Any, depth: int = 0) -> Any:
    """Write objects that are nothing but their fields as dicts, as far as paths may lead into them."""
    names = _fields(value) if depth < 5 else ()
    if names:
        return {name: as_data(getattr(value, name, None), depth + 1) for name in names}
    if type(value) is dict and depth < 5 and len(value) < 100:
        return {key: as_data(one, depth + 1) for key, one in value.items()}
    return value


def _fields(value: Any) -> tuple[str, ...]:
    kind = type(value)
    if kind.__name__ == "SimpleNamespace":
        return tuple(vars(value))
    for name in ("__dataclass_fields__", "_fields", "model_fields", "__pydantic_fields__"):
        found = getattr(kind, name, None)
        if isinstance(found, (dict, tuple)):
            return tuple(found)
    return tuple(one.name for one in getattr(kind, "__attrs_attrs__", ()))


class Site:
    """An instruction that stores a name: where its text is, and what has been seen of it."""

    __slots__ = ("column", "is_seen", "line", "name", "scope")

    def __init__(self, scope: str, name: str, line: int, column: int | None) -> None:
        self.scope, self.name, self.line, self.column = scope, name, line, column
        self.is_seen = False


def sites_of(code: CodeType, scope: str) -> dict[int, Site | None]:
    """Find the instructions of a code object that store a name, by their offset; what follows one has None.

    An instruction may begin with EXTENDED_ARG: it has every offset from there on.
    """
    import dis

    positions = list(code.co_positions()) if hasattr(code, "co_positions") else []
    sites: dict[int, Site | None] = {}
    line, first, is_behind = code.co_firstlineno, None, False
    for instruction in dis.get_instructions(code):
        line = _line_of(instruction) or line
        first = instruction.offset if first is None else first
        if instruction.opname == "EXTENDED_ARG":
            continue
        begin = getattr(instruction, "start_offset", first)
        if is_behind:
            sites[begin] = None
        is_behind = instruction.opname in ("STORE_NAME", "STORE_GLOBAL")
        if is_behind:
            place = positions[instruction.offset // 2] if positions else (line, None, None, None)
            site = Site(scope, instruction.argval, place[0] or line, place[2])
            sites.update(dict.fromkeys(range(begin, instruction.offset + 1), site))
        first = None
    return sites


def _line_of(instruction: Any) -> int | None:
    """Return the line that an instruction begins (an int, or since 3.13 a flag beside it), or None."""
    number: int | None = getattr(instruction, "line_number", instruction.starts_line)
    return number


class Stores:
    """The stores of a module and of the classes in it, followed from instruction to instruction."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._sites: dict[CodeType, dict[int, Site | None]] = {}
        self._stored: Site | None = None

    def watch(self, code: CodeType, scope: str = "") -> list[CodeType]:
        """Watch a module's code, and that of the classes in it; return all of them."""
        self._sites[code] = sites_of(code, scope)
        inner = [
            one for one in code.co_consts if hasattr(one, "co_code") and not one.co_flags & _IS_OPTIMIZED
        ]
        return [code, *(found for one in inner for found in self.watch(one, f"{scope}{one.co_name}."))]

    def are_left(self, code: CodeType) -> bool:
        """Tell whether a code is watched, and holds a store that has not been seen."""
        sites = self._sites.get(code, {}).values()
        return any(site is not None and not site.is_seen for site in sites)

    def reach(self, frame: FrameType, offset: int) -> bool:
        """Note that an instruction is about to be executed; what was stored just before is bound now.

        Returns:
            Whether the instruction, or the one before it, is a store.
        """
        sites = self._sites[frame.f_code]
        site, stored = sites.get(offset), self._stored
        self._stored = site if site is not None and not site.is_seen else None
        if stored is not None and stored is not site:
            self._record(frame, stored)
        return offset in sites

    def forget(self) -> None:
        """Note that the instruction reached last has raised."""
        self._stored = None

    def _record(self, frame: FrameType, site: Site) -> None:
        site.is_seen = True
        names = frame.f_locals if site.scope else frame.f_globals
        try:
            value = names[site.name]
        except KeyError:  # bound by `global` in a class body
            return
        row = {"scope": site.scope, "name": site.name, "line": site.line, "column": site.column}
        self._recorder.write({**row, "type": type(value).__name__, **_described(value)})


def trace_stores(stores: Stores) -> None:
    """Follow the script's instructions with `sys.settrace`."""
    began: list[CodeType] = []

    def trace_call(frame: FrameType, event: str, arg: Any) -> Any:
        code = frame.f_code
        if not began and is_script(frame):
            began.extend(stores.watch(code))
        if not stores.are_left(code):
            return None
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        return trace_frame

    def trace_frame(frame: FrameType, event: str, arg: Any) -> Any:
        if event == "exception":
            stores.forget()
        else:
            stores.reach(frame, frame.f_lasti)
        return trace_frame

    sys.settrace(trace_call)


def monitor_stores(stores: Stores) -> None:
    """Follow the script's instructions with `sys.monitoring`, which costs all other code nothing (3.12)."""
    monitoring: Any = sys.monitoring  # type: ignore[attr-defined]
    tool, events = 4, monitoring.events  # 0 to 3 and 5 are those of debuggers, coverage and the like

    def start(code: CodeType, offset: int) -> Any:
        if is_script(sys._getframe(1)):
            monitoring.set_events(tool, 0)
            for one in stores.watch(code):
                monitoring.set_local_events(tool, one, events.INSTRUCTION)
        return monitoring.DISABLE

    def instruction(code: CodeType, offset: int) -> Any:
        return None if stores.reach(sys._getframe(1), offset) else monitoring.DISABLE

    monitoring.use_tool_id(tool, "truth")
    monitoring.register_callback(tool, events.PY_START, start)
    monitoring.register_callback(tool, events.INSTRUCTION, instruction)
    monitoring.set_events(tool, events.PY_START)


def is_script(frame: FrameType) -> bool:
    """Tell whether a frame is that of the script's module, and remember the script if so."""
    if frame.f_back is not None or frame.f_code.co_name != "<module>":
        return False
    note_script(frame.f_code.co_filename)
    return True


_OPTIONS_OF = {"absl": "absl.flags"}
"""The part of a library that options are declared with; the rest of it declares some of its own."""
_scripts: list[str] = []


def note_script(path: str) -> None:
    """Remember the file whose options count."""
    _scripts.append(path)


def line_in_script(library: str) -> int | None:
    """Return the line at which the script is in a call of a library, None where somebody else is."""
    frame: FrameType | None = sys._getframe(1)
    inside = (f"{_OPTIONS_OF.get(library, library)}.", "click.", f"{__name__}.")
    while frame is not None and f"{frame.f_globals.get('__name__')}.".startswith(inside):
        frame = frame.f_back
    is_own = frame is not None and frame.f_code.co_filename in _scripts
    return frame.f_lineno if frame is not None and is_own else None


def note_option(recorder: Recorder, library: str, found: dict[str, Any]) -> None:
    """Record an option that the script declares."""
    line = line_in_script(library)
    if line is not None:
        recorder.write({"option": {"library": library, "line": line, **found}})


def watch_argparse(module: ModuleType, recorder: Recorder) -> None:
    """Note what `add_argument` makes, except `--help` that every parser has."""
    container = module._ActionsContainer
    original = container.add_argument

    def add_argument(self: Any, *args: Any, **kwargs: Any) -> Any:
        action = original(self, *args, **kwargs)
        is_own = type(action).__name__ not in ("_HelpAction", "_VersionAction")
        if is_own and action.option_strings:
            choices = list(action.choices) if isinstance(action.choices, _CONTAINERS) else None
            found = {"name": action.dest, "flags": list(action.option_strings), "help": action.help}
            note_option(recorder, "argparse", {**found, **_told(action.default, choices)})
        return action

    container.add_argument = add_argument


def watch_click(module: ModuleType, recorder: Recorder) -> None:
    """Note the options of click, and of typer, whose options are click's or have their place."""
    option = getattr(module, "TyperOption", None) or module.Option
    original = option.__init__
    if any(base.__name__ == "Option" for base in option.__mro__[1:]):
        return  # a typer whose options are click's, which are noted already

    def make(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        library = "typer" if type(self).__module__.startswith("typer") else "click"
        choices = getattr(getattr(self, "type", None), "choices", None)
        found = {"name": self.name, "flags": [*self.opts, *self.secondary_opts], "help": self.help}
        told = _told(self.default, list(choices) if choices is not None else None)
        is_own = self.name not in ("help", "install_completion", "show_completion")
        if is_own and getattr(self, "expose_value", True):  # not --version, which the command never sees
            note_option(recorder, library, {**found, **told})

    option.__init__ = make


def watch_absl(module: ModuleType, recorder: Recorder) -> None:
    """Note the flags that are defined."""
    original = module.DEFINE_flag

    def define_flag(flag: Any, *args: Any, **kwargs: Any) -> Any:
        holder = original(flag, *args, **kwargs)
        choices = getattr(flag.parser, "enum_values", None)
        found = {"name": flag.name, "flags": [f"--{flag.name}"], "help": flag.help}
        note_option(recorder, "absl", {**found, **_told(flag.default, choices)})
        return holder

    module.DEFINE_flag = define_flag  # type: ignore[attr-defined]


def _told(default: Any, choices: list[Any] | None) -> dict[str, Any]:
    return {"default": plain_text(default), "choices": None if choices is None else plain_text(choices)}


_WATCHES: dict[str, Callable[[ModuleType, Recorder], None]] = {
    "argparse": watch_argparse,
    "click.core": watch_click,
    "typer.core": watch_click,
    "absl.flags._defines": watch_absl,
}


class Finder:
    """Meta path finder that lets a watch look at a module right after its import."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: Any = None
    ) -> ModuleSpec | None:
        """Find the module with the other finders, and hang its watch behind it."""
        watch = _WATCHES.get(name)
        for spec in self._found(name, path, target) if watch is not None else ():
            execute = spec.loader.exec_module

            def exec_module(module: ModuleType, execute: Any = execute, watch: Any = watch) -> None:
                execute(module)
                watch(module, self._recorder)

            spec.loader.exec_module = exec_module
            return spec  # type: ignore[no-any-return]
        return None

    def _found(self, name: str, path: Any, target: Any) -> Iterator[Any]:
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(name, path, target)
            if spec is not None and spec.loader is not None:
                yield spec


def begin(path: str) -> None:
    """Watch the script that python is about to run."""
    recorder = Recorder(path)
    sys.meta_path.insert(0, Finder(recorder))
    follow = monitor_stores if hasattr(sys, "monitoring") else trace_stores
    follow(Stores(recorder))


def close_network() -> None:
    """Close the network as the corpus does, where its hook lies beside this file."""
    try:
        from corpus_hook import refuse_network  # type: ignore[import-not-found]
    except ImportError:
        return
    sys.addaudithook(refuse_network)


if "TRUTH_RECORD" in os.environ:
    close_network()
    begin(os.environ.pop("TRUTH_RECORD"))  # what the script starts is not watched
