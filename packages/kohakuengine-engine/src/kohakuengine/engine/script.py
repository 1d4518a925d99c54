"""A script and how to run it."""

from __future__ import annotations

from pathlib import Path

from kohakuengine.config.later_dataclass import dataclass
from kohakuengine.engine.errors import ScriptTypeError
from kohakuengine.engine.output import Output
from kohakuengine.engine.source import not_found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.config import Config, ConfigGenerator


@dataclass
class Script:
    r"""An executable Python script with its configuration.

    Attributes:
        path: The script file; given as text or path, kept as a path.
        config: What it runs with: a Config, or a ConfigGenerator for a workflow.
        entrypoint: Function to call, with the script's own guard off; None runs the script's way.
        run_as_main: Whether it runs as `__main__`; else under its own name, with its guard off.

    Raises:
        ScriptNotFoundError: There is no such file (a FileNotFoundError).
        ScriptTypeError: It is not a `.py` file (a ValueError).

    Example:
        >>> import os, tempfile
        >>> from kohakuengine.config import Config
        >>> path = os.path.join(tempfile.mkdtemp(), "train.py")
        >>> with open(path, "w", encoding="utf-8") as file:
        ...     _ = file.write("lr = 0.1\ndef main():\n    return lr\nmain()")
        >>> Script(path, config=Config(globals_dict={"lr": 0.5})).run()
        0.5
    """

    path: str | Path
    config: Config | ConfigGenerator | None = None
    entrypoint: str | None = None
    run_as_main: bool = True

    def __post_init__(self) -> None:
        """Check the path."""
        self.path = Path(self.path)
        if not self.path.exists():
            raise not_found(str(self.path))
        if self.path.is_dir():
            raise ScriptTypeError(path=str(self.path), reason="this is a folder")
        if self.path.suffix != ".py":
            kind = f"not {self.path.suffix}" if self.path.suffix else "this has no suffix"
            raise ScriptTypeError(path=str(self.path), reason=kind)

    @property
    def name(self) -> str:
        """Name of the script: its file name without suffix."""
        return Path(self.path).stem

    def run(self) -> Any:
        """Run the script in this process.

        Returns:
            What its entrypoint returned, None where it has none.
        """
        from kohakuengine.engine.executor import ScriptExecutor

        return ScriptExecutor(self).execute()

    def output(self, name: str | None = None) -> Output:
        """Refer to what a run of this script leaves, for the config of a later one in a Pipeline or Graph.

        Args:
            name: One of its globals; None for what its entrypoint returns.
        """
        return Output(self, name)

    def __repr__(self) -> str:
        config = None if self.config is None else type(self.config).__name__
        return f"Script(path={self.path}, config={config})"
