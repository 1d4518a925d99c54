"""The facts of one script against what plain python did with it."""

from __future__ import annotations

import ast
import io
import tokenize
from typing import TYPE_CHECKING, Any

from .option_verdict import judge_options
from .places import Place, Places
from .tally import Tallies
from .trace import NO_VALUE, Store, Trace, are_same, read_value

if TYPE_CHECKING:
    from kohakuengine_tooling import Parameter, ScriptFacts

LITERALS = "recall of literal globals"
RECALL = "recall of all declarations"
PRECISION = "precision"
VALUES = "values"
TOLD = "literals whose value is told"
DEFAULTS = "sources of defaults"
TYPES = "types of defaults"
LINES = "lines"
COLUMNS = "columns"
TRANSFORMATIONS = "transformations"
PATHS = "values of paths"
READS = "names only read"
UNKNOWN = "stores known to the judge"

SHOWN = 80
SMALL = 200
"""Letters of a value that facts must tell; how much more is their own affair."""
BUILTINS = ("bool", "int", "float", "complex", "str", "bytes", "list", "tuple", "dict", "set", "frozenset")
WRAPPERS = ("Field", "FieldInfo", "_CountingAttr", "Attribute", "auto", "property")
"""Types of what the body of a class holds in the place of a default."""


def judge(script: str, source: bytes, facts: ScriptFacts, trace: Trace) -> Tallies:
    """Compare facts with a run of the script.

    Args:
        script: Its path, for what is wrong.
        source: Its bytes.
        facts: What is said of it.
        trace: What python did.

    Returns:
        The figures that this module and `option_verdict` name.
    """
    return _Judgement(script, Places(source), source, facts, trace).tallies


