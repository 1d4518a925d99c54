"""LineScript: a script as a command line names it, perhaps with a config that others share."""

from __future__ import annotations

from kohakuengine.config.later_dataclass import dataclass
from kohakuengine.engine.request import RunRequest
from kohakuengine.engine.script import Script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kohakuengine.config import Config
    from kohakuengine.config.overrides import Override
    from kohakuengine.engine.untaken import Part

__all__ = ["LineScript", "Sharing"]


class Sharing:
    """One config and one set of overrides for several scripts: each takes what it has.

    What none of them has is left to each, to be refused.
    """

    def __init__(self, scripts: list[LineScript], tell: Callable[[str, list[str]], object]) -> None:
        """Let scripts share.

        Args:
            scripts: Who shares.
            tell: Called with the path of a script and what is left out for it, once for each.
        """
        self._scripts = scripts
        self._tell = tell
        self._untaken: dict[tuple[object, ...], frozenset[Part]] = {}
        self._told: set[tuple[str, Part]] = set()
        for script in scripts:
            script.sharing = self

    def left_out(self, script: LineScript, config: Config | None) -> frozenset[Part]:
        """Return what of a config and the overrides a script goes without."""
        found = self._find(script, config)
        taken_by_none = frozenset.intersection(*(self._find(one, config) for one in self._scripts))
        left_out = found - taken_by_none
        path = str(script.path)
        news = sorted(part for part in left_out if (path, part) not in self._told)
        if news:
            self._told |= {(path, part) for part in news}
            self._tell(path, [name or "args" for _, name in news])
        return left_out

    def _find(self, script: LineScript, config: Config | None) -> frozenset[Part]:
        request = RunRequest(
            script=str(script.path), overrides=list(script.overrides), entrypoint=script.entrypoint
        )
        if config is not None:
            request.take_config(config)
        names = tuple(one.key for one in request.overrides if one.name not in request.helpers)
        key = (request.script, script.entrypoint, names, tuple(request.kwargs), bool(request.args))
        if key not in self._untaken:
            from kohakuengine.engine.untaken import find_untaken

            request.overrides = [one for one in request.overrides if one.name not in request.helpers]
            self._untaken[key] = find_untaken(request)
        return self._untaken[key]


@dataclass
class LineScript(Script):
    """A script of a command line.

    Attributes:
        overrides: Of the line; they win over its config.
        sharing: With which scripts it shares them and its config, None where it is alone.
    """

    overrides: tuple[Override, ...] = ()
    sharing: Sharing | None = None
