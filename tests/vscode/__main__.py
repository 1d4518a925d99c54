"""Use the extension in a real VS Code, as a person does, and compare what is on disk afterwards.

python -m tests.vscode               install what is needed; check, test, pack and use the extension
python -m tests.vscode --pictures    put the pictures of the extension's README.md into the checkout, too

Needs npm, Chromium, a C++ compiler and the headers of Kerberos (Debian: npm chromium g++ make
libkrb5-dev), and a Python that has the workspace's distributions. All else goes into a temporary folder,
or into KOGINE_VSCODE_CACHE, where the next time finds it. What was seen lies in --artifacts, a picture of
each step that failed too.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from .code_server import CodeServer
from .extension_copy import SOURCE, ExtensionCopy
from .toolbox import Toolbox, ToolMissingError
from .tours import Tour, all_tours


def main() -> int:
    """Prepare everything and take the tours; 1 where a step went wrong, 2 where the machine lacks a tool."""
    options = _options()
    artifacts = options.artifacts.resolve()
    with tempfile.TemporaryDirectory(prefix="kohakuengine-vscode-") as folder:
        home = Path(folder).resolve()
        cache = Path(os.environ.get("KOGINE_VSCODE_CACHE") or home / "cache").resolve()
        toolbox = Toolbox(cache)
        try:
            toolbox.fill()
        except ToolMissingError as error:
            print(error, file=sys.stderr)
            return 2
        extension = ExtensionCopy(cache / "extension", toolbox.variables())
        extension.install()
        extension.check()
        extension.pack()
        shutil.rmtree(artifacts, ignore_errors=True)
        artifacts.mkdir(parents=True)
        went_well = [_take(tour, extension, toolbox, artifacts) for tour in all_tours(home)]
    print(f"pictures: {artifacts}")
    if all(went_well) and options.pictures:
        _keep_pictures(artifacts)
    return 0 if all(went_well) else 1


def _options() -> argparse.Namespace:
    about = (__doc__ or "").partition("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m tests.vscode", description=about)
    parser.add_argument("--artifacts", type=Path, default=Path("dist/vscode"), help="where pictures go")
    parser.add_argument("--pictures", action="store_true", help="renew those of the extension's README.md")
    return parser.parse_args()


def _take(tour: Tour, extension: ExtensionCopy, toolbox: Toolbox, artifacts: Path) -> bool:
    """Start VS Code with the extension, and take a tour."""
    told = tour.variables | {
        "TOUR_ARTIFACTS": str(artifacts),
        "TOUR_BROWSER": str(toolbox.browser()),
        "TOUR_HOME": str(tour.home),
        "TOUR_PROJECT": str(tour.project),
        "TOUR_PYRIGHT": str(extension.pyright),
        "TOUR_PYTHON": str(tour.python),
    }
    server = CodeServer(toolbox.code_server(), tour.home, toolbox.variables() | told)
    server.configure(user=tour.user, machine={"kogine.interpreter": str(tour.python)})
    server.install(extension.vsix)
    if tour.neighbour is not None:
        server.install(extension.neighbour(tour.neighbour))
    with server:
        return extension.tour(tour.name, told | {"TOUR_URL": server.url})


def _keep_pictures(artifacts: Path) -> None:
    for picture in (SOURCE / "pictures").glob("*.png"):
        shutil.copy(artifacts / picture.name, picture)


if __name__ == "__main__":
    sys.exit(main())
