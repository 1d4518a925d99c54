"""What the hook does to every script of the corpus, whoever runs it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

from .folders import HERE

if TYPE_CHECKING:
    from pathlib import Path


def run(code: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of Python with the hook on its path."""
    hook = {"PYTHONPATH": str(HERE / "hook"), "CORPUS_FIGURES": str(tmp_path / "figures")}
    return subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **hook}, capture_output=True, text=True, check=False
    )


def test_the_network_is_closed(tmp_path: Path) -> None:
    result = run("import socket; socket.create_connection(('192.0.2.1', 80), 5)", tmp_path)

    assert "Network is unreachable" in result.stderr


def test_names_of_other_hosts_are_not_looked_up(tmp_path: Path) -> None:
    result = run("import socket; socket.getaddrinfo('host.invalid', 80)", tmp_path)

    assert "Network is unreachable" in result.stderr


def test_local_addresses_stay_open(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        result = run(f"import socket; socket.create_connection(('127.0.0.1', {port}))", tmp_path)

    assert result.returncode == 0, result.stderr
