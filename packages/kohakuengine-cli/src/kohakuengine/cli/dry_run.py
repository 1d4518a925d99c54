"""`kogine run --dry-run`: what would happen, and nothing of it done."""

from __future__ import annotations

import copy
import shlex

from kohakuengine.cli.given_config import load_given, nothing_drawn
from kohakuengine.cli.report import note, write_product
from kohakuengine.cli.run_title import run_title
from kohakuengine.cli.value_text import short_repr, short_text
from kohakuengine.config import Config
from kohakuengine.engine.plan import plan_run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.engine.plan import PlannedOverride
    from kohakuengine.engine.request import RunRequest

__all__ = ["dry_run"]


def dry_run(request: RunRequest, config_path: str | None) -> int:
    """Check a request, and its config if it names one, and print the plan.

    Raises:
        KohakuError: What a run would refuse before its first statement.
        UsageError: The config is the script itself.
    """
    script = None if request.is_module else request.script
    config = None if config_path is None else load_given(config_path, script)
    if config is None or isinstance(config, Config):
        if config is not None:
            request.take_config(config)
        _show(request)
        return 0
    count = 0
    for count, own_config in enumerate(config, start=1):
        own = copy.copy(request)
        own.take_config(own_config)
        gap = "\n" if count > 1 else ""
        write_product(f"{gap}run {count}: {run_title(own)}\n")
        _show(own)
    if count == 0:
        raise nothing_drawn(str(config_path), "so nothing would be run")
    return 0


def _show(request: RunRequest) -> None:
    """Print one plan, and what the run itself would say before it starts."""
    plan = plan_run(request)
    rows = [("script", plan.script), *_override_rows(plan.overrides), ("call", plan.calls)]
    rows += [("args", short_repr(value)) for value in request.args or ()]
    rows += [("kwargs", f"{name} = {short_repr(value)}") for name, value in request.kwargs.items()]
    if plan.argv:
        rows.append(("argv", shlex.join(plan.argv)))
    width = max(len(label) for label, _ in rows)
    write_product("".join(f"{label.ljust(width)}  {text}\n" for label, text in rows))
    for text in plan.notes:
        note(text)


def _override_rows(overrides: list[PlannedOverride]) -> list[tuple[str, str]]:
    if not overrides:
        return [("set", "nothing")]
    width = max(len(override.key) for override in overrides)
    return [("set", _override_text(override, width)) for override in overrides]


def _override_text(override: PlannedOverride, width: int) -> str:
    value = override.value if override.is_text else short_repr(override.value)
    details: list[str] = [override.kind]
    if override.default is not None:
        details.append(f"was {short_text(override.default)}")
    if override.lines:
        lines = ", ".join(map(str, override.lines))
        details.append(f"line{'s' if len(override.lines) > 1 else ''} {lines}")
    return f"{override.key.ljust(width)} = {value}  ({', '.join(details)})"
