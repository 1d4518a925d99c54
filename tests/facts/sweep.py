"""The sweep: the facts of every file of a tree are those of `ast` and `symtable`."""

from __future__ import annotations

import random
import sysconfig
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING

from kohakuengine_tooling import read_script

from .comparison import differences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STANDARD_LIBRARY = Path(sysconfig.get_path("stdlib"))
NASTY = (
    *("test_compile", "test_decorators", "test_except_star", "test_exceptions", "test_extcall"),
    *("test_fstring", "test_pep646_syntax", "test_positional_only_arg"),
    *("test_generators", "test_genexps", "test_global", "test_grammar", "test_keywordonlyarg", "test_lambda"),
    *("test_listcomps", "test_named_expressions", "test_patma"),
    *("test_scope", "test_string_literals", "test_super", "test_syntax", "test_tokenize", "test_tstring"),
    *("test_type_aliases", "test_type_annotations", "test_type_params", "test_unpack", "test_unpack_ex"),
    *("test_with", "test_asyncgen", "test_coroutines", "test_symtable", "test_unicode_identifiers"),
)
"""Files under `test/` that hold what hardly any script does; not every Python has all of them."""


def library_files(folder: Path = STANDARD_LIBRARY) -> list[Path]:
    """List the Python files of a tree, what was installed into it left out, in order."""
    found = (path for path in folder.rglob("*.py") if "site-packages" not in path.parts)
    return sorted(path for path in found if path.is_file())


def sampled_files(count: int, *, seed: int) -> list[Path]:
    """Draw files of the standard library, and add the nasty ones."""
    drawn = random.Random(seed).sample(library_files(), count)
    tests = STANDARD_LIBRARY / "test"
    nasty = [tests / f"{name}.py" for name in NASTY]
    for pattern in ("tokenizedata/*.py", "badsyntax*.py", "encoded_modules/*.py"):
        nasty += tests.glob(pattern)
    return sorted({*drawn, *(path for path in nasty if path.is_file())})


def sweep(paths: Iterable[Path]) -> Iterator[str]:
    """Compare each file; yield a line for each difference."""
    for path in paths:
        for difference in differences_of_file(path):
            yield f"{path}: {difference}"


def differences_of_file(path: Path) -> list[str]:
    """Compare one file, decoded as Python decodes it; one that cannot be decoded must be said to be such."""
    try:
        with tokenize.open(path) as file:
            text = file.read()
    except (SyntaxError, UnicodeDecodeError):
        return [] if read_script(path).error else ["it cannot be decoded, unsaid"]
    try:
        return differences(text, may_be_newer=STANDARD_LIBRARY not in path.parents)
    except Exception as error:  # noqa: BLE001 - a crash is what a sweep looks for
        return [f"crash: {error!r}"]
