"""Pipeline: one script after another, each with what those before it have left."""

from __future__ import annotations

from kohakuengine.flow.sequential import Sequential

__all__ = ["Pipeline"]


class Pipeline(Sequential):
    r"""One script after another; a config may hold outputs of the scripts before.

    >>> import os, tempfile
    >>> from kohakuengine import Config, Pipeline, Script
    >>> folder = tempfile.mkdtemp()
    >>> def write(name, text):
    ...     path = os.path.join(folder, name)
    ...     with open(path, "w", encoding="utf-8") as file:
    ...         _ = file.write(text)
    ...     return Script(path)
    >>> prep = write("prep.py", "rows = 3")
    >>> train = write("train.py", "n = 0\ndef main():\n    return n + 1\nmain()")
    >>> train.config = Config(globals_dict={"n": prep.output("rows")})
    >>> Pipeline([prep, train], store=os.path.join(folder, "store")).run()
    [None, 4]
    """
