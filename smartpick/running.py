"""Serving the dashboard and opening it in a browser."""

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import webbrowser

from smartpick.paths import app_folder

_HOST = "127.0.0.1"
_USUAL_PORT, _HIGHEST_PORT = 8501, 65_535
# As far as Streamlit itself would look.
_PORTS_TO_TRY = 100
_PATIENCE_SECONDS = 60.0


class CannotServe(Exception):  # noqa: N818 - a finding about the machine, not a failure of ours
    """There is no port to serve on; the message says what to do."""


def serve(port: int | None, open_browser: bool) -> int:
    """Serve the dashboard until it is stopped, and return its exit code.

    Without a port it is what `STREAMLIT_SERVER_PORT` says, or 8501. Where another program has it, the next
    free one is taken, and a line says so. The browser is opened once the page answers.

    Raises:
        CannotServe: if it is not a port, or neither it nor any of those after it is free.
    """
    wanted = _port_of_the_environment() if port is None else port
    free = free_port(wanted)
    if free != wanted:
        print(f"Port {wanted} is in use by another program: serving on port {free}.", file=sys.stderr)
    app = app_folder()
    script = str(app / "dashboard.py")
    # Streamlit reads .streamlit/config.toml from the folder it is started in.
    server = subprocess.Popen(
        [sys.executable, "-m", "smartpick.web.server", "run", script, "--server.port", str(free)],
        cwd=app,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    if open_browser:
        threading.Thread(target=_open_when_ready, args=(server, free), daemon=True).start()
    # Who is told to end takes the server along.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.terminate()
        server.wait()
        return 0
    finally:
        signal.signal(signal.SIGTERM, before)


def port_number(text: str) -> int:
    """Return a port as a person writes it.

    Raises:
        ValueError: if it is not a whole number from 1 to 65535.
    """
    if not (text.strip().isdecimal() and 1 <= int(text) <= _HIGHEST_PORT):
        raise ValueError(f"'{text}' is not a port: give a whole number from 1 to {_HIGHEST_PORT}")
    return int(text)


def free_port(wanted: int) -> int:
    """Return the first port from `wanted` on that nobody listens on.

    Raises:
        CannotServe: if there is none among the next hundred, or a port may not be used.
    """
    for port in range(wanted, min(wanted + _PORTS_TO_TRY, _HIGHEST_PORT + 1)):
        try:
            if _is_free(port):
                return port
        except PermissionError:
            raise CannotServe(
                f"This account may not use port {port}. Choose 1024 or higher, such as --port 8501."
            ) from None
    raise CannotServe(f"No port from {wanted} on is free. Choose another, such as --port 18501.")


def _is_free(port: int) -> bool:
    address = os.environ.get("STREAMLIT_SERVER_ADDRESS", "").strip() or _HOST
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        if os.name == "posix":
            # As the server does it: a port whose last connections are still closing counts as free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except PermissionError:
            # Windows keeps ranges of ports to itself, elsewhere it is those below 1024.
            if os.name == "posix":
                raise
            return False
        except OSError as error:
            # An address that cannot be had at all is for the server to say.
            return error.errno != errno.EADDRINUSE
    return True


def _port_of_the_environment() -> int:
    text = os.environ.get("STREAMLIT_SERVER_PORT", "").strip()
    try:
        return port_number(text) if text else _USUAL_PORT
    except ValueError as error:
        raise CannotServe(f"STREAMLIT_SERVER_PORT: {error}.") from None


def _open_when_ready(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection((_HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            webbrowser.open(f"http://localhost:{port}")
            return
