"""What is known of a script without running it: the records of `kogine inspect` and of the editors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

__all__ = ["Argument", "Diagnostic", "Entrypoint", "Option", "Parameter", "ScriptFacts"]

ParameterKind = Literal["global", "member", "path", "read"]
ArgumentKind = Literal["positional", "keyword", "varargs", "varkeywords"]
EntrypointKind = Literal["guard", "call", "function", "decorator", "framework", "block"]
Library = Literal["argparse", "click", "typer", "absl", "fire", "tyro", "simple-parsing"]
OVERRIDABLE_LIBRARIES: Final = frozenset(("argparse", "click", "typer", "absl"))
Severity = Literal["error", "warning", "information"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """Something of a script that can be set from outside, or whose name says why it cannot.

    Attributes:
        name: `lr`, `CFG.lr` for a member of a class, `cfg.model.depth` for what a path reaches.
        kind: global; member (of a class); path (inside the value of a global); read (a name that the
            script only reads).
        type: As an annotation would be written: the annotation's, else the default's; None where neither
            tells.
        default: Source text of the first declaration's own value, None where it has none.
        value: The default's value where it is static data, else None; see `is_static`.
        is_static: Whether `value` is the default: read, never computed by running code, bounded in size.
        line: 1-based line of the first declaration, or of the first reading.
        column: 0-based, in code points.
        doc: What the script says of it, None where it says nothing.
        section: Heading that it stands under, None where there is none; that of its global for a path without
            one of its own.
        is_overridable: Whether an override lands on it.
        reason: Why not, else None.
        lines: 1-based lines of all declarations that an override replaces, in source order.
        transformations: 1-based lines where it is computed from its own earlier value.
        is_read_at_import: Whether the body of the module reads it: setting it later would come too late.
        choices: Its possible values where they are few and known, else None.
    """

    name: str
    kind: ParameterKind
    type: str | None
    default: str | None
    value: Any
    is_static: bool
    line: int
    column: int
    doc: str | None
    section: str | None
    is_overridable: bool
    reason: str | None
    lines: tuple[int, ...]
    transformations: tuple[int, ...]
    is_read_at_import: bool
    choices: tuple[Any, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a script's own command line.

    Attributes:
        name: Destination (`learning_rate` of `--learning-rate`).
        flags: As typed, in the order of the source.
        type: As an annotation would be written, None where it is not static.
        default: Source text of the default, None where there is none.
        value: The default's value where it is static data, else None.
        help: Help text, or None.
        choices: Allowed values, None where any.
        line: 1-based line of its declaration.
        library: Whose option it is.
        is_required: Whether the script does not run without it.

    An override of its name types it where `is_overridable`; those of fire, tyro and simple-parsing are typed
    by hand, or given by the kwargs of a config.
    """

    name: str
    flags: tuple[str, ...]
    type: str | None
    default: str | None
    value: Any
    help: str | None
    choices: tuple[Any, ...] | None
    line: int
    library: Library
    is_required: bool = False

    @property
    def is_overridable(self) -> bool:
        """Whether an override of its name has the effect of typing it."""
        return self.library in OVERRIDABLE_LIBRARIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a function.

    Attributes:
        name: Its name, without stars.
        type: As an annotation would be written, None where nothing tells.
        default: Source text of what a plain run uses: what the script's own call passes, else the default of
            the definition. None where there is neither, or only running could tell.
        kind: positional, keyword (only), varargs (`*args`) or varkeywords (`**kwargs`).
        is_passed: Whether the script's own call passes it; None where `*args` or `**kwargs` of it may.
    """

    name: str
    type: str | None
    default: str | None
    kind: ArgumentKind
    is_passed: bool | None = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrypoint:
    """One way into a script.

    Attributes:
        name: Function as written (`main`, `Trainer.run`), "" for the guard's block.
        kind: Why it is one: guard (called in it), call (at module level), function (nothing calls it),
            decorator (marked), framework (given to one, as in `app.run(main)`), block (the guard's body).
        line: 1-based line of the definition, or of the call where it is not in this file.
        call_line: 1-based line of the call, None where nothing calls it.
        reason: Why it is listed, for people.
        is_async: Whether it is a coroutine function of this file.
        parameters: What the function takes, with what a plain run gives it; () where its definition is not in
            this file.
    """

    name: str
    kind: EntrypointKind
    line: int
    call_line: int | None
    reason: str
    is_async: bool
    parameters: tuple[Argument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """Something that is wrong with a script, or that could not be read in it.

    Attributes:
        code: Stable, as in docs/reference/errors.md.
        severity: error, warning or information.
        line: 1-based.
        message: What is wrong, and what now.
    """

    code: str
    severity: Severity
    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptFacts:
    """All that is known of one script.

    Attributes:
        script: Its path, as asked for.
        error: Why it could not be read, or not whole; None where it was.
        parameters: Globals in the order of their first declaration, each followed by its paths; members of
            classes; names that are only read; at the end what cannot be overridden.
        options: In source order.
        entrypoints: Best first.
        diagnostics: By line.
    """

    script: str
    error: str | None = None
    parameters: tuple[Parameter, ...] = ()
    options: tuple[Option, ...] = ()
    entrypoints: tuple[Entrypoint, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
