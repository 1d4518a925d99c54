"""The `subprocess` launcher: every run is a fresh interpreter."""

from __future__ import annotations

from kohakuengine.flow.launch.supervised import SupervisedLauncher

__all__ = ["SubprocessLauncher"]


class SubprocessLauncher(SupervisedLauncher):
    """Starts the worker command line for every run."""

    name = "subprocess"
