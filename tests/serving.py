"""A script served on a free port for as long as a test or the bench needs it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import IO, NamedTuple

CHECKOUT = Path(__file__).parents[1]
_PATIENCE_SECONDS = 60


class Server(NamedTuple):
    """Where a server answers, and the process that it is."""

    address: str
    process: int


@contextmanager
def served(script: Path, meanwhile: Callable[[], object] = lambda: None) -> Iterator[str]:
    """Serve `script` from the checkout and give its address; `meanwhile` is done while the server starts."""
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", "{port}"]
    with started(command, "/_stcore/health", meanwhile) as server:
        yield server.address


@contextmanager
def started(
    command: Sequence[str],
    health: str,
    meanwhile: Callable[[], object] = lambda: None,
    *,
    port: int = 0,
    environment: Mapping[str, str] = MappingProxyType({}),
    output: IO[bytes] | int = subprocess.DEVNULL,
) -> Iterator[Server]:
    """Start a server in the checkout and wait until it answers at the path `health`.

    Args:
        command: The command; "{port}" in it stands for a free port.
        health: A path that answers as soon as the server is ready.
        meanwhile: What is done while it starts.
        port: The port, if it must be this one.
        environment: More variables of its environment.
        output: Where what it writes goes; errors too, if it is a file.
    """
    if not port:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    server = subprocess.Popen(
        [word.replace("{port}", str(port)) for word in command],
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)} | environment,
        stdout=output,
        stderr=None if output == subprocess.DEVNULL else output,
    )
    try:
        meanwhile()
        _wait_for(f"http://127.0.0.1:{port}{health}")
        yield Server(f"http://127.0.0.1:{port}", server.pid)
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
