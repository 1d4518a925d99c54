"""Graph: scripts that find their order by what they take from each other."""

from __future__ import annotations

from kohakuengine.flow.elements import scripts_in
from kohakuengine.flow.parallel import Parallel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.flow.elements import Order
    from kohakuengine.flow.feeding import Feeder
    from kohakuengine.flow.run_spec import Position

__all__ = ["Graph"]


class Graph(Parallel):
    """Scripts side by side; one that takes outputs of others starts when these have ended.

    The edges are the outputs in their configs: `Config(globals_dict={"data": prep.output("folder")})`. Where
    a script fails, those that need it are not started.
    """

    order: Order = "found"

    def feed(self, feeder: Feeder, position: Position) -> None:
        """Run all elements side by side, each when what it needs is there."""
        feeder.announce([script for _, script in scripts_in(self.scripts)])
        super().feed(feeder, position)
