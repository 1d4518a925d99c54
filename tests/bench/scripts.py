"""The scripts that are timed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SMALL = """\
lr = 0.1
steps = 3
total = lr * steps
print("total", round(total, 6))
"""

GUARDED = """\
lr = 0.1
def main():
    print("total", lr)
if __name__ == "__main__":
    main()
"""

CONFIG = """\
from kohakuengine.config import Config
def config_gen():
    return Config(globals_dict={"lr": 0.5})
"""

LINES = 10_000
FUNCTION = """\
def compute_{n}(first, second=3, *rest, scale=1.0):
    total = first * {n} + second
    for index, value in enumerate(rest):
        if value > total and index % 2:
            total += value * scale
        else:
            total -= index
    names = {{"first": first, "second": second, "total": total}}
    return sorted(names.items(), key=lambda pair: str(pair[1]))

"""
STATEMENTS = """\
width_{n} = {n}
ratio_{n} = width_{n} / 7
name_{n} = "layer {n}"
sizes_{n} = [width_{n}, {n} + 1, {n} + 2]
table_{n} = {{"name": name_{n}, "width": width_{n}}}
is_wide_{n} = width_{n} > 250 and ratio_{n} < 60
pair_{n} = (name_{n}, sizes_{n}[0])
if is_wide_{n}:
    ratio_{n} += 1
# a comment, as scripts have them
"""


def long_script() -> str:
    """Return a script of 10,000 lines, half of it functions that are never called."""
    body = "lr = 0.1\n" + "".join(_blocks())
    padding = LINES - 1 - body.count("\n")
    return body + "# the rest\n" * padding + "print('total', lr)\n"


def _blocks() -> Iterator[str]:
    for number in range(LINES // 20 - 1):
        yield FUNCTION.format(n=number)
        yield STATEMENTS.format(n=number)


def write_scripts(folder: Path) -> None:
    """Write `small.py`, `guarded.py`, `long.py` and `config.py`."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {"small.py": SMALL, "guarded.py": GUARDED, "long.py": long_script(), "config.py": CONFIG}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
