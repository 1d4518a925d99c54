"""code-server on loopback, with the extension installed in it and nothing else."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import threading
from contextlib import suppress
from queue import Empty, Queue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

    from typing_extensions import Self

START_TIMEOUT_S = 120.0
STOP_TIMEOUT_S = 20.0

NO_CALLS_HOME = ("--disable-telemetry", "--disable-update-check")

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
        self._log = home / "code-server.log"
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
        self._process = subprocess.Popen(
            [*self._words, "--auth", "none", "--bind-addr", "127.0.0.1:0", *NO_CALLS_HOME],
            env=self._variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            text=True,
            encoding="utf-8",
        )
        found: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read, args=(found,), daemon=True)
        self._reader.start()
        with suppress(Empty):
            self.url = found.get(timeout=START_TIMEOUT_S)
        if not self.url:
            self._stop()
            raise RuntimeError(f"code-server did not start:\n{self._log.read_text(encoding='utf-8')}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        self._stop()

    def _stop(self) -> None:
        """End it, and then all that it has started."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_TIMEOUT_S)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._reader.join(STOP_TIMEOUT_S)

    def _read(self, found: Queue[str]) -> None:
        """Keep what it says in a file, and hand over where it listens; nothing where it ends before."""
        assert self._process.stdout is not None
        with self._log.open("w", encoding="utf-8") as log, self._process.stdout as lines:
            for line in lines:
                log.write(line)
                listening = _LISTENING.search(line)
                if listening is not None:
                    found.put(listening[1].rstrip("/"))
        found.put("")
