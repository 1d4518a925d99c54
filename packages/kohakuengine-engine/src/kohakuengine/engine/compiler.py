"""From a script and the names to override to a compiled record: a pure function."""

from __future__ import annotations

from kohakuengine.engine.compiling import DeepRecursion, NoCollection, SyntaxWarnings
from kohakuengine.engine.record import (
    GLOBAL,
    HELPER,
    MEMBER,
    NEW,
    OPTION,
    PATH,
    READ,
    CompiledEntry,
    CompiledTarget,
    CompileKey,
    Record,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

    from kohakuengine.config.overrides import Scope
    from kohakuengine.engine.entry import Entry
    from kohakuengine.engine.reading import Reading
    from kohakuengine.engine.record import Slot
    from kohakuengine.engine.targets import Target


def compile_script(path: str, source: bytes, key: CompileKey, *, shown: str) -> Record:
    """Compile a script so that the named overrides land in it.

    Args:
        path: Absolute path, as `__file__` and tracebacks have it.
        source: Its bytes.
        key: What is overridden and called.
        shown: The path as the user typed it, for messages.

    Raises:
        SyntaxError: As `python` would report it.
        KohakuError: A name that cannot be overridden, an entrypoint that does not exist.
    """
    from kohakuengine.engine.encoding import check_encoding

    check_encoding(source, path)
    with NoCollection(), SyntaxWarnings() as warnings:
        if _is_plain(key, source):
            code = compile(source, path, "exec", dont_inherit=True)
            return Record(code=code, warnings=warnings.taken())
        return _compile(path, source, key, shown, warnings)


def _is_plain(key: CompileKey, source: bytes) -> bool:
    """Say whether a script is compiled as it is, with nothing to find in it or to say about it."""
    is_changed = key.names or key.has_args or key.kwargs or key.entrypoint
    if is_changed or key.has_config or key.keeps_result:
        return False
    return b"entrypoint" not in source and not _defines(source, b"main") and not _defines(source, b"run")


def _defines(source: bytes, name: bytes) -> bool:
    """Say whether a function whose name begins so may be defined: `def`, any blanks, the name."""
    for before in source.split(name)[:-1]:
        stripped = before.rstrip(b" \t\f\\\r\n")
        if stripped.endswith(b"def") and stripped != before:
            return True
    return False


def _compile(path: str, source: bytes, key: CompileKey, shown: str, warnings: SyntaxWarnings) -> Record:
    from kohakuengine.engine.reading import Reading

    try:
        reading = Reading(source, path)
    except RecursionError:
        if key.names or key.entrypoint or key.has_args or key.kwargs:
            raise _too_deep(shown) from None
        return Record(code=compile(source, path, "exec", dont_inherit=True), warnings=warnings.taken())
    parse_warnings = warnings.taken()
    reading.path = shown
    targets = [find_known_target(reading, key, *name) for name in key.names]
    refuse_clashes(targets, shown)
    entry = choose_entry(reading, key)
    compiled = [compiled_target(reading, target, entry, key) for target in targets]
    notes = _notes(targets, entry, key)
    slots, code = _code(reading, targets, compiled, entry, key, path)
    if slots is None:
        warnings.taken()
        code = compile(source, path, "exec", dont_inherit=True)
        parse_warnings = []
    return Record(
        code=code,
        slots=slots,
        places=_places(code, _digest(source)) if slots else [],
        targets=compiled,
        call_after=_call_after(entry, key),
        entry=compiled_entry(entry),
        notes=notes,
        warnings=parse_warnings + warnings.taken(),
        written_out=_written_out(reading, targets, key),
    )


def find_known_target(
    reading: Reading, compile_key: CompileKey, key: str, name: str, scope: Scope, is_helper: bool
) -> Target:
    """Find a target; a helper of a bare config that the script does not know lands nowhere.

    Args:
        reading: The script.
        compile_key: What is called, of which the name may be an argument.
        key: The name as written, prefix included.
        name: Without it.
        scope: Where it may land.
        is_helper: Whether it is a function or class of a bare config.

    Raises:
        KohakuError: No override lands there; of an unknown name it says what that is instead.
    """
    from kohakuengine.config.errors import UnknownParameterError
    from kohakuengine.engine.targets import Target, find_target

    try:
        return find_target(reading, key, name, scope)
    except UnknownParameterError as error:
        if is_helper:
            return Target(key=key, name=name, kind=HELPER)
        from kohakuengine.engine.unknown import explain

        found = explain(reading, error.name, choose_entry(reading, compile_key))
        if found is not None:
            error.line, error.hint, error.is_listed = found
        raise


def _code(
    reading: Reading,
    targets: list[Target],
    compiled: list[CompiledTarget],
    entry: Entry | None,
    key: CompileKey,
    path: str,
) -> tuple[list[Slot] | None, Any]:
    """Rewrite the tree and compile it; (None, None) where there is nothing to rewrite."""
    from kohakuengine.engine.rewrite import Rewriter

    rewriter = Rewriter(reading, _digest(reading.source))
    is_closed = key.entrypoint is not None and key.is_main
    if is_closed:
        rewriter.close_guard()
    rewriter.land(targets)
    early = [index for index, one in enumerate(compiled) if one.is_early]
    is_called = entry is not None and entry.call is not None and not key.entrypoint and key.is_main
    if entry is not None and is_called:
        if key.has_args or key.kwargs:
            rewriter.call_with(entry, has_args=key.has_args, kwargs=key.kwargs)
        if early:
            rewriter.prove(entry, early)
        if key.keeps_result:
            rewriter.keep_result(entry)
    elif entry is not None and early:
        rewriter.prove(entry, early)
    if not rewriter.slots and not is_closed:
        return None, None
    return rewriter.slots, _compile_tree(reading, path)


def _compile_tree(reading: Reading, path: str) -> CodeType:
    """Compile the rewritten tree, which needs a deeper recursion than its text did."""
    try:
        return compile(reading.tree, path, "exec", dont_inherit=True)
    except RecursionError:
        pass
    try:
        with DeepRecursion():
            return compile(reading.tree, path, "exec", dont_inherit=True)
    except RecursionError:
        raise _too_deep(reading.path) from None


def _too_deep(shown: str) -> Exception:
    from kohakuengine.engine.errors import SourceError

    return SourceError(path=shown, reason="an expression in it is nested too deeply to override anything")


def _digest(source: bytes) -> str:
    """Return the prefix of every marker: the script cannot contain its own hash."""
    import _imp

    return f"\0kogine:{_imp.source_hash(0, source).hex()}:"


def _places(code: CodeType, prefix: str) -> list[tuple[int, tuple[int, ...]]]:
    """Find the markers in the constants of a code object and of those nested in it."""
    found: list[tuple[int, tuple[int, ...]]] = []
    stack: list[tuple[CodeType, tuple[int, ...]]] = [(code, ())]
    while stack:
        current, where = stack.pop()
        constants: tuple[Any, ...] = current.co_consts
        for index, constant in enumerate(constants):
            if isinstance(constant, str) and constant.startswith(prefix):
                found.append((int(constant[len(prefix) :]), (*where, index)))
            elif isinstance(constant, type(code)):
                stack.append((constant, (*where, index)))
    return found


def choose_entry(reading: Reading, key: CompileKey) -> Entry | None:
    """Choose the entrypoint: the one asked for, else the best that was found."""
    from kohakuengine.engine.entry import GUARD_BLOCK, UNCALLED, Entry, find_uncalled, module_has

    if key.entrypoint is None:
        entries = reading.entries
        if not key.is_main and entries and entries[0].kind == GUARD_BLOCK:
            entries = list(find_uncalled(reading.tree))  # the guard is off: as if it were not there
        return entries[0] if entries else None
    for entry in reading.entries:
        if entry.name == key.entrypoint:
            return entry
    definition = _definition(reading, key.entrypoint)
    is_known = definition is not None or module_has(reading.bindings, key.entrypoint)
    if not is_known and not reading.bindings.star_imports:
        raise _no_entrypoint(reading, key.entrypoint)
    return Entry(name=key.entrypoint, kind=UNCALLED, reason="asked for", definition=definition)


def _definition(reading: Reading, name: str) -> Any:
    from kohakuengine.engine.bindings import FUNCTION

    sites = [s for s in reading.bindings.sites.get(name, ()) if s.kind == FUNCTION]
    return sites[-1].statement if sites else None


def _no_entrypoint(reading: Reading, name: str) -> Exception:
    from kohakuengine.engine.bindings import FUNCTION
    from kohakuengine.engine.errors import EntrypointNotFoundError

    functions = [n for n, s in reading.bindings.sites.items() if s[-1].kind == FUNCTION]
    return EntrypointNotFoundError(name=name, path=reading.path, candidates=functions)


def _call_after(entry: Entry | None, key: CompileKey) -> str | None:
    """Return the function that the engine itself calls after the module, None where it does not."""
    if key.entrypoint is not None:
        return key.entrypoint
    if entry is None or not key.has_config or not entry.name:
        return None
    from kohakuengine.engine.entry import MODULE_CALL

    is_uncalled = entry.call is None
    # Under its own name (run_as_main=False) a script's guard is off: the call is ours.
    is_guarded_off = not key.is_main and entry.kind != MODULE_CALL and entry.definition is not None
    return entry.name if is_uncalled or is_guarded_off else None


def compiled_target(reading: Reading, target: Target, entry: Entry | None, key: CompileKey) -> CompiledTarget:
    """Return a target as the record of a compiled script keeps it."""
    from kohakuengine.config.tree import source_segment

    value = target.sites[0].default if target.sites else None
    default = target.option.default if target.option else None
    if value is not None:
        default = source_segment(reading.source, value)
    return CompiledTarget(
        key=target.key,
        name=target.name,
        kind=target.kind,
        path=target.path,
        spec=target.spec,
        is_annotated=target.is_annotated,
        default=default,
        line=target.line,
        lines=tuple(site.line for site in target.sites),
        is_early=_is_early(target, entry, key),
        is_watched=_is_watched(reading, target),
        library=target.option.library if target.option else "",
    )


def _is_early(target: Target, entry: Entry | None, key: CompileKey) -> bool:
    """Say whether all declarations stand before the entrypoint, so that it proves the landing."""
    if entry is None or key.entrypoint is not None or not key.is_main or not target.sites:
        return False
    if target.is_in_field:
        return False  # lands when an object of the class is made
    return entry.top is not None and all(site.top < entry.top for site in target.sites)


def _is_watched(reading: Reading, target: Target) -> bool:
    if target.kind not in (GLOBAL, READ, NEW, MEMBER, PATH) or target.is_in_field:
        return False
    from kohakuengine.engine.bindings import TRANSFORMATION

    sites = reading.bindings.sites.get(target.name.partition(".")[0], ())
    return not any(site.kind == TRANSFORMATION for site in sites)


def compiled_entry(entry: Entry | None) -> CompiledEntry | None:
    """Return an entrypoint as the record of a compiled script keeps it."""
    if entry is None:
        return None
    from kohakuengine.engine.arguments import signature_of_definition

    signature = signature_of_definition(entry.definition)
    keywords = None
    if signature is not None and not signature.has_varkeywords and not entry.is_by_reference:
        keywords = [*signature.positional, *signature.keyword_only]
    return CompiledEntry(
        name=entry.name,
        kind=entry.kind,
        line=entry.line,
        call_line=entry.call_line,
        reason=entry.reason,
        keywords=keywords,
    )


def _notes(targets: list[Target], entry: Entry | None, key: CompileKey) -> list[str]:
    """Say what is worth knowing, each as it follows the path of the script."""
    from kohakuengine.engine.entry import GUARD_BLOCK

    notes = []
    for target in targets:
        if len(target.sites) > 1 and target.kind != PATH:
            lines = ", ".join(str(site.line) for site in target.sites)
            notes.append(f": '{target.key}' replaces {len(target.sites)} declarations, at lines {lines}")
    is_uncalled = entry is not None and entry.kind != GUARD_BLOCK and entry.call is None
    if entry is not None and is_uncalled and not key.has_config and key.entrypoint is None:
        notes.append(
            f":{entry.line}: nothing calls {entry.name}(), and neither does python; "
            f"'--entrypoint {entry.name}' does"
        )
    return notes


def refuse_clashes(targets: list[Target], shown: str) -> None:
    """Refuse two overrides that mean the same parameter (`lr` and the option it is read from).

    Args:
        targets: Where they land.
        shown: The script, for messages.

    Raises:
        MalformedOverrideError: The second of two is named.
    """
    seen: dict[tuple[str, str, tuple[str, ...]], Target] = {}
    for target in targets:
        identity = (target.kind, target.name, target.path)
        if identity in seen:
            from kohakuengine.config.errors import MalformedOverrideError

            raise MalformedOverrideError(
                text=target.key,
                reason=f"'{seen[identity].key}' and '{target.key}' are the same parameter of {shown}",
            )
        seen[identity] = target


def _written_out(reading: Reading, targets: list[Target], key: CompileKey) -> list[tuple[int, int]]:
    """Return the lines of parses that are not of the command line, where a command line may be read."""
    if not key.kwargs and not any(target.kind == OPTION for target in targets):
        return []
    from kohakuengine.engine.options import find_written_out

    return find_written_out(reading.tree)
