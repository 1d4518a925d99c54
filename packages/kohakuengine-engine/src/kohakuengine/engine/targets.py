"""What an override's name means in one script: the target it lands on, or the reason it cannot."""

from __future__ import annotations

import _ast

from kohakuengine.config.fitting import ANY
from kohakuengine.config.specs import any_after
from kohakuengine.config.tree import parse_expression, source_segment
from kohakuengine.engine.enum_classes import is_enum
from kohakuengine.engine.fields import default_holders, default_method, field_default, is_field
from kohakuengine.engine.record import GLOBAL, MEMBER, NEW, OPTION, PATH, READ
from kohakuengine.engine.refusal import member_refusal, refusal, unknown_option
from kohakuengine.engine.specs import (
    can_be_asked_again,
    is_bare_wrapper,
    spec_of_annotation,
    spec_of_default,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.config.fitting import Spec
    from kohakuengine.config.overrides import Scope
    from kohakuengine.engine.bindings import Bindings, Site
    from kohakuengine.engine.option import Option
    from kohakuengine.engine.reading import Reading
    from kohakuengine.engine.record import TargetKind


class Target:
    """Where one override lands.

    Attributes:
        key: The name as the user wrote it, prefix included.
        name: Name of the parameter (`lr`, `CFG.lr`, option destination).
        kind: One of the kinds of targets of `kohakuengine.engine.record`.
        sites: The declarations replaced; empty for read, new and option.
        path: What follows the declared name in a dotted path.
        spec: Type spec, ("named", text) where only running can resolve it.
        is_annotated: Whether the spec comes from an annotation and therefore decides.
        annotation: The annotation's expression, None where the default guides.
        option: The option, for that kind.
        is_of_enum: Whether it is a member of an Enum, whose names can be bound only once.
        line: 1-based line of the first declaration.
    """

    __slots__ = (
        "annotation",
        "is_annotated",
        "is_of_enum",
        "key",
        "kind",
        "line",
        "name",
        "option",
        "path",
        "sites",
        "spec",
    )

    def __init__(
        self,
        *,
        key: str,
        name: str,
        kind: TargetKind,
        sites: list[Site] | None = None,
        path: tuple[str, ...] = (),
        spec: Spec = ANY,
        annotation: Any = None,
        option: Option | None = None,
        line: int = 1,
    ) -> None:
        self.key = key
        self.name = name
        self.kind: TargetKind = kind
        self.sites = sites or []
        self.path = path
        self.spec = spec
        self.annotation = annotation
        self.is_annotated = annotation is not None
        self.option = option
        self.is_of_enum = False
        self.line = self.sites[0].line if self.sites else line

    @property
    def is_shared_in_enum(self) -> bool:
        """Whether it is a member of an Enum that one value is given to together with others."""
        return self.is_of_enum and any(site.holder is None for site in self.sites)

    @property
    def is_in_field(self) -> bool:
        """Whether it reaches into the default of a `field(...)` in the body of a class."""
        is_member = self.kind == PATH and "." in self.name
        return is_member and any(is_field(site.value) for site in self.sites)


def find_target(reading: Reading, key: str, name: str, scope: Scope) -> Target:
    """Find where an override lands.

    Args:
        reading: The script.
        key: The name as written, prefix included.
        name: The name without prefix, perhaps dotted.
        scope: Where it may land.

    Returns:
        What the name means here, with the type of what may land.

    Raises:
        UnknownParameterError: The script has no such parameter.
        ProtectedNameError: A name of the interpreter's (`__name__`).
        AmbiguousNameError: A global and an unrelated option.
        NotOverridableError: The script binds the name in a way that is no default.
        InheritedMemberError: A member that a base class declares.
    """
    first, _, rest = name.partition(".")
    if first.startswith("__") and first.endswith("__"):
        from kohakuengine.config.errors import ProtectedNameError

        raise ProtectedNameError(name=first, path=reading.path)
    if scope == "option":
        return _option_target(reading, key, name)
    if rest and not reading.option(name):
        return _dotted_target(reading, key, first, tuple(rest.split(".")))
    return _plain_target(reading, key, name, scope)


def _plain_target(reading: Reading, key: str, name: str, scope: Scope) -> Target:
    sites = reading.declared(name)
    if sites and not name.startswith("_"):
        return _declared_target(reading, key, name, scope, sites)
    is_bound = bool(reading.bindings.sites.get(name))
    if scope == "" and not is_bound and reading.cell is None and reading.option(name):
        return _option_target(reading, key, name)
    if scope == "new" and not is_bound:
        return Target(key=key, name=name, kind=NEW)
    if _is_only_read(reading, name):
        annotation = reading.bindings.annotations.get(name)
        line = annotation.lineno if annotation is not None else 1
        return _typed(reading, Target(key=key, name=name, kind=READ, line=line), annotation, None)
    raise refusal(reading, name)


def _declared_target(reading: Reading, key: str, name: str, scope: Scope, sites: list[Site]) -> Target:
    if scope == "":
        behind = {reading.option_behind(site) for site in sites} if reading.options else {None}
        option = behind.pop() if len(behind) == 1 else None
        if option is not None:
            return _option_target(reading, key, option)
        own = reading.option(name)
        if own is not None:
            from kohakuengine.config.errors import AmbiguousNameError

            raise AmbiguousNameError(name=name, path=reading.path, line=sites[0].line, option_line=own.line)
    target = Target(key=key, name=name, kind=GLOBAL, sites=sites)
    annotation = reading.bindings.annotations.get(name)
    return _typed(reading, target, annotation, sites[0].default)


def _option_target(reading: Reading, key: str, name: str) -> Target:
    option = reading.option(name)
    if option is None:
        raise unknown_option(reading, key, name)
    specs = {one.checked for one in reading.options if one.name == name}
    spec = option.checked if len(specs) == 1 else ANY  # `--fast` and `--slow` of one destination
    return Target(key=key, name=name, kind=OPTION, option=option, spec=spec, line=option.line)


def _dotted_target(reading: Reading, key: str, first: str, rest: tuple[str, ...]) -> Target:
    classes = reading.classes(first)
    if classes and not reading.bindings.declared(first):
        return _member_target(reading, key, first, rest, classes)
    sites = reading.declared(first)
    if not sites or first.startswith("_"):
        raise refusal(reading, first)
    return Target(key=key, name=first, kind=PATH, sites=sites, path=rest)


def _member_target(
    reading: Reading, key: str, first: str, rest: tuple[str, ...], classes: list[Any]
) -> Target:
    """Descend into nested classes as far as the path names them, then find the member."""
    name, scopes = first, [reading.members(statement) for statement in classes]
    for index, part in enumerate(rest):
        nested = reading.classes(part, scopes)
        sites = [site for scope in scopes for site in scope.declared(part)]
        is_in_cell = any(reading.in_cell(site.line) for site in sites)
        if is_in_cell and not part.startswith("_"):
            target = _declared_member(reading, key, f"{name}.{part}", rest[index + 1 :], scopes, sites)
            target.is_of_enum = any(is_enum(reading, statement) for statement in classes)
            return target
        if not nested:
            raise member_refusal(reading, name, part, scopes, classes)
        name, classes = f"{name}.{part}", nested
        scopes = [reading.members(statement) for statement in nested]
    raise refusal(reading, first)


def _declared_member(
    reading: Reading,
    key: str,
    name: str,
    path: tuple[str, ...],
    scopes: list[Bindings],
    sites: list[Site],
) -> Target:
    _check_fields(reading, ".".join((name, *path)), sites, is_path=bool(path))
    if path:
        return Target(key=key, name=name, kind=PATH, sites=sites, path=path)
    member = sites[0].name
    annotations = [scope.annotations[member] for scope in scopes if member in scope.annotations]
    target = Target(key=key, name=name, kind=MEMBER, sites=sites)
    return _typed(reading, target, annotations[0] if annotations else None, sites[0].default)


def _check_fields(reading: Reading, name: str, sites: list[Site], *, is_path: bool) -> None:
    """Refuse what the default of a `field(...)` cannot take: a path into none, or a second default."""
    for site in sites:
        if not is_field(site.value):
            continue
        reason = ""
        if default_method(site.body, site.name):
            reason = f"gets its default from the method with @{site.name}.default"
        elif is_path and not default_holders(site.value):
            reason = "reaches into a field without a default"
        if reason:
            from kohakuengine.config.errors import NotOverridableError

            raise NotOverridableError(name=name, path=reading.path, line=site.line, reason=reason)


def _typed(reading: Reading, target: Target, annotation: Any, default: Any) -> Target:
    """Give a target its spec: the annotation decides, else the default guides."""
    guess = ANY
    if default is not None:
        try:
            guess = spec_of_default(field_default(default) or default, reading.names)
        except RecursionError:  # a sum of a thousand terms says nothing about its type
            guess = ANY
    target.spec = guess
    unquoted = _unquoted(annotation)
    if unquoted is None or is_bare_wrapper(unquoted, reading.names):
        return target
    spec = spec_of_annotation(unquoted, reading.names)
    is_silent = spec == ANY and guess[0] in ("any", "named")
    if is_silent or (spec is None and not can_be_asked_again(unquoted)):
        return target
    if spec is None and target.kind == READ and find_annotation(reading, target.name) is None:
        return target  # where it is set nothing can be asked yet
    spec = spec and any_after(spec, guess)
    target.annotation, target.is_annotated = unquoted, True
    # What cannot be resolved counts for nothing: the default's type stands behind it.
    target.spec = spec or ("named", source_segment(reading.source, annotation), guess)
    return target


def find_annotation(reading: Reading, name: str) -> Any:
    """Return the statement `name: T` in the module's own body, None where none stands there."""
    for statement in reading.tree.body:
        if isinstance(statement, _ast.AnnAssign) and getattr(statement.target, "id", None) == name:
            return statement
    return None


def _unquoted(annotation: Any) -> Any:
    """Return an annotation without its quotes, None where there is none or it is no expression."""
    if isinstance(annotation, _ast.Constant) and isinstance(annotation.value, str):
        return parse_expression(annotation.value)
    return annotation


def _is_only_read(reading: Reading, name: str) -> bool:
    if name.startswith("_") or reading.cell is not None or name in reading.bindings.sites:
        return False
    if reading.bindings.star_imports or name in reading.bound_by_functions:
        return False
    return name in reading.reads
