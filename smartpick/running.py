"""Serving the dashboard and opening it in a browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import webbrowser

from smartpick.paths import app_folder

_HOST = "127.0.0.1"
_PATIENCE_SECONDS = 60.0


def serve(port: int, open_browser: bool) -> int:
    """Serve the dashboard until it is stopped, and return its exit code.

    Args:
        port: Where to serve.
        open_browser: Whether to open the page once it answers.
    """
    app = app_folder()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(app / "dashboard.py"),
        "--server.port",
        str(port),
    ]
    # Streamlit reads .streamlit/config.toml from the folder it is started in.
    server = subprocess.Popen(command, cwd=app, env={**os.environ, "PYTHONUTF8": "1"})
    if open_browser:
        threading.Thread(target=_open_when_ready, args=(server, port), daemon=True).start()
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.terminate()
        server.wait()
        return 0


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
