"""By what a flow is known again, and what its runs are made of."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kohakuengine.config.later_dataclass import dataclass
from kohakuengine.flow.elements import scripts_in
from kohakuengine.flow.identity import next_ordinal, program_file
from kohakuengine.flow.store.flow_key import FlowKey
from kohakuengine.flow.store.sources import digest_of_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kohakuengine.flow.store.entering import Mode
    from kohakuengine.flow.workflow import ScriptWorkflow

__all__ = ["Identity", "digests_of", "identity_of_program"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """By what a flow is known again.

    Attributes:
        key: Of the flow.
        mode: Whether an earlier attempt goes on.
        files: Paths of what its runs are made of, beside their scripts.
    """

    key: FlowKey
    mode: Mode
    files: tuple[str, ...] = ()


def digests_of(workflow: ScriptWorkflow, files: Iterable[str]) -> dict[str, str]:
    """Return the digests of all that the runs are made of, by absolute path."""
    paths = [*files]
    for _, script in scripts_in(workflow.scripts):
        paths.append(str(script.path))
        source = getattr(script.config, "_source", None)
        state = getattr(script.config, "_state", None)
        paths += [source[0]] if source is not None else []
        paths += [state.file] if state is not None else []
    digests = {os.path.abspath(path): digest_of_file(path) for path in paths}
    return {path: digest for path, digest in digests.items() if digest is not None}


def identity_of_program(workflow: ScriptWorkflow, program: str | None = None) -> Identity:
    """Return by what the next workflow of this program is known: file, arguments, scripts, which one it is.

    Where there is no file it cannot be known again, and always begins anew.

    Args:
        workflow: What is to run.
        program: The file; None for that of the program that is running here.
    """
    scripts = [os.path.abspath(script.path) for _, script in scripts_in(workflow.scripts)]
    what = " ".join([workflow.name, *dict.fromkeys(scripts)])
    ordinal = str(next_ordinal(what))
    program = program or program_file()
    modes: dict[bool | None, Mode] = {None: "auto", True: "resume", False: "fresh"}
    within, folder = os.environ.get("KOGINE_RUN_ID", ""), str(Path.cwd())
    if program is None:
        command = ("python", str(os.getpid()), ordinal)
        key = FlowKey(command=command, title=workflow.name, folder=folder)
        return Identity(key=key, mode="fresh" if workflow.resume is None else modes[workflow.resume])
    words = ("python", program, *sys.argv[1:], what, ordinal, within)
    title = f"{os.path.basename(program)}: {workflow.name}"
    key = FlowKey(command=words, title=title, folder=folder)
    return Identity(key=key, mode=modes[workflow.resume], files=(program,))
