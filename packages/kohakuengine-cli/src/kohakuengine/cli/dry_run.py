"""`kogine run --dry-run`: what would happen, and nothing of it done."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from kohakuengine.cli.loading import draw, load
from kohakuengine.cli.report import write_product
from kohakuengine.cli.run_title import run_title
from kohakuengine.cli.value_text import short_repr
from kohakuengine.config import Config
from kohakuengine.engine.plan import plan_run

if TYPE_CHECKING:
    from kohakuengine.engine.plan import PlannedOverride, RunPlan
    from kohakuengine.engine.request import RunRequest

__all__ = ["dry_run"]


def dry_run(request: RunRequest, config_path: str | None) -> int:
    """Check a request, and its config if it names one, and print the plan.

    Raises:
        KohakuError: What a run would refuse before its first statement.
        UsageError: The generator of the config yielded nothing.
    """
    if config_path is None:
        write_product(_plan_text(plan_run(request)))
        return 0
    config = load(config_path)
    if isinstance(config, Config):
        request.take_config(config)
        write_product(_plan_text(plan_run(request)))
        return 0
    for number, own_config in enumerate(draw(config_path, config), start=1):
        own = copy.copy(request)
        own.take_config(own_config)
        plan = _plan_text(plan_run(own))
        write_product(f"{'' if number == 1 else chr(10)}run {number}: {run_title(own, own_config)}\n{plan}")
    return 0


def _plan_text(plan: RunPlan) -> str:
    rows = [("script", plan.script), *_override_rows(plan.overrides), ("call", plan.calls)]
    if plan.argv:
        rows.append(("argv", " ".join(plan.argv)))
    width = max(len(label) for label, _ in rows)
    return "".join(f"{label.ljust(width)}  {text}\n" for label, text in rows)


def _override_rows(overrides: list[PlannedOverride]) -> list[tuple[str, str]]:
    if not overrides:
        return [("set", "nothing")]
    width = max(len(override.key) for override in overrides)
    return [("set", _override_text(override, width)) for override in overrides]


def _override_text(override: PlannedOverride, width: int) -> str:
    text = f"{override.key.ljust(width)} = {short_repr(override.value)}"
    lines = f"line{'s' if len(override.lines) > 1 else ''} {', '.join(map(str, override.lines))}"
    details = [override.kind]
    if override.default is not None:
        details.append(f"was {' '.join(override.default.split())}")
    if override.lines:
        details.append(lines)
    return f"{text}  ({', '.join(details)})"
