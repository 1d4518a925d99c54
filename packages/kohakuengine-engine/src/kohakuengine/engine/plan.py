"""What a run would do, without doing it."""

from __future__ import annotations

from kohakuengine.engine.prepare import PreparedRun, prepare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.engine.landing import Landing
    from kohakuengine.engine.record import CompiledEntry, TargetKind
    from kohakuengine.engine.request import RunRequest


class PlannedOverride:
    """One override of a plan.

    Attributes:
        key: As the user wrote it.
        kind: global, member, read, option, new or path.
        value: What lands; the raw text where only running knows its type.
        is_text: Whether `value` is such raw text.
        default: Source text of the default it replaces, or None.
        lines: Lines of the declarations it replaces.
    """

    __slots__ = ("default", "is_text", "key", "kind", "lines", "value")

    def __init__(
        self,
        *,
        key: str,
        kind: TargetKind,
        value: Any,
        is_text: bool,
        default: str | None,
        lines: list[int],
    ) -> None:
        self.key = key
        self.kind: TargetKind = kind
        self.value = value
        self.is_text = is_text
        self.default = default
        self.lines = lines


class RunPlan:
    """A run, checked and fitted, not executed.

    Attributes:
        script: As typed.
        path: Absolute path of the file.
        overrides: In order.
        entrypoint: Name of what is called, "" where the script just runs.
        calls: One sentence on what is called.
        argv: What the script finds in `sys.argv[1:]`.
        notes: What the run would say on stderr before it starts.
    """

    __slots__ = ("argv", "calls", "entrypoint", "notes", "overrides", "path", "script")

    def __init__(self, run: PreparedRun) -> None:
        self.script = run.request.script
        self.path = run.path
        self.overrides = [_planned(landing) for landing in run.landings]
        entry = _entry_of(run)
        self.entrypoint = entry.name if entry is not None else ""
        self.calls = _sentence(run, entry)
        self.argv = run.request.argv
        self.notes = run.notes


def plan_run(request: RunRequest) -> RunPlan:
    """Check, fit and compile a run; nothing of the script is executed.

    Raises:
        KohakuError: Whatever is wrong with the request.
        SyntaxError: Of the script.
    """
    return RunPlan(prepare(request))


def _planned(landing: Landing) -> PlannedOverride:
    target = landing.target
    is_text = landing.text is not None
    return PlannedOverride(
        key=target.key,
        kind=target.kind,
        value=landing.text if is_text else landing.value,
        is_text=is_text,
        default=target.default,
        lines=list(target.lines) or [target.line],
    )


def _entry_of(run: PreparedRun) -> CompiledEntry | None:
    """Return the entrypoint; for a run that changes nothing the compiler may not have looked for it."""
    if run.record.entry is not None or run.record.targets:
        return run.record.entry
    from kohakuengine.config.tree import parse
    from kohakuengine.engine.compiler import compiled_entry
    from kohakuengine.engine.entry import find_entries

    entries = find_entries(parse(run.source, run.path))
    return compiled_entry(entries[0]) if entries else None


def _sentence(run: PreparedRun, entry: CompiledEntry | None) -> str:
    if run.record.call_after:
        return f"calls {run.record.call_after}() after the module"
    if entry is None:
        return "runs the module; it calls no entrypoint"
    if not entry.name:
        return f"runs the module: {entry.reason}"
    where = f" at line {entry.call_line}" if entry.call_line else ""
    return f"runs the module; its entrypoint is {entry.name}(){where}, {entry.reason}"
