"""What one statement of the module level says by itself: records that hold for its text wherever it stands.

All places are offsets in that text, so that facts can be kept by text and used again when the lines before it
change. What a name means (an import, a class of the file) is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from kohakuengine_tooling.large_class import LargeClass

__all__ = [
    "ArgumentText",
    "Binding",
    "BindingKind",
    "CallSite",
    "ClassFacts",
    "FunctionFacts",
    "ScopeFacts",
    "Span",
    "StatementFacts",
]

BindingKind = Literal[
    "declaration",
    "transformation",
    "loop variable",
    "with target",
    "except target",
    "match capture",
    "walrus in a comprehension",
    "import",
    "function",
    "class",
    "type alias",
    "del",
    "result of the entrypoint",
]


class Span(NamedTuple):
    """A part of the statement's text: offsets of its beginning and its end."""

    start: int
    end: int


class Binding(NamedTuple):
    """One place that binds a name.

    Attributes:
        name: The name.
        kind: What binds it; of an assignment, a declaration unless its value reads the name itself.
        at: Where the name stands; of an `import`, a `def` or a `class`, where that begins.
        owner: Where the simple statement, or the header, that it belongs to begins.
        end: Where that ends.
        is_in_loop: Whether it stands in the body or header of a `for` or `while`.
        value: The right side of the statement, None where there is none.
        default: The part of it that is the name's own, None where only unpacking tells.
        is_walrus: Whether `:=` binds it.
        is_chained: Whether the statement gives its value to other targets as well (`a = b = 1`).
    """

    name: str
    kind: BindingKind
    at: int
    owner: int
    end: int
    is_in_loop: bool
    value: Span | None = None
    default: Span | None = None
    is_walrus: bool = False
    is_chained: bool = False


class ArgumentText(NamedTuple):
    """One parameter in the head of a function.

    Attributes:
        name: Without stars.
        kind: positional, keyword (only), varargs or varkeywords.
        at: Where the name stands.
        annotation: Where its annotation stands, or None.
        default: Where its default stands, or None.
    """

    name: str
    kind: Literal["positional", "keyword", "varargs", "varkeywords"]
    at: int
    annotation: Span | None
    default: Span | None


class FunctionFacts(NamedTuple):
    """One function.

    Attributes:
        name: Its name.
        at: Where its `def` (or `async def`) begins.
        is_async: Whether it is a coroutine function.
        is_of_module: Whether it is the module's, in `if`, `try` and `with` too; else it stands deeper.
        decorators: Without their `@`.
        arguments: In the order of the source.
    """

    name: str
    at: int
    is_async: bool
    is_of_module: bool
    decorators: tuple[Span, ...]
    arguments: tuple[ArgumentText, ...]


class CallSite(NamedTuple):
    """A statement whose value is a call, which may be that of the entrypoint.

    Attributes:
        owner: Where the statement begins.
        value: The call, with what stands around it (`sys.exit(main())`).
        form: expression, assignment or raise.
        guard: Where the `if __name__ == "__main__"` around it begins, None where there is none.
    """

    owner: int
    value: Span
    form: Literal["expression", "assignment", "raise"]
    guard: int | None


@dataclass(slots=True)
class ScopeFacts:
    """The bindings of the body of a module's statement or of a class.

    Attributes:
        bindings: In the order in which they are met.
        annotations: (name, annotation, where the statement begins) of each annotated name.
        classes: The classes that are bound here.
        star_imports: Where each `from m import *` begins.
        global_names: Of a class, those that it declares `global`.
    """

    bindings: list[Binding] = field(default_factory=list)
    annotations: list[tuple[str, Span, int]] = field(default_factory=list)
    classes: list[ClassFacts] = field(default_factory=list)
    star_imports: list[int] = field(default_factory=list)
    global_names: set[str] = field(default_factory=set)

    @property
    def names(self) -> list[str]:
        """The names that are bound here, in the order of their first binding."""
        return list(dict.fromkeys(binding.name for binding in self.bindings))


@dataclass(slots=True)
class ClassFacts:
    """One class of the module level or of a class.

    Attributes:
        name: Its name.
        at: Where its `class` begins.
        bases: Its positional arguments.
        decorators: Without their `@`.
        body: What is bound in it.
        functions: Its methods that have decorators.
        members: Of a large class the statements of its body, each with its place; `body` is empty then.
    """

    name: str
    at: int
    bases: tuple[Span, ...]
    decorators: tuple[Span, ...]
    body: ScopeFacts
    functions: list[FunctionFacts] = field(default_factory=list)
    members: list[tuple[int, StatementFacts]] = field(default_factory=list)


@dataclass(slots=True)
class StatementFacts:
    """What one statement of the module level says.

    Attributes:
        text: Of the statement, with what stands behind it up to the next one.
        end: Where its last token ends; comments may follow.
        kind: Its first word where that is a keyword or `@`, else "".
        scope: What it binds in the module.
        functions: The functions of the module that it defines, and deeper ones that have decorators.
        guards: Where each `if __name__ == "__main__"` begins.
        calls: Statements of the module level whose value is a call.
        imports: Names that imports of the module level bind, with what they mean; relative ones left out.
        reads: Names that are read as globals while the module's body runs, with the first place of each.
        late_reads: Those that are read when a function runs, or in a guard.
        annotation_reads: Those that annotations read, which are not evaluated under
            `from __future__ import annotations`.
        bound_by_functions: Names that functions bind through `global`, with the first place of that.
        comments: Where each comment begins, in it and behind it.
        broken_at: Where it stops being Python, None where it is.
        is_about_others: Whether a statement beside it may be no Python for it: it holds `from __future__`, or
            a `global` of the module level.
        is_plain: Whether it is `NAME = literal` and nothing else.
        is_long: Whether it may hold expressions that are too large to be read.
        is_knotted: Whether comprehensions nest in it so deeply that Python's compiler may die of it.
        cut_at: Where it is nested too deeply to be looked into, None where it is not.
        large_class: Of a large class, what it was put together from.
    """

    text: str
    end: int = 0
    kind: str = ""
    scope: ScopeFacts = field(default_factory=ScopeFacts)
    functions: list[FunctionFacts] = field(default_factory=list)
    guards: list[int] = field(default_factory=list)
    calls: list[CallSite] = field(default_factory=list)
    imports: list[tuple[str, str]] = field(default_factory=list)
    reads: dict[str, int] = field(default_factory=dict)
    late_reads: dict[str, int] = field(default_factory=dict)
    annotation_reads: dict[str, int] = field(default_factory=dict)
    bound_by_functions: dict[str, int] = field(default_factory=dict)
    comments: list[int] = field(default_factory=list)
    broken_at: int | None = None
    is_about_others: bool = False
    is_plain: bool = False
    is_long: bool = False
    is_knotted: bool = False
    cut_at: int | None = None
    large_class: LargeClass | None = None
