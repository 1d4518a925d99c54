"""Running a script inside somebody's own program."""

from __future__ import annotations

from kohakuengine.config import Config, ConfigGenerator
from kohakuengine.engine import process
from kohakuengine.engine.errors import ScriptExitedError
from kohakuengine.engine.frames import only_the_script
from kohakuengine.engine.launch import finish, log, prove_after_exit, say
from kohakuengine.engine.loan import Loan
from kohakuengine.engine.output import refuse_outputs
from kohakuengine.engine.prepare import prepare
from kohakuengine.engine.request import RunRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

    from kohakuengine.engine.prepare import PreparedRun
    from kohakuengine.engine.script import Script

    AtEnd = Callable[[PreparedRun, BaseException | None], None]


class ScriptExecutor:
    r"""Executes a script in this process, once per call of `execute`.

    The host's `__main__`, `sys.argv`, `sys.path` and working directory are put back afterwards.
    Not thread-safe: two runs in one process at once are refused.

    Example:
        >>> import os, tempfile
        >>> from kohakuengine.engine import Script
        >>> path = os.path.join(tempfile.mkdtemp(), "train.py")
        >>> with open(path, "w", encoding="utf-8") as file:
        ...     _ = file.write("lr = 0.1\ndef main():\n    return lr\nmain()")
        >>> executor = ScriptExecutor(Script(path))
        >>> [executor.execute(Config(globals_dict={"lr": lr})) for lr in (0.5, 0.25)]
        [0.5, 0.25]
    """

    def __init__(self, script: Script) -> None:
        """Hold a script.

        Args:
            script: What to execute.
        """
        self.script = script
        self._module: ModuleType | None = None
        self._kept: dict[str, ModuleType] = {}

    @property
    def module(self) -> ModuleType | None:
        """The module of the last run, None before the first."""
        return self._module

    def execute(self, config: Config | None = None) -> Any:
        """Run the script.

        Args:
            config: Used in place of the script's own; None uses that.

        Returns:
            What the entrypoint returned, None where there is none or the script ended by `sys.exit(0)`.

        Raises:
            KohakuError: The config does not fit the script, or an override did not land.
            ScriptExitedError: The script ended by `sys.exit` with another status.
            RunInProgressError: Another in-process run has not ended.
            TypeError: The config is a generator: a workflow runs those.
        """
        return self.carry_out(self._request(config))

    def carry_out(self, request: RunRequest, at_end: AtEnd | None = None) -> Any:
        """Run the script as a request says that was made elsewhere; otherwise as `execute`.

        Args:
            request: What to run, and with what.
            at_end: Called with the run, and what it raised or None, while the process is still the script's.
        """
        run = prepare(request, keeps_result=True, is_main=self.script.run_as_main)
        say(run, log)
        return self._run(run, at_end)

    def _request(self, config: Config | None) -> RunRequest:
        chosen = config if config is not None else self.script.config
        if isinstance(chosen, ConfigGenerator):
            raise TypeError(
                f"{self.script.path} has a generator of configs: run it with Sequential or Parallel, "
                "or one config at a time: executor.execute(next(generator))"
            )
        request = RunRequest(script=str(self.script.path), entrypoint=self.script.entrypoint)
        if chosen is not None:
            refuse_outputs(chosen.globals_dict, chosen.args, chosen.kwargs)
            request.take_config(chosen)
        return request

    def _run(self, run: PreparedRun, at_end: AtEnd | None) -> Any:
        run.proof.begin(log)
        with Loan(run, is_main=self.script.run_as_main) as loan:
            self._module, self._kept = loan.module, loan.kept
            raised: BaseException | None = None
            try:
                self._execute(run, loan.module)
            except BaseException as error:
                raised = error
                raise
            finally:
                if at_end is not None:
                    at_end(run, raised)
        return run.result.get("value") if run.result is not None else None

    def _execute(self, run: PreparedRun, module: ModuleType) -> None:
        try:
            process.execute(run.code, module.__name__)
            finish(run, vars(module), log)
        except SystemExit as error:
            prove_after_exit(run, error)
            if error.code not in (None, 0):
                raise ScriptExitedError(path=str(self.script.path), exit_code=error.code) from None
        except BaseException as error:
            only_the_script(error, error.__traceback__, run)
            raise
