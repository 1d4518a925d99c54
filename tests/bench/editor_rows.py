"""What an editor waits for: a completion behind a keystroke, the first, and one while files are indexed."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .editor_server import Answered, TimedServer
from .scripts import long_script

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .place import Place

__all__ = ["EditorRow", "heading", "line", "measure"]

KEYSTROKES: Final = 200
FILES: Final = 1000
_SCRIPT_LINES: Final = 100
_WORD: Final = "width_25"
_CONFIG: Final = "\nbatch_size = 3\n"
_LINE: Final = "{:<46} {:>7} {:>7} {:>8} {:>8} {:>8}   {}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorRow:
    """One figure.

    Attributes:
        name: What is measured.
        wall: Of each answer in ms (or one figure of another unit).
        cpu: The same of the server's CPU in ms; empty where it is no time.
        half_limit: The most that the median may be.
        most_limit: The most that the 95th percentile may be, or the worst where there is no median limit.
    """

    name: str
    wall: list[float]
    cpu: list[float]
    half_limit: float | None = None
    most_limit: float | None = None

    @property
    def half(self) -> float:
        """The median."""
        return statistics.median(self.wall)

    @property
    def most(self) -> float:
        """The 95th percentile; the worst where no median is asked for."""
        if self.half_limit is None or len(self.wall) < 2:
            return max(self.wall)
        return statistics.quantiles(self.wall, n=20)[-1]

    @property
    def is_missed(self) -> bool:
        """Whether a limit is missed."""
        is_half_missed = self.half_limit is not None and self.half > self.half_limit
        return is_half_missed or (self.most_limit is not None and self.most > self.most_limit)


def heading() -> str:
    """Return the line above the rows."""
    return _LINE.format("", "limit", "limit", "p50", "p95/max", "CPU p50", "").rstrip()


def line(row: EditorRow) -> str:
    """Return the line of a row."""
    limits = ["" if one is None else f"{one:g}" for one in (row.half_limit, row.most_limit)]
    cpu = f"{statistics.median(row.cpu):.2f}" if row.cpu else ""
    verdict = "miss" if row.is_missed else "pass"
    return _LINE.format(row.name, *limits, f"{row.half:.2f}", f"{row.most:.2f}", cpu, verdict)


def measure(place: Place, *, keystrokes: int = KEYSTROKES, files: int = FILES) -> Iterator[EditorRow]:
    """Measure each row in turn."""
    yield from _typing(place, keystrokes)
    yield from _indexing(place, files)


def _typing(place: Place, keystrokes: int) -> Iterator[EditorRow]:
    """Yield what keystrokes take in a script of 10,000 lines and in its config, and the first completion."""
    root = place.folder / "typing"
    root.mkdir(parents=True)
    source = long_script()
    (root / "train.py").write_text(source, encoding="utf-8")
    (root / "train_config.py").write_text(_CONFIG, encoding="utf-8")
    server = TimedServer(place, root)
    with server.session as session:
        config = session.open(root / "train_config.py", _CONFIG)
        script = session.open(root / "train.py", source)
        first = server.complete(config, 0)
        began = server.since_start()
        yield EditorRow(
            name="start of the process to first completion, ms",
            wall=[began.wall_ms],
            cpu=[began.cpu_ms],
            most_limit=1500,
        )
        if not first.labels():
            raise SystemExit("nothing is completed")
        found = [one for _ in range(max(keystrokes // len(_WORD), 1)) for one in _type_word(server, config)]
        yield _keystroke_row("typing in the config, ms", found)
        for name, anchor in _places(source):
            at = session.texts[script].index(anchor) + len(anchor)
            found = [
                server.keystroke(script, at + number, "1", (config, 0))
                for number in range(min(keystrokes, 100))
            ]
            yield _keystroke_row(f"typing {name} of the script, ms", found)
        yield EditorRow(name="memory, MB", wall=[server.peak_mb()], cpu=[], most_limit=150)


def _type_word(server: TimedServer, config: str) -> Iterator[Answered]:
    """Type a name into a config, letter by letter, and take it out again."""
    for at, letter in enumerate(_WORD):
        answered = server.keystroke(config, at, letter, (config, at + 1))
        if not answered.labels():
            raise SystemExit(f"nothing is completed behind {_WORD[: at + 1]!r}")
        yield answered
    server.session.wire.send(server.change(config, 0, len(_WORD), ""))


def _places(source: str) -> Iterator[tuple[str, str]]:
    """Yield where is typed in the long script: the end of a text that stands there once."""
    middle = len(source) // 2
    function = source.index("def ", middle)
    body = source.index("\n    ", function) + 5
    yield "a line in a function", source[:body][-60:]
    statement = next(
        line
        for line in source[middle:].splitlines()[1:]
        if "=" in line and line[:1].isalpha() and source.count(line) == 1
    )
    yield "a value", statement
    yield "a name", "\n" + statement.partition(" ")[0]


def _keystroke_row(name: str, found: list[Answered]) -> EditorRow:
    wall = [one.wall_ms for one in found]
    return EditorRow(name=name, wall=wall, cpu=[one.cpu_ms for one in found], half_limit=3, most_limit=10)


def _indexing(place: Place, files: int) -> Iterator[EditorRow]:
    """Yield what completions take while a workspace is indexed, and what that takes."""
    root = place.folder / "many"
    write_workspace(root, files)
    text = (root / "s0_config.py").read_text(encoding="utf-8")
    server = TimedServer(place, root)
    with server.session as session:
        config = session.open(root / "s0_config.py", text)
        found = []
        while not server.is_indexed():
            found.append(server.complete(config, 0))
        began = server.since_start()
        yield EditorRow(
            name=f"a completion while {files:,} files are indexed, ms",
            wall=[one.wall_ms for one in found],
            cpu=[one.cpu_ms for one in found],
            most_limit=30,
        )
        yield EditorRow(name="until they are, ms", wall=[began.wall_ms], cpu=[began.cpu_ms])
        yield EditorRow(name="memory then, MB", wall=[server.peak_mb()], cpu=[], most_limit=150)


def write_workspace(root: Path, files: int) -> None:
    """Write a workspace: of ten files nine are scripts, and one is a config of the first of them."""
    root.mkdir(parents=True)
    for number in range(files):
        folder = root / f"part{number // 100}" if number >= 10 else root
        folder.mkdir(exist_ok=True)
        if number % 10 == 9:
            (folder / f"s{number - 9}_config.py").write_text("lr = 0.5\nsteps = 3\n", encoding="utf-8")
            continue
        body = "".join(f"value{line} = {line}\n" for line in range(_SCRIPT_LINES - 10))
        head = "import argparse\n\nlr = 1e-3\nsteps = 10\n"
        tail = "\n\ndef main():\n    print(lr, steps)\n\n\nif __name__ == '__main__':\n    main()\n"
        (folder / f"s{number}.py").write_text(head + body + tail, encoding="utf-8")