class _Judgement:
    def __init__(self, script: str, places: Places, source: bytes, facts: ScriptFacts, trace: Trace) -> None:
        self.tallies = Tallies()
        self._script = script
        self._places = places
        self._lines = _lines_as_utf8(source)
        self._parameters = {one.name: one for one in facts.parameters}
        self._executed: dict[str, list[tuple[Place, Store]]] = {}
        self._stored: dict[str, Store] = {}
        self._options = {option.name for option in trace.options}
        for store in trace.stores:
            self._take(store)
        for name in self._executed:
            self._recall(name)
        for parameter in facts.parameters:
            self._listed(parameter)
        judge_options(script, facts, trace, self.tallies)

    def _take(self, store: Store) -> None:
        last = store.name.rpartition(".")[2]
        if last.startswith(("_", ".")):
            return
        self._stored.setdefault(store.name, store)
        place = self._places.at(store.name, store.line, store.column)
        wrong = None if place else "python stored it, the judge has no place"
        self._count(UNKNOWN, store.line, store.name, wrong)
        if place is not None and place.kind == "declaration":
            self._executed.setdefault(store.name, []).append((place, store))

    def _recall(self, name: str) -> None:
        """Look for the executed declarations of a name among the facts."""
        parameter = self._parameters.get(name)
        if parameter is not None and not parameter.is_overridable and name in self._options:
            return  # which of the two is meant is for the user to say
        for place, _ in self._executed[name]:
            wrong = _why_missed(parameter, place)
            self._count(RECALL, place.line, name, wrong)
            if place.is_literal:
                self._count(LITERALS, place.line, name, wrong)

    def _listed(self, parameter: Parameter) -> None:
        """Look at what the facts say of one parameter."""
        if parameter.kind in ("global", "member") and parameter.is_overridable:
            self._precision(parameter)
        elif parameter.kind == "path":
            self._path(parameter)
        elif parameter.kind == "read":
            bound = self._stored.get(parameter.name)
            wrong = f"is bound at line {bound.line}" if bound is not None else None
            self._count(READS, parameter.line, parameter.name, wrong)

    def _precision(self, parameter: Parameter) -> None:
        name = parameter.name
        declared = [place.line for place in self._places.of(name, "declaration")]
        unclear = [place.line for place in self._places.of(name, "unclear")]
        strange = [line for line in parameter.lines if line not in (*declared, *unclear)]
        if strange or not parameter.lines:
            what = f"listed with lines {list(parameter.lines)}, declared at {declared}"
            self._count(PRECISION, parameter.line, name, what)
        elif name in self._executed:
            self._count(PRECISION, parameter.line, name, None)
        if name in self._executed and not unclear:
            self._details(parameter, declared)

    def _details(self, parameter: Parameter, declared: list[int]) -> None:
        name = parameter.name
        lines = [parameter.line, *parameter.lines]
        wanted = [declared[0], *declared]
        self._compare(LINES, parameter, lines, wanted)
        first = self._places.of(name, "declaration")[0]
        self._compare(COLUMNS, parameter, parameter.column, self._column(first))
        changed = [place.line for place in self._places.of(name, "transformation")]
        self._compare(TRANSFORMATIONS, parameter, list(parameter.transformations), changed)
        self._compare(DEFAULTS, parameter, _normal(parameter.default), _normal(first.value))
        store = next((store for place, store in self._executed[name] if place is first), None)
        if store is not None:
            self._bound(parameter, first, store)

    def _bound(self, parameter: Parameter, place: Place, store: Store) -> None:
        """Compare what facts say of the default with what its name was bound to."""
        if place.is_literal and store.text is not None and len(store.text) <= SMALL:
            self._compare(TOLD, parameter, parameter.is_static, True)
        if parameter.is_static:
            self._value(VALUES, parameter, store, store.value)
        kind = (parameter.type or "").partition("[")[0]
        is_annotated = parameter.name.rpartition(".")[2] in self._places.annotated
        if kind in BUILTINS and store.type_name not in WRAPPERS and not is_annotated:
            self._compare(TYPES, parameter, kind, store.type_name)

    def _path(self, parameter: Parameter) -> None:
        """Compare the value that a path reaches, where its root was bound to data."""
        root, path = self._root(parameter.name)
        first = self._places.of(root, "declaration")[:1]
        for place, store in self._executed.get(root, []):
            data = read_value(store.text if store.text is not None else store.data)
            if place in first and parameter.is_static and data is not NO_VALUE:
                self._value(PATHS, parameter, store, _reach(data, path))

    def _root(self, name: str) -> tuple[str, list[str]]:
        """Split a path into the name that is declared and what follows it."""
        parts = name.split(".")
        for count in range(len(parts) - 1, 0, -1):
            if ".".join(parts[:count]) in self._executed:
                return ".".join(parts[:count]), parts[count:]
        return name, []

    def _value(self, figure: str, parameter: Parameter, store: Store, found: Any) -> None:
        if found is NO_VALUE and (store.type_name in WRAPPERS or _is_of(parameter.value, store)):
            return
        is_right = found is not NO_VALUE and are_same(parameter.value, found)
        shown = f"a {store.type_name}" if found is NO_VALUE else f"{found!r:.{SHOWN}}"
        wrong = f"value {parameter.value!r:.{SHOWN}}, bound to {shown}"
        self._count(figure, parameter.line, parameter.name, None if is_right else wrong)

    def _compare(self, figure: str, parameter: Parameter, said: object, true: object) -> None:
        wrong = None if said == true else f"facts say {said}, true is {true}"
        self._count(figure, parameter.line, parameter.name, wrong)

    def _column(self, place: Place) -> int:
        """Return the column of a place in code points, as facts have it."""
        line = self._lines[place.line - 1]
        return len(line[: place.column].decode("utf-8", "replace"))

    def _count(self, figure: str, line: int, name: str, wrong: str | None) -> None:
        self.tallies.count(figure, wrong and f"{self._script}:{line} {name}: {wrong}")


def _lines_as_utf8(source: bytes) -> list[bytes]:
    """Return the lines as the parser has them, whose columns count bytes of UTF-8."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    return source.decode(encoding).encode("utf-8").splitlines()


def _why_missed(parameter: Parameter | None, place: Place) -> str | None:
    """Say why facts do not have an executed declaration, None where they do."""
    if parameter is None:
        return "not listed"
    if not parameter.is_overridable:
        return f"listed as not overridable: {parameter.reason}"
    if parameter.kind not in ("global", "member"):
        return f"listed as {parameter.kind}"
    return None if place.line in parameter.lines else f"listed with lines {list(parameter.lines)}"


def _normal(source: ast.expr | str | None) -> str | None:
    """Write an expression in one way, whatever its spaces and brackets are."""
    if source is None:
        return None
    try:
        node = ast.parse(f"({source})", mode="eval").body if isinstance(source, str) else source
        return ast.dump(node)
    except (SyntaxError, RecursionError):
        return str(source)


def _reach(value: Any, path: list[str]) -> Any:
    """Follow a path into plain data."""
    for part in path:
        try:
            value = value[int(part)] if isinstance(value, (list, tuple)) else value[part]
        except (KeyError, IndexError, ValueError, TypeError):
            return NO_VALUE
    return value


def _is_of(value: Any, store: Store) -> bool:
    """Tell whether a value that was too large to write down may be the one that facts have."""
    return store.text is None and type(value).__name__ == store.type_name
