"""The pinned source distributions the scripts come from, and their candidate scripts."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .folders import HERE, hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Sdist:
    """One pinned sdist: `folders` hold its scripts, `take` of them are candidates.

    `tree` is the part of the sdist that is copied for a run, so that scripts find
    their data files. `is_light` marks those whose scripts need pure Python alone.
    """

    name: str
    version: str
    file: str
    sha256: str
    tree: str
    folders: tuple[str, ...]
    take: int
    is_light: bool = False

    @property
    def root(self) -> str:
        """The top folder inside the archive."""
        return self.file.removesuffix(".tar.gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One script of an sdist; `path` begins with the sdist's top folder."""

    path: str
    sdist: Sdist
    sha256: str


def read_sdists(path: Path = HERE / "sdists.json") -> list[Sdist]:
    """Read a pinned list."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [Sdist(**{**row, "folders": tuple(row["folders"])}) for row in rows]


def unpack_sdists(sdists: list[Sdist], *, python: Path, cache: Path) -> Path:
    """Download, verify and unpack what is missing, and return the folder of the sources.

    Args:
        sdists: What to fetch.
        python: Interpreter with pip, whose configured index is asked.
        cache: The corpus folder.

    Raises:
        ValueError: A download has another digest than the pinned one.
    """
    folder = cache / "sources"
    folder.mkdir(parents=True, exist_ok=True)
    with hold(folder):
        missing = [s for s in sdists if not (folder / s.root).is_dir()]
        _download([s for s in missing if not (folder / s.file).exists()], python, folder)
        for sdist in missing:
            _unpack(sdist, folder)
    return folder


def _download(sdists: list[Sdist], python: Path, folder: Path) -> None:
    if sdists:
        pins = [f"{s.name}=={s.version}" for s in sdists]
        script = str(HERE / "pip_fetch.py")
        subprocess.run([str(python), script, str(folder), *pins], check=True)


def _unpack(sdist: Sdist, folder: Path) -> None:
    archive = folder / sdist.file
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != sdist.sha256:
        raise ValueError(f"{sdist.file}: sha256 is {found}, pinned is {sdist.sha256}")
    partial = folder / f".{sdist.root}"
    shutil.rmtree(partial, ignore_errors=True)
    with tarfile.open(archive) as tar:
        wanted = f"{sdist.root}/{sdist.tree}"
        members = [m for m in tar if m.name == wanted or m.name.startswith(f"{wanted}/")]
        tar.extractall(partial, members=members, filter="data")
    (partial / sdist.root).rename(folder / sdist.root)
    partial.rmdir()


def list_candidates(sdist: Sdist, sources: Path) -> list[Candidate]:
    """Take `take` Python files, evenly spaced in the sorted list of the sdist's folders."""
    files = sorted(
        path.relative_to(sources).as_posix()
        for folder in sdist.folders
        for path in (sources / sdist.root / folder).rglob("*.py")
    )
    take = min(sdist.take, len(files))
    chosen = [files[i * len(files) // take] for i in range(take)]
    return [read_candidate(path, sdist, sources) for path in chosen]


def read_candidate(path: str, sdist: Sdist, sources: Path) -> Candidate:
    """Describe one script of an unpacked sdist."""
    digest = hashlib.sha256((sources / path).read_bytes()).hexdigest()
    return Candidate(path=path, sdist=sdist, sha256=digest)


def sdist_of(path: str, sdists: list[Sdist]) -> Sdist:
    """Find the sdist that a script's path begins with."""
    return next(s for s in sdists if s.root == PurePosixPath(path).parts[0])
