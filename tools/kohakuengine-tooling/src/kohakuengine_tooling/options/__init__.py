"""The options of a script's own command line, one module for each way to declare them."""

from kohakuengine_tooling.options.finding import find_options

__all__ = ["find_options"]
