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


# What serves a script: Streamlit alone, or as `smartpick run` does, with our headers.
STREAMLIT, OURS = "streamlit", "smartpick.web.server"


@contextmanager
def served(
    script: Path, meanwhile: Callable[[], object] = lambda: None, by: str = STREAMLIT
) -> Iterator[str]:
    """Serve `script` from the checkout and give its address; `meanwhile` is done while the server starts."""
    command = [sys.executable, "-m", by, "run", str(script), "--server.port", "{port}"]
    with started(command, "/_stcore/health", meanwhile) as server:
        yield server.address


def free_port() -> int:
    """Return a port that nobody has at the moment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


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
        command: The command; "{port}" in it stands for the port.
        health: A path that answers as soon as the server is ready.
        meanwhile: What is done while it starts.
        port: Where it answers; a free one where it is not said.
        environment: More variables of its environment.
        output: Where what it writes goes; errors too, if it is a file.
    """
    port = port or free_port()
    server = subprocess.Popen(
        [word.replace("{port}", str(port)) for word in command],
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)} | environment,
        stdout=output,
        stderr=None if output == subprocess.DEVNULL else output,
    )
    try:
        meanwhile()
        wait_for(f"http://127.0.0.1:{port}{health}")
        yield Server(f"http://127.0.0.1:{port}", server.pid)
    finally:
        server.terminate()
        server.wait(10)


def wait_for(url: str) -> None:
    """Wait until an address answers."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
