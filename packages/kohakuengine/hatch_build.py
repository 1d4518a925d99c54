"""Hatch metadata hook: the version, written once, and the `==` pins of the sibling distributions.

The same file stands in every distribution but kohakuengine-config, which holds the version itself. A source
distribution carries the results in its PKG-INFO, so there hatchling has nothing left to ask of this hook.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

VERSION_FILE = Path("packages", "kohakuengine-config", "src", "kohakuengine", "_version.py")


class WorkspaceMetadataHook(MetadataHookInterface):
    """Fill in `version` and `dependencies` from the workspace."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the dynamic fields: siblings are pinned to the one version, the rest is as configured."""
        version = read_version(Path(self.root))
        siblings = [f"{name}=={version}" for name in self.config["siblings"]]
        metadata["version"] = version
        metadata["dependencies"] = siblings + self.config.get("dependencies", [])


def read_version(start: Path) -> str:
    """Find the workspace above `start` and read the version that is written there."""
    for folder in start.resolve().parents:
        if (folder / VERSION_FILE).is_file():
            text = (folder / VERSION_FILE).read_text(encoding="utf-8")
            found = re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)
            if found is not None:
                return found[1]
    raise FileNotFoundError(f"no {VERSION_FILE.as_posix()} with a __version__ above {start}")
