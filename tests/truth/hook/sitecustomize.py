"""Begin the recording of a script before python runs it.

Python imports this file at start, as its folder is on `PYTHONPATH`; `TRUTH_RECORD` names the file to write.
"""

from __future__ import annotations

import os
import sys


def close_network() -> None:
    """Close the network as the corpus does, where its hook lies beside this file."""
    try:
        from corpus_hook import refuse_network  # type: ignore[import-not-found]
    except ImportError:
        return
    sys.addaudithook(refuse_network)


if "TRUTH_RECORD" in os.environ:
    from truth_recorder import begin  # type: ignore[import-not-found]

    close_network()
    begin(os.environ.pop("TRUTH_RECORD"))  # what the script starts is not watched
