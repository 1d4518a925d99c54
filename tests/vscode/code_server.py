"""code-server on loopback, with the extension installed in it and nothing else."""

from __future__ import annotations

import json
import re
import subprocess
import threading
from queue import Queue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

    from typing_extensions import Self

START_TIMEOUT_S = 120.0
STOP_TIMEOUT_S = 20.0

_LISTENING = re.compile(r"HTTP server listening on (http://\S+)")

# What would lie over the editor: welcomes, chat, tips and questions whether files are trusted.
QUIET: dict[str, object] = {
    "chat.commandCenter.enabled": False,
    "chat.disableAIFeatures": True,
    "editor.hover.above": False,
    "editor.minimap.enabled": False,
    "editor.wordBasedSuggestions": "off",
    "extensions.autoCheckUpdates": False,
    "extensions.ignoreRecommendations": True,
    "git.enabled": False,
    "security.workspace.trust.enabled": False,
    "telemetry.telemetryLevel": "off",
    "update.mode": "none",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": False,
}


class CodeServer:
    """A context: code-server runs while it is entered."""

    def __init__(self, words: list[str], home: Path, variables: dict[str, str]) -> None:
        """Say what to start.

        Args:
            words: What starts code-server.
            home: Where it keeps all its files, in place of the user's folders.
            variables: Its environment.
        """
        self._home = home
        self._variables = variables | {
            "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "share"),
        }
        data, extensions = home / "data", home / "extensions"
        self._words = [*words, "--user-data-dir", str(data), "--extensions-dir", str(extensions)]
        self.url = ""

    def configure(self, *, user: Mapping[str, object], machine: Mapping[str, object]) -> None:
        """Write the settings.

        Args:
            user: Of the user; they go before those that keep VS Code quiet.
            machine: Of this machine: in a browser, what names its programs counts nowhere else.
        """
        self._write_settings("User", QUIET | dict(user))
        self._write_settings("Machine", machine)

    def _write_settings(self, folder: str, settings: Mapping[str, object]) -> None:
        path = self._home / "data" / folder / "settings.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings, indent=2), encoding="utf-8")

    def install(self, vsix: Path) -> None:
        """Install an extension."""
        subprocess.run(
            [*self._words, "--install-extension", str(vsix)],
            env=self._variables,
            timeout=START_TIMEOUT_S,
            check=True,
        )

    def __enter__(self) -> Self:
        """Start it, and wait until it listens."""
        listen = [
            "--auth",
            "none",
            "--bind-addr",
            "127.0.0.1:0",
            "--disable-telemetry",
            "--disable-update-check",
        ]
        self._process = subprocess.Popen(
            [*self._words, *listen],
            env=self._variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        found: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read, args=(found,), daemon=True)
        self._reader.start()
        self.url = found.get(timeout=START_TIMEOUT_S)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        self._process.terminate()
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(STOP_TIMEOUT_S)

    def _read(self, found: Queue[str]) -> None:
        """Keep what it says in a file, and hand over where it listens."""
        assert self._process.stdout is not None
        with (
            (self._home / "code-server.log").open("w", encoding="utf-8") as log,
            self._process.stdout as lines,
        ):
            for line in lines:
                log.write(line)
                listening = _LISTENING.search(line)
                if listening is not None:
                    found.put(listening[1].rstrip("/"))
