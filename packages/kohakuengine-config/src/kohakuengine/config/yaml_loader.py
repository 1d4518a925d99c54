"""YAML as configs need it: `1e-3` is a number, and a key given twice is an error."""

from __future__ import annotations

import re

import yaml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["ConfigYaml", "DuplicateKeyError"]


class DuplicateKeyError(Exception):
    """A key that a mapping has twice.

    Attributes:
        key: The key.
        line: Line (1-based) of its second place.
    """

    def __init__(self, key: object, line: int) -> None:
        super().__init__(key, line)
        self.key = key
        self.line = line


class ConfigYaml(yaml.SafeLoader):
    """PyYAML's safe loader, without its two surprises."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """Refuse a key that is given twice; a merge key (`<<`) may be overridden."""
        seen = set()
        for key_node, _ in getattr(node, "value", ()):
            if key_node.tag != "tag:yaml.org,2002:merge":
                key = self.construct_object(key_node, deep=True)
                if isinstance(key, (str, int, float, bool, type(None))):
                    if key in seen:
                        raise DuplicateKeyError(key, key_node.start_mark.line + 1)
                    seen.add(key)
        found: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return found


# YAML 1.1 wants a point and a sign in `1.0e-3`; 1.2, JSON and people do not.
ConfigYaml.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?[eE][-+]?[0-9]+$"),
    list("-+0123456789"),
)
