"""`python -m tests.vscode`: use the extension in a real VS Code, as a user does, and compare what it leaves on disk.

python -m tests.vscode               install what is needed, check, pack and use the extension
python -m tests.vscode --pictures    put the pictures of README.md into the checkout, too

Needs npm, Chromium, a C++ compiler and the headers of Kerberos (Debian: npm chromium g++ make libkrb5-dev), and a Python
that has the workspace's distributions. All else goes into a temporary folder, or into KOGINE_VSCODE_CACHE, where the next
time finds it. The pictures that were taken stay in --artifacts; one is taken of each step that failed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from .code_server import CodeServer
from .extension_copy import SOURCE, ExtensionCopy
from .toolbox import Toolbox, ToolMissingError

PROJECT = Path(__file__).parent / "scripts"


def main() -> int:
    """Prepare everything and take the tour; 1 where a step went wrong, 2 where the machine lacks a tool."""
    options = _options()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kohakuengine-vscode-")))
        cache = Path(os.environ.get("KOGINE_VSCODE_CACHE") or home / "cache").resolve()
        toolbox = Toolbox(cache)
        try:
            toolbox.fill()
        except ToolMissingError as error:
            print(error, file=sys.stderr)
            return 2
        is_well = _tour(toolbox, cache, home, options.artifacts.resolve())
    print(f"pictures: {options.artifacts}")
    if is_well and options.pictures:
        _keep_pictures(options.artifacts)
    return 0 if is_well else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.vscode", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--artifacts", type=Path, default=Path("dist/vscode"), help="where pictures go")
    parser.add_argument("--pictures", action="store_true", help="renew the pictures of the extension's README.md")
    return parser.parse_args()


def _tour(toolbox: Toolbox, cache: Path, home: Path, artifacts: Path) -> bool:
    """Use the extension on a copy of the project."""
    variables = toolbox.variables()
    extension = ExtensionCopy(cache / "extension", variables)
    extension.install()
    extension.check()
    project = home / "project"
    shutil.copytree(PROJECT, project)
    shutil.rmtree(artifacts, ignore_errors=True)
    artifacts.mkdir(parents=True)
    server = CodeServer(toolbox.code_server(), home / "code-server", variables)
    server.configure(user={}, machine={"kogine.interpreter": sys.executable})
    server.install(extension.pack())
    with server:
        return extension.tour(
            {
                "TOUR_ARTIFACTS": str(artifacts),
                "TOUR_BROWSER": str(toolbox.browser()),
                "TOUR_PROJECT": str(project),
                "TOUR_URL": server.url,
            }
        )


def _keep_pictures(artifacts: Path) -> None:
    for picture in (SOURCE / "pictures").glob("*.png"):
        shutil.copy(artifacts / picture.name, picture)


if __name__ == "__main__":
    sys.exit(main())
