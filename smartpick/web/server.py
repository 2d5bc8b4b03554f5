"""Streamlit's server, started so that it asks no other host for anything.

Streamlit compares the origin of a connection from another site with its own outside address, and asks a host
of Amazon for that address first; no option turns this off. Here no outside address is known, so a connection
of a foreign origin is refused without asking. To serve under another name, set `server.corsAllowedOrigins`.

    python -m smartpick.web.server run dashboard.py
"""

from __future__ import annotations

import threading
import time

from streamlit import net_util
from streamlit.runtime import Runtime

_GLANCE_SECONDS = 0.05


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

    load_ahead()


if __name__ == "__main__":
    from streamlit.web.cli import main

    ask_no_host_for_own_address()
    prepare_for_visitors()
    main(prog_name="streamlit")
