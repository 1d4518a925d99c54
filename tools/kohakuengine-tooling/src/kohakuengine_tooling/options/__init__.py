"""The options of a script's own command line, one module for each way to declare them."""

from kohakuengine_tooling.options.finding import Options, find_options, keep_options

__all__ = ["Options", "find_options", "keep_options"]
