"""The interpreter that runs the corpus: the libraries, the hook, and `kogine` from wheels."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .folders import HERE, REPOSITORY, hold

PIP = "pip==26.3"
DISTRIBUTIONS = ("config", "engine", "flow", "cli")
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "TMPDIR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """A virtual environment of the corpus; `key` names its interpreter and libraries."""

    folder: Path
    hook: Path
    cache: Path
    key: str

    @property
    def python(self) -> Path:
        """The interpreter."""
        return self.folder / "bin" / "python"

    @property
    def kogine(self) -> Path:
        """The console script, once `install_engine` has run."""
        return self.folder / "bin" / "kogine"

    def variables(self, figures: Path, home: Path) -> dict[str, str]:
        """Return the whole environment of a run, the same for python and kogine."""
        passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        return {
            **passed,
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "COLUMNS": "80",
            "MPLBACKEND": "Agg",
            "MPLCONFIGDIR": str(self.cache / "matplotlib"),
            "XDG_CACHE_HOME": str(self.cache / "caches"),
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONHASHSEED": "0",
            "PYTHONNOUSERSITE": "1",
            "PYTHONPATH": str(self.hook),
            "CORPUS_FIGURES": str(figures),
        }


def build_environment(
    cache: Path, *, python: Path | None = None, requirements: str = "requirements.txt"
) -> Environment:
    """Make the virtual environment with the pinned libraries, once per interpreter.

    Args:
        cache: The corpus folder.
        python: Interpreter to base it on; the one behind the running one if None.
        requirements: File beside this module with the pinned libraries.
    """
    python = python or Path(sys.executable).resolve()  # not that of a venv, which may be gone tomorrow
    version = _output([str(python), "-c", "import sys; print(sys.version)"])
    pins = (HERE / requirements).read_text(encoding="utf-8")
    key = _digest(version, pins)
    folder = cache / "environments" / f"{Path(requirements).stem}-{key}"
    with hold(folder):
        if not ((folder / "complete").exists() and (folder / "bin" / "python").exists()):
            _make_venv(folder, python, HERE / requirements)
    return Environment(folder=folder, hook=_copy_hook(cache), cache=cache, key=key)


def _make_venv(folder: Path, python: Path, requirements: Path) -> None:
    print(f"corpus: making {folder}", file=sys.stderr, flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([str(python), "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--quiet", "install"]
    subprocess.run([*pip, PIP], check=True)
    subprocess.run([*pip, "--only-binary", ":all:", "-r", str(requirements)], check=True)
    (folder / "complete").touch()


def _copy_hook(cache: Path) -> Path:
    """Copy the hook out of the repository, where its byte code would be left behind."""
    source = HERE / "hook" / "sitecustomize.py"
    folder = cache / f"hook-{_digest(source.read_text(encoding='utf-8'))}"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, folder / source.name)
    return folder


def install_engine(environment: Environment) -> str:
    """Build the wheels of this checkout and install them; return a digest of their sources."""
    folders = [REPOSITORY / "packages" / f"kohakuengine-{name}" for name in DISTRIBUTIONS]
    key = _digest(*(_digest_tree(folder) for folder in folders))
    marker = environment.folder / "engine"
    with hold(environment.folder):
        if not marker.exists() or marker.read_text(encoding="utf-8") != key:
            _install_wheels(environment, folders)
            marker.write_text(key, encoding="utf-8")
    return key


def _install_wheels(environment: Environment, folders: list[Path]) -> None:
    wheels = environment.folder / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    pip = [str(environment.python), "-m", "pip", "--quiet"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(wheels)]
    subprocess.run([*build, *map(str, folders)], check=True, env=_clean_variables())
    built = [str(wheel) for wheel in wheels.glob("*.whl")]
    install = [*pip, "install", "--no-deps", "--no-index", "--force-reinstall"]
    subprocess.run([*install, *built], check=True, env=_clean_variables())


def _clean_variables() -> dict[str, str]:
    """Drop what would keep byte code from being written: installed wheels have theirs."""
    dropped = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME")
    return {name: value for name, value in os.environ.items() if name not in dropped}


def _digest_tree(folder: Path) -> str:
    files = sorted((*folder.rglob("*.py"), *folder.rglob("*.toml")))
    return _digest(*(f"{f.relative_to(folder)}\n{f.read_text(encoding='utf-8')}" for f in files))


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8")).hexdigest()[:12]


def _output(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
