"""Static facts about scripts and configs, for `kogine inspect` and editors.

Nothing of what is read is executed or imported. Importing this package imports nothing else: every name is
fetched when it is asked for.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from kohakuengine_tooling.facts import Argument, Diagnostic, Entrypoint, Option, Parameter, ScriptFacts
    from kohakuengine_tooling.json_facts import facts_json
    from kohakuengine_tooling.open_script import OpenScript
    from kohakuengine_tooling.script_reading import read_script

__all__ = [
    "Argument",
    "Diagnostic",
    "Entrypoint",
    "OpenScript",
    "Option",
    "Parameter",
    "ScriptFacts",
    "facts_json",
    "read_script",
]

_RECORDS_HOME = "facts"
_HOMES = {"facts_json": "json_facts", "OpenScript": "open_script", "read_script": "script_reading"}


def __getattr__(name: str) -> object:
    """Fetch a public name from its module; what has no other home is a record."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    home = f"{__name__}.{_HOMES.get(name, _RECORDS_HOME)}"
    found = getattr(__import__(home, fromlist=[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names, fetched or not."""
    return list(__all__)
