"""`kogine workflow ... --dry-run`: which runs there would be, and nothing of it done."""

from __future__ import annotations

import json

from kohakuengine.cli import report
from kohakuengine.cli.count import counted
from kohakuengine.cli.run_title import run_title
from kohakuengine.flow.errors import NothingToRunError, StoreNotFoundError
from kohakuengine.flow.flow_identity import digests_of
from kohakuengine.flow.identity import content_digest
from kohakuengine.flow.preflight import Preflight
from kohakuengine.flow.status import RunStatus
from kohakuengine.flow.store.run_store import RunStore
from kohakuengine.flow.store.sources import digest_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from typing_extensions import Self

    from kohakuengine.flow.flow_identity import Identity
    from kohakuengine.flow.run_spec import RunSpec
    from kohakuengine.flow.store.flow_preview import FlowPreview
    from kohakuengine.flow.workflow import ScriptWorkflow

__all__ = ["show_plan"]


class _Planned:
    """One run of a plan.

    Attributes:
        number: Which one (1-based).
        spec: What it is.
        title: What it is given, in one line.
        same_as: Number of an earlier one with the same content, or None.
        done_as: Number in the store of the COMPLETED run that it is, or None.
    """

    __slots__ = ("done_as", "number", "same_as", "spec", "title")

    def __init__(
        self, number: int, spec: RunSpec, title: str, *, same_as: int | None, done_as: int | None
    ) -> None:
        self.number = number
        self.spec = spec
        self.title = title
        self.same_as = same_as
        self.done_as = done_as

    def line(self) -> str:
        """Write it for people."""
        same = f"  (the same as run {self.same_as})" if self.same_as is not None else ""
        done = f"  (COMPLETED: run {self.done_as} of the store)" if self.done_as is not None else ""
        return f"run {self.number}: {self.spec.script} {self.title}{same}{done}\n"

    def fields(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "number": self.number,
            "position": list(self.spec.position),
            "script": self.spec.script,
            "values": json.loads(self.spec.values_text()),
            "same_as": self.same_as,
            "completed_as": self.done_as,
        }


def show_plan(workflow: ScriptWorkflow, identity: Identity, output_format: str) -> int:
    """Check every run and print it.

    Raises:
        KohakuError: What would be refused before a run starts.
        NothingToRunError: There is none.
    """
    plan = workflow.plan()
    count = same = done = 0
    rows = []
    for planned in _planned(workflow, plan, identity):
        count = planned.number
        same += planned.same_as is not None
        done += planned.done_as is not None
        if output_format == "json":
            rows.append(planned.fields())
        else:
            report.write_product(planned.line())
    if not count:
        raise NothingToRunError
    if output_format == "json":
        text = json.dumps({"version": 1, "runs": rows, "is_open": plan.is_open}, ensure_ascii=False)
        report.write_product(f"{text}\n")
    else:
        report.write_product(_sum(count, same, done, is_open=plan.is_open))
    return 0


def _sum(count: int, same: int, done: int, *, is_open: bool) -> str:
    parts = [counted(count, "run")]
    parts += [f"{same} the same as another"] if same else []
    parts += [f"{done} COMPLETED already"] if done else []
    parts += ["more once there are results"] if is_open else []
    return f"{', '.join(parts)}\n"


def _planned(workflow: ScriptWorkflow, plan: Any, identity: Identity) -> Iterator[_Planned]:
    preflight = Preflight(digest_of)
    first_of: dict[str, int] = {}
    with _Before(workflow, identity) as before:
        for number, spec in enumerate(plan, start=1):
            request = spec.request()
            source = preflight.source_of(request)
            digest = content_digest(
                request,
                source=source,
                run_as_main=spec.run_as_main,
                position=spec.position,
                wanted=spec.wanted,
            )
            preflight.check(request, run_as_main=spec.run_as_main)
            first = first_of.setdefault(digest, number)
            yield _Planned(
                number,
                spec,
                run_title(request),
                same_as=first if first != number else None,
                done_as=before.find(spec, digest),
            )


class _Before:
    """What an earlier attempt at a flow has COMPLETED; nothing where there is no store."""

    def __init__(self, workflow: ScriptWorkflow, identity: Identity) -> None:
        self._workflow = workflow
        self._identity = identity
        self._store: RunStore | None = None
        self._preview: FlowPreview | None = None

    def __enter__(self) -> Self:
        try:
            self._store = RunStore(RunStore.locate(), is_read_only=True)
        except StoreNotFoundError:
            return self
        sources = digests_of(self._workflow, self._identity.files)
        self._preview = self._store.preview(self._identity.key, sources=sources, mode=self._identity.mode)
        return self

    def __exit__(self, *exception: object) -> None:
        if self._store is not None:
            self._store.close()

    def find(self, spec: RunSpec, digest: str) -> int | None:
        """Return the number of the COMPLETED run that a planned one is, or None."""
        found = None if self._preview is None else self._preview.find(spec.position, digest)
        return found.id if found is not None and found.status is RunStatus.COMPLETED else None
