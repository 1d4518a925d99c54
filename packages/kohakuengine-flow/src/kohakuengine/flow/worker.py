"""The worker, a program: `python .../kohakuengine/flow/worker.py FOLDER` executes the run of a folder.

It is started as a file, and is short: `python -m` would cost a quarter of a start, and a program is compiled
each time.
"""

import os
import sys

LOADED = list(sys.modules)
if __name__ == "__main__":
    if sys.path[0] == os.path.dirname(__file__):
        sys.path[0] = sys.path[-1]  # our modules are not to be found by their short names
    from kohakuengine.engine.collecting import hold_collector

    hold_collector()
    from kohakuengine.flow.launch.execute import work

    work(sys.argv[1], LOADED)
