"""References between scripts: that all can be known when they are needed is seen before anything starts."""

from __future__ import annotations

from kohakuengine.config import Config
from kohakuengine.engine.errors import OutputUnknownError
from kohakuengine.engine.output import outputs_in
from kohakuengine.flow.elements import is_workflow, scripts_in
from kohakuengine.flow.errors import ReferenceCycleError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kohakuengine.engine.output import Output
    from kohakuengine.engine.script import Script
    from kohakuengine.flow.elements import Element
    from kohakuengine.flow.nested import Nested

__all__ = ["check_references"]


def check_references(workflow: Nested) -> None:
    """Refuse a workflow in which a script takes something of one that cannot have run.

    Generators are not drawn: what they take is looked at when they do.

    Raises:
        OutputUnknownError: A script stands later, beside it, or not in the workflow.
        ReferenceCycleError: Scripts of a Graph wait for each other.
    """
    own = {id(script) for _, script in scripts_in(workflow.scripts)}
    for _, script in scripts_in(workflow.scripts):
        for output in _outputs_of(script):
            if id(output.script) not in own:
                reason = f"{output.script.name} is not part of this workflow"
                raise OutputUnknownError(output=repr(output), reason=reason)
    _check(workflow, set())


def _check(element: Element, known: set[int]) -> None:
    """Check an element that starts when the scripts in `known` have run."""
    if not is_workflow(element):
        _check_script(element, known)
        return
    scripts = [script for _, script in scripts_in(element.scripts)]
    if element.order == "found":
        _refuse_cycles(scripts)
        known = known | {id(script) for script in scripts}
    before = set(known)
    for inner in element.scripts:
        _check(inner, before)
        if element.order == "given":
            before |= {id(script) for _, script in scripts_in([inner])}


def _check_script(script: Script, known: set[int]) -> None:
    for output in _outputs_of(script):
        if id(output.script) not in known:
            source = output.script.name
            hint = f"Let {source} stand before {script.name}, or use a Graph, which finds the order."
            reason = f"{source} has not run when {script.name} starts"
            raise OutputUnknownError(output=repr(output), reason=reason, hint=hint)


def _outputs_of(script: Script) -> Iterator[Output]:
    config = script.config
    if isinstance(config, Config):
        yield from outputs_in([config.globals_dict, config.args, config.kwargs])


def _refuse_cycles(scripts: Sequence[Script]) -> None:
    takes = {id(one): [output.script for output in _outputs_of(one)] for one in scripts}
    done: set[int] = set()
    for script in scripts:
        _walk(script, takes, [], done)


def _walk(script: Script, takes: dict[int, list[Script]], way: list[Script], done: set[int]) -> None:
    """Follow references depth first; `way` leads here, and what is `done` leads into no cycle."""
    if any(one is script for one in way):
        first = next(index for index, one in enumerate(way) if one is script)
        raise ReferenceCycleError(names=tuple(one.name for one in [*way[first:], script]))
    if id(script) in done:
        return
    for source in takes.get(id(script), ()):
        _walk(source, takes, [*way, script], done)
    done.add(id(script))
