"""A venv whose packages of ours are copies of the sources; all else is that of the tests' environment."""

from __future__ import annotations

import os
import shutil
import site
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLING = "kohakuengine_tooling"
_CONSOLE_SCRIPT = """\
#!{python}
import sys
from kohakuengine.cli.entry import main
if __name__ == "__main__":
    sys.exit(main())
"""


class Overlay:
    """The environment in which mutants live.

    Attributes:
        python: Its interpreter; the console script `kogine` stands beside it.
        package: The copy of `kohakuengine`, fresh after `restore`; that of the tooling lies beside it.
    """

    def __init__(self, folder: Path) -> None:
        """Make the venv in a folder that is empty or missing."""
        self.package = folder / "tree" / "kohakuengine"
        self._venv = folder / "venv"
        words = [sys.executable, "-m", "venv", "--without-pip", str(self._venv)]
        subprocess.run(words, check=True)
        self.python = self._venv / "bin" / "python"
        self._link(folder / "tree")
        self.restore()

    def _link(self, tree: Path) -> None:
        [packages] = self._venv.glob("lib/python*/site-packages")
        lines = [str(tree), *site.getsitepackages()]
        (packages / "overlay.pth").write_text("\n".join(lines) + "\n", encoding="utf-8")
        script = self.python.with_name("kogine")
        script.write_text(_CONSOLE_SCRIPT.format(python=self.python), encoding="utf-8")
        script.chmod(0o755)

    def restore(self) -> None:
        """Copy the sources anew, without bytecode."""
        for package in (self.package, self.package.with_name(TOOLING)):
            shutil.rmtree(package, ignore_errors=True)
        copy_package(self.package)

    def pytest(self, words: list[str], *, timeout_s: float) -> subprocess.CompletedProcess[str]:
        """Run pytest here, from the root of the repository.

        Raises:
            subprocess.TimeoutExpired: It did not end in time.
        """
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        environment["COLUMNS"] = "1000"  # the ids of tests are not cut
        return subprocess.run(
            [str(self.python), "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=no", "-rf", *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout_s,
        )


def copy_package(folder: Path) -> None:
    """Copy the sources of all distributions into one package, as an installation has them.

    The package of the tooling comes to lie beside it.
    """
    ignored = shutil.ignore_patterns("__pycache__")
    for source in sorted(ROOT.glob("packages/*/src/kohakuengine")):
        shutil.copytree(source, folder, ignore=ignored, dirs_exist_ok=True)
    tooling = ROOT / "tools" / "kohakuengine-tooling" / "src" / TOOLING
    shutil.copytree(tooling, folder.with_name(TOOLING), ignore=ignored, dirs_exist_ok=True)
