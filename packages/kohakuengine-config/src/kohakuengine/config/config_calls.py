"""The `Config(...)` calls of a file, and the dicts that they are given, followed through its variables."""

from __future__ import annotations

import ast

from kohakuengine.config.tree import dotted_name, full_name, imported_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Scope = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef
    # Part of the Config, name, line, value.
    Item = tuple[str, str, int, ast.expr | None]

__all__ = ["ConfigCalls"]

_FIELDS = ("globals_dict", "args", "kwargs", "metadata")
_DATA_KEYS = {"globals": "globals_dict", "args": "args", "kwargs": "kwargs"}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COPIES = ("copy.copy", "copy.deepcopy", "dict")


class ConfigCalls:
    """The calls that make the Configs of a file.

    Attributes:
        is_complete: False once a dict was met that only running could tell.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.is_complete = True
        self._tree = tree
        self._imported = imported_names(ast.walk(tree))  # "*": a star import may bind any name
        self._scopes = _scopes(tree)
        self._classes: set[str] = set()
        self._find_config_classes()
        self._following: list[tuple[Scope, str]] = []

    def items(self) -> Iterator[Item]:
        """Yield what every Config of the file is given, in the order of the file."""
        for call, scope in self._calls():
            name = self._full_name(call.func)
            if self._is_config(call.func):
                yield from self._items_of_config(call, scope)
            elif name.endswith("load_from_dict") and self._is_ours(name):
                for part, value in self._top_level(call.args[0] if call.args else None, scope):
                    if part in _DATA_KEYS:
                        yield from self._items_of_part(_DATA_KEYS[part], value, scope)
            elif name in ("dataclasses.replace", "copy.replace"):
                yield from self._items_of_keywords(call, scope)

    def variable_items(self, name: str) -> Iterator[tuple[str, int, ast.expr | None]]:
        """Yield the items of a dict that is a variable of the module: name, line, value."""
        yield from self._of_variable(name, self._tree)

    def used_configs(self) -> list[str]:
        """List the paths given to `use_config`, as written."""
        found = []
        for call, _ in self._calls():
            if self._full_name(call.func).endswith("use_config"):
                path = call.args[0] if call.args else None
                if isinstance(path, ast.Constant) and isinstance(path.value, str):
                    found.append(path.value)
                else:
                    self.is_complete = False
        return found

    def use_config_targets(self) -> set[str]:
        """Return the names that hold what `use_config` returned."""
        found: set[str] = set()
        for node in ast.walk(self._tree):
            value = node.value if isinstance(node, ast.Assign) else None
            if isinstance(value, ast.Call) and self._full_name(value.func).endswith("use_config"):
                targets = node.targets if isinstance(node, ast.Assign) else []
                found |= {target.id for target in targets if isinstance(target, ast.Name)}
        return found

    def is_generator(self, name: str) -> bool:
        """Say whether a function of the file, or what a name holds, yields."""
        for node in self._tree.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name:
                return _yields(node) or any(self._makes_generator(v) for v in _returned(node))
            if isinstance(node, ast.Assign) and any(_is_name(t, name) for t in node.targets):
                return self._makes_generator(node.value)
        return False

    def _makes_generator(self, value: ast.expr) -> bool:
        if isinstance(value, ast.GeneratorExp):
            return True
        if not isinstance(value, ast.Call):
            return False
        called = self._full_name(value.func)
        if called == "iter" or called.endswith("ConfigGenerator"):
            return True
        return any(
            isinstance(node, ast.FunctionDef) and node.name == called and _yields(node)
            for node in self._tree.body
        )

    def _calls(self) -> Iterator[tuple[ast.Call, Scope]]:
        """Yield every call of the file with the function that it stands in."""
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Call):
                yield node, self._scopes[node]

    def _full_name(self, node: ast.expr) -> str:
        """Return `kohakuengine.config.Config` for whatever name the file gave it, "" for no name."""
        return full_name(dotted_name(node), self._imported)

    def _is_ours(self, name: str) -> bool:
        return name.startswith("kohakuengine") or ("*" in self._imported and "." not in name)

    def _is_config(self, node: ast.expr) -> bool:
        name = self._full_name(node)
        return name in self._classes or (name.endswith("Config") and self._is_ours(name))

    def _find_config_classes(self) -> None:
        """Note the classes of the file that inherit from Config."""
        for node in self._tree.body:
            if isinstance(node, ast.ClassDef) and any(self._is_config(base) for base in node.bases):
                self._classes.add(node.name)

    def _items_of_config(self, call: ast.Call, scope: Scope) -> Iterator[Item]:
        for part, value in zip(_FIELDS, call.args, strict=False):
            yield from self._items_of_part(part, value, scope)
        yield from self._items_of_keywords(call, scope)

    def _items_of_keywords(self, call: ast.Call, scope: Scope) -> Iterator[Item]:
        for keyword in call.keywords:
            if keyword.arg is None:  # Config(**parts)
                for part, value in self._top_level(keyword.value, scope):
                    yield from self._items_of_part(part, value, scope)
            else:
                yield from self._items_of_part(keyword.arg, keyword.value, scope)

    def _top_level(self, node: ast.expr | None, scope: Scope) -> Iterator[tuple[str, ast.expr | None]]:
        for name, _, value in self._items_of_dict(node, scope):
            yield name, value

    def _items_of_part(self, part: str, value: ast.expr | None, scope: Scope) -> Iterator[Item]:
        if part == "args" and isinstance(value, (ast.List, ast.Tuple)):
            for index, element in enumerate(value.elts):
                yield part, str(index), element.lineno, element
        elif part in ("globals_dict", "kwargs"):
            for name, line, item in self._items_of_dict(value, scope):
                yield part, name, line, item

    def _items_of_dict(
        self, node: ast.expr | None, scope: Scope
    ) -> Iterator[tuple[str, int, ast.expr | None]]:
        """Yield the items of an expression that gives a dict."""
        if isinstance(node, ast.Dict):
            yield from self._of_display(node, scope)
        elif isinstance(node, ast.Name):
            yield from self._of_name(node.id, scope)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            yield from self._items_of_dict(node.left, scope)
            yield from self._items_of_dict(node.right, scope)
        elif isinstance(node, ast.IfExp):
            yield from self._items_of_dict(node.body, scope)
            yield from self._items_of_dict(node.orelse, scope)
        elif isinstance(node, ast.Call):
            yield from self._of_call(node, scope)
        elif not (isinstance(node, ast.Attribute) and node.attr in _FIELDS):
            self.is_complete = False  # `base.globals_dict` are the entries of the base

    def _of_display(self, node: ast.Dict, scope: Scope) -> Iterator[tuple[str, int, ast.expr | None]]:
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                yield from self._items_of_dict(value, scope)
            elif isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, key.lineno, value
            else:
                self.is_complete = False

    def _of_call(self, node: ast.Call, scope: Scope) -> Iterator[tuple[str, int, ast.expr | None]]:
        """Follow `dict(...)`, `d.copy()` and `copy.deepcopy(d)`."""
        if self._full_name(node.func) in _COPIES:
            for argument in node.args:
                yield from self._items_of_dict(argument, scope)
            for keyword in node.keywords:
                if keyword.arg is None:
                    yield from self._items_of_dict(keyword.value, scope)
                else:
                    yield keyword.arg, keyword.value.lineno, keyword.value
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "copy":
            yield from self._items_of_dict(node.func.value, scope)
        else:
            self.is_complete = False

    def _of_name(self, name: str, scope: Scope) -> Iterator[tuple[str, int, ast.expr | None]]:
        """Follow a variable of the function, else of the module."""
        for where in dict.fromkeys((scope, self._tree)):
            if any(_is_name(target, name) for target, _ in self._assignments(where)):
                yield from self._of_variable(name, where)
                return
        self.is_complete = False

    def _of_variable(self, name: str, scope: Scope) -> Iterator[tuple[str, int, ast.expr | None]]:
        """Yield what a variable is assigned, item by item, and what is added to it later."""
        if (scope, name) in self._following:
            return
        self._following.append((scope, name))
        for target, value in self._assignments(scope):
            if _is_name(target, name):
                yield from self._items_of_dict(value, scope)
            elif isinstance(target, ast.Subscript) and _is_name(target.value, name):
                key = target.slice
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value, target.lineno, value
                else:
                    self.is_complete = False
        for call, where in self._calls():
            if where is scope and _is_update(call.func, name):
                yield from self._of_update(call, scope)
        self._following.pop()

    def _of_update(self, call: ast.Call, scope: Scope) -> Iterator[tuple[str, int, ast.expr | None]]:
        for argument in call.args:
            yield from self._items_of_dict(argument, scope)
        for keyword in call.keywords:
            if keyword.arg is not None:
                yield keyword.arg, keyword.value.lineno, keyword.value
            else:
                yield from self._items_of_dict(keyword.value, scope)

    def _assignments(self, scope: Scope) -> Iterator[tuple[ast.expr, ast.expr]]:
        for node in ast.walk(scope):
            if self._scopes.get(node) is not scope:
                continue
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    yield target, node.value
            elif isinstance(node, (ast.AnnAssign, ast.AugAssign)) and node.value is not None:
                yield node.target, node.value


def _scopes(tree: ast.Module) -> dict[ast.AST, Scope]:
    """Map every node to the function, or the module, whose variables it sees first."""
    found: dict[ast.AST, Scope] = {}
    pending: list[tuple[ast.AST, Scope]] = [(tree, tree)]
    while pending:
        node, scope = pending.pop()
        found[node] = scope
        inner = node if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) else scope
        pending += [(child, inner) for child in ast.iter_child_nodes(node)]
    return found


def _yields(function: ast.AST) -> bool:
    """Say whether a function is a generator: it yields itself, not a function inside it."""
    return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in _own_nodes(function))


def _returned(function: ast.AST) -> list[ast.expr]:
    nodes = _own_nodes(function)
    return [node.value for node in nodes if isinstance(node, ast.Return) and node.value is not None]


def _own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    pending = list(ast.iter_child_nodes(function))
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            pending += ast.iter_child_nodes(node)


def _is_update(function: ast.expr, name: str) -> bool:
    """Say whether a call is `name.update(...)`."""
    if not isinstance(function, ast.Attribute) or function.attr != "update":
        return False
    return _is_name(function.value, name)


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
