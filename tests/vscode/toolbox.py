"""What the tour needs beyond the checkout: node, code-server and a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

NODE = "node@24"
CODE_SERVER = "code-server@4.139.1"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
DEBIAN_PACKAGES = "npm chromium g++ make libkrb5-dev"
INSTALL_TIMEOUT_S = 1800.0


class ToolMissingError(Exception):
    """The machine lacks something that npm does not bring."""


class Toolbox:
    """A folder with the tools, filled where something is missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def fill(self) -> None:
        """Install node, and with it code-server, whose native modules are compiled for it.

        Raises:
            ToolMissingError: npm or a browser is missing.
        """
        if shutil.which("npm") is None:
            raise ToolMissingError(f"npm is missing; on Debian: apt-get install {DEBIAN_PACKAGES}")
        self.browser()
        self._install(NODE, os.environ)
        self._install(CODE_SERVER, self.variables() | {"npm_config_nodedir": str(self._node_root())})

    def browser(self) -> Path:
        """Find Chromium or Chrome on PATH."""
        found = next(filter(None, map(shutil.which, BROWSERS)), None)
        if found is None:
            raise ToolMissingError(f"chromium is missing; on Debian: apt-get install {DEBIAN_PACKAGES}")
        return Path(found)

    def variables(self) -> dict[str, str]:
        """Return the environment in which `node` is the one that was installed."""
        return os.environ | {"PATH": f"{self._node_root() / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}

    def code_server(self) -> list[str]:
        """Return the words that start code-server."""
        entry = self._home(CODE_SERVER) / "node_modules" / "code-server" / "out" / "node" / "entry.js"
        return [str(self._node_root() / "bin" / "node"), str(entry)]

    def _install(self, package: str, variables: os._Environ[str] | dict[str, str]) -> None:
        home = self._home(package)
        done = home / "installed"
        if done.exists():
            return
        print(f"installing {package} ...", flush=True)
        home.mkdir(parents=True, exist_ok=True)
        (home / "package.json").write_text('{"private": true}\n', encoding="utf-8")
        subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", package],
            cwd=home,
            env=dict(variables),
            timeout=INSTALL_TIMEOUT_S,
            check=True,
        )
        done.touch()

    def _home(self, package: str) -> Path:
        return self._folder / package.replace("@", "-")

    def _node_root(self) -> Path:
        """Find where node's own files lie: its headers beside its program."""
        headers = (self._home(NODE) / "node_modules").rglob("include/node/node.h")
        return next(headers).parents[2]
