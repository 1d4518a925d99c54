"""What is typed into a script at random: lines, halves of lines, and what makes other lines no Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from kohakuengine_tooling import OpenScript

__all__ = ["CHANGES", "EDITS", "Edit", "typed"]

Edit = tuple[float, int, str]
"""Where (0 to 1 of the text), how many characters go, and what comes in their place."""

CHANGES = (
    *("zz = 1", "pass", "zz = [", "def zz(): pass", "zz: int", "'''text'''", "if zz:\n    pass", "global zz"),
    *("# a comment", "zz = )", "class Zz:\n    zz = 1", "import zz", "'''", "@zz", "del zz"),
    *("  x = 1\n", "zz: int\n", "zz: int = 1\n", "main(zz := 1)", "return", "\f", "# \0", "x = [" * 20),
    *("from __future__ import annotations\n", "def zz(a: (yield)): pass", "zz: (y := 1) = 2\n"),
)
EDITS = st.lists(
    st.tuples(
        st.floats(0, 1), st.integers(0, 60), st.sampled_from(("", *CHANGES, "\n", "\n\n", "x", "(", '"'))
    ),
    min_size=1,
    max_size=6,
)


def typed(script: OpenScript, text: str, edits: list[Edit], data: st.DataObject) -> list[str]:
    """Open a text, change it, and ask for its facts now and then; return all the texts that it was."""
    texts = [text]
    script.update(text)
    for share, count, added in edits:
        at = int(share * len(text))
        text = text[:at] + added + text[at + count :]
        texts.append(text)
        script.update(text)
        if data.draw(st.booleans()):
            script.facts()
        elif data.draw(st.booleans()):
            script.parameter("zz")
            script.entrypoints()
    return texts
