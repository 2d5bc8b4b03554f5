"""The server as `smartpick run` starts it: its port, and that it asks no other host for anything."""

import asyncio
import os
import re
import socket
import subprocess
import sys
import threading
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import websockets
import websockets.sync.client
from serving import CHECKOUT
from starlette.types import Message, Receive, Scope, Send
from streamlit import file_util

from smartpick import running
from smartpick.running import CannotServe, free_port, port_number
from smartpick.web.server import _WithHeaders, asked_for, early_scripts, security_headers

# Put into every Python process that is started with it on its path: writes down each host that is looked up
# or called. A path of a Unix socket is no host.
GUARD = """
import os, socket

def _noted(address):
    host = address[0] if isinstance(address, tuple) else None
    if host is not None:
        with open(os.environ["ASKED_HOSTS"], "a", encoding="utf-8") as log:
            log.write(str(host) + "\\n")

class _Watched(socket.socket):
    def connect(self, address):
        _noted(address)
        return super().connect(address)
    def connect_ex(self, address):
        _noted(address)
        return super().connect_ex(address)
    def sendto(self, data, *rest):
        _noted(rest[-1])
        return super().sendto(data, *rest)

_getaddrinfo = socket.getaddrinfo

def _looked_up(host, *rest, **named):
    _noted((host,))
    return _getaddrinfo(host, *rest, **named)

socket.socket, socket.getaddrinfo = _Watched, _looked_up
"""
LOOPBACK = {"127.0.0.1", "::1", "localhost", "None"}


