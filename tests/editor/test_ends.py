"""The server begins and ends as the protocol has it: on pipes, on a port, and when its client dies."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from .session import COMMAND, KOGINE, RefusedError, Session
from .wire import Wire, frame

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "command", [COMMAND, KOGINE, (*KOGINE, "--stdio")], ids=["module", "kogine", "stdio"]
)
def test_shutdown_and_exit_end_it_with_zero(tmp_path: Path, command: tuple[str, ...]) -> None:
    session = Session(tmp_path, command=command)

    with session.closing():
        assert session.end() == 0


def test_exit_without_shutdown_ends_it_with_one(tmp_path: Path) -> None:
    session = Session(tmp_path)

    with session.closing():
        session.tell("exit")
        assert session.process.wait(timeout=30) == 1


def test_requests_behind_a_shutdown_are_refused(tmp_path: Path) -> None:
    session = Session(tmp_path)

    with session.closing():
        session.ask("shutdown")
        with pytest.raises(RefusedError) as refused:
            session.ask("workspace/symbol", {"query": ""})
        session.tell("exit")
        assert session.process.wait(timeout=30) == 0

    assert (refused.value.code, refused.value.message) == (-32600, "shut down")


def test_a_client_that_goes_takes_the_server_along(tmp_path: Path) -> None:
    session = Session(tmp_path)

    with session.closing():
        assert session.process.stdin is not None
        session.process.stdin.close()
        assert session.process.wait(timeout=30) == 1


def test_standard_output_is_the_clients_alone(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("import broken (\n", encoding="utf-8")
    began = frame({"id": 1, "method": "initialize", "params": {"processId": None, "capabilities": {}}})
    wrong = b"Content-Length: 1\r\n\r\n{"
    ended = frame({"id": 2, "method": "shutdown"}) + frame({"method": "exit"})

    done = subprocess.run(
        COMMAND, input=began + wrong + ended, cwd=tmp_path, capture_output=True, check=False, timeout=60
    )

    bodies = [part.partition(b"\r\n\r\n")[2] for part in done.stdout.split(b"Content-Length: ")[1:]]
    assert [json.loads(body)["id"] for body in bodies] == [1, 2]
    assert done.returncode == 0


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def connected(port: int, server: subprocess.Popen[bytes]) -> socket.socket:
    """Connect to a server as soon as it listens."""
    while server.poll() is None:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=30)
        except ConnectionRefusedError:
            time.sleep(0.05)  # there is nothing to wait on before it listens
    raise AssertionError("the server has ended")


def test_on_a_port_it_serves_one_client_of_this_machine(tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "train.py").write_text("lr = 1\nprint(lr)\n", encoding="utf-8")
    server = subprocess.Popen([*COMMAND, "--tcp", str(port)])

    try:
        with connected(port, server) as one:
            wire = Wire(one.fileno(), one.fileno())
            wire.send(
                frame({"id": 1, "method": "initialize", "params": {"processId": None, "capabilities": {}}})
            )
            said = json.loads(wire.receive())["result"]["serverInfo"]["name"]
            uri = (tmp_path / "train_config.py").as_uri()
            document = {"uri": uri, "languageId": "python", "version": 1, "text": "l"}
            wire.send(frame({"method": "initialized", "params": {}}))
            wire.send(frame({"method": "textDocument/didOpen", "params": {"textDocument": document}}))
            at = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 1}}
            wire.send(frame({"id": 2, "method": "textDocument/completion", "params": at}))
            labels = [item["label"] for item in json.loads(wire.receive())["result"]["items"]]
            wire.send(frame({"id": 3, "method": "shutdown"}))
            wire.receive()
            wire.send(frame({"method": "exit"}))
            assert server.wait(timeout=30) == 0
    finally:
        server.kill()
        server.wait()

    assert (said, labels) == ("kogine", ["lr"])


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*COMMAND, "--tcp", str(port)], capture_output=True, check=False, timeout=60, text=True
        )

    assert done.returncode == 2
    assert done.stdout == ""
    assert f"port {port} of 127.0.0.1" in done.stderr
    assert "Traceback" not in done.stderr
