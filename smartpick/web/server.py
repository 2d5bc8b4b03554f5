"""Streamlit's server, started so that it asks no other host for anything; and what browsers may do with it.

Streamlit compares the origin of a connection from another site with its own outside address, and asks a host
of Amazon for that address first; no option turns this off. Here no outside address is known, so a connection
of a foreign origin is refused without asking. To serve under another name, set `server.corsAllowedOrigins`.

    python -m smartpick.web.server run dashboard.py --server.port 8501
"""

from __future__ import annotations

import sys
import threading
import time
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from re import DOTALL, findall

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util, net_util
from streamlit.runtime import Runtime
from streamlit.web.cli import main_run

# Answers 200 once a visitor need not wait for libraries and figures; Streamlit's own health path says earlier
# that the process is up.
READY = "/ready"
_GLANCE_SECONDS = 0.05
_prepared = threading.Event()


def _not_looked_up() -> None:
    return None


def ask_no_host_for_own_address() -> None:
    """Leave Streamlit without an outside address; it then offers and accepts only what it was told."""
    net_util.get_external_ip = _not_looked_up
    net_util.get_internal_ip = _not_looked_up


def prepare_for_visitors() -> None:
    """Load libraries and figures and fit the first models before anybody asks, beside the server's start.

    Where that fails, the first visitor is told why, as on any other start.
    """
    threading.Thread(target=_prepare, daemon=True, name="prepare").start()


def _prepare() -> None:
    # Components can be named to a running server only.
    while not Runtime.exists():
        time.sleep(_GLANCE_SECONDS)
    import smartpick.web.cockpit.page  # noqa: F401
    from smartpick.web.loading import load_ahead

    load_ahead(_prepared.set)
    _prepared.set()  # also where it failed: the first visitor is told why


async def _ready(request: Request) -> PlainTextResponse:
    return PlainTextResponse("ready") if _prepared.is_set() else PlainTextResponse("not yet", 503)


def security_headers() -> dict[str, str]:
    """Return the headers of every answer: what a browser may load, and what it may pass on."""
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in _policy().items()),
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        # An address holds a profile.
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def _policy() -> dict[str, str]:
    page = Path(file_util.get_static_dir(), "index.html").read_text(encoding="utf-8")
    inline = [
        f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
        for script in findall(r"<script>(.*?)</script>", page, DOTALL)
    ]
    return {
        "default-src": "'self'",
        # Streamlit loads the script of a component as a blob, and reads its messages with some WebAssembly.
        "script-src": " ".join(["'self'", "blob:", "'wasm-unsafe-eval'", *inline]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }


def early_scripts() -> str:
    """Return the header `Link` that names the scripts which every page of ours needs, with what they import.

    Streamlit loads what draws an element when the first of its kind comes. These come in the meantime.
    """
    folder = Path(file_util.get_static_dir())
    page = (folder / "index.html").read_text(encoding="utf-8")
    wanted = [
        path.name for kind in ("BidiComponent", "Html") for path in folder.glob(f"static/js/{kind}.*.js")
    ]
    for name in wanted:
        script = (folder / "static/js" / name).read_text(encoding="utf-8")
        imported = findall(r'(?:^|;)import(?:\{[^}]*\}from)?"\./([^"]+)"', script)
        wanted += [one for one in imported if one not in page and one not in wanted]
    return ", ".join(f"<./static/js/{name}>; rel=modulepreload; crossorigin" for name in wanted)


class _WithHeaders:
    """Adds headers to whatever the app answers, and `Link` to a page."""

    def __init__(self, app: ASGIApp, headers: dict[str, str], link: str) -> None:
        self._app = app
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        self._link = (b"link", link.encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def _send(message: Message) -> None:
            if message["type"] == "http.response.start":
                is_page = any(
                    name == b"content-type" and value.startswith(b"text/html")
                    for name, value in message["headers"]
                )
                message["headers"] = [*message["headers"], *self._headers, *([self._link] if is_page else [])]
            await send(message)

        await self._app(scope, receive, _send)


def asked_for(words: Sequence[str]) -> tuple[str, dict[str, object]]:
    """Return the script and Streamlit's options, as `streamlit run` takes them.

    Those of the environment (`STREAMLIT_SERVER_ADDRESS` and the like) count too.
    """
    asked = main_run.make_context("streamlit run", list(words)).params
    script = str(Path(asked.pop("target")).resolve())
    asked.pop("args")
    return script, {name.replace("_", "."): one for name, one in asked.items() if one not in (None, ())}


def serve(script: str, options: dict[str, object]) -> None:
    """Serve a Streamlit script until the process is told to stop."""
    # Streamlit takes the folder of this for the script's.
    sys.argv = [script]
    headers = Middleware(_WithHeaders, headers=security_headers(), link=early_scripts())
    st.App(script, middleware=[headers], routes=[Route(READY, _ready)]).run(config=options)


if __name__ == "__main__":
    ask_no_host_for_own_address()
    prepare_for_visitors()
    serve(*asked_for(sys.argv[2:]))
