"""The extension, copied out of the checkout, checked and packed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "tools" / "vscode-kohakuengine"
TIMEOUT_S = 600.0


class ExtensionCopy:
    """A copy in which npm may install and build; the checkout stays as it is."""

    def __init__(self, folder: Path, variables: dict[str, str]) -> None:
        """Copy the sources.

        Args:
            folder: Where the copy lies, or lay the last time: what npm installed then is used again.
            variables: An environment in which `npm` runs.
        """
        self.folder = folder
        self.vsix = folder / "out" / "vscode-kohakuengine.vsix"
        self.pyright = folder / "node_modules" / "pyright" / "langserver.index.js"
        tools = folder / "node_modules" / ".bin"
        self._variables = variables | {"PATH": f"{tools}{os.pathsep}{variables['PATH']}"}
        for old in folder.iterdir() if folder.exists() else []:
            if old.name not in {"node_modules", "lock"}:
                shutil.rmtree(old) if old.is_dir() else old.unlink()
        shutil.copytree(
            SOURCE, folder, ignore=shutil.ignore_patterns("node_modules", "out"), dirs_exist_ok=True
        )

    def install(self) -> None:
        """Install what the lock file names, where that was not done yet."""
        digest = hashlib.sha256((self.folder / "package-lock.json").read_bytes()).hexdigest()
        mark = self.folder / "lock"
        if not mark.exists() or mark.read_text(encoding="utf-8") != digest:
            self._npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
            mark.write_text(digest, encoding="utf-8")

    def check(self) -> None:
        """Check the types and the style, and run the tests of what is pure."""
        self._npm("run", "--silent", "check")
        self._npm("test", "--silent")

    def pack(self) -> None:
        """Make the `.vsix` of the extension, and those of the ones that tours meet it with."""
        self._npm("run", "--silent", "package")
        self._npm("run", "--silent", "build:neighbours")
        for folder in (self.folder / "out" / "neighbours").iterdir():
            flags = ["--no-dependencies", "--allow-missing-repository", "--skip-license"]
            self._run(["vsce", "package", *flags, "--out", str(self.neighbour(folder.name))], folder)

    def neighbour(self, name: str) -> Path:
        """Return the `.vsix` of another extension: of one in `test/neighbours`."""
        return self.folder / "out" / f"{name}.vsix"

    def tour(self, name: str, variables: dict[str, str]) -> bool:
        """Drive the browser; tell whether all went well."""
        print(f"tour {name}", flush=True)
        words = ["npm", "run", "--silent", "tour", "--", f"out/tour/{name}.test.mjs"]
        environment = self._variables | variables
        done = subprocess.run(words, cwd=self.folder, env=environment, timeout=TIMEOUT_S, check=False)
        return done.returncode == 0

    def _npm(self, *words: str) -> None:
        print(f"npm {' '.join(words)}", flush=True)
        self._run(["npm", *words], self.folder)

    def _run(self, words: list[str], folder: Path) -> None:
        subprocess.run(words, cwd=folder, env=self._variables, timeout=TIMEOUT_S, check=True)
