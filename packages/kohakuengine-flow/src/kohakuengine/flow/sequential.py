"""Sequential: one run after another."""

from __future__ import annotations

from kohakuengine.flow.workflow import ScriptWorkflow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.flow.elements import Order
    from kohakuengine.flow.feeding import Feeder
    from kohakuengine.flow.run_spec import Position
    from kohakuengine.flow.scope import OnError

__all__ = ["Sequential"]


class Sequential(ScriptWorkflow):
    r"""One run after another, in this process unless told otherwise; the first that fails is the last.

    A generator of configs goes on when the run of its last config has ended.

    >>> import os, tempfile
    >>> from kohakuengine import Config, Script, Sequential
    >>> folder = tempfile.mkdtemp()
    >>> path = os.path.join(folder, "train.py")
    >>> with open(path, "w", encoding="utf-8") as file:
    ...     _ = file.write("lr = 0.1\ndef main():\n    return lr * 2\nmain()")
    >>> scripts = [Script(path, config=Config(globals_dict={"lr": lr})) for lr in (1, 2)]
    >>> Sequential(scripts, store=os.path.join(folder, "store")).run()
    [2, 4]
    """

    default_launcher = "inprocess"
    default_on_error: OnError = "stop"
    order: Order = "given"

    def slots(self) -> int:
        """Return 1, or what a workflow inside of it needs."""
        return max([1, *(one.slots() for one in self.scripts if isinstance(one, ScriptWorkflow))])

    def feed(self, feeder: Feeder, position: Position) -> None:
        """Run each element to its end before the next."""
        feeder.one_by_one(self.scripts, position)