@contextmanager
def serving(*arguments: str, **environment: str) -> Iterator[list[str]]:
    """Start `smartpick run` and give the lines it writes."""
    lines: list[str] = []
    process = subprocess.Popen(
        [sys.executable, "-m", "smartpick.cli", "run", "--no-browser", *arguments],
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "PYTHONUNBUFFERED": "1"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    reader = threading.Thread(target=lambda: lines.extend(process.stdout), daemon=True)
    reader.start()
    try:
        yield lines
    finally:
        # The command and the server it started, which are a group of their own.
        os.killpg(process.pid, 15)
        process.wait(10)
        reader.join(10)
        process.stdout.close()


def answers(port: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@contextmanager
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.slow
def test_a_refused_connection_of_a_foreign_origin_asks_no_other_host(
    shared_database: Path, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    asked = tmp_path / "asked"
    path = os.pathsep.join([str(tmp_path), str(CHECKOUT)])
    with taken_port() as taken:
        port = free_port(taken)
        assert port > taken
        with serving("--port", str(taken), PYTHONPATH=path, ASKED_HOSTS=str(asked)) as lines:
            answers(port)
            url = f"ws://127.0.0.1:{port}/_stcore/stream"

            # Without an event loop of its own: a browser test in the same process leaves one running.
            def connect(origin: str) -> None:
                streamlit = [websockets.Subprotocol("streamlit")]
                with websockets.sync.client.connect(
                    url, origin=websockets.Origin(origin), subprotocols=streamlit, proxy=None
                ):
                    pass

            with pytest.raises(websockets.InvalidStatus):
                connect("https://elsewhere.example")
            connect(f"http://127.0.0.1:{port}")
            # That the guard notices a call at all.
            call = f"import socket; socket.create_connection(('127.0.0.1', {port})).close()"
            environment = os.environ | {"PYTHONPATH": path, "ASKED_HOSTS": str(asked)}
            subprocess.run([sys.executable, "-c", call], env=environment, check=True)
    hosts = set(asked.read_text(encoding="utf-8").split())
    assert "127.0.0.1" in hosts
    assert hosts <= LOOPBACK
    assert_said("".join(lines), taken, port)


def test_the_port_of_the_environment_counts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """That a server answers on the port that it is told is in the test above."""
    started: list[list[str]] = []

    class Server:
        def __init__(self, command: list[str], **_: object) -> None:
            started.append(command)

        def wait(self) -> int:
            return 0

    monkeypatch.setattr(running.subprocess, "Popen", Server)
    with taken_port() as taken:
        port = free_port(taken)
        monkeypatch.setenv("STREAMLIT_SERVER_PORT", str(taken))
        assert running.serve(None, open_browser=False) == 0
    assert started[0][-2:] == ["--server.port", str(port)]
    assert_said(capsys.readouterr().err, taken, port)


def test_browsers_may_load_nothing_from_elsewhere_and_pass_nothing_on() -> None:
    """Spelled out: that an answer has the headers is seen in `test_deployment.py`, whatever they say."""
    headers = security_headers()
    policy = dict(each.split(" ", 1) for each in headers["Content-Security-Policy"].split("; "))
    sources = {one for named in policy.values() for one in named.split()}
    assert all(one in ("blob:", "data:") or one.startswith("'") for one in sources), "no host is named"
    assert policy["default-src"] == policy["connect-src"] == "'self'"
    for name in ("object-src", "base-uri", "form-action", "frame-ancestors"):
        assert policy[name] == "'none'", name
    assert not {"'unsafe-inline'", "'unsafe-eval'", "data:"} & set(policy["script-src"].split())
    assert headers["Referrer-Policy"] == "no-referrer", "an address holds a profile"
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
    config = tomllib.loads((CHECKOUT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["browser"]["gatherUsageStats"] is False
    assert (config["server"]["address"], config["server"]["enableStaticServing"]) == ("127.0.0.1", False)


def test_a_page_names_the_scripts_that_it_will_need_with_all_that_they_import() -> None:
    """Streamlit's own files: with another version of it they may have other names, or none."""
    static = Path(file_util.get_static_dir())
    named = [static / one for one in re.findall("<[.]/([^>]+)>; rel=modulepreload", early_scripts())]
    assert {path.name.split(".")[0] for path in named} >= {"BidiComponent", "Html", "purify"}
    there = (static / "index.html").read_text(encoding="utf-8")
    for path in named:
        for other in re.findall(r'from"\./([^"]+)"', path.read_text(encoding="utf-8")):
            assert other in there or path.with_name(other) in named, f"{path.name} waits for {other}"

    async def answers(kind: bytes) -> list[tuple[bytes, bytes]]:
        sent: list[Message] = []

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "headers": [(b"content-type", kind)]})

        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {}

        await _WithHeaders(app, {"X-One": "1"}, "<./a.js>")({}, receive, send)
        return list(sent[0]["headers"])

    kinds = (b"text/html; charset=utf-8", b"text/javascript")
    # In a thread of its own: the browser tests before may have left a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        page, script = (thread.submit(asyncio.run, answers(kind)).result() for kind in kinds)
    assert page[1:] == [(b"x-one", b"1"), (b"link", b"<./a.js>")] and script[1:] == page[1:2]


def test_options_of_the_environment_count_and_those_of_the_command_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "0.0.0.0")
    monkeypatch.setenv("STREAMLIT_SERVER_PORT", "8600")
    script, options = asked_for(["dashboard.py", "--server.port", "8601"])
    assert Path(script).name == "dashboard.py"
    assert options == {"server.address": "0.0.0.0", "server.port": 8601}


def assert_said(said: str, taken: int, found: int) -> None:
    assert f"Port {taken} is in use by another program: serving on port {found}." in said
    assert "Traceback" not in said


def test_a_free_port_is_taken_as_it_is() -> None:
    with taken_port() as port:
        pass
    assert free_port(port) == port


def test_a_search_that_ends_at_the_last_port_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smartpick.running._is_free", lambda port: False)
    with pytest.raises(CannotServe, match=r"No port from 65530 on is free. Choose another"):
        free_port(65530)


@pytest.mark.parametrize("text", ["0", "65536", "99999", "-1", "many", "", "80.5", "٣" * 9])
def test_what_is_no_port(text: str) -> None:
    with pytest.raises(ValueError, match="1 to 65535"):
        port_number(text)


def test_a_command_that_is_told_to_end_takes_its_server_along() -> None:
    """Else the port stays taken, by a process that nobody knows of."""
    code = (
        "import subprocess, sys, smartpick.running as running\n"
        "real = subprocess.Popen\n"
        "def stand_in(*_, **__):\n"
        "    server = real([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "    print(server.pid, flush=True)\n"
        "    return server\n"
        "running.subprocess.Popen = stand_in\n"
        "sys.exit(running.serve(None, False))\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as command:
        assert command.stdout is not None
        server = int(command.stdout.readline())
        time.sleep(0.3)
        command.terminate()
        assert command.wait(20) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)
