"""Static facts about scripts and configs, for `kogine inspect` and editors.

Nothing of what is read is executed or imported.
"""

from kohakuengine_tooling.facts import Argument, Diagnostic, Entrypoint, Option, Parameter, ScriptFacts
from kohakuengine_tooling.facts_json import facts_json
from kohakuengine_tooling.script_reading import read_script

__all__ = [
    "Argument",
    "Diagnostic",
    "Entrypoint",
    "Option",
    "Parameter",
    "ScriptFacts",
    "facts_json",
    "read_script",
]
