"""The supervisor, a program as `worker.py`: `python .../flow/supervise.py CHANNEL LOCK WORKER...`."""

import os
import sys

LOADED = list(sys.modules)
if __name__ == "__main__":
    if sys.path[0] == os.path.dirname(__file__):
        sys.path[0] = sys.path[-1]  # our modules are not to be found by their short names
    from kohakuengine.engine.collecting import hold_collector

    hold_collector()
    from kohakuengine.flow.launch.supervisor import supervise

    supervise(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:], LOADED)
