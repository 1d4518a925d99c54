"""Typing options for the script: an override of an option has the effect of typing it.

The words are put before those of the command line when the script's own parser reads it, so that
type, choices, nargs, required and exclusion are the parser's; `sys.argv` stays as it is.
"""

from __future__ import annotations

import contextlib
import sys

from kohakuengine.config.fitting import FitError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from kohakuengine.engine.landing import Landing
    from kohakuengine.engine.prepare import PreparedRun
    from kohakuengine.engine.proof import Proof

# Their frames stand between a parse and whoever asked for it.
_LIBRARIES = frozenset(("argparse", "click", "typer", "absl", "kohakuengine"))


class TypedOptions:
    """The options to type in one process, and what was patched to type them.

    Attributes:
        landings: The options.
        proof: Watches that they land.
        path: Absolute path of the script.
        argv: The words of the command line as the run was given them.
        is_relaunched: Whether the script itself started this run, with words of its own.
        written_out: Lines (first, last) of the script where a parser is given a list written there.
        depth: How many click commands that read the command line are at work, one inside another.
        extras: What the last argparse parser left over, which the script may give to another, of any library.
        taken: What was typed in this reading of the command line.
        patched: (owner, name, what it was).
    """

    __slots__ = (
        "argv",
        "depth",
        "extras",
        "is_relaunched",
        "landings",
        "patched",
        "path",
        "proof",
        "taken",
        "written_out",
    )

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything: nothing is to be typed."""
        self.landings: list[Landing] = []
        self.proof: Proof | None = None
        self.path = ""
        self.argv: list[str] = []
        self.is_relaunched = False
        self.written_out: list[tuple[int, int]] = []
        self.depth = 0
        self.extras: Any = None
        self.taken: list[Landing] = []
        self.patched: list[tuple[Any, str, Any]] = []

    def is_command_line(self, words: Any) -> bool:
        """Say whether a parser is given the command line, or a list of the script's own."""
        if words is None:
            return True
        words = list(words)
        if words != sys.argv[1:] and (self.extras is None or words != self.extras):
            return False
        return not self._is_written_out() and (bool(words) or not _is_written_out_elsewhere())

    def _is_written_out(self) -> bool:
        """Say whether a line of the script is at work that gives a parser a list written there."""
        frame: Any = sys._getframe(1) if self.written_out else None
        while frame is not None:
            if frame.f_code.co_filename == self.path and _is_on(self.written_out, frame.f_lineno):
                return True
            frame = frame.f_back
        return False

    def landed(self, taken: list[Landing], *, is_last: bool = True) -> None:
        """Count what a parser has read; where no subcommand follows, say of the others that it lacks them."""
        for landing in taken:
            next(landing.counter)
        for landing in self.landings if is_last else ():
            if not landing.has_landed:
                landing.problem = _not_taken(landing, self.proof)

    def words_for(
        self, landing: Landing, flags: list[str], make: Callable[[], list[str]], *, is_typed: bool
    ) -> list[str]:
        """Return the words that type an option; none where the script has typed it for its own child.

        Args:
            landing: The option.
            flags: Its flags, of which a message names the last.
            make: Makes the words.
            is_typed: Whether the command line has it already.

        Raises:
            OptionTwiceError: It is overridden and typed as well.
            ValueFitError: It is no value for this option, or one that no words give.
        """
        words: list[str] = []
        if is_typed and not self.is_relaunched:
            raise self.twice(landing, flags[-1])
        if not is_typed:
            with self.refusing(landing):
                words = make()
        return words

    @contextlib.contextmanager
    def refusing(self, landing: Landing) -> Iterator[None]:
        """Make the user's error of a value that does not fit its option."""
        try:
            yield
        except FitError as error:
            from kohakuengine.engine.values import misfit

            path = self.proof.path if self.proof else None
            raise self._broken(misfit(error, landing.target, path)) from None

    def twice(self, landing: Landing, flag: str) -> Exception:
        """Build the error for an option that is overridden and typed as well."""
        from kohakuengine.engine.errors import OptionTwiceError

        path = self.proof.path if self.proof else ""
        is_own = sys.argv[1:] != self.argv
        return self._broken(OptionTwiceError(name=landing.target.key, path=path, flag=flag, is_own=is_own))

    def _broken(self, error: Exception) -> Exception:
        return self.proof.broken(error) if self.proof else error


TYPED_OPTIONS = TypedOptions()


def _is_written_out_elsewhere() -> bool:
    """Say whether whatever file asks a library to parse gives it a list written there."""
    frame: Any = sys._getframe(1)
    while frame is not None:
        is_of_library = str(frame.f_globals.get("__name__")).partition(".")[0] in _LIBRARIES
        if not is_of_library:
            if _is_on(_lines_written_out(frame.f_code.co_filename), frame.f_lineno):
                return True
            if not frame.f_code.co_name.startswith("parse_"):  # a parser's own, which may hand on the words
                return False
        frame = frame.f_back
    return False


def _lines_written_out(path: str) -> list[tuple[int, int]]:
    from kohakuengine.config.tree import parse
    from kohakuengine.engine.options import find_written_out

    try:
        with open(path, "rb") as file:
            return find_written_out(parse(file.read(), path))
    except (OSError, SyntaxError, ValueError, MemoryError, RecursionError):
        return []  # no file, such as the name under which `exec` runs


def _is_on(lines: list[tuple[int, int]], line: int) -> bool:
    return any(first <= line <= last for first, last in lines)


def _not_taken(landing: Landing, proof: Proof | None) -> Exception:
    from kohakuengine.engine.errors import NoEffectError

    target = landing.target
    return NoEffectError(
        name=target.key,
        path=proof.path if proof else None,
        line=target.line,
        reason=f"the script read its command line without the option '{target.name}'",
        hint=f"This run's command does not take it; leave '{target.key}' out.",
    )


def install(run: PreparedRun) -> None:
    """Let the parsers of the libraries that declare the options of a run type them."""
    uninstall()
    TYPED_OPTIONS.landings = list(run.options)
    prepare(run)
    for library in {landing.target.library for landing in TYPED_OPTIONS.landings}:
        with contextlib.suppress(Exception):  # the script's own import of it says so
            _install(library)


def prepare(run: PreparedRun) -> None:
    """Note what of a run decides how its command line is read."""
    TYPED_OPTIONS.proof = run.proof
    TYPED_OPTIONS.path = run.path
    TYPED_OPTIONS.argv = run.request.argv
    TYPED_OPTIONS.is_relaunched = run.request.is_relaunched
    TYPED_OPTIONS.written_out = run.record.written_out


def _install(library: str) -> None:
    if library == "argparse":
        from kohakuengine.engine.argparse_options import install
    elif library == "absl":
        from kohakuengine.engine.absl_options import install
    elif library == "typer":
        from kohakuengine.engine.click_options import install_typer as install
    else:
        from kohakuengine.engine.click_options import install_click as install
    install()


def uninstall() -> None:
    """Give the parsers back as they were."""
    for owner, name, original in reversed(TYPED_OPTIONS.patched):
        setattr(owner, name, original)
    TYPED_OPTIONS.clear()


def patch(owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Replace a method until the run ends."""
    original = getattr(owner, name)
    TYPED_OPTIONS.patched.append((owner, name, original))
    setattr(owner, name, make(original))


def is_patched(owner: Any) -> bool:
    """Say whether a class has been patched already."""
    return any(one is owner for one, _, _ in TYPED_OPTIONS.patched)
