"""Intake: a run that was planned is checked and becomes a request, or is found to be done already."""

from __future__ import annotations

from kohakuengine.config.later_dataclass import replace
from kohakuengine.flow.identity import content_digest
from kohakuengine.flow.leavings import Leavings
from kohakuengine.flow.recorded import result_of
from kohakuengine.flow.run_folder import read_assignment
from kohakuengine.flow.run_spec import script_file
from kohakuengine.flow.status import RunStatus
from kohakuengine.flow.telling import tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kohakuengine.engine.request import RunRequest
    from kohakuengine.flow.preflight import Preflight
    from kohakuengine.flow.run_result import RunResult
    from kohakuengine.flow.store.entered_flow import EnteredFlow
    from kohakuengine.flow.store.run_record import RunRecord
    from kohakuengine.flow.ticket import Ticket

__all__ = ["Intake"]


class Intake:
    """Takes runs in, one at a time, in the thread of the scheduler.

    Attributes:
        has_taken: Whether there was one that suits its script.
    """

    def __init__(self, flow: EnteredFlow, preflight: Preflight) -> None:
        """Begin.

        Args:
            flow: Where runs are recorded.
            preflight: Checks them.
        """
        self._flow = flow
        self._preflight = preflight
        self._imports: set[str] = set()
        self.has_taken = False
        self._has_differed = False

    def take(self, ticket: Ticket) -> RunResult | None:
        """Make a request of a run, or return its result where it was COMPLETED before.

        A run that was recorded and did not complete goes again with the values that were recorded: what draws
        at random would draw others.

        Raises:
            KohakuError: It does not suit its script.
        """
        spec = ticket.spec
        ticket.request = spec.request()
        ticket.source = self._preflight.source_of(ticket.request)
        ticket.digest = content_digest(
            ticket.request,
            source=ticket.source,
            run_as_main=spec.run_as_main,
            position=spec.position,
            wanted=spec.wanted,
        )
        found = self._flow.find(spec.position, ticket.digest)
        if found is not None:
            self._compare(ticket, found)
            ticket.attempt = found.attempt + 1
            if found.status is RunStatus.COMPLETED:
                self.has_taken = True
                return result_of(found)
            self._replay(ticket, found)
        self._preflight.check(ticket.request, run_as_main=spec.run_as_main)
        ticket.kept_source = self._kept_source(ticket.request, ticket.source)
        self.has_taken = True
        return None

    def note_imports(self, imports: Iterable[Mapping[str, str]]) -> None:
        """Record the files of the project that runs have imported."""
        found = {path: digest for files in imports for path, digest in files.items()}
        new = {path: digest for path, digest in found.items() if path not in self._imports}
        if new:
            self._imports |= new.keys()
            self._flow.add_imports(new)

    def _kept_source(self, request: RunRequest, digest: str) -> tuple[bytes, str] | None:
        quick = self._preflight.quick_digest_of(request)
        return None if quick is None else (quick, self._flow.source_path(digest))

    def _compare(self, ticket: Ticket, found: RunRecord) -> None:
        """Say, once, that configs give other values now: they may draw at random, or read a file."""
        if self._has_differed or None in (ticket.digest, found.digest) or ticket.digest == found.digest:
            return
        self._has_differed = True
        tell(
            "warning",
            f"{ticket.spec.script}: its config gives other values now than were recorded, "
            f"from run {found.id} on; the recorded ones count (--fresh, or resume=False, draws anew)",
        )

    def _replay(self, ticket: Ticket, found: RunRecord) -> None:
        """Give a run the values that were recorded, where they can be read."""
        try:
            recorded = read_assignment(str(found.folder))
        except Exception:  # noqa: BLE001 - whatever unpickling raises: then it is drawn anew
            return
        request = ticket.request
        assert request is not None
        assert recorded is not None
        if script_file(recorded.request.script) != script_file(request.script):
            return
        recorded.request.script = request.script
        ticket.request = recorded.request
        config = Leavings(found.name, found.folder).config()
        ticket.run.spec = replace(ticket.spec, config=config, overrides=())
