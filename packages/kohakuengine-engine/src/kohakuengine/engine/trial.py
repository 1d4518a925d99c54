"""Overrides tried on a script that does not run: what of them a run would refuse, as far as reading tells.

The rules are those of the run, and so are the errors: names are looked up by `find_target`, values checked by
`make_landing`, and dotted paths followed by `Reach`, in a model of the value instead of the value.
"""

from __future__ import annotations

from kohakuengine.config.errors import MalformedOverrideError
from kohakuengine.config.fitting import ANY, FitError, check_value, spec_of_value
from kohakuengine.config.kohaku_error import KohakuError
from kohakuengine.config.tree import NOT_STATIC
from kohakuengine.engine.compiler import compiled_target, find_known_target, refuse_clashes
from kohakuengine.engine.landing import Landing
from kohakuengine.engine.local_types import annotated_spec, named_spec
from kohakuengine.engine.object_model import ObjectModel
from kohakuengine.engine.proof import Proof
from kohakuengine.engine.reach import Reach
from kohakuengine.engine.record import HELPER, NEW, OPTION, PATH, CompileKey
from kohakuengine.engine.refusal import shared_in_enum
from kohakuengine.engine.targets import find_target
from kohakuengine.engine.unknown_value import Unknown, UnknownValueError
from kohakuengine.engine.value_model import model_of
from kohakuengine.engine.values import make_landing, misfit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

    from kohakuengine.config.overrides import Override
    from kohakuengine.engine.reach import Step
    from kohakuengine.engine.reading import Reading
    from kohakuengine.engine.targets import Target

__all__ = ["find_clash", "find_refusal"]


def find_refusal(
    reading: Reading, override: Override, *, others: Collection[str] = (), is_helper: bool = False
) -> KohakuError | None:
    """Try one override of a config.

    Args:
        reading: The script.
        override: What the config sets; its value may be NOT_STATIC.
        others: Names that it sets, too. A path is followed in what it puts there itself, which is not tried.
        is_helper: Whether it is a function or class of a bare config, which the script need not know.

    Returns:
        The error that ends the run, None where there is none, or only running could tell.
    """
    if any(override.name.startswith(f"{name}.") for name in others):
        return None
    try:
        key = (override.key, override.name, override.scope, is_helper)
        target = find_known_target(reading, CompileKey(), *key)
        if target.is_shared_in_enum and not _is_set_together(target, others):
            return shared_in_enum(target.key, reading.path, target.line)
        if target.kind == PATH:
            return _refusal_of_path(reading, target, override)
        if override.value is not NOT_STATIC and target.kind not in (NEW, HELPER):
            _check(reading, target, override)
    except KohakuError as error:
        return error
    return None


def _is_set_together(target: Target, others: Collection[str]) -> bool:
    """Say whether other members of the class are set: of all that share a value each may have its own."""
    owner = target.name.rpartition(".")[0]
    return any(name.rpartition(".")[0] == owner and name != target.name for name in others)


def find_clash(reading: Reading, overrides: Sequence[Override]) -> KohakuError | None:
    """Try overrides of one run together: two of them may mean the same parameter.

    Args:
        reading: The script.
        overrides: In order; what is wrong with one alone is passed over.

    Returns:
        The error that ends the run, or None.
    """
    targets = []
    for one in overrides:
        try:
            targets.append(find_target(reading, one.key, one.name, one.scope))
            refuse_clashes(targets, reading.path)
        except MalformedOverrideError as error:
            return error
        except KohakuError:
            continue
    return None


def _check(reading: Reading, target: Target, override: Override) -> None:
    """Check a value that can be read.

    Raises:
        ValueFitError: It does not fit.
    """
    compiled = compiled_target(reading, target, None, CompileKey())
    make_landing(compiled, override, reading.path)
    if target.kind == OPTION or target.spec[0] != "named":
        return
    spec = annotated_spec(reading, target.annotation) if target.is_annotated else None
    if not target.is_annotated:
        spec = named_spec(reading, target.spec[1])
    try:
        check_value(override.value, spec or ANY, guided=not target.is_annotated)
    except FitError as error:
        raise misfit(error, compiled, reading.path) from None


def _refusal_of_path(reading: Reading, target: Target, override: Override) -> KohakuError | None:
    """Follow a path in each declaration; the run refuses it for certain where each of them does."""
    if target.is_in_field:
        return None
    compiled = compiled_target(reading, target, None, CompileKey())
    first: KohakuError | None = None
    for site in target.sites:
        landing = Landing(compiled, override.value, None)
        trial = _Trial(landing, Proof(reading.path, []))
        try:
            trial.reach(model_of(reading, site.default))
        except UnknownValueError:
            return None
        except KohakuError as error:
            first = first or error
            continue
        if not isinstance(landing.problem, KohakuError):
            return None
        first = first or landing.problem
    return first


class _Trial(Reach):
    """Follows a path in a model."""

    __slots__ = ()

    def _value(self, old: Any, step: Step) -> Any:
        value = self._landing.value
        if value is NOT_STATIC:
            return value
        spec, is_sure = None, True
        if isinstance(step.owner, ObjectModel):
            spec, is_sure = ObjectModel.spec_of(step.owner, step.key)
        if spec is not None:
            try:
                check_value(value, spec, guided=False)
            except FitError:
                if is_sure:
                    raise
            else:
                return value
        guess = Unknown.spec_of(old) if type(old) is Unknown else spec_of_value(old)
        check_value(value, guess, guided=True)
        return value
