"""What an in-process run has started is known by its tag; the process that runs it is not ended with that."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="tags are of Linux")

UNREMOVED = """
import os, subprocess
from kohakuengine.flow.launch.supervision import Supervision
from kohakuengine.flow.launch.tag import Tag

supervision, tag = Supervision(lock_fd=-1, log=None), Tag(os.getcwd())
supervision.tell_tag(tag.folder, tag.inode)
child = subprocess.Popen(["sleep", "600"], env={**os.environ, "KOGINE_RUN_DIR": os.getcwd()})
supervision.close()
print(child.wait(), "and I live")
"""


def test_who_is_interrupted_before_it_removes_a_tag_outlives_its_supervisor(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNREMOVED], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "-9 and I live\n", "")
